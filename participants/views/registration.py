"""The person's own page of one event: what happens next, what was said, and what can be done about it.

Every page here starts from the reader's own registrations; for everybody else they do not exist.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from events.passes import passes_of
from events.permissions import can_read_programme
from participants import actions, own_status, permissions
from participants.announcements import messages_to
from participants.forms.answers import TakeSeatForm, WithdrawForm
from participants.models import Move, OutgoingEmail, Registration
from participants.states import COMES, LIVE, RegistrationStatus
from workshop_portal.transitions import TransitionError
from workshop_portal.views import SignInFirst


class RegistrationPage(SignInFirst, TemplateView):
    """A page about registrations of the reader's own, under the heading of their event."""

    @property
    def own(self):
        return Registration.objects.own_at(self.request.user, self.kwargs["slug"])

    @cached_property
    def registration(self) -> Registration:
        """The one that the address names."""
        return self.read(self.own)

    def read(self, rows) -> Registration:
        registration = as_read(get_object_or_404(rows, pk=self.kwargs["pk"]), self.request.user)
        if not permissions.can_answer_registration(self.request.user, registration):
            raise PermissionDenied
        return registration

    @cached_property
    def event(self):
        return self.registration.event

    def get_context_data(self, **kwargs):
        user = self.request.user
        has_pass = any(held.event_id == self.event.pk for held in passes_of(user))
        return super().get_context_data(
            event=self.event,
            section="registration",
            layout="layouts/event.html" if has_pass else "layouts/base.html",
            reads_programme=can_read_programme(user, self.event),
            has_registration=True,
            **kwargs,
        )

    def page(self, **context):
        return self.render_to_response(self.get_context_data(**context))

    def back(self, say, sentence):
        """Say one sentence and go to the status page."""
        say(self.request, sentence)
        return redirect("participants:registration", self.kwargs["slug"])


def as_read(registration: Registration, person) -> Registration:
    """With what is known already: its person reads it, and its delegation, asked for deadlines, is of its event."""
    registration.person, registration.delegation.event = person, registration.event
    return registration


class MyRegistration(RegistrationPage):
    """The state of every registration of the reader at the event, those that count first."""

    template_name = "participants/registration.html"

    @cached_property
    def registrations(self) -> list[Registration]:
        rows = [as_read(row, self.request.user) for row in self.own]
        if not rows:
            raise Http404
        return rows

    @cached_property
    def event(self):
        return self.registrations[0].event

    def get_context_data(self, **kwargs):
        moves = Move.objects.filter(registration__in=self.registrations).select_related("by", "mail").order_by("-pk")
        made = list(moves)
        for row in self.registrations:
            show(row, [move for move in made if move.registration_id == row.pk])
        return super().get_context_data(
            registrations=self.registrations,
            mails=OutgoingEmail.objects.sent_about(self.own),
            announced=messages_to(self.registrations),
            to_confirm=sum(row.can_confirm for row in self.registrations),
            **kwargs,
        )


def show(row: Registration, moves: list[Move]) -> None:
    """Add what the page says of a registration, and which ways lead on from here."""
    is_open = row.delegation.confirmation_refusal() is None
    is_live = row.status in LIVE
    row.next = own_status.what_is_next(row)
    row.steps = own_status.steps_of(moves, row.person)
    row.who_nominated = own_status.who_nominated(row)
    row.facts = own_status.own_facts(row, row.person.mail_language)
    row.can_confirm = row.status == RegistrationStatus.NOMINATED and is_open
    row.can_correct = is_live and not row.can_confirm and is_open and row.status != RegistrationStatus.NOMINATED
    row.can_withdraw = is_live and row.event.status == "published"
    row.is_coming = row.status in COMES
    row.logistics_refusal = row.logistics_refusal() if row.is_coming else None
    is_offered = row.status == RegistrationStatus.OFFERED and row.offer_expires_at > timezone.now()
    row.take_seat = TakeSeatForm(instance=row) if is_offered and row.can_withdraw else None


class TakeSeat(RegistrationPage):
    """The reserve says yes to the seat that is kept for them."""

    def get(self, request, slug, pk):
        return redirect("participants:registration", self.registration.event.slug)

    @transaction.atomic
    def post(self, request, slug, pk):
        registration = actions.lock_registration(self.registration)
        if registration.status in COMES:  # a second click
            return self.back(messages.info, "The seat is yours already.")
        if not TakeSeatForm(request.POST, instance=registration).is_valid():
            return self.back(messages.warning, "Your registration changed since you opened the page. Look again below.")
        try:
            actions.accept_offer(registration, by=request.user)
        except TransitionError as error:
            return self.back(messages.error, str(error))
        return self.back(messages.success, "The seat is yours. Tell us now about your journey, hotel and meals.")


class Withdraw(RegistrationPage):
    """Asks once more, with the reason; then the person does not come."""

    template_name = "participants/registration_withdraw.html"

    def get(self, request, slug, pk):
        if self.registration.status not in LIVE:
            return self.back(messages.info, "This registration has ended already.")
        return self.page(form=WithdrawForm(instance=self.registration), registration=self.registration)

    @transaction.atomic
    def post(self, request, slug, pk):
        registration = actions.lock_registration(self.registration)
        if registration.status not in LIVE:  # a second click, or somebody else was first
            return self.back(messages.info, "This registration has ended already.")
        form = WithdrawForm(request.POST, instance=registration)
        if not form.is_valid():
            return self.page(form=form, registration=registration)
        try:
            actions.withdraw(registration, by=request.user, reason=form.cleaned_data["reason"])
        except TransitionError as error:
            return self.back(messages.error, str(error))
        return self.back(messages.success, "You have withdrawn. Thank you for telling us.")
