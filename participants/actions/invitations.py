"""Whom the portal asks for something by mail: focal points for names, nominated people for their own word."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.timesince import timesince

from participants import emails
from participants.models import Delegation, OutgoingEmail, Registration, User
from participants.states import LIVE, RegistrationStatus
from workshop_portal.transitions import TransitionError

from .deadlines import check_confirmations, check_event, locked_delegation
from .links import link_to_delegation, links_to_registrations

INVITED_AGAIN_AFTER = timedelta(hours=1)
REMINDED_AGAIN_AFTER = timedelta(days=1)
Purpose = OutgoingEmail.Purpose


@dataclass
class Mailed:
    """Who gets a mail, and who does not with the reason as one sentence. Rows are people or registrations."""

    to: list = field(default_factory=list)
    skipped: list[tuple[User | Registration, str]] = field(default_factory=list)


@transaction.atomic
def invite_focal_points(delegation: Delegation, *, by: User) -> Mailed:
    """Ask every focal point of the delegation to nominate, each with a link of their own.

    Whoever was invited less than an hour ago is skipped, so that two clicks are one mail. Raises TransitionError
    when the event is not published.
    """
    delegation = locked_delegation(delegation.pk)
    check_event(delegation)
    invited = _last_mails(delegation.mails.filter(purpose=Purpose.INVITATION), "to")
    mailed = Mailed()
    for person in delegation.focal_points.order_by("sort_key", "pk"):
        if not person.is_active:
            mailed.skipped.append((person, f"{person} cannot sign in: the account is not active."))
        elif sentence := _too_soon(person, invited.get(person.email), INVITED_AGAIN_AFTER, "invited"):
            mailed.skipped.append((person, sentence))
        else:
            emails.invitation(delegation, person, link_to_delegation(delegation, person))
            mailed.to.append(person)
    return mailed


def ask_person(registration: Registration, *, by: User) -> None:
    """Ask the person to confirm what was said of them: whoever nominated them, a focal point or staff.

    Raises TransitionError when there is nothing to confirm (any more), or when they were asked within the hour.
    """
    mailed = ask_people([registration], by=by)
    for _, sentence in mailed.skipped:
        raise TransitionError(sentence)


@transaction.atomic
def ask_people(registrations: Iterable[Registration], *, by: User) -> Mailed:
    """Ask many people of one delegation at once. Rows come as from `for_mail`."""
    return _mail_to_confirm(registrations, emails.nominations, INVITED_AGAIN_AFTER)


@transaction.atomic
def remind(registrations: Iterable[Registration], *, by: User) -> Mailed:
    """Ask again those of one delegation who have not confirmed; not more often than once a day each.

    Rows come as from `for_mail`. Raises TransitionError when the time to confirm is over.
    """
    registrations = list(registrations)
    if registrations:
        check_confirmations(locked_delegation(registrations[0].delegation_id), by=by)
    return _mail_to_confirm(registrations, emails.reminders, REMINDED_AGAIN_AFTER)


def remind_everybody(registrations: Iterable[Registration], *, by: User) -> Mailed:
    """Ask again those of any delegations; each delegation on its own, so that a deadline stops only its own people."""
    mailed = Mailed()
    by_delegation: dict[int, list[Registration]] = {}
    for registration in registrations:
        by_delegation.setdefault(registration.delegation_id, []).append(registration)
    for rows in by_delegation.values():
        try:
            one = remind(rows, by=by)
        except TransitionError as error:
            mailed.skipped += [(row, str(error)) for row in rows]
        else:
            mailed.to += one.to
            mailed.skipped += one.skipped
    return mailed


def _mail_to_confirm(registrations: Iterable[Registration], write, again_after: timedelta) -> Mailed:
    rows = {row.pk: row for row in registrations}
    locked = Registration.objects.select_for_update(no_key=True).filter(pk__in=rows).order_by("pk")
    current = {pk: now for pk, *now in locked.values_list("pk", "status", "confirmed_at")}
    asking = [Purpose.NOMINATION, Purpose.REMINDER]
    asked = _last_mails(OutgoingEmail.objects.filter(registration__in=rows, purpose__in=asking), "registration")
    mailed = Mailed()
    for row in rows.values():
        sentence = _nothing_to_confirm(row, *current[row.pk])
        sentence = sentence or _too_soon(row.get_full_name(), asked.get(row.pk), again_after, "written to")
        if sentence:
            mailed.skipped.append((row, sentence))
        else:
            mailed.to.append(row)
    links = links_to_registrations(mailed.to)
    write((row, links[row.pk]) for row in mailed.to)
    return mailed


def _nothing_to_confirm(registration: Registration, status: str, confirmed_at: datetime | None) -> str | None:
    if status == RegistrationStatus.NOMINATED:
        return None
    name = registration.get_full_name()
    if status in LIVE and confirmed_at:
        return f"{name} has confirmed already."
    return f"{name} is {RegistrationStatus(status).label.lower()}."


def _last_mails(mails, column: str) -> dict[object, datetime]:
    return dict(mails.order_by().values_list(column).annotate(last=Max("created_at")))


def _too_soon(name: object, last: datetime | None, again_after: timedelta, what: str) -> str | None:
    now = timezone.now()
    if last is None or now - last >= again_after:
        return None
    ago = timesince(last, now, depth=1) if now - last >= timedelta(minutes=1) else "less than a minute"
    return f"{name} was {what} {ago} ago."
