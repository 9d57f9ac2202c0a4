"""A ministry's list, from the file to the people of the delegation: by the rules of a single nomination, many at once.

What takes long says how far it is: it is a generator of per cents. Whoever stops listening before the end has done
nothing, because everything happens in one transaction that the end commits.
"""

from collections import Counter
from collections.abc import Collection, Iterator

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from participants.lists.columns import guess_columns
from participants.lists.comparison import CHANGED, MAYBE, NEW, Comparison, digest
from participants.lists.file import List
from participants.lists.people import DETAILS, PeopleReader, Person, rows_of
from participants.models import Delegation, ListImport, Registration, User
from participants.states import ListImportStatus, Role
from workshop_portal.transitions import TransitionError, move_all

from .deadlines import check_nominations, locked_delegation
from .decisions import last_place, offer_next
from .invitations import ask_people

AT_ONCE = 250
NAMES = ("given_name", "family_name", "own_script_name")  # what somebody who is new here is known by


class ListChangedError(TransitionError):
    """What would happen is not what the person saw; a new preview is needed."""


@transaction.atomic
def start_list(delegation: Delegation, found: List, *, name: str, by: User) -> ListImport:
    """Keep what was read, with the columns as they were chosen last for the same headers, or else guessed.

    Raises TransitionError when nominations are closed.
    """
    check_nominations(locked_delegation(delegation.pk), by=by)
    erase_expired_lists()
    last = delegation.list_imports.filter(headers=found.headers).exclude(mapping={}).order_by("-uploaded_at", "-pk")
    known = last.filter(status__in=[ListImportStatus.APPLIED, ListImportStatus.PREVIEWED]).first()
    guessed = {str(column): field for column, field in guess_columns(found.headers).items()}
    return ListImport.objects.create(
        delegation=delegation,
        uploaded_by=by,
        original_name=name[-255:],
        headers=found.headers,
        rows=rows_of(found),
        mapping=known.mapping if known else guessed,
        outcome=found.facts() | {"remembered": known is not None},
    )


def erase_expired_lists() -> int:
    """Discard every list that nobody took within its day, with all that it holds; says how many."""
    over = ListImport.objects.filter(expires_at__lte=timezone.now())
    return move_all(over, ListImportStatus.DISCARDED, rows=[], outcome={})


@transaction.atomic
def choose_columns(list_import: ListImport, mapping: dict[str, str]) -> None:
    """Raises TransitionError when the list was taken, discarded or is too old."""
    _locked(list_import).choose_columns(mapping)


@transaction.atomic
def discard_list(list_import: ListImport) -> None:
    """Raises TransitionError when it was taken or discarded."""
    _locked(list_import).discard()


def preview_list(list_import: ListImport, *, by: User) -> Iterator[int]:
    """Compare the list with the delegation and keep what was found. Raises TransitionError as `choose_columns` does,
    and when nominations are closed.
    """
    with transaction.atomic():
        list_import = _locked(list_import)
        reader, total = PeopleReader(list_import), len(list_import.rows)
        for done in reader.steps():
            yield 50 * done // total
        delegation = locked_delegation(list_import.delegation_id)
        check_nominations(delegation, by=by)
        comparison = Comparison(reader.people, delegation, by)
        for done in comparison.steps():
            yield 50 + 45 * done // total
        lines = comparison.lines
        list_import.show({"lines": lines, "digest": digest(lines)})
    yield 100


def apply_list(
    list_import: ListImport, *, by: User, seen: str, ticked: Collection[int] = (), invite: bool = True
) -> Iterator[int]:
    """Nominate everybody who is new or ticked (numbers of rows), correct who is changed, and write to the new ones.

    `seen` is the digest of the preview that was confirmed. Raises ListChangedError when the list or the delegation
    is not as it was then, and TransitionError when the list was taken, discarded or is too old, or when nominations
    are closed. Locks: the list, people, delegation, event.
    """
    with transaction.atomic():
        list_import = _locked(list_import)
        if list_import.status != ListImportStatus.PREVIEWED or list_import.outcome.get("digest") != seen:
            raise ListChangedError("The columns of this list were chosen anew. Look at the preview before you take it.")
        yield from _Taking(list_import, by, set(ticked)).steps(invite=invite)
    yield 100


def _locked(list_import: ListImport) -> ListImport:
    """The row as it is now, for this transaction alone. Raises TransitionError when nothing can be done with it."""
    locked = ListImport.objects.select_for_update(no_key=True).get(pk=list_import.pk)
    if sentence := locked.end():
        raise TransitionError(sentence)
    return locked


class _Taking:
    """The writes of one list. `steps` does them, in the order in which rows are locked everywhere."""

    def __init__(self, list_import: ListImport, by: User, ticked: set[int]):
        self.list_import = list_import
        self.by = by
        self.ticked = ticked

    def steps(self, *, invite: bool) -> Iterator[int]:
        reader, total = PeopleReader(self.list_import), len(self.list_import.rows)
        for done in reader.steps():
            yield 15 * done // total
        people = self._locked_people(reader.people)
        yield 20
        self.delegation = locked_delegation(self.list_import.delegation_id)
        check_nominations(self.delegation, by=self.by)
        comparison = Comparison(reader.people, self.delegation, self.by)
        for done in comparison.steps():
            yield 20 + 15 * done // total
        if digest(comparison.lines) != self.list_import.outcome["digest"]:
            raise ListChangedError("The delegation changed since this preview. Nothing was taken; look at the new one.")
        yield from self._write(comparison, people, invite=invite)

    def _locked_people(self, people: list[Person]) -> dict[str, User]:
        """Everybody who is nominated, by address, made known where nobody is; who is known is left alone."""
        lines = self.list_import.outcome["lines"]
        numbers = {line["row"] for line in lines if self._is_taken(line["kind"], line["row"])}
        wanted = {person.email: person for person in people if person.number in numbers}
        known = set(User.objects.filter(email__in=wanted).values_list("email", flat=True))
        made = [self._new_person(wanted[email]) for email in sorted(wanted.keys() - known)]
        User.objects.bulk_create(made, batch_size=AT_ONCE, ignore_conflicts=True)
        locked = User.objects.select_for_update(no_key=True).filter(email__in=wanted).order_by("pk")
        return {person.email: person for person in locked}

    def _is_taken(self, kind: str, row: int) -> bool:
        return kind == NEW or (kind == MAYBE and row in self.ticked)

    def _new_person(self, person: Person) -> User:
        delegation = self.list_import.delegation
        names = {name: value for name, value in person.values.items() if name in NAMES}
        return User(
            email=person.email,
            password=make_password(None),
            jurisdiction_id=delegation.jurisdiction_id,
            organisation_id=delegation.organisation_id,
            **names,
        )

    def _write(self, comparison: Comparison, people: dict[str, User], *, invite: bool) -> Iterator[int]:
        self.place = last_place(self.delegation)
        changed = [match for match in comparison.matches if match.line.kind == CHANGED]
        self._correct([(match.person, match.registration) for match in changed if match.registration])
        yield 40
        taken = [match.person for match in comparison.matches if self._is_taken(match.line.kind, match.line.row)]
        new = [person for person in taken if person.email not in comparison.hidden]
        nominated = [self._nomination(person, people[person.email]) for person in new]
        for start in range(0, len(nominated), AT_ONCE):
            Registration.objects.bulk_create(nominated[start : start + AT_ONCE])
            yield 40 + 25 * start // len(nominated)
        invited = len(taken) - len(new) if invite else 0  # who is hidden from `by` counts as if they were not
        for start in range(0, len(nominated) if invite else 0, AT_ONCE):
            invited += len(ask_people(nominated[start : start + AT_ONCE], by=self.by).to)
            yield 65 + 30 * start // len(nominated)
        for role in self.left:  # a seat that somebody left and nobody of the list took
            offer_next(self.delegation, role, by=self.by)
        counts = Counter(match.line.kind for match in comparison.matches)
        self.list_import.finish(counts | {"taken": len(taken), "invited": invited})

    def _nomination(self, person: Person, owner: User) -> Registration:
        if person.reserve:
            self.place += 1
        return Registration(
            delegation=self.delegation,
            event=self.delegation.event,
            person=owner,
            role=person.role or Role.MEMBER,
            reserve_position=self.place if person.reserve else None,
            nominated_by=self.by,
            **person.values,
        )

    def _correct(self, changed: list[tuple[Person, Registration]]) -> None:
        """Heads last, because a delegation has one: whoever is not head any more makes room first."""
        self.left = []
        for person, registration in changed:
            had = registration.role, registration.reserve_position
            self._take_over(person, registration)
            if had != (registration.role, registration.reserve_position):
                self.left.append(had[0])
        fields = [*DETAILS, "role", "reserve_position"]
        heads = [registration for _, registration in changed if registration.role == Role.HEAD]
        others = [registration for _, registration in changed if registration.role != Role.HEAD]
        for rows in (others, heads):  # inserts that meet their own rows, which spare a case for each field
            Registration.objects.bulk_create(
                rows, batch_size=AT_ONCE, update_conflicts=True, update_fields=fields, unique_fields=["id"]
            )

    def _take_over(self, person: Person, registration: Registration) -> None:
        for name, value in person.values.items():
            setattr(registration, name, value)
        registration.role = person.role or registration.role
        if person.reserve is False:
            registration.reserve_position = None
        elif person.reserve and registration.reserve_position is None:
            self.place += 1
            registration.reserve_position = self.place
