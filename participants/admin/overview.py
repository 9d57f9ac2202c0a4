"""The overview of one event, and its headcounts as a spreadsheet. It stands here: events know no registrations."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import content_disposition_header, urlencode

from events.models import Event
from participants import permissions
from participants.headcounts import headcounts, interpretation
from participants.models import Delegation, Disclosure, Logistics, Registration
from participants.overview import STATES, overview
from participants.states import COMES, RegistrationStatus
from workshop_portal.admin import RecordAdmin
from workshop_portal.spreadsheets import XLSX, as_xlsx

# What can be missing, as the list of delegations is asked for it.
MISSING = {
    "focal point": ("Delegations without a focal point", {"focal_point": "no"}),
    "invitation": ("Delegations whose focal points are not invited", {"focal_point": "yes", "invited": "no"}),
    "head": ("Delegations without a head", {"head": "no"}),
    "letter": ("Nomination letters missing", {"letter": "no"}),
}


class OverviewOfEvent(RecordAdmin):
    def get_urls(self):
        page, sheet = (self.admin_site.admin_view(view) for view in (self.overview_view, self.headcounts_view))
        return [
            path("overview/<int:event>/", page, name="participants_delegation_overview"),
            path("overview/<int:event>/headcounts.xlsx", sheet, name="participants_delegation_headcounts"),
            *super().get_urls(),
        ]

    def event_of(self, request, pk):
        event = get_object_or_404(Event.objects.visible_to(request.user), pk=pk)
        if not permissions.can_read_overview(request.user):
            raise PermissionDenied
        return event

    def overview_view(self, request, event):
        event = self.event_of(request, event)
        delegations = Delegation.objects.visible_to(request.user).filter(event=event).with_answers().in_order()
        found = overview(event, delegations)
        reads_logistics = permissions.can_read_logistics(request.user)
        counts = headcounts(event) if reads_logistics else None
        context = self.admin_site.each_context(request) | {
            "title": f"Overview: {event}",
            "event": event,
            "opts": self.opts,
            "states": [(status, status.label) for status in STATES],
            "rows": [(line, self.cells_of(event, line)) for line in found.lines],
            "overview": found,
            "missing": self.missing_of(event, found, reads_logistics),
            "headcounts": counts,
            "days": [(day, *columns_of(day, counts)) for day in counts.days] if counts else [],
            "spoken": counts.interpretation if counts else self.interpretation_of(event),
            "may_export": reads_logistics and permissions.can_export_registrations(request.user),
        }
        return TemplateResponse(request, "admin/participants/delegation/overview.html", context)

    def interpretation_of(self, event):
        coming = Registration.objects.coming().filter(event=event)
        return interpretation(coming.order_by().values_list("interpretation", flat=True))

    def cells_of(self, event, line):
        """The counts of a delegation with the list that each leads to."""
        whose = {"jurisdiction": line.delegation.jurisdiction_id} if line.delegation.jurisdiction_id else {
            "organisation": line.delegation.organisation_id
        }  # fmt: skip
        return [
            (n, registrations_url(event=event.pk, status=status.value, **whose) if n else "")
            for status, n in line.states
        ]

    def missing_of(self, event, found, reads_logistics):
        """What is still to come, each in words with its count and the list that names it."""
        tasks = [
            ("Not confirmed by the person", found.unconfirmed,
             registrations_url(event=event.pk, status=RegistrationStatus.NOMINATED.value)),
        ]  # fmt: skip
        if reads_logistics:
            tasks.append(("No logistics yet", found.without_logistics, registrations_url(event=event.pk, **LOGISTICS)))
        for word, (words, wanted) in MISSING.items():
            page = reverse("admin:participants_delegation_changelist")
            tasks.append((words, found.missing[word], f"{page}?{urlencode({'event': event.pk} | wanted)}"))
        return tasks

    def headcounts_view(self, request, event):
        """Counts, and notes of diet without names. That it was taken is written down."""
        event = self.event_of(request, event)
        if not (permissions.can_read_logistics(request.user) and permissions.can_export_registrations(request.user)):
            raise PermissionDenied
        with transaction.atomic():
            counts = headcounts(event)
            notes = notes_of(event, request.user)
            Disclosure.objects.create(
                kind=Disclosure.Kind.LOGISTICS, by=request.user, event=event, rows=counts.answered,
                detail="Headcounts, XLSX",
            )  # fmt: skip
        answer = HttpResponse(as_xlsx("Headcounts", *sheet_of(counts), notes=notes_below(event, counts, notes)))
        answer.headers["Content-Type"] = XLSX
        answer.headers["Content-Disposition"] = content_disposition_header(True, f"{event.slug}-headcounts.xlsx")
        return answer


LOGISTICS = {"status": "coming", "logistics": "missing"}


def registrations_url(**filters):
    return f"{reverse('admin:participants_registration_changelist')}?{urlencode(filters)}"


def sheet_of(counts):
    """Headers and one row for each day."""
    headers = ["Day", "Beds for the night", "Meals", "Meals of those who have not answered"]
    headers += [label for _, label in counts.diets]
    headers += [f"Interpretation: {label}" for _, label in counts.languages] + ["Arrivals", "Departures"]
    rows = [
        [day.day, day.nights, day.present, day.unknown, *diets, *spoken, day.arrivals, day.departures]
        for day, (diets, spoken) in ((day, columns_of(day, counts)) for day in counts.days)
    ]
    return headers, rows


def columns_of(day, counts):
    """Of one day: how many eat each diet, and how many need each language."""
    return [day.diets[diet] for diet, _ in counts.diets], [day.spoken[code] for code, _ in counts.languages]


def notes_of(event, user):
    """Notes on diet and access needs, without names, of people whom the reader may take out of the portal."""
    rows = Logistics.objects.visible_to(user).filter(registration__event=event, registration__status__in=COMES)
    if not user.has_perm("participants.export_unpublished_user"):
        rows = rows.filter(registration__person__do_not_publish=False)
    texts = rows.order_by("pk").values_list("diet_note", "access_needs")
    return [f"{what}: {text}" for pair in texts for what, text in zip(("Diet", "Access"), pair, strict=True) if text]


def notes_below(event, counts, notes):
    spoken = [f"Interpretation into {language}: {n}" for language, n in counts.interpretation]
    return [f"{event}. {counts.answered} answered, {counts.unanswered} have not.", *spoken, *notes]
