"""The page of one registration: its form, and the moves that are its buttons."""

from typing import ClassVar

from django import forms

from events.states import EventStatus
from participants import actions, permissions
from participants.models import Delegation, Registration, User
from participants.states import COMES, HOLDS_SEAT, NEEDS_REASON, RegistrationStatus
from workshop_portal.admin import ReasonForm, StatefulAdmin

PAGE = ["person", "event", "decided_by", "delegation__jurisdiction", "delegation__organisation"]


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


class RegistrationPage(StatefulAdmin):
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
    autocomplete_fields = ["person"]
    page_select_related: ClassVar = PAGE
    readonly_fields = ["decided_at", "decided_by"]
    change_form_template = "admin/participants/registration/change_form.html"

    def get_queryset(self, request):
        return Registration.objects.visible_to(request.user).with_names().with_seats()

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
