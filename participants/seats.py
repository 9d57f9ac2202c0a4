"""The seats of a delegation: how many there are, are used, are held, and are free, for each role."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

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
