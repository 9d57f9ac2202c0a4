"""What a list would do to a delegation: who is new, changed, unchanged, left as they are, or wrong, and why.

A list is compared with its own delegation only. Whom other delegations have nominated plays no part, and what staff
may not see of this one does not either: an address that belongs to somebody hidden counts as new, and when the list is
taken that person stays as they are.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from participants.lists.people import DETAILS, ROWS_PER_STEP, Person, name_key
from participants.lists.words import FIELDS
from participants.models import Delegation, Registration, User
from participants.seats import SeatLedger, count_seats
from participants.states import RegistrationStatus, Role

KINDS = NEW, CHANGED, UNCHANGED, KEPT, MAYBE, WRONG = "new", "changed", "unchanged", "kept", "maybe", "wrong"


@dataclass
class Line:
    """What was found about one row, in words that are shown and kept until the list is taken.

    `changes` are (what, before, after); `says` the sentences why somebody is not simply taken.
    """

    row: int
    kind: str
    name: str
    email: str
    role: str = ""
    reserve: bool = False
    duty: str = ""
    says: list[str] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class Match:
    """A line with what it was made from: the row as a person, and the registration that it meets."""

    line: Line
    person: Person
    registration: Registration | None = None


class Comparison:
    """People of one list beside their delegation, for one viewer. `steps` does the work; `matches` then holds it."""

    def __init__(self, people: list[Person], delegation: Delegation, viewer: User):
        self.people = people
        self.delegation = delegation
        self.matches: list[Match] = []
        live = delegation.registrations.live()
        everybody = list(live.select_related("person").order_by("pk"))
        shown = set(live.visible_to(viewer).values_list("pk", flat=True))
        self.by_address = {row.person.email: row for row in everybody if row.pk in shown}
        self.hidden = {row.person.email for row in everybody if row.pk not in shown}
        self.by_name = defaultdict(list)
        for row in self.by_address.values():
            self.by_name[name_key([row.sort_key])].append(row)
        counts = count_seats(delegation, [(row.role, row.status, row.reserve_position) for row in everybody])
        head = next((row.named_for(viewer) for row in everybody if row.role == Role.HEAD), None)
        self.ledger = SeatLedger(delegation, counts, head)

    def steps(self) -> Iterator[int]:
        """Yields now and then how many rows were compared."""
        self._mark_shared_addresses()
        found: dict[int, Match] = {}
        for done, place in enumerate(self._order(), start=1):
            found[place] = self._match(self.people[place])
            if done % ROWS_PER_STEP == 0:
                yield done
        self.matches = [found[place] for place in range(len(self.people))]

    @cached_property
    def lines(self) -> list[dict]:
        return [_as_dict(match.line) for match in self.matches]

    def _mark_shared_addresses(self) -> None:
        """One address for several people is wrong for all of them: whose it is, is not guessed."""
        by_address = defaultdict(list)
        for person in self.people:
            if person.email:
                by_address[person.email].append(person)
        for first, *others in by_address.values():
            if all(person.name_key == first.name_key for person in others):
                for person in others:
                    person.problems.append(f"This repeats row {first.number}.")
                continue
            for person in (first, *others):
                rows = ", ".join(str(other.number) for other in (first, *others) if other is not person)
                person.problems.append(f"The address is also in row {rows}: everybody needs one of their own.")

    def _order(self) -> list[int]:
        """Who is on the delegation's list comes first, so that the seats they set free can be taken; then who is new,
        and last who may be somebody else, so that they take no seat from others.
        """
        known, new, unsure = [], [], []
        self.twins: dict[int, list[str]] = {}
        above = defaultdict(list)
        for place, person in enumerate(self.people):
            if person.problems or person.email in self.by_address:
                known.append(place)
                continue
            if sentences := self._twins_of(person, above[person.name_key]):
                self.twins[person.number] = sentences
            (unsure if sentences else new).append(place)
            above[person.name_key].append(person.number)
        return [*known, *new, *unsure]

    def _twins_of(self, person: Person, above: list[int]) -> list[str]:
        """Who else has this name, perhaps in other letters: on the delegation's list, or above among the new ones."""
        return [
            *(
                f"{row.get_full_name()} ({row.person.email}) is on the list of the delegation already."
                for row in self.by_name.get(person.name_key, ())
            ),
            *(f"Row {number} has the same name." for number in above),
        ]

    def _match(self, person: Person) -> Match:
        line = Line(person.number, NEW, person.name, person.email, duty=_duty(person))
        registration = self.by_address.get(person.email)
        if person.problems:
            line.kind, line.says = WRONG, person.problems
        elif registration:
            self._compare(line, person, registration)
        else:
            self._add(line, person)
        return Match(line, person, registration)

    def _add(self, line: Line, person: Person) -> None:
        role, as_reserve = person.role or Role.MEMBER.value, bool(person.reserve)
        line.role, line.reserve = Role(role).label, as_reserve
        if sentence := self.ledger.refusal(role, as_reserve=as_reserve):
            line.kind, line.says = WRONG, [sentence]
            return
        self.ledger.take(role, person.name, as_reserve=as_reserve)
        if twins := self.twins.get(person.number):
            line.kind, line.says = MAYBE, twins

    def _compare(self, line: Line, person: Person, registration: Registration) -> None:
        was_reserve = registration.reserve_position is not None
        role = person.role or registration.role
        as_reserve = was_reserve if person.reserve is None else person.reserve
        line.role, line.reserve = Role(role).label, as_reserve
        line.changes = _changes(person, registration, role, as_reserve)
        if not line.changes:
            line.kind = UNCHANGED
        elif registration.confirmed_at:
            line.kind, line.says = KEPT, ["Already confirmed by the person: only they and the organisers correct it."]
        elif registration.status != RegistrationStatus.NOMINATED:
            status = registration.get_status_display().lower()
            line.kind, line.says = KEPT, [f"Already with the organisers ({status}): only they correct it."]
        else:
            line.kind = CHANGED
            self._move_seat(line, registration, role, as_reserve)

    def _move_seat(self, line: Line, registration: Registration, role: str, as_reserve: bool) -> None:
        before = registration.role, registration.reserve_position is not None
        if before == (role, as_reserve):
            return
        self.ledger.give_back(before[0], as_reserve=before[1])
        if sentence := self.ledger.refusal(role, as_reserve=as_reserve):
            line.kind, line.says = WRONG, [sentence]
            role, as_reserve = before
        self.ledger.take(role, registration.get_full_name(), as_reserve=as_reserve)


def digest(lines: list[dict]) -> str:
    """The same for the same lines: whoever confirms a preview confirms exactly what it showed."""
    return hashlib.sha256(json.dumps(lines, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _as_dict(line: Line) -> dict:
    found = {name: value for name, value in asdict(line).items() if value or name in {"row", "kind"}}
    if "changes" in found:
        found["changes"] = [list(change) for change in found["changes"]]
    return found


def _duty(person: Person) -> str:
    return ", ".join(filter(None, (person.values.get(name) for name in ("rank", "position", "service"))))


def _changes(person: Person, registration: Registration, role: str, as_reserve: bool) -> list[tuple[str, str, str]]:
    """What the row says otherwise. A cell that is empty says nothing."""
    found = []
    for name in DETAILS:
        before = getattr(registration, name)
        after = person.values.get(name, before)
        if before != after:
            found.append((FIELDS[name], _shown(name, before), _shown(name, after)))
    if role != registration.role:
        found.append(("Role", registration.get_role_display(), Role(role).label))
    if as_reserve != (registration.reserve_position is not None):
        found.append(("Reserve", "no" if as_reserve else "yes", "yes" if as_reserve else "no"))
    return found


def _shown(name: str, value: Any) -> str:
    if name == "sex":
        return Registration.Sex(value).label
    if name == "working_languages":
        labels = dict(Registration._meta.get_field(name).base_field.choices)
        return ", ".join(str(labels[code]) for code in value)
    return value
