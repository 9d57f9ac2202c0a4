"""Decisions on many registrations at once: asked first, each row on its own, through the actions all ways share."""

from functools import partial

from django.contrib import admin

from participants import actions, permissions
from participants.dry_run import dry_run
from participants.states import NEEDS_REASON, RegistrationStatus
from workshop_portal.admin import ReasonForm, RecordAdmin, carry_out, confirm

from .page import PAGE

MOST_AT_ONCE = 500  # a form of more is refused by Django as an attack, without a sentence
BULK_TITLES = {
    RegistrationStatus.APPROVED: "Approve {n} of {of} registrations?",
    RegistrationStatus.RESERVE: "Put {n} of {of} registrations on reserve?",
    RegistrationStatus.DECLINED: "Decline {n} of {of} registrations?",
}


class BulkDecisions(RecordAdmin):
    actions = ["approve_selected", "reserve_selected", "decline_selected"]

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
