"""The list of registrations: its columns, its filters, its search."""

from django.contrib import admin
from django.db.models import F
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from events.facets import EventFacet
from participants.models import Registration
from participants.states import RegistrationStatus
from workshop_portal.admin import RecordAdmin
from workshop_portal.facets import Facet

# The same few pieces of HTML in every row, made once.
CHECKBOX = '<input type="checkbox" name="_selected_action" class="action-select"'
CHIPS = {
    status: format_html('<span class="chip chip-{}">{}</span>', status.value, status.label)
    for status in RegistrationStatus
}


class StatusFacet(Facet):
    title, parameter_name, column = "state", "status", "status"
    labels = dict(RegistrationStatus.choices)


class JurisdictionFacet(Facet):
    title, parameter_name, key_type = "jurisdiction", "jurisdiction", int
    column, label_column = "delegation__jurisdiction_id", "delegation__jurisdiction__name"
    order_column = "delegation__jurisdiction__position"


class OrganisationFacet(Facet):
    title, parameter_name, key_type = "organisation", "organisation", int
    column, label_column = "delegation__organisation_id", "delegation__organisation__short_name"


class RoleFacet(Facet):
    title, parameter_name, column = "role", "role", "role"
    labels = dict(Registration.Role.choices)


class SexFacet(Facet):
    title, parameter_name, column = "sex", "sex", "sex"
    labels = dict(Registration.Sex.choices)


class RegistrationList(RecordAdmin):
    list_display = ["name", "state", "delegation_name", "seats_taken", "role", "event_name", "decided_at"]
    list_filter = [EventFacet, StatusFacet, JurisdictionFacet, OrganisationFacet, RoleFacet, SexFacet]
    search_fields = ["person__search_key"]
    search_help_text = "Name or address; case, diacritics and script do not matter."
    ordering = [
        "-event__starts_on",
        F("delegation__jurisdiction__position").asc(nulls_last=True),
        "delegation__organisation__short_name",
        "person__sort_key",
        "pk",
    ]

    def facet_rows(self, request, search):
        return Registration.objects.visible_to(request.user).matching(search)

    def get_search_results(self, request, queryset, search_term):
        return queryset.matching(search_term), False

    def action_checkbox(self, registration):
        """Django would name the row by `str`, which asks for its person and delegation once per row."""
        name = escape(self.name(registration))
        return mark_safe(f'{CHECKBOX} value="{registration.pk}" aria-label="Select {name}">')  # noqa: S308

    @admin.display(description="name", ordering="person__sort_key")
    def name(self, registration):
        return f"{registration.family_name}, {registration.given_name}"

    @admin.display(description="delegation", ordering="delegation__jurisdiction__position")
    def delegation_name(self, registration):
        return registration.jurisdiction_name or registration.organisation_name

    @admin.display(description="event", ordering="event__starts_on")
    def event_name(self, registration):
        return registration.event_title

    @admin.display(description="state", ordering="status")
    def state(self, registration):
        return CHIPS[registration.status]

    @admin.display(description="seats")
    def seats_taken(self, registration):
        return f"{registration.seats_used}/{registration.seats}"
