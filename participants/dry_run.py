"""What a bulk decision would do, by the same rules that the decision itself asks (`refusal`, `seat_refusal`)."""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction

from participants import actions
from participants.models import OutgoingEmail, Registration, User
from participants.states import HOLDS_SEAT


def dry_run(
    registrations: Iterable[Registration], status: str
) -> tuple[list[Registration], list[tuple[Registration, str]]]:
    """The registrations that would become `status` one after the other, and those that would not with the sentence why.

    Rows come with their event and delegation; one query counts the seats. Nothing is written or locked, so
    what really happens can still differ when somebody else decides in between; the decision says so then.
    """
    registrations = list(registrations)
    seated = Registration.objects.holding_seat().filter(
        delegation__in={registration.delegation_id for registration in registrations}
    )
    taken = Counter(seated.values_list("delegation", "role"))
    changing, skipped = [], []
    for registration in registrations:
        seat = registration.delegation_id, registration.role
        needs_seat = status in HOLDS_SEAT and registration.status not in HOLDS_SEAT
        sentence = registration.refusal(status)
        if sentence is None and needs_seat:
            sentence = registration.delegation.seat_refusal(registration.role, taken[seat])
        if sentence:
            skipped.append((registration, sentence))
            continue
        changing.append(registration)
        taken[seat] += needs_seat
    return changing, skipped


def rehearse_reminders(
    registrations: Iterable[Registration], *, by: User
) -> tuple[actions.Mailed, OutgoingEmail | None]:
    """Who would be reminded, who not and why, and the mail to the first. All of it is done and taken back."""
    with transaction.atomic():
        mailed = actions.remind_everybody(registrations, by=by)
        mail = mailed.to[0].mails.order_by("-pk").first() if mailed.to else None
        transaction.set_rollback(True)
    return mailed, mail
