"""The seats of a delegation: how many there are, are used, are held, and are free, for each role."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from participants.models import Delegation
from participants.states import ASKS_FOR_SEAT, COMES, Role

MOST_DRAWN = 60


@dataclass(frozen=True)
class SeatCount:
    """The seats of one role.

    `used`: people who come. `offered`: reserves who were asked and have not answered, which is a promise. `asking`:
    nominations that ask for a seat and are not decided. The last two are `held`.
    """

    role: str
    seats: int
    used: int
    offered: int
    asking: int

    @property
    def label(self) -> str:
        return Role(self.role).label

    @property
    def held(self) -> int:
        return self.offered + self.asking

    @property
    def free(self) -> int:
        return max(0, self.seats - self.used - self.held)

    @property
    def bar(self) -> list[str]:
        """One word for each seat, in order, to be drawn; empty when there are too many to tell apart."""
        words = ["used"] * self.used + ["offered"] * self.offered + ["asking"] * self.asking + ["free"] * self.free
        return words if len(words) <= MOST_DRAWN else []

    @property
    def over(self) -> int:
        """How many more ask than there are seats."""
        return max(0, self.used + self.held - self.seats)


def seats_by_role(delegation: Delegation) -> dict[str, SeatCount]:
    """The seats of each role, in the order of the roles; one query."""
    rows = delegation.registrations.live().values_list("role", "status", "reserve_position")
    return count_seats(delegation, rows)


def count_seats(delegation: Delegation, rows: Iterable[tuple[str, str, int | None]]) -> dict[str, SeatCount]:
    """The seats of each role from the live registrations of the delegation as (role, state, place on reserve)."""
    used: Counter = Counter()
    offered: Counter = Counter()
    asking: Counter = Counter()
    for role, status, place in rows:
        used[role] += status in COMES
        offered[role] += status == "offered"
        asking[role] += status in ASKS_FOR_SEAT and place is None
    return {
        role.value: SeatCount(role.value, delegation.seats_of(role), used[role], offered[role], asking[role])
        for role in Role
    }


def place_refusal(delegation: Delegation, count: SeatCount, *, as_reserve: bool, head: str | None) -> str | None:
    """Why nobody (more) can be nominated for the role at all, as one sentence. `head` names who is the head now."""
    if not count.seats:
        contact = delegation.event.contact_email
        return f"{delegation} has no seat for: {count.label.lower()}. Write to {contact} if one is needed."
    if count.role != Role.HEAD:
        return None
    if as_reserve:
        return "A head of delegation is not on the reserve list. Choose another role."
    return f"{head} is the head of this delegation: there is only one." if head else None


def full_refusal(count: SeatCount) -> str | None:
    """Why nobody more can be nominated for a seat of the role, as one sentence; as a reserve, somebody can."""
    if count.free:
        return None
    return (
        f"No seat is free for “{count.label.lower()}”: {count.seats} in all, {count.used} used, {count.held} held. "
        "Nominate this person as a reserve, or withdraw somebody first."
    )


class SeatLedger:
    """The seats of a delegation while people are put on its list, one after the other. `head` names who heads it."""

    def __init__(self, delegation: Delegation, counts: dict[str, SeatCount], head: str | None):
        self.delegation = delegation
        self.counts = dict(counts)
        self.head = head

    def refusal(self, role: str, *, as_reserve: bool) -> str | None:
        """Why nobody more can be nominated for the role, as one sentence; None when somebody can."""
        count = self.counts[role]
        sentence = place_refusal(self.delegation, count, as_reserve=as_reserve, head=self.head)
        return sentence or (None if as_reserve else full_refusal(count))

    def take(self, role: str, name: str, *, as_reserve: bool) -> None:
        """Count one more who asks for a seat, or waits for one."""
        if role == Role.HEAD:
            self.head = name
        self._count(role, as_reserve, 1)

    def give_back(self, role: str, *, as_reserve: bool) -> None:
        """Count one less."""
        if role == Role.HEAD:
            self.head = None
        self._count(role, as_reserve, -1)

    def _count(self, role: str, as_reserve: bool, more: int) -> None:
        if not as_reserve:
            self.counts[role] = replace(self.counts[role], asking=self.counts[role].asking + more)
