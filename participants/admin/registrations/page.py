"""The page of one registration: its form, and the moves that are its buttons."""

from typing import ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from events.states import EventStatus
from participants import actions, permissions
from participants.forms.corrections import CorrectionForm
from participants.languages import Language
from participants.models import Delegation, Registration, User
from participants.models.details import DETAILS
from participants.states import COMES, HOLDS_SEAT, NEEDS_REASON, RegistrationStatus
from workshop_portal.admin import ReasonForm, StatefulAdmin
from workshop_portal.transitions import TransitionError

from .side import Side
from .tabs import Tabs

PAGE = [
    "person", "event__mandate", "nominated_by", "decided_by", "replaced_by__person", "replaces__person",
    "delegation__jurisdiction", "delegation__organisation",
]  # fmt: skip


RECHECK_NOTES = {
    RegistrationStatus.APPROVED: "The person keeps the seat with the changed data, and gets a mail that says so.",
    RegistrationStatus.DECLINED: "The person loses the seat and gets a mail with the reason. This is final.",
}


class DelegationChoice(forms.ModelChoiceField):
    """The same jurisdiction comes to many events: the event and the seats are part of the name."""

    def label_from_instance(self, delegation):
        return f"{delegation} ({delegation.seats_used}/{delegation.seats}), {delegation.event}"


class RegistrationForm(forms.ModelForm):
    """Staff learn at once that somebody is registered already, also when it is for another delegation, or that no seat
    is free. `user` is whoever fills it in.
    """

    user: User

    def clean(self):
        cleaned = super().clean()
        person, delegation, role = (cleaned.get(name) for name in ("person", "delegation", "role"))
        if person and delegation and person.registrations.live().filter(event=delegation.event_id).exists():
            raise forms.ValidationError("This person is already registered for this event.")
        if delegation and role and (sentence := actions.nomination_refusal(delegation, role, by=self.user)):
            self.add_error("role", sentence)
        return cleaned


class ReplaceForm(ReasonForm):
    """Who takes the seat: somebody of the same jurisdiction or organisation who has none at the event."""

    person = forms.ModelChoiceField(User.objects.none(), label="Who comes instead")
    field_order = ["person", "reason"]

    def __init__(self, *args, registration, user, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.visible_to(user).who_could_replace(registration)
        self.fields["person"].queryset = people.order_by("sort_key", "pk")


class RegistrationPage(Tabs, Side, StatefulAdmin):
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
    change_form_template = "admin/participants/registration/change_form.html"

    def get_queryset(self, request):
        return Registration.objects.visible_to(request.user).with_names().with_seats()

    def has_change_permission(self, request, obj=None):
        """When the event is over, who came as what stays as it is."""
        over = obj is not None and obj.event.status not in {EventStatus.DRAFT, EventStatus.PUBLISHED}
        return not over and super().has_change_permission(request, obj)

    def get_object(self, request, object_id, from_field=None):
        """While its form is checked and saved, nobody decides and nobody else saves."""
        row = super().get_object(request, object_id, from_field)
        if row is None or request.method != "POST" or not connection.in_atomic_block:
            return row
        Delegation.objects.select_for_update(no_key=True, of=("self",)).get(pk=row.delegation_id)
        Registration.objects.select_for_update(no_key=True, of=("self",)).get(pk=row.pk)
        return super().get_object(request, object_id, from_field)

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj and self.has_change_permission(request, obj):
            kwargs["form"] = CorrectionForm
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        return form

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return [(None, {"fields": ["person", "delegation", "role"]})]
        languages = "working_languages" if self.has_change_permission(request, obj) else "languages"
        names = [languages if name == "working_languages" else name for name in DETAILS]
        return [
            ("As said for this event", {"fields": ["role", *names, "interpretation"]}),
            ("What the person agreed to", {"fields": ["photo_consent", "list_consent"]}),
        ]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["languages"] if obj else [])]

    @admin.display(description="working languages")
    def languages(self, registration):
        labels = dict(Language.choices)
        return ", ".join(labels[code] for code in registration.working_languages)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "delegation":
            kwargs["queryset"] = Delegation.objects.visible_to(request.user).open()
            kwargs["form_class"] = DelegationChoice
        if db_field.name == "person":
            kwargs["queryset"] = User.objects.visible_to(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Without the buttons beside a picker, which need JavaScript; the page links to what they would do."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        for button in ("add", "change", "view"):
            if hasattr(field.widget, f"can_{button}_related"):
                setattr(field.widget, f"can_{button}_related", False)
        return field

    def change_view(self, request, object_id, form_url="", extra_context=None):
        tab = request.GET.get("tab", "data")
        if tab != "data":
            return self.tab_view(request, object_id, tab)
        return super().change_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context |= {"page": self.page_of(request, obj, "data"), "show_save_and_add_another": False}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        """Another role is another seat, so the action takes it; the rest is only written."""
        if not change:
            obj.nominated_by = request.user
        elif "role" in form.changed_data:
            actions.change_role(obj, obj.role, by=request.user)
        super().save_model(request, obj, form, change)

    # --- Asking the person ---

    def get_urls(self):
        ask = self.admin_site.admin_view(self.ask_view)
        return [path("<int:pk>/ask/", ask, name="participants_registration_ask"), *super().get_urls()]

    def acts_for(self, request, row):
        """Buttons that move nothing."""
        waits = row.status == RegistrationStatus.NOMINATED and row.event.status == EventStatus.PUBLISHED
        if not waits or not permissions.can_nominate_registration(request.user, row.delegation):
            return []
        address = reverse("admin:participants_registration_ask", args=[row.pk])
        return [{"verb": "Ask the person to confirm", "url": self.keep_filters(request, address)}]

    def ask_view(self, request, pk):
        """Say what is sent to whom, then send it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, pk)
        if row is None:
            raise Http404
        if not permissions.can_nominate_registration(request.user, row.delegation):
            raise PermissionDenied
        page = self.change_url(request, pk)
        if request.method != "POST":
            context = self.admin_site.each_context(request) | {
                "title": f"Ask to confirm: {row}", "verb": "Send the mail", "row": row, "opts": self.opts, "back": page,
                "note": f"{row.person.email} gets a mail with a link of their own, to confirm or correct the data.",
            }  # fmt: skip
            return TemplateResponse(request, "admin/move.html", context)
        try:
            actions.ask_person(row, by=request.user)
        except TransitionError as error:
            self.message_user(request, str(error), "warning")
        else:
            self.message_user(request, f"A mail to {row.person.email} is on its way.", "success")
        return redirect(page)

    def response_add(self, request, obj, post_url_continue=None):
        """On to the page of the registration, where the next step is: asking the person."""
        if "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        self.message_user(request, f"{obj} is nominated. Now ask the person to confirm.", "success")
        return redirect("admin:participants_registration_change", obj.pk)

    def page_of(self, request, row, tab):
        """What stands around every tab."""
        return {
            "row": row,
            "tab": tab,
            "tabs": self.tab_links(request, row, tab),
            "moves": self.next_moves(request, row),
            "acts": self.acts_for(request, row),
            **self.beside(request, row),
        }

    def can_move(self, user, row):
        return permissions.can_decide_registration(user, row)

    def refusal(self, row, status):
        needs_seat = status in HOLDS_SEAT and row.status not in HOLDS_SEAT
        seat = row.delegation.seat_refusal(row.role, row.seats_used) if needs_seat else None
        if status == RegistrationStatus.REPLACED and row.status not in COMES:
            return f"{row} has no seat that somebody else could take."
        return row.refusal(status) or seat

    def verb(self, row, status):
        if row.status == RegistrationStatus.RECHECK and status == RegistrationStatus.APPROVED:
            return "Approve the change"
        return super().verb(row, status)

    def note(self, row, status):
        if row.status == RegistrationStatus.RECHECK:
            return RECHECK_NOTES.get(status) or super().note(row, status)
        if status == RegistrationStatus.APPROVED:
            given = f"{row.seats_used} of {row.delegation.seats_of(row.role)}"
            return f"{super().note(row, status)} Seats for “{row.get_role_display().lower()}” given so far: {given}."
        return super().note(row, status)

    def get_move_form(self, request, row, status, data):
        help_text = f"{row.person} reads this in the mail." if status != RegistrationStatus.SUBMITTED else ""
        required = status in NEEDS_REASON
        if status == RegistrationStatus.REPLACED:
            return ReplaceForm(data, registration=row, user=request.user, required=required, help_text=help_text)
        return ReasonForm(data, required=required, help_text=help_text)

    def move(self, row, status, *, by, **answers):
        decide = actions.replace if status == RegistrationStatus.REPLACED else actions.DECISIONS[status]
        decide(row, by=by, **answers)
