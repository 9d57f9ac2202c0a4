"""Nomination letters: sent in by focal points, and opened by them, their head and the organisers."""

import logging

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import View

from participants import actions, permissions
from participants.forms.letters import LetterForm
from participants.models import Delegation, NominationLetter

from .delegations import OfDelegation
from .nominations import NominationPage

log = logging.getLogger(__name__)


class UploadLetter(NominationPage):
    form_class = LetterForm
    extra_context = {
        "title": "Nomination letter",
        "lead": "The newest letter counts; earlier ones are kept.",
        "button": "Upload",
    }
    needs_open = "confirmations"

    @staticmethod
    def takes_files(user, pk) -> bool:
        """Asked before a file is stored (workshop_portal/uploads.py)."""
        delegation = Delegation.objects.visible_to(user).filter(pk=pk).first()
        return delegation is not None and permissions.can_nominate_registration(user, delegation)

    def get_form_kwargs(self):
        people = self.registrations.live().order_by("sort_key", "pk")
        today = timezone.localdate(timezone=self.delegation.event.zone)
        return super().get_form_kwargs() | {"registrations": people, "today": today}

    def do(self, form):
        sent = form.cleaned_data
        actions.add_letter(
            self.delegation,
            sent["file"],
            reference=sent["reference"],
            dated_on=sent["dated_on"],
            signatory=sent["signatory"],
            covers=[row.pk for row in sent["covers"]],
            by=self.request.user,
        )
        return f"The letter {sent['reference']} is kept."


class LetterFile(OfDelegation, View):
    """Every byte goes through here: one check, one row that says who took it."""

    http_method_names = ("get", "options")  # asking for the headers alone would be written down as taking the file

    def get(self, request, pk, letter):
        letters = NominationLetter.objects.visible_to(request.user).filter(delegation=self.delegation)
        found = get_object_or_404(letters.select_related("delegation__event"), pk=letter)
        try:
            content = actions.open_letter(found, by=request.user)
        except FileNotFoundError:
            log.exception("The file of nomination letter %s is missing", found.pk)
            contact = self.delegation.event.contact_email
            messages.error(request, f"The file of letter {found.reference} is missing. Write to {contact}.")
            return redirect(self.delegation)
        return FileResponse(
            content,
            as_attachment=True,
            filename=found.original_name,
            content_type=found.media_type,
        )
