"""Reference data from `events/data/`: read and checked as a whole, then written, so a mistake changes nothing."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction

from events.models import Jurisdiction, Mandate, Organisation
from events.models.programme import validate_time_zone
from workshop_portal import yaml_files
from workshop_portal.yaml_files import DataFile

DATA = Path(__file__).parent / "data"
PARKED = 10_000  # added to positions while rows change places


@dataclass(frozen=True)
class Source:
    """One file: which model its rows are of, the kind of each key, and what else must hold of a row."""

    model: type[models.Model]
    keys: Mapping[str, type]
    optional: Mapping[str, Any] = field(default_factory=dict)  # key → value when it is not there
    unique: tuple[str, ...] = ()
    check: Callable[[DataFile, str, int], None] = lambda file, name, number: None

    @property
    def name(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    def path(self, folder: Path) -> Path:
        return folder / f"{self.name}.yaml"


@dataclass
class Outcome:
    """What loading one file did, as names of rows. `unlisted` are rows that the file does not know."""

    name: str
    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    values: dict[str, Any]
    error: Callable[..., Exception]  # a sentence and the key it is about → the error with file and line


def _check_jurisdiction(file: DataFile, name: str, number: int) -> None:
    row = file.data[name][number]
    if row["name"].endswith("*") != bool(row.get("footnote")):
        raise file.error("A name with the mark * has a footnote, and a footnote needs the mark.", name, number, "name")
    if row["position"] < 1:
        raise file.error("“position” counts from 1.", name, number, "position")
    try:
        validate_time_zone(row["time_zone"])
    except ValidationError as error:
        raise file.error(error.messages[0], name, number, "time_zone") from None


def _check_organisation(file: DataFile, name: str, number: int) -> None:
    kinds = Organisation.Kind.values
    if file.data[name][number]["kind"] not in kinds:
        raise file.error(f"“kind” is one of {', '.join(kinds)}.", name, number, "kind")


JURISDICTIONS = Source(
    Jurisdiction,
    {"code": str, "name": str, "position": int, "time_zone": str, "languages": list, "is_assessed": bool},
    optional={"footnote": ""},
    unique=("code", "name", "position"),
    check=_check_jurisdiction,
)
ORGANISATIONS = Source(
    Organisation,
    {"code": str, "name": str, "short_name": str, "kind": str},
    unique=("code", "name"),
    check=_check_organisation,
)
MANDATES = Source(
    Mandate,
    {"code": str, "title": str, "acknowledgement": str, "adopted_on": dt.date, "amendments": list},
    unique=("code",),
)
SOURCES = (JURISDICTIONS, ORGANISATIONS, MANDATES)


def load_reference(folder: Path = DATA, sources: tuple[Source, ...] = SOURCES) -> list[Outcome]:
    """Make the rows of each source as its file says; rows that the file does not know are left alone.

    Raises DataFileError, one sentence with file and line, before anything is written. A second run
    writes nothing. All files are one transaction, and two runs at once go one after the other.
    """
    read = [(source, _read(source, folder)) for source in sources]
    with transaction.atomic():
        return [_write(source, rows) for source, rows in read]


def _read(source: Source, folder: Path) -> list[Row]:
    file = yaml_files.load(source.path(folder))
    file.check_keys({source.name}, set())
    rows: list[Row] = []
    seen: dict[tuple[str, Any], int] = {}
    for number in range(len(file.value(list, source.name))):
        place = (source.name, number)
        values = _values(source, file, *place)
        source.check(file, *place)
        for key in source.unique:
            if (first := seen.get((key, values[key]))) is not None:
                raise file.error(f"“{values[key]}” is the {key} in line {first} already.", *place, key)
            seen[key, values[key]] = file.line(*place, key)
        rows.append(Row(values, lambda sentence, *key, place=place: file.error(sentence, *place, *key)))
    return rows


def _values(source: Source, file: DataFile, *place: str | int) -> dict[str, Any]:
    file.check_keys(source.keys, source.optional, *place)
    values: dict[str, Any] = {
        key: file.each(str, *place, key) if kind is list else file.value(kind, *place, key)
        for key, kind in source.keys.items()
    }
    for key, default in source.optional.items():
        values[key] = file.value(type(default), *place, key, default=default)
    return values


def _write(source: Source, rows: list[Row]) -> Outcome:
    """Create and change what differs; the table is locked, so that a second run waits and finds it done."""
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(source.model._meta.db_table)
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
    found = {row.code: row for row in source.model._default_manager.all()}
    outcome = Outcome(source.name)
    _make_room(source, found, rows)
    for row in rows:
        known = found.pop(row.values["code"], None)
        record = known or source.model()
        if known and all(getattr(known, key) == value for key, value in row.values.items()):
            outcome.left.append(str(known))
            continue
        for key, value in row.values.items():
            setattr(record, key, value)
        _save(record, row)
        (outcome.changed if known else outcome.created).append(str(record))
    outcome.unlisted = [str(record) for record in found.values()]
    return outcome


def _make_room(source: Source, found: Mapping[str, models.Model], rows: list[Row]) -> None:
    """Park positions that change, because two rows cannot change places one after the other."""
    wanted = {row.values["code"]: row.values.get("position") for row in rows}
    moving = [
        record for code, record in found.items() if wanted.get(code) not in {None, getattr(record, "position", None)}
    ]
    for record in moving:
        type(record)._default_manager.filter(pk=record.pk).update(position=models.F("position") + PARKED)


def _save(record: models.Model, row: Row) -> None:
    """What the file alone cannot know (a text too long, a name taken by an unlisted row) is said like the rest."""
    try:
        record.full_clean()
    except ValidationError as error:
        key, sentences = next(iter(error.message_dict.items()))
        raise row.error(f"“{key}”: {sentences[0]}" if key != "__all__" else sentences[0], key) from None
    record.save()
