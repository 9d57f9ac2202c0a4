"""How far somebody on a delegation's list is, in words, and what can still be done with them there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from participants.models import Delegation, Registration, User
from participants.states import LIVE, REPLACEABLE, RegistrationStatus

_WORDS = {
    RegistrationStatus.SUBMITTED: "The organisers decide.",
    RegistrationStatus.APPROVED: "Takes part.",
    RegistrationStatus.RECHECK: "Takes part. The organisers look at changed data.",
    RegistrationStatus.RESERVE: "Takes part if a seat becomes free.",
    RegistrationStatus.DECLINED: "Was declined by the organisers.",
    RegistrationStatus.WITHDRAWN: "Does not take part.",
}


@dataclass(frozen=True)
class Line:
    """One person on the list: what stands beside the name, and the acts that are possible now."""

    registration: Registration
    words: str
    acts: frozenset[str]
    staff_notes: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """Where the person is written to. Empty when they do not come: the address of now is not the delegation's
        business then.
        """
        return self.registration.person.email if self.registration.status in LIVE else ""

    @property
    def facts(self) -> str:
        row = self.registration
        return ", ".join(filter(None, [row.get_role_display(), row.rank, row.position, row.service]))


def words_for(registration: Registration, reader: User) -> str:
    """Where the registration stands and for what it waits; rows come with `asked_at`, event and successor."""
    zone = registration.delegation.event.zone
    if registration.status == RegistrationStatus.NOMINATED:
        asked = registration.asked_at and f"{timezone.localtime(registration.asked_at, zone):%-d %B %Y}"
        return f"Not confirmed yet. Last asked on {asked}." if asked else "Not confirmed yet, and not asked by mail."
    if registration.status == RegistrationStatus.OFFERED:
        until = timezone.localtime(registration.offer_expires_at, zone)
        return f"A seat is kept for an answer until {until:%-d %B %Y, %H:%M}."
    if registration.status == RegistrationStatus.REPLACED:
        return f"Replaced by {registration.replaced_by.named_for(reader)}."
    words = _WORDS[RegistrationStatus(registration.status)]
    if registration.status not in LIVE:
        return words
    if registration.confirmed_at is None:
        return f"{words} Has not confirmed the data."
    return f"Has confirmed. {words}" if registration.status == RegistrationStatus.SUBMITTED else words


def acts_for(registration: Registration, *, nominations: bool, confirmations: bool, event: bool) -> frozenset[str]:
    """What can be done now, when nominations, confirmations and the event itself are open or not."""
    status = registration.status
    possible = {
        "edit": nominations and status == RegistrationStatus.NOMINATED,
        "replace": confirmations and status in REPLACEABLE,
        "withdraw": event and status in LIVE,
        "remind": confirmations and status == RegistrationStatus.NOMINATED,
    }
    return frozenset(name for name, is_possible in possible.items() if is_possible)


@dataclass(frozen=True)
class Deadline:
    """The last day of something, and how far it is, in words of the delegation's own clock."""

    day: date
    is_over: bool
    words: str


def deadline(closes_at: datetime | None, now: datetime) -> Deadline | None:
    """`closes_at` is the end of the last day, in the zone of the event; None when there is no deadline."""
    if closes_at is None:
        return None
    day = (closes_at - timedelta(seconds=1)).date()
    days = (day - now.astimezone(closes_at.tzinfo).date()).days
    if now >= closes_at:
        return Deadline(day, True, "closed")
    return Deadline(day, False, {0: "closes today", 1: "closes tomorrow"}.get(days, f"closes in {days} days"))


def asked_of(delegation: Delegation, now: datetime) -> list[str]:
    """What a focal point can still do for the delegation, in sentences; rows come as from `led_by`."""
    sentences = []
    free = max(0, delegation.seats - delegation.seats_used - delegation.seats_held)
    if free and delegation.nomination_refusal(now) is None:
        until = deadline(delegation.nominations_close_at, now)
        seats = f"{free} of {delegation.seats} seats {'is' if free == 1 else 'are'} free"
        sentences.append(f"{seats}; nominating {until.words}." if until else f"{seats}.")
    if delegation.unconfirmed and delegation.confirmation_refusal(now) is None:
        until = deadline(delegation.confirmations_close_at, now)
        waiting = f"{delegation.unconfirmed} {'has' if delegation.unconfirmed == 1 else 'have'} not confirmed yet"
        sentences.append(f"{waiting}; confirming {until.words}." if until else f"{waiting}.")
    return sentences


def notes_for_staff(delegation: Delegation, registrations: Iterable[Registration], visible) -> dict[int, list[str]]:
    """What a focal point must not learn and an officer has to know, by the key of the registration. One query.

    `visible` are the registrations that the officer may see.
    """
    rows = list(registrations)
    elsewhere = visible.live().filter(event=delegation.event_id, person__in={row.person_id for row in rows})
    elsewhere = elsewhere.exclude(delegation=delegation).select_related(
        "delegation__jurisdiction", "delegation__organisation"
    )
    others: dict[int, list[str]] = {}
    for other in elsewhere.order_by("pk"):
        others.setdefault(other.person_id, []).append(
            f"Also {other.get_status_display().lower()} for {other.delegation}."
        )
    notes = {}
    for row in rows:
        own = others.get(row.person_id, [])
        if not row.person.is_active:
            own = [*own, "The account is not active: no code is sent."]
        if row.person.is_staff:
            own = [*own, "This is an account of staff."]
        notes[row.pk] = own
    return notes
