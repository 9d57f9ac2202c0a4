"""Registrations: the list, the page of one, and every decision, through the actions that all ways share."""

from functools import partial
from typing import ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Count, F
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from events.facets import EventFacet
from events.states import EventStatus
from participants import actions, permissions
from participants.dry_run import dry_run
from participants.models import Delegation, Registration, User
from participants.states import COMES, HOLDS_SEAT, NEEDS_REASON, RegistrationStatus
from workshop_portal.admin import ReasonForm, StatefulAdmin, carry_out, confirm, counted
from workshop_portal.facets import Facet


class StatusFacet(Facet):
    title, parameter_name, column = "state", "status", "status"
    labels = dict(RegistrationStatus.choices)


class JurisdictionFacet(Facet):
    title, parameter_name = "jurisdiction", "jurisdiction"
    column, label_column = "delegation__jurisdiction_id", "delegation__jurisdiction__name"
    order_column = "delegation__jurisdiction__position"


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


MOST_AT_ONCE = 500  # a form of more is refused by Django as an attack, without a sentence
BULK_TITLES = {
    RegistrationStatus.APPROVED: "Approve {n} of {of} registrations?",
    RegistrationStatus.RESERVE: "Put {n} of {of} registrations on reserve?",
    RegistrationStatus.DECLINED: "Decline {n} of {of} registrations?",
}


# The same few pieces of HTML in every row, made once.
CHECKBOX = '<input type="checkbox" name="_selected_action" class="action-select"'
CHIPS = {
    status: format_html('<span class="chip chip-{}">{}</span>', status.value, status.label)
    for status in RegistrationStatus
}


class DelegationChoice(forms.ModelChoiceField):
    """The same jurisdiction comes to many events: the event and the seats are part of the name."""

    def label_from_instance(self, delegation):
        return f"{delegation} ({delegation.seats_used}/{delegation.seats}), {delegation.event}"


class RegistrationForm(forms.ModelForm):
    """Staff learn at once that somebody is registered already, also when it is for another delegation."""

    def clean(self):
        cleaned = super().clean()
        person, delegation = cleaned.get("person"), cleaned.get("delegation")
        if person and delegation and person.registrations.live().filter(event=delegation.event_id).exists():
            raise forms.ValidationError("This person is already registered for this event.")
        return cleaned


class ReplaceForm(ReasonForm):
    """Who takes the seat: somebody of the same jurisdiction or organisation who has none at the event."""

    person = forms.ModelChoiceField(User.objects.none(), label="Who comes instead")
    field_order = ["person", "reason"]

    def __init__(self, *args, registration, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = User.objects.who_could_replace(registration).order_by("sort_key", "pk")


@admin.register(Registration)
class RegistrationAdmin(StatefulAdmin):
    verbs: ClassVar = {
        RegistrationStatus.SUBMITTED: "Submit",
        RegistrationStatus.APPROVED: "Approve",
        RegistrationStatus.RESERVE: "Put on reserve",
        RegistrationStatus.DECLINED: "Decline",
        RegistrationStatus.REPLACED: "Replace",
        RegistrationStatus.WITHDRAWN: "Withdraw",
    }
    notes: ClassVar = {
        RegistrationStatus.SUBMITTED: "The nomination is complete and waits for a decision. No mail is sent.",
        RegistrationStatus.APPROVED: "The person gets one of the seats, and a mail that says so.",
        RegistrationStatus.RESERVE: "The person gets a mail. This is an answer, not a delay.",
        RegistrationStatus.DECLINED: "The person gets a mail with the reason. This is final.",
        RegistrationStatus.REPLACED: "The seat goes to the person chosen here. Both get a mail. This is final.",
        RegistrationStatus.WITHDRAWN: "The seat is free again, and the person gets a mail. This is final.",
    }
    form = RegistrationForm
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
    autocomplete_fields = ["person"]
    page_select_related: ClassVar = PAGE
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

    # --- The page of one registration ---

    def has_change_permission(self, request, obj=None):
        """When the event is over, who came as what stays as it is."""
        over = obj is not None and obj.event.status not in {EventStatus.DRAFT, EventStatus.PUBLISHED}
        return not over and super().has_change_permission(request, obj)

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["person", "delegation", "role"]
        return ["person", "delegation", "event", "role", "decided_at", "decided_by"]

    def get_readonly_fields(self, request, obj=None):
        fixed = ["person", "delegation", "event"] if obj else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def waiting(self, request):
        if not permissions.can_decide_registration(request.user, None):
            return []
        rows = Registration.objects.visible_to(request.user).awaiting_decision()
        events = rows.values_list("event", "event__title").annotate(n=Count("pk")).order_by("event__starts_on", "event")
        words = "registration awaits a decision", "registrations await a decision"
        return [(f"{counted(n, *words)}: {title}", f"event={event}&status=submitted") for event, title, n in events]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "delegation":
            kwargs["queryset"] = Delegation.objects.visible_to(request.user).open()
            kwargs["form_class"] = DelegationChoice
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context["made"] = obj.moves_made.select_related("by", "mail").order_by("pk")
            context["is_full"] = obj.seats_used >= obj.seats
        return super().render_change_form(request, context, add, change, form_url, obj)

    def can_move(self, user, row):
        return permissions.can_decide_registration(user, row)

    def refusal(self, row, status):
        needs_seat = status in HOLDS_SEAT and row.status not in HOLDS_SEAT
        seat = row.delegation.seat_refusal(row.role, row.seats_used) if needs_seat else None
        if status == RegistrationStatus.REPLACED and row.status not in COMES:
            return f"{row} has no seat that somebody else could take."
        return row.refusal(status) or seat

    def move_form(self, row, status, data):
        help_text = f"{row.person} reads this in the mail." if status != RegistrationStatus.SUBMITTED else ""
        required = status in NEEDS_REASON
        if status == RegistrationStatus.REPLACED:
            return ReplaceForm(data, registration=row, required=required, help_text=help_text)
        return ReasonForm(data, required=required, help_text=help_text)

    def move(self, row, status, *, by, **answers):
        decide = actions.replace if status == RegistrationStatus.REPLACED else actions.DECISIONS[status]
        decide(row, by=by, **answers)

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
        rows = list(queryset.select_related(*PAGE).order_by("delegation", "created_at", "pk")[: MOST_AT_ONCE + 1])
        if len(rows) > MOST_AT_ONCE:
            self.message_user(request, f"Choose at most {MOST_AT_ONCE} registrations at once.", "error")
            return None
        data = request.POST if "confirmed" in request.POST else None
        form = ReasonForm(data, required=status in NEEDS_REASON, help_text="Each person reads this in the mail.")
        if form.is_valid():
            decide = partial(actions.DECISIONS[status], by=request.user, reason=form.cleaned_data["reason"])
            done = f"{{n}} changed to: {RegistrationStatus(status).label.lower()}."
            return carry_out(self, request, rows, decide, allowed=permissions.can_decide_registration, done=done)
        changing, skipped = dry_run(rows, status)
        return confirm(
            self, request, title=BULK_TITLES[status].format(n=len(changing), of=len(rows)),
            action=action, changing=changing, skipped=skipped, form=form, verb=self.verbs[status],
            note="Each person gets a mail." if changing else "",
        )  # fmt: skip
