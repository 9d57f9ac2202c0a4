"""Rows of a list as people: what each says by the rules of a registration, and a sentence for what is wrong."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from participants.lists.words import ANSWERS, FIELDS, LANGUAGES, ROLES, SEXES, WHOLE, WHOLE_REVERSED
from participants.models import ListImport, Registration, User
from participants.states import Role
from workshop_portal.folding import fold_all
from workshop_portal.sheets_in import IN_WORDS, YES_NO, letters

REQUIRED = ("family_name", "given_name", "email")
ROWS_PER_STEP = 250
DETAILS = ("given_name", "family_name", "own_script_name", "rank", "position", "service", "sex", "working_languages")
_LONGEST_ADDRESS = User._meta.get_field("email").max_length
_MODEL_FIELDS = {name: Registration._meta.get_field(name) for name in DETAILS}


@dataclass
class Person:
    """Somebody in a row. `values` holds what the row says; what it leaves empty is not in it.

    `name_key` is the same for all spellings of a name: folded, and whichever part comes first.
    """

    number: int
    email: str = ""
    role: str | None = None
    reserve: bool | None = None
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    name_key: str = ""

    @property
    def name(self) -> str:
        return f"{self.values.get('given_name', '')} {self.values.get('family_name', '')}".strip()


class PeopleReader:
    """Reads the rows of one list. `steps` does the work; then `people` holds them in the order of the file."""

    def __init__(self, list_import: ListImport):
        self.rows = list_import.rows
        self.columns = {int(column): name for column, name in list_import.mapping.items()}
        self.people: list[Person] = []

    def steps(self) -> Iterator[int]:
        """Yields now and then how many rows were read. Everything that must be folded is folded by one query."""
        self._folded = fold_all(self._texts(self.rows))
        for done, (number, cells, odd) in enumerate(self.rows, start=1):
            self.people.append(self._read(number, cells, odd))
            if done % ROWS_PER_STEP == 0:
                yield done

    def _texts(self, rows: Iterable[list]) -> Iterator[str]:
        how = {"given_name": _whole, "family_name": _whole, WHOLE: str.split, WHOLE_REVERSED: str.split}
        how |= dict.fromkeys(_CODES, _words)
        columns = [(column, how[name]) for column, name in self.columns.items() if name in how]
        for _, cells, _ in rows:
            for column, parts in columns:
                yield from parts(_cell(cells, column))

    def fold(self, text: str) -> str:
        return self._folded[text]

    def _read(self, number: int, cells: list[str], odd: Mapping[str, str]) -> Person:
        """`odd` says which cells are odd, by the number of their column as text (workshop_portal/sheets_in.py)."""
        person = Person(number)
        for column, name in self.columns.items():
            if sentence := self._oddity(name, odd.get(str(column))):
                person.problems.append(f"{FIELDS[name]} (column {letters(column)}) {sentence}")
            elif value := _cell(cells, column):
                self._take(person, name, column, value)
        self._check_required(person, odd)
        person.name_key = self._name_key(person)
        return person

    def _oddity(self, name: str, kind: str | None) -> str | None:
        return None if kind is None or (kind == YES_NO and name == "reserve") else IN_WORDS[kind]

    def _take(self, person: Person, name: str, column: int, value: str) -> None:
        try:
            if name in {WHOLE, WHOLE_REVERSED}:
                person.values |= _parts(value, reverse=name == WHOLE_REVERSED)
            elif name == "email":
                person.email = _address(value)
            elif name in _CODES:
                self._take_code(person, name, value)
            else:
                person.values[name] = _text(name, value)
        except ValidationError as error:
            person.problems.append(f"{FIELDS[name]} (column {letters(column)}): {error.messages[0]}")

    def _take_code(self, person: Person, name: str, value: str) -> None:
        found = _CODES[name](value, self.fold)
        if name in {"role", "reserve"}:
            setattr(person, name, found)
        else:
            person.values[name] = found

    def _check_required(self, person: Person, odd: Mapping[str, str]) -> None:
        said = {**person.values, "email": person.email}
        missing = [FIELDS[name].lower() for name in REQUIRED if not said.get(name)]
        if missing and not person.problems:
            person.problems.append(f"There is no {' and no '.join(missing)}.")

    def _name_key(self, person: Person) -> str:
        names = [person.values.get("given_name", ""), person.values.get("family_name", "")]
        return name_key(self._folded.get(name, "") for name in names) if all(names) else ""


def rows_of(found) -> list[list]:
    """The rows of a list as they are kept: [number in the file, cells, what is odd by column]."""
    return [[row.number, row.cells, row.odd] for row in found.rows]


def name_key(folded: Iterable[str]) -> str:
    return " ".join(sorted(" ".join(folded).replace("-", " ").split()))


def _cell(cells: list[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""


def _whole(text: str) -> list[str]:
    return [text]


def _short(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:60]}…"


def _words(text: str) -> list[str]:
    """A coded cell and its parts: several languages stand in one cell."""
    return [text, *(part.strip() for part in text.replace(";", ",").replace("/", ",").split(","))]


def _text(name: str, value: str) -> str:
    field_ = _MODEL_FIELDS[name]
    if len(value) > field_.max_length:
        raise ValidationError(f"This has {len(value)} characters; at most {field_.max_length} are possible.")
    field_.run_validators(value)
    if not any(sign.isalpha() for sign in value):
        raise ValidationError(f"“{_short(value)}” holds no words.")
    return value


def _parts(value: str, *, reverse: bool) -> dict[str, str]:
    """Given and family name of a whole name of two words. More words are not guessed at."""
    words = value.split()
    if len(words) != 2:
        raise ValidationError(
            f"“{_short(value)}” has {len(words)} words. Write given name and family name in columns of their own."
            if len(words) > 1
            else f"“{_short(value)}” is one word only; a given name and a family name are needed."
        )
    family, given = words if reverse else reversed(words)
    return {"given_name": _text("given_name", given), "family_name": _text("family_name", family)}


def _address(value: str) -> str:
    address = value.removeprefix("mailto:").strip().lower()
    if not address.isascii():
        odd = next(sign for sign in address if not sign.isascii())
        raise ValidationError(f"“{_short(value)}” has the letter “{odd}”, which no address has. Is it a Cyrillic one?")
    if len(address) > _LONGEST_ADDRESS:
        raise ValidationError("This is longer than an address can be.")
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError(f"“{_short(value)}” is no e-mail address.") from error
    return address


def _role(value: str, fold: Callable[[str], str]) -> str:
    if (found := ROLES.get(fold(value))) is None:
        known = ", ".join(role.label.lower() for role in Role)
        raise ValidationError(f"“{_short(value)}” is no role. Write one of these: {known}.")
    return Role(found).value


def _answer(value: str, fold: Callable[[str], str]) -> bool:
    if (found := ANSWERS.get(fold(value))) is None:
        raise ValidationError(f"“{_short(value)}” is neither yes nor no.")
    return bool(found)


def _sex(value: str, fold: Callable[[str], str]) -> str:
    if (found := SEXES.get(fold(value))) is None:
        raise ValidationError(f"“{_short(value)}” is not known. Write female, male or other, or leave it empty.")
    return str(found)


def _languages(value: str, fold: Callable[[str], str]) -> list[str]:
    found = []
    for word in _words(value)[1:]:
        if word and (language := LANGUAGES.get(fold(word))) is None:
            raise ValidationError(
                f"“{_short(word)}” is no language of this portal. Write names in English, with commas."
            )
        if word and language not in found:
            found.append(str(language))
    return found


_CODES = {"role": _role, "reserve": _answer, "sex": _sex, "working_languages": _languages}
