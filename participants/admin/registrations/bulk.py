"""Acts on many registrations at once: asked first, each row on its own, through the actions that all ways share."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.shortcuts import redirect

from participants import actions, emails, permissions
from participants.dry_run import dry_run, rehearse_reminders
from participants.models import Move, OutgoingEmail, Registration
from participants.states import NEEDS_REASON, RegistrationStatus
from workshop_portal.admin import ReasonForm, RecordAdmin, carry_out, confirm, report

from .changelist import RegistrationChangeList
from .filters import MOST_DIGITS

MOST_AT_ONCE = 500  # each is decided on its own, with a mail; more would outlast the patience of a browser
TITLES = {
    RegistrationStatus.APPROVED: "Approve {n} of {of} registrations?",
    RegistrationStatus.RESERVE: "Put {n} of {of} registrations on reserve?",
    RegistrationStatus.DECLINED: "Decline {n} of {of} registrations?",
    RegistrationStatus.WITHDRAWN: "Withdraw {n} of {of} registrations?",
}
FREES_SEATS = {RegistrationStatus.DECLINED, RegistrationStatus.WITHDRAWN}


@dataclass(frozen=True)
class Selection:
    """The rows that somebody chose on the list: those ticked, or all that match its filters and search."""

    is_all: bool
    ticked: list[int]
    rows: QuerySet
    changelist: RegistrationChangeList


class BulkActs(RecordAdmin):
    actions = ["approve_selected", "reserve_selected", "decline_selected", "withdraw_selected", "remind_selected"]

    def changelist_view(self, request, extra_context=None):
        if request.method == "POST":
            return self.act(request)
        return super().changelist_view(request, extra_context)

    def act(self, request):
        """One act on the rows chosen. Django's own way would take as many rows as fit on a page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        name = request.POST.get("action", "")
        if name in self.actions and name not in self.get_actions(request):
            raise PermissionDenied
        try:
            changelist = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return redirect(f"{request.path}?e=1")
        chosen = self.chosen(request, changelist)
        if name not in self.actions:
            self.message_user(request, "Choose what to do.", messages.WARNING)
        elif not (chosen.is_all or chosen.ticked):
            self.message_user(request, "Tick at least one registration, or choose all that match.", messages.WARNING)
        elif response := getattr(self, name)(request, chosen):
            return response
        return redirect(request.get_full_path())

    def chosen(self, request, changelist):
        """Ticked rows stay chosen also when they no longer match the filters: then one is told what became of them."""
        if request.POST.get("scope") == "all":
            return Selection(True, [], changelist.queryset, changelist)
        keys = request.POST.getlist("_selected_action")
        ticked = [int(key) for key in keys if key.isdecimal() and len(key) <= MOST_DIGITS]
        rows = Registration.objects.visible_to(request.user).filter(pk__in=ticked)
        return Selection(False, ticked, rows.order_by(*changelist.queryset.query.order_by), changelist)

    # --- Decisions ---

    def has_decide_permission(self, request):
        return permissions.can_decide_registration(request.user, None)

    @admin.action(description="Approve…", permissions=["decide"])
    def approve_selected(self, request, chosen):
        return self.decide(request, chosen, "approve_selected", RegistrationStatus.APPROVED)

    @admin.action(description="Put on reserve…", permissions=["decide"])
    def reserve_selected(self, request, chosen):
        return self.decide(request, chosen, "reserve_selected", RegistrationStatus.RESERVE)

    @admin.action(description="Decline…", permissions=["decide"])
    def decline_selected(self, request, chosen):
        return self.decide(request, chosen, "decline_selected", RegistrationStatus.DECLINED)

    @admin.action(description="Withdraw…", permissions=["decide"])
    def withdraw_selected(self, request, chosen):
        return self.decide(request, chosen, "withdraw_selected", RegistrationStatus.WITHDRAWN)

    def decide(self, request, chosen, action, status):
        """Ask first, with what will change and what is skipped; then decide one by one."""
        if (rows := self.few_enough(request, chosen)) is None:
            return None
        data = request.POST if "confirmed" in request.POST else None
        form = ReasonForm(data, required=status in NEEDS_REASON, help_text="Each person reads this in the mail.")
        if form.is_valid() and self.was_seen(request, rows):
            decide = partial(actions.DECISIONS[status], by=request.user, reason=form.cleaned_data["reason"])
            done = f"{{n}} changed to: {RegistrationStatus(status).label.lower()}."
            return carry_out(self, request, rows, decide, allowed=permissions.can_decide_registration, done=done)
        changing, skipped = dry_run(rows, status)
        reason = form["reason"].value() or ("(your reason)" if status in NEEDS_REASON else "")
        return self.ask(
            request, chosen, rows, action=action, title=TITLES[status], verb=self.verbs[status],
            changing=changing, skipped=skipped, form=form, note=_note(status) if changing else "",
            mail=_mail_to(changing[0], status, reason) if changing else None,
        )  # fmt: skip

    # --- Reminders ---

    @admin.action(description="Remind those who have not confirmed…", permissions=["decide"])
    def remind_selected(self, request, chosen):
        """The same, for a mail that asks to confirm."""
        if (rows := self.few_enough(request, chosen)) is None:
            return None
        if "confirmed" in request.POST and self.was_seen(request, rows):
            mailed = actions.remind_everybody(rows, by=request.user)
            return report(self, request, len(mailed.to), [sentence for _, sentence in mailed.skipped], "{n} reminded.")
        mailed, mail = rehearse_reminders(rows, by=request.user)
        return self.ask(
            request, chosen, rows, action="remind_selected", title="Remind {n} of {of} people to confirm?",
            verb="Remind", changing=mailed.to, skipped=mailed.skipped, form=Form(), mail=mail,
            note="Each gets a mail with a link to their own page." if mailed.to else "",
        )  # fmt: skip

    # --- Asking ---

    def few_enough(self, request, chosen):
        """The rows, in the order in which seats are given; None, and a sentence, when they are too many."""
        rows = chosen.rows.for_mail().order_by("delegation", "created_at", "pk")
        if len(rows := list(rows[: MOST_AT_ONCE + 1])) <= MOST_AT_ONCE:
            return rows
        sentence = f"Choose at most {MOST_AT_ONCE} registrations at once, for example one jurisdiction after the other."
        self.message_user(request, sentence, messages.ERROR)
        return None

    def was_seen(self, request, rows):
        """Whether these rows, in these states, are what the page before showed."""
        return request.POST.get("seen") == fingerprint(rows)

    def ask(self, request, chosen, rows, *, title, changing, **more):
        is_outdated = "confirmed" in request.POST and not self.was_seen(request, rows)
        return confirm(
            self, request, title=title.format(n=len(changing), of=len(rows)), changing=changing,
            template="admin/participants/registration/confirm.html", scope="all" if chosen.is_all else "ticked",
            ticked=chosen.ticked, seen=fingerprint(rows), is_outdated=is_outdated, **more,
        )  # fmt: skip


def fingerprint(rows: Sequence[Registration]) -> str:
    """What somebody saw before saying yes: which registrations, in which state and role."""
    seen = "\n".join(sorted(f"{row.pk} {row.status} {row.role}" for row in rows))
    return hashlib.sha256(seen.encode()).hexdigest()


def _note(status: str) -> str:
    if status in FREES_SEATS:
        return "Each person gets a mail. This is final. A seat that becomes free is offered to the first reserve."
    return "Each person gets a mail."


def _mail_to(registration: Registration, status: str, reason: str) -> OutgoingEmail | None:
    """The mail that the first of them would get; nothing is written."""
    move = Move(registration=registration, before=registration.status, after=status, reason=reason)
    return emails.about_move(move)
