"""Registrations: the list, the page of one, and every decision, through the actions that all ways share."""

from functools import partial
from typing import ClassVar

from django.contrib import admin
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from events.facets import EventFacet
from participants import actions, permissions
from participants.dry_run import dry_run
from participants.models import Registration, User
from participants.states import NEEDS_REASON, RegistrationStatus
from workshop_portal.admin import ReasonForm, StatefulAdmin, carry_out, confirm
from workshop_portal.facets import Facet


class StatusFacet(Facet):
    title, parameter_name, column = "state", "status", "status"
    labels = dict(RegistrationStatus.choices)


class JurisdictionFacet(Facet):
    title, parameter_name = "jurisdiction", "jurisdiction"
    column, label_column = "delegation__jurisdiction_id", "delegation__jurisdiction__name"


class OrganisationFacet(Facet):
    title, parameter_name = "organisation", "organisation"
    column, label_column = "delegation__organisation_id", "delegation__organisation__short_name"


class RoleFacet(Facet):
    title, parameter_name, column = "role", "role", "role"
    labels = dict(Registration.Role.choices)


class SexFacet(Facet):
    title, parameter_name, column = "sex", "sex", "person__sex"
    labels = dict(User.Sex.choices)


PAGE = ["person", "event", "decided_by", "delegation__jurisdiction", "delegation__organisation"]


# The same few pieces of HTML in every row, made once.
CHECKBOX = '<input type="checkbox" name="_selected_action" class="action-select"'
CHIPS = {
    status: format_html('<span class="chip chip-{}">{}</span>', status.value, status.label)
    for status in RegistrationStatus
}


@admin.register(Registration)
class RegistrationAdmin(StatefulAdmin):
    verbs: ClassVar = {
        RegistrationStatus.SUBMITTED: "Submit",
        RegistrationStatus.APPROVED: "Approve",
        RegistrationStatus.RESERVE: "Put on reserve",
        RegistrationStatus.DECLINED: "Decline",
        RegistrationStatus.WITHDRAWN: "Withdraw",
    }
    reasons = NEEDS_REASON
    reason_help = "The person reads this in the mail."
    list_display = ["name", "delegation_name", "role", "state", "seats_taken", "event_name", "decided_at"]
    list_filter = [EventFacet, StatusFacet, JurisdictionFacet, OrganisationFacet, RoleFacet, SexFacet]
    search_fields = ["person__search_key"]
    search_help_text = "Name or address; case, diacritics and script do not matter."
    ordering = ["-event__starts_on", "delegation", "person__family_name", "person__given_name", "pk"]
    autocomplete_fields = ["delegation", "person"]
    page_select_related: ClassVar = PAGE
    fields = ["person", "delegation", "role", "status", "decided_at", "decided_by"]
    readonly_fields = ["decided_at", "decided_by"]
    actions = ["approve_selected", "reserve_selected", "decline_selected"]
    change_form_template = "admin/participants/registration/change_form.html"

    # --- The list ---

    def get_queryset(self, request):
        return Registration.objects.visible_to(request.user).with_names().with_seats()

    def facet_rows(self, request, search):
        return Registration.objects.visible_to(request.user).matching(search)

    def get_search_results(self, request, queryset, search_term):
        return queryset.matching(search_term), False

    def action_checkbox(self, registration):
        """Django would name the row by `str`, which asks for its person and delegation once per row."""
        name = escape(self.name(registration))
        return mark_safe(f'{CHECKBOX} value="{registration.pk}" aria-label="Select {name}">')  # noqa: S308

    @admin.display(description="name", ordering="person__family_name")
    def name(self, registration):
        return f"{registration.family_name}, {registration.given_name}"

    @admin.display(description="delegation", ordering="delegation")
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

    # --- The page of one registration ---

    def get_readonly_fields(self, request, obj=None):
        fixed = ["person", "delegation"] if obj else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context["made"] = obj.moves_made.select_related("by", "mail").order_by("pk")
            context["is_full"] = obj.seats_used >= obj.seats
        return super().render_change_form(request, context, add, change, form_url, obj)

    def can_move(self, user, row):
        return permissions.can_decide_registration(user, row)

    def move(self, row, status, *, by, reason):
        actions.DECISIONS[status](row, by=by, reason=reason)

    # --- Bulk decisions ---

    def has_decide_permission(self, request):
        return permissions.can_decide_registration(request.user, None)

    @admin.action(description="Approve…", permissions=["decide"])
    def approve_selected(self, request, queryset):
        return self.decide_selected(request, queryset, "approve_selected", RegistrationStatus.APPROVED)

    @admin.action(description="Put on reserve…", permissions=["decide"])
    def reserve_selected(self, request, queryset):
        return self.decide_selected(request, queryset, "reserve_selected", RegistrationStatus.RESERVE)

    @admin.action(description="Decline…", permissions=["decide"])
    def decline_selected(self, request, queryset):
        return self.decide_selected(request, queryset, "decline_selected", RegistrationStatus.DECLINED)

    def decide_selected(self, request, queryset, action, status):
        """Ask first, with what will change and what is skipped; then decide one by one."""
        rows = list(queryset.select_related(*PAGE).order_by("delegation", "created_at", "pk"))
        data = request.POST if "confirmed" in request.POST else None
        form = ReasonForm(data, required=status in self.reasons, help_text=self.reason_help)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            decide = partial(actions.DECISIONS[status], by=request.user, reason=reason)
            done = f"{{n}} changed to: {RegistrationStatus(status).label.lower()}."
            return carry_out(self, request, rows, decide, allowed=permissions.can_decide_registration, done=done)
        trial = partial(actions.DECISIONS[status], by=request.user, reason="dry run")
        changing, skipped = dry_run(rows, trial)
        return confirm(
            self, request, title=f"{self.verbs[status]} {len(changing)} of {len(rows)} registrations?",
            action=action, changing=changing, skipped=skipped, form=form, verb=self.verbs[status],
            note="Each person gets a mail." if changing else "",
        )  # fmt: skip
