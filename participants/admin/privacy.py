"""What became of personal data: requests and answers, who took data out, what was erased, the counts that stay."""

from typing import ClassVar

from django import forms
from django.contrib import admin

from events.facets import EventFacet
from participants import actions, permissions
from participants.actions.purge import WITHOUT_EVENT
from participants.models import DataRequest, Disclosure, KeptCount, PurgeRun
from participants.personal_data import CLASSES
from participants.states import DataRequestStatus
from workshop_portal.admin import StatefulAdmin, ViewOnlyAdmin, counted
from workshop_portal.facets import Facet


class StatusFacet(Facet):
    title, parameter_name, column = "state", "status", "status"
    labels = dict(DataRequestStatus.choices)


class RequestKindFacet(Facet):
    title, parameter_name, column = "kind", "kind", "kind"
    labels = dict(DataRequest.Kind.choices)


class DisclosureKindFacet(Facet):
    title, parameter_name, column = "kind", "kind", "kind"
    labels = dict(Disclosure.Kind.choices)


class AnswerForm(forms.Form):
    """What the person reads."""

    answer = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="The person reads this on the page of their data, and gets a mail that says it is there.",
    )


@admin.register(DataRequest)
class DataRequestAdmin(StatefulAdmin):
    """Requests are made by their person; staff answer."""

    verbs: ClassVar = {DataRequestStatus.ANSWERED: "Answer"}
    list_display = ["made_at", "kind", "person", "status", "answered_at"]
    list_display_links = ["made_at", "kind"]
    list_filter = [StatusFacet, RequestKindFacet]
    list_select_related = ["person"]
    page_select_related: ClassVar = ["person", "answered_by"]
    search_fields = ["person__search_key"]
    search_help_text = "Name or address; case, diacritics and script do not matter."
    ordering = ["-made_at", "-pk"]
    fields = ["person", "kind", "text", "status", "made_at", "answer", "answered_at", "answered_by"]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_search_results(self, request, queryset, search_term):
        return queryset.matching(search_term), False

    def facet_rows(self, request, search):
        return DataRequest.objects.visible_to(request.user).matching(search)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        """Nobody rewrites what was asked; the answer is a move."""
        return False

    def waiting(self, request):
        if not permissions.can_answer_request(request.user, None):
            return []
        n = DataRequest.objects.visible_to(request.user).filter(status=DataRequestStatus.OPEN).count()
        words = "person asks about their data", "people ask about their data"
        return [(counted(n, *words), "status=open")] if n else []

    def can_move(self, user, row):
        return permissions.can_answer_request(user, row)

    def note(self, row, status):
        return f"{row.get_kind_display()}. {row.text}"

    def move_form(self, row, status, data):
        return AnswerForm(data)

    def move(self, row, status, *, by, answer):
        actions.answer_request(row, by=by, answer=answer)


@admin.register(Disclosure)
class DisclosureAdmin(ViewOnlyAdmin):
    """Who took personal data out of the portal, or read what is kept apart."""

    list_display = ["at", "by", "kind", "rows", "event", "delegation", "detail"]
    list_filter = [DisclosureKindFacet, EventFacet]
    list_select_related = ["by", "event", "delegation__jurisdiction", "delegation__organisation"]
    page_select_related: ClassVar = [*list_select_related, "registration__delegation__jurisdiction",
                                     "registration__delegation__organisation"]  # fmt: skip
    search_fields = ["by__search_key"]
    ordering = ["-at", "-pk"]
    fields = ["at", "by", "kind", "rows", "event", "delegation", "registration", "detail"]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_search_results(self, request, queryset, search_term):
        return queryset.matching(search_term), False

    def facet_rows(self, request, search):
        return Disclosure.objects.visible_to(request.user).matching(search)


@admin.register(PurgeRun)
class PurgeRunAdmin(ViewOnlyAdmin):
    list_display = ["at", "what", "rows"]
    ordering = ["-at", "-pk"]
    fields = readonly_fields = ["at", "what", "found"]

    @admin.display(description="run")
    def what(self, run):
        return "Dry run: nothing was erased" if run.is_dry_run else "Erased"

    @admin.display(description="rows")
    def rows(self, run):
        return sum(found["rows"] for found in run.report.values())

    @admin.display(description="by class of data")
    def found(self, run):
        """A line for each class of which there was something, in the order of the inventory."""
        held = [(entry, run.report.get(key, {"rows": 0})) for key, entry in CLASSES.items()]
        lines = [f"{entry.title}: {found['rows']} ({_places(found)})" for entry, found in held if found["rows"]]
        return "\n".join(lines) or "Nothing was due."


def _places(found):
    return ", ".join(
        f"{'of no event' if place == WITHOUT_EVENT else place}: {n}" for place, n in found["events"].items()
    )


@admin.register(KeptCount)
class KeptCountAdmin(ViewOnlyAdmin):
    """How many came: what stays when the sex that people stated is erased."""

    list_display = ["event", "of", "role", "sex", "people"]
    list_filter = [EventFacet]
    list_select_related = ["event", "jurisdiction", "organisation"]
    search_fields = ["event__title", "jurisdiction__name", "organisation__name"]
    ordering = ["-event__starts_on", "event", "jurisdiction__position", "organisation__short_name", "role", "sex", "pk"]
    fields = ["event", "jurisdiction", "organisation", "role", "sex", "people", "counted_at"]

    def facet_rows(self, request, search):
        return self.get_search_results(request, KeptCount.objects.all(), search)[0]

    @admin.display(description="delegation")
    def of(self, row):
        return row.jurisdiction or row.organisation
