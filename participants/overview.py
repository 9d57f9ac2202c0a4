"""One event at a glance: delegations by state, their seats, and what is still missing.

Counts hold everybody, also people who are in no list, because a seat that is taken is taken; lists name only those
whom the reader may see, and can be shorter than a count.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from events.models import Event
from participants.models import Delegation, Registration
from participants.seats import SeatCount, count_seats
from participants.states import COMES, LIVE, RegistrationStatus, Role

# The columns of the matrix: what still can come about first, then what is over.
STATES = [status for status in RegistrationStatus if status in LIVE] + [
    status for status in RegistrationStatus if status not in LIVE
]


@dataclass(frozen=True)
class Seats:
    """Seats of several roles or delegations together. What one has too many does not use what another has free."""

    seats: int
    used: int
    held: int
    free: int
    over: int


@dataclass(frozen=True)
class Line:
    """One delegation: how many are in each state, its seats, and what it has not sent or named, in words."""

    delegation: Delegation
    states: list[tuple[str, int]]
    seats: Seats
    unconfirmed: int
    without_logistics: int
    missing: list[str]


@dataclass(frozen=True)
class Overview:
    lines: list[Line]
    states: list[tuple[str, int]]
    by_role: list[tuple[str, Seats]]
    seats: Seats
    unconfirmed: int
    without_logistics: int
    missing: Counter


def overview(event: Event, delegations: Iterable[Delegation]) -> Overview:
    """The event with these delegations of it, which come with `with_answers`; one query more."""
    rows = Registration.objects.filter(event=event).order_by()
    grouped = rows.values("delegation", "role", "status", "reserve_position").annotate(
        n=Count("pk"),
        unanswered=Count("pk", filter=Q(status__in=COMES, logistics=None)),
    )
    by_delegation: dict[int, list[dict]] = {}
    for row in grouped:
        by_delegation.setdefault(row["delegation"], []).append(row)
    lines, counts = [], []
    for delegation in delegations:
        found = by_delegation.get(delegation.pk, [])
        seats = count_seats(delegation, _each(found))
        counts.append(seats)
        lines.append(_line(delegation, found, seats))
    by_role = [(role.label, _add(_seats(seats[role]) for seats in counts)) for role in Role]
    return Overview(
        lines=lines,
        states=[(status, sum(dict(line.states)[status] for line in lines)) for status in STATES],
        by_role=[(role, seats) for role, seats in by_role if seats.seats or seats.used or seats.held],
        seats=_add(line.seats for line in lines),
        unconfirmed=sum(line.unconfirmed for line in lines),
        without_logistics=sum(line.without_logistics for line in lines),
        missing=Counter(word for line in lines for word in line.missing),
    )


def _each(found: list[dict]) -> Iterable[tuple[str, str, int | None]]:
    for row in found:
        if row["status"] in LIVE:
            yield from [(row["role"], row["status"], row["reserve_position"])] * row["n"]


def _line(delegation: Delegation, found: list[dict], seats: dict[str, SeatCount]) -> Line:
    states: Counter = Counter()
    for row in found:
        states[row["status"]] += row["n"]
    return Line(
        delegation=delegation,
        states=[(status, states[status]) for status in STATES],
        seats=_add(_seats(one) for one in seats.values()),
        unconfirmed=states[RegistrationStatus.NOMINATED],
        without_logistics=sum(row["unanswered"] for row in found),
        missing=missing_of(delegation),
    )


def missing_of(delegation: Delegation) -> list[str]:
    """What the delegation has not sent or named, in the order in which it would."""
    answers = {
        "focal point": delegation.has_focal_point,
        "invitation": delegation.is_invited or not delegation.has_focal_point,
        "head": delegation.has_head or not delegation.seats_head,
        "letter": delegation.has_letter,
    }
    return [word for word, is_there in answers.items() if not is_there]


def _add(counts: Iterable[Seats]) -> Seats:
    rows = list(counts)
    return Seats(*(sum(getattr(row, name) for row in rows) for name in ("seats", "used", "held", "free", "over")))


def _seats(count: SeatCount) -> Seats:
    return Seats(count.seats, count.used, count.held, count.free, count.over)
