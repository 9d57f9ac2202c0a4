"""What stands beside every tab of the page of one registration: seats, letter, the person elsewhere, neighbours."""

from copy import copy

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import SuspiciousOperation
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.urls import reverse

from participants import permissions
from participants.duplicates import alike
from participants.models import NominationLetter, Registration
from participants.recheck import identity_changes
from participants.seats import seats_by_role
from participants.states import LIVE
from workshop_portal.admin import RecordAdmin
from workshop_portal.neighbours import neighbours


class Side(RecordAdmin):
    def beside(self, request, row):
        before, after = self.neighbours_of(request, row)
        others = alike(row, request.user)
        return {
            "nominated_by": row.nominated_by and row.nominated_by.named_for(request.user),
            "replaced_by": self.other(request, row.replaced_by),
            "replaces": self.other(request, getattr(row, "replaces", None)),
            "changes": identity_changes(row),
            "seats": seats_by_role(row.delegation)[row.role],
            "alike": others,
            "twice": row.status in LIVE and any(other.is_second_nomination for other in others),
            "letter": self.letter_of(request, row),
            "reads_letters": permissions.can_read_letters(request.user),
            "before": before and self.change_url(request, before),
            "after": after and self.change_url(request, after),
            "list": self.list_url(request),
        }

    def other(self, request, registration):
        """Another registration that the page leads to: its name, and its page if the reader may know of it."""
        if registration is None:
            return None
        is_hidden = registration.is_hidden_from(request.user)
        url = None if is_hidden else reverse("admin:participants_registration_change", args=[registration.pk])
        return {"name": registration.named_for(request.user), "url": url}

    def letter_of(self, request, row):
        """The newest letter of the delegation, which is the one that counts, with `names_row`."""
        if not permissions.can_read_letters(request.user):
            return None
        named = NominationLetter.covers.through.objects.filter(nominationletter=OuterRef("pk"), registration=row.pk)
        letters = NominationLetter.objects.visible_to(request.user).filter(delegation=row.delegation_id)
        return letters.annotate(names_row=Exists(named)).order_by("-uploaded_at", "-pk").first()

    # --- Before and after in the list that the reader came from ---

    def change_url(self, request, pk):
        return self.keep_filters(request, reverse("admin:participants_registration_change", args=[pk]))

    def list_url(self, request):
        return self.keep_filters(request, reverse("admin:participants_registration_changelist"))

    def neighbours_of(self, request, row):
        """By the filter and the order of the list; without a filter those of the same event."""
        asked = copy(request)
        asked.GET = QueryDict(request.GET.get("_changelist_filters") or f"event={row.event_id}")
        asked.wants_rows_only = True
        try:
            listed = self.get_changelist_instance(asked).queryset
        except (IncorrectLookupParameters, SuspiciousOperation):  # an address typed by hand
            return None, None
        return neighbours(listed, Registration.objects.visible_to(request.user), row.pk)

    def get_changelist(self, request, **kwargs):
        """For neighbours, the list without its pages: nothing is counted."""
        found = super().get_changelist(request, **kwargs)
        if not getattr(request, "wants_rows_only", False):
            return found
        return type("RowsOnly", (found,), {"get_results": lambda changelist, request: None})
