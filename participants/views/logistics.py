"""Stage two: journey, hotel, meals, access and visa of somebody who has a seat."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property

from events.agenda import zone_in_words
from participants import actions
from participants.forms.logistics import LogisticsForm
from participants.models import Logistics, Registration
from workshop_portal.transitions import TransitionError

from .registration import RegistrationPage, as_read


class MyLogistics(RegistrationPage):
    """One page for the registration that counts; before the approval it says when it opens."""

    template_name = "participants/logistics.html"

    @cached_property
    def registration(self) -> Registration:
        rows = list(self.own)
        if not rows:
            raise Http404
        coming = [row for row in rows if row.logistics_refusal() is None]
        return as_read((coming or rows)[0], self.request.user)

    def get(self, request, slug):
        if sentence := self.registration.logistics_refusal():
            return self.back(messages.error, sentence)
        return self.form_page(LogisticsForm(instance=newest_of(self.registration)))

    @transaction.atomic
    def post(self, request, slug):
        registration = actions.lock_registration(self.registration)
        with timezone.override(registration.event.zone):
            form = LogisticsForm(request.POST, instance=newest_of(registration))
            is_valid = form.is_valid()
        if not is_valid:
            return self.form_page(form)
        try:
            actions.tell_logistics(registration, form.cleaned_data, by=request.user)
        except TransitionError as error:
            form.add_error(None, str(error))
            return self.form_page(form)
        return self.back(messages.success, "Saved. You can change it here until the workshop begins.")

    def form_page(self, form):
        event = self.registration.event
        return self.page(
            registration=self.registration,
            form=form,
            sections=form.sections(),
            zone_in_words=zone_in_words(event.zone, event.starts_on),
        )


def newest_of(registration: Registration) -> Logistics:
    """What was answered, or a row that is not saved yet: edition 0, so that two first answers are told apart."""
    row = Logistics.objects.filter(registration=registration).first() or Logistics(
        registration=registration, revision=0
    )
    row.registration = registration
    return row
