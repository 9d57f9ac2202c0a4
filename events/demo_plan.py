"""The plan of the demonstration's workshops: its files, read and checked as a whole before a row is written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from events.models import AgendaVersion, Event, Jurisdiction, Mandate, Material, MaterialVersion, Room, Session
from events.states import MaterialStatus
from workshop_portal import yaml_files
from workshop_portal.markings import Marking
from workshop_portal.yaml_files import DataFile, Key

DATA = Path(__file__).parent / "data" / "demo"
PAPERS = "papers.yaml"
PAST, TODAY, COMING = "criminal-police-2021", "demo-workshop", "tracing-workshop"
WORKSHOPS = (PAST, TODAY, COMING)
EVENT_FIELDS = ("title", "summary", "notice", "format", "venue", "time_zone", "contact_email")
CONTENT = ("kind", "title", "presenter", "abstract", "languages", "handling", "provenance")
PLACEMENT: Mapping[Key, type] = {"day": int, "from": str, "to": str, "room": str}
CODE = re.compile("[0-9A-Za-z][0-9A-Za-z.-]*")
MOST_DAYS = 14
MOST_DAYS_AHEAD = 365
WITH_A_FILE = {MaterialStatus.RECEIVED, MaterialStatus.CLEARED}


@dataclass(frozen=True)
class Plan:
    """The workshops by their slugs, and what the papers say by their names: as the files have it."""

    workshops: Mapping[str, Mapping[str, Any]]
    papers: Mapping[str, Mapping[str, Any]]


def read() -> Plan:
    """The whole plan. Raises DataFileError at the first mistake. Needs the reference data; writes nothing."""
    papers = yaml_files.load(DATA / PAPERS)
    for name in papers.value(dict):
        _check_paper(papers, name)
    workshops = {}
    for slug in WORKSHOPS:
        file = yaml_files.load(DATA / f"{slug}.yaml")
        WorkshopFile(file, slug, papers).check()
        workshops[slug] = file.data
    return Plan(workshops, papers.data)


def check_fields(file: DataFile, model: type[models.Model], fields: Mapping[str, Key], *place: Key) -> None:
    """That the model takes the values of a group: length, choices, form. `fields`: by field, which key holds it."""
    row = file.value(dict, *place)
    given = {field: key for field, key in fields.items() if key in row}
    for field, key in given.items():
        if choices := model._meta.get_field(field).flatchoices:
            file.one_of([value for value, _ in choices], *place, key, of=f"values of “{key}”")
    record = model(**{field: row[key] for field, key in given.items()})
    try:
        record.clean_fields(exclude={field.name for field in model._meta.fields} - given.keys())
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise file.error(f"“{given[field]}”: {sentences[0]}", *place, given[field]) from None


def _check_paper(file: DataFile, *place: Key) -> None:
    file.check_values({"title": str, "subtitle": str, "sections": list}, {"agenda": list}, *place)
    file.each(str, *place, "agenda", default=[])
    for number in range(len(file.value(list, *place, "sections"))):
        section = (*place, "sections", number)
        file.check_values({"heading": str}, {"paragraphs": list, "points": list}, *section)
        for key in ("paragraphs", "points"):
            file.each(str, *section, key, default=[])


class WorkshopFile:
    """The file of one workshop, with what its parts say of each other."""

    def __init__(self, file: DataFile, slug: str, papers: DataFile):
        self.file, self.slug, self.papers = file, slug, papers
        self.days = 0
        self.rooms: list[str] = []
        self.codes: list[str] = []

    def check(self) -> None:
        required: dict[Key, type] = {"event": dict, "rooms": list, "sessions": list, "versions": list}
        required |= {"print_marks": bool, "materials": list}
        self.file.check_values(required, {"working_copy": dict})
        self._check_event("event")
        self._check_rooms()
        self._check_sessions()
        for number in range(self.file.count("versions")):
            self._check_version("versions", number)
        if "working_copy" in self.file.data:
            self.file.check_values({}, {"without": list, "changes": dict}, "working_copy")
            self._check_differences("working_copy")
        jurisdictions = list(Jurisdiction.objects.order_by("position").values_list("code", flat=True))
        for number in range(len(self.file.value(list, "materials"))):
            self._check_material(jurisdictions, "materials", number)

    def _check_event(self, *place: Key) -> None:
        required: dict[Key, type] = {"title": str, "time_zone": str, "days": int, "mandate": str, "contact_email": str}
        if self.slug == PAST:
            required["starts_on"] = date  # that of today always begins today
        if self.slug == COMING:
            required["starts_in"] = int
        optional: dict[Key, type] = {"summary": str, "notice": str, "format": str, "venue": str}
        self.file.check_values(required, optional, *place)
        check_fields(self.file, Event, {name: name for name in EVENT_FIELDS}, *place)
        mandates = list(Mandate.objects.order_by("code").values_list("code", flat=True))
        self.file.one_of(mandates, *place, "mandate", of="mandates")
        self.days = self.file.number(1, MOST_DAYS, *place, "days")
        if self.slug == COMING:
            self.file.number(1, MOST_DAYS_AHEAD, *place, "starts_in")

    def _check_rooms(self) -> None:
        places = [("rooms", number) for number in range(len(self.file.value(list, "rooms")))]
        for place in places:
            self.file.check_values({"name": str}, {"capacity": int}, *place)
            check_fields(self.file, Room, {"name": "name", "capacity": "capacity"}, *place)
        self.file.refuse_repeated(*((*place, "name") for place in places))
        self.rooms = [self.file.value(str, *place, "name") for place in places]

    def _check_sessions(self) -> None:
        places = [("sessions", number) for number in range(self.file.count("sessions"))]
        required: dict[Key, type] = {"code": str, "kind": str, "title": str, "day": int, "from": str, "to": str}
        optional: dict[Key, type] = {name: str for name in ("room", "note", *CONTENT) if name not in required}
        for place in places:
            self.file.check_values(required, optional, *place)
            fields = {name: name for name in ("code", *CONTENT)} | {"provenance_note": "note"}
            check_fields(self.file, Session, fields, *place)
            if not CODE.fullmatch(self.file.value(str, *place, "code")):
                raise self.file.error("“code” is made of letters, digits, full stops and hyphens.", *place, "code")
            self._check_placement(*place)
        self.file.refuse_repeated(*((*place, "code") for place in places))
        self.codes = [self.file.value(str, *place, "code") for place in places]

    def _check_placement(self, *place: Key, session: tuple[Key, ...] = ()) -> None:
        """When and where; what a change leaves out is as `session` has it."""
        here = self.file.value(dict, *place)
        at = {key: (*(place if key in here else session or place), key) for key in PLACEMENT}
        self.file.number(1, self.days, *at["day"])
        if self.file.clock(*at["from"]) >= self.file.clock(*at["to"]):
            raise self.file.error("“to” must be later than “from”.", *place)
        if self.file.value(str, *at["room"], default=""):
            self.file.one_of(self.rooms, *at["room"], of="rooms")

    def _check_version(self, *place: Key) -> None:
        self.file.check_values({"reason": str}, {"without": list, "titles": dict, "changes": dict}, *place)
        check_fields(self.file, AgendaVersion, {"reason": "reason"}, *place)
        for code in self.file.value(dict, *place, "titles", default={}):
            self.file.refuse_unknown(code, self.codes, *place, "titles", code, of="sessions")
            self.file.value(str, *place, "titles", code)
            check_fields(self.file, Session, {"title": code}, *place, "titles")
        self._check_differences(*place)

    def _check_differences(self, *place: Key) -> None:
        without = self.file.each(str, *place, "without", default=[])
        for number in range(len(without)):
            self.file.one_of(self.codes, *place, "without", number, of="sessions")
        if set(without) == set(self.codes):
            raise self.file.error("No session is left: a version of the agenda is never empty.", *place, "without")
        for code in self.file.value(dict, *place, "changes", default={}):
            change = (*place, "changes", code)
            self.file.refuse_unknown(code, self.codes, *change, of="sessions")
            self.file.check_values({}, PLACEMENT, *change)
            self._check_placement(*change, session=("sessions", self.codes.index(code)))

    def _check_material(self, jurisdictions: list[str], *place: Key) -> None:
        required: dict[Key, type] = {"title": str, "originator": str, "marking": str, "status": str}
        optional: dict[Key, type] = {"session": str, "audience": str, "jurisdictions": list}
        self.file.check_values(required, optional | {"available": dict, "files": list}, *place)
        fields = ("title", "originator", "marking", "status", "audience")
        check_fields(self.file, Material, {name: name for name in fields}, *place)
        row = self.file.value(dict, *place)
        if row.get("audience") == Material.Audience.PUBLIC and row["marking"] != Marking.CLEAR:
            raise self.file.error("A paper for the public is marked clear.", *place, "marking")
        if (row.get("audience") == Material.Audience.CHOSEN) != ("jurisdictions" in row):
            raise self.file.error("“jurisdictions” and “audience: chosen” belong together.", *place)
        for number in range(len(row.get("jurisdictions", ()))):
            self.file.one_of(jurisdictions, *place, "jurisdictions", number, of="jurisdictions")
        if "session" in row:
            self.file.one_of(self.codes, *place, "session", of="sessions")
        if "available" in row:
            self.file.check_values({"day": int, "at": str}, {}, *place, "available")
            self.file.number(1, self.days, *place, "available", "day")
            self.file.clock(*place, "available", "at")
        self._check_files(row["status"], *place)

    def _check_files(self, status: str, *place: Key) -> None:
        files = self.file.value(list, *place, "files", default=[])
        if status in WITH_A_FILE and not files:
            raise self.file.error(f"A paper that is {status} has “files”.", *place)
        if status == MaterialStatus.EXPECTED and files:
            raise self.file.error("A paper that is expected has no “files” yet.", *place, "files")
        for number in range(len(files)):
            part = (*place, "files", number)
            self.file.check_values({"name": str, "paper": str}, {"note": str}, *part)
            check_fields(self.file, MaterialVersion, {"note": "note", "original_name": "name"}, *part)
            if not self.file.value(str, *part, "name").endswith((".pdf", ".pptx")):
                raise self.file.error("“name” must end in .pdf or .pptx.", *part, "name")
            paper = self.file.one_of(self.papers.data, *part, "paper", of=f"papers of {PAPERS}")
            for position in range(len(self.papers.value(list, paper, "agenda", default=[]))):
                self.papers.one_of(self.codes, paper, "agenda", position, of=f"sessions of {self.slug}.yaml")
