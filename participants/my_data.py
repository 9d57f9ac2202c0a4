"""Everything the portal holds about one person, as that person reads and downloads it, and nothing of anybody else.

Members of staff stand in it as "the organisers", other people of the delegation as "your delegation".
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, pairwise

from allauth.mfa.models import Authenticator
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst

from events.models import MaterialAccess
from participants.models import (
    DataRequest,
    Delegation,
    Disclosure,
    ListImport,
    Logistics,
    Move,
    NominationLetter,
    OutgoingEmail,
    PersonalLink,
    Registration,
    User,
)
from participants.models.details import DETAILS

Value = str | int | bool | date | datetime | None
LONGEST_CELL = 32_000  # a spreadsheet takes 32,767 signs in a cell
# References to other people; they are told who decided, not by name here.
OTHERS = {"decided_by", "nominated_by", "replaced_by", "person"}

LABELS = {
    "do_not_publish": "In no list, export or photograph",
    "is_active": "May sign in",
    "is_staff": "May use the back office",
    "is_superuser": "Administrator",
}


@dataclass(frozen=True)
class Fact:
    """One field: its name for the JSON, its label for people, and what it says."""

    name: str
    label: str
    value: Value


@dataclass(frozen=True)
class Entry:
    """One row, with what it is called in a list."""

    title: str
    facts: list[Fact]
    text: str = ""  # long words, such as a mail


@dataclass(frozen=True)
class Part:
    """Rows of one kind. `key` names them in the JSON; `is_one` when there is never more than one."""

    key: str
    title: str
    entries: list[Entry]
    is_one: bool = False


def everything_about(person: User) -> list[Part]:
    """All parts, also empty ones, with as many queries however many rows there are."""
    registrations = list(
        Registration.objects.filter(person=person)
        .select_related("event", "delegation__jurisdiction", "delegation__organisation")
        .order_by("-event__starts_on", "pk")
    )
    return [
        Part("account", "Your account", [_account(person)], is_one=True),
        Part("registrations", "Your registrations", [_registration(row, person) for row in registrations]),
        Part("logistics", "Travel, nights, meals, access", [*_logistics(person)]),
        Part("steps", "Steps of your registrations", [*_steps(person)]),
        Part("letters", "Nomination letters that name you", [*_letters(person)]),
        Part("delegations", "Delegations you speak for as focal point", [*_delegations(person)]),
        Part("lists", "Lists you uploaded", [*_lists(person)]),
        Part("links", "Personal links sent to you", [*_links(person)]),
        Part("mails", "Mails to you", [*_mails(person)]),
        Part("files", "Files you opened", [*_files(person)]),
        Part("disclosures", "Who took data out that you are or may be in", [*_disclosures(person)]),
        Part("requests", "What you asked about your data", [*_requests(person)]),
        Part("changes", "Earlier values, from the history", [*_changes(person)]),
    ]


# --- As files -------------------------------------------------------------------------------------


def as_document(parts: Iterable[Part]) -> dict[str, object]:
    """For a JSON file: times in ISO 8601, names of fields as in the database."""
    return {part.key: [_as_object(entry) for entry in part.entries] for part in parts}


def _as_object(entry: Entry) -> dict[str, object]:
    facts = {fact.name: fact.value.isoformat() if isinstance(fact.value, date) else fact.value for fact in entry.facts}
    return {"title": entry.title} | facts | ({"text": entry.text} if entry.text else {})


HEADERS = ("Part", "Number", "What", "Field", "Value")


def as_rows(parts: Iterable[Part]) -> Iterator[tuple]:
    """For a spreadsheet: one line for each field, under HEADERS."""
    for part in parts:
        for number, entry in enumerate(part.entries, start=1):
            for fact in [*entry.facts, *([Fact("text", "Text", entry.text)] if entry.text else [])]:
                yield part.title, number, entry.title, fact.label, _cell(fact.value)


def _cell(value: Value) -> Value:
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return value[:LONGEST_CELL] if isinstance(value, str) else value


# --- Rows as entries ------------------------------------------------------------------------------


def _facts(row: models.Model, *names: str) -> list[Fact]:
    return [_fact(row._meta.get_field(name), getattr(row, name)) for name in names]


def _fact(field: models.Field, value: object) -> Fact:
    return Fact(field.name, LABELS.get(field.name, capfirst(str(field.verbose_name))), _said(field, value))


def _said(field: models.Field, value: object) -> Value:
    """The value in words: labels of choices, lists in one line, nothing as nothing."""
    if isinstance(field, ArrayField):
        labels = dict(field.base_field.flatchoices)
        return ", ".join(str(labels.get(each, each)) for each in value or ()) or None
    if isinstance(value, bool | int | date):
        return value
    if isinstance(field, models.JSONField):
        return "; ".join(f"{name}: {each}" for name, each in (value or {}).items()) or None
    if value in (None, ""):
        return None
    return str(dict(field.flatchoices).get(value, value))


def _by(user: User | None, person: User) -> str:
    """Who did it, without naming anybody else."""
    if user is None:
        return "The portal"
    if user.pk == person.pk:
        return "You"
    return "The organisers" if user.is_staff else "Your delegation"


def _account(person: User) -> Entry:
    facts = _facts(
        person, "email", *DETAILS, "mail_language", "jurisdiction", "organisation", "do_not_publish", "is_active",
        "is_staff", "is_superuser", "joined_at", "last_login",
    )  # fmt: skip
    groups = ", ".join(person.groups.order_by("name").values_list("name", flat=True))
    factors = [f"{factor.get_type_display()}, since {factor.created_at:%-d %B %Y}" for factor in
               Authenticator.objects.filter(user=person).order_by("pk")]  # fmt: skip
    more = [
        Fact("groups", "Groups", groups or None),
        Fact("second_factor", "Second factor", ", ".join(factors) or None),
    ]
    return Entry(str(person), [*facts, *more])


def _registration(row: Registration, person: User) -> Entry:
    facts = [
        Fact("event", "Event", str(row.event)),
        Fact("delegation", "Delegation", str(row.delegation)),
        *_facts(
            row, "role", "status", *DETAILS, "interpretation", "photo_consent", "list_consent", "confirmed_at",
            "created_at", "decided_at", "reserve_position", "offer_expires_at", "draft",
        ),
    ]  # fmt: skip
    return Entry(f"{row.event}", facts)


def _logistics(person: User) -> Iterator[Entry]:
    rows = Logistics.objects.filter(registration__person=person).select_related("registration__event")
    asked = [field.name for field in Logistics._meta.concrete_fields if field.name not in {"registration", "revision"}]
    for row in rows.order_by("-registration__event__starts_on", "pk"):
        yield Entry(str(row.registration.event), _facts(row, *asked))


def _steps(person: User) -> Iterator[Entry]:
    """A reason is given as it was told to the person; one that was not told may name somebody else."""
    moves = Move.objects.filter(registration__person=person).select_related("registration__event", "by", "mail")
    for move in moves.order_by("-pk"):
        told = move.reason if hasattr(move, "mail") or _by(move.by, person) == "You" else ""
        facts = [
            Fact("event", "Event", str(move.registration.event)),
            *_facts(move, "before", "after", "at"),
            Fact("by", "By", _by(move.by, person)),
            Fact("reason", "Reason", told or None),
        ]
        yield Entry(str(move), facts)


def _letters(person: User) -> Iterator[Entry]:
    """Who signed is somebody else; the file may name others."""
    letters = NominationLetter.objects.filter(covers__person=person).select_related("delegation__event").distinct()
    for letter in letters.order_by("-pk"):
        facts = [Fact("event", "Event", str(letter.delegation.event)), *_facts(letter, "reference", "dated_on")]
        yield Entry(f"Letter {letter.reference}", [*facts, *_facts(letter, "uploaded_at")])


def _delegations(person: User) -> Iterator[Entry]:
    for row in Delegation.objects.filter(focal_points=person).in_order():
        yield Entry(f"{row}, {row.event}", [Fact("event", "Event", str(row.event))])


def _lists(person: User) -> Iterator[Entry]:
    for row in ListImport.objects.filter(uploaded_by=person).order_by("-pk"):
        yield Entry(row.original_name, _facts(row, "original_name", "uploaded_at", "status", "applied_at"))


def _links(person: User) -> Iterator[Entry]:
    """Without the link itself, which would be one more place for it to lie about."""
    links = PersonalLink.objects.filter(person=person).select_related("registration__event", "delegation__event")
    for row in links.order_by("-pk"):
        target = (row.registration or row.delegation).event
        yield Entry(str(target), _facts(row, "email", "created_at", "expires_at", "opened_at"))


def _mails(person: User) -> Iterator[Entry]:
    """To the address of now; decisions also when they went to an earlier address of the person.

    The address may have been somebody else's before: what was written to it then, or of another person, stays out.
    """
    own = Q(registration__person=person) | Q(registration=None, move=None, created_at__gte=person.joined_at)
    mails = OutgoingEmail.objects.filter(Q(to=person.email) & own | Q(move__registration__person=person))
    for mail in mails.order_by("-pk"):
        facts = _facts(mail, "to", "subject", "purpose", "status", "created_at", "sent_at")
        yield Entry(mail.subject, facts, "" if mail.purpose == OutgoingEmail.Purpose.CODE else mail.body)


def _files(person: User) -> Iterator[Entry]:
    rows = MaterialAccess.objects.filter(person=person).select_related("version__material__event")
    for row in rows.order_by("-pk"):
        facts = [Fact("event", "Event", str(row.version.material.event)), *_facts(row, "how", "at")]
        yield Entry(row.version.material.title, [*facts, Fact("version", "Version", row.version.number)])


def _disclosures(person: User) -> Iterator[Entry]:
    """By the person, of the person's own rows, and of lists of their delegations and events since they are there."""
    own = Registration.objects.filter(person=person)
    found = (
        Q(by=person)
        | Q(registration__person=person)
        | Q(registration=None, delegation__in=own.values("delegation"))
        | Q(registration=None, delegation=None, event__in=own.values("event"))
    )
    since = dict(own.values_list("event").annotate(first=models.Min("created_at")).order_by())
    rows = Disclosure.objects.filter(found).select_related("by", "event", "delegation__event", "registration")
    for row in rows.order_by("-pk"):
        event = row.event or (row.delegation and row.delegation.event)
        if row.by_id != person.pk and event and row.at < since[event.pk]:
            continue
        facts = [Fact("event", "Event", str(event) if event else None), *_facts(row, "at")]
        yield Entry(row.get_kind_display(), [*facts, Fact("by", "By", _by(row.by, person))])


def _requests(person: User) -> Iterator[Entry]:
    for row in DataRequest.objects.filter(person=person).order_by("-pk"):
        yield Entry(row.get_kind_display(), _facts(row, "text", "status", "made_at", "answer", "answered_at"))


def _changes(person: User) -> Iterator[Entry]:
    """What stood in the own record, the registrations and the logistics before, newest first."""
    for model, rows in (
        (User, {"pgh_obj": person}),
        (Registration, {"person": person}),
        (Logistics, {"registration__person": person}),
    ):
        history = model.pgh_event_model.objects.filter(**rows).order_by("pgh_obj_id", "pgh_id")
        for _, versions in groupby(history, key=lambda row: row.pgh_obj_id):
            yield from _steps_between(model, list(versions))


def _steps_between(model: type[models.Model], versions: list[models.Model]) -> Iterator[Entry]:
    """For each change, the values that stood there until then."""
    fields = [field for field in model._meta.concrete_fields if hasattr(versions[0], field.attname)]
    for before, after in pairwise(versions):
        changed = [field for field in fields if getattr(before, field.attname) != getattr(after, field.attname)]
        facts = [
            _fact(field, getattr(before, field.attname))
            for field in changed
            if field.name not in OTHERS and not field.is_relation
        ]
        if facts:
            when = Fact("until", "Until", after.pgh_created_at)
            title = f"{capfirst(str(model._meta.verbose_name))}, until {after.pgh_created_at:%-d %B %Y}"
            yield Entry(title, [when, *facts])
