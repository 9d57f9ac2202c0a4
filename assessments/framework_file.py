"""A framework as a file: read with every mistake answered by its line, and the same shape from the database.

`read` and `stored` give equal contents for equal frameworks, so an import can tell whether anything
changed. Nothing here writes.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from assessments.models import FrameworkVersion, Result, Sensitivity, SupportHint
from assessments.models.framework import CODE
from workshop_portal import yaml_files
from workshop_portal.yaml_files import DataFile, Key

LEVELS = (1, 2, 3, 4, 5)
TEXTS_OF_VERSION = ("title", "language")
JSON_OF_VERSION = ("scale", "special_values", "scoring_rules", "notes", "sources")
FIELDS_OF_DOMAIN = ("code", "title", "rationale", "source_refs")
FIELDS_OF_INDICATOR = ("code", "title", "question", "evidence", "support_hints", "sensitivity")

Content = dict[str, Any]


def read(path: Path) -> Content:
    """The framework in a file: code, number, texts, and domains with indicators with levels.

    `status` in the file is not read: what is imported is a draft until somebody publishes it.
    Raises DataFileError.
    """
    file = yaml_files.load(path)
    file.check_keys({"code", "title", "domains"}, {"version", "status", "language", *JSON_OF_VERSION})
    file.value(str, "status", default="draft")
    sources = _sources(file)
    content = {
        "code": _code(file, "code"),
        "number": _code(file, "version") if "version" in file.data else "1",
        "title": _line(file, "title"),
        "language": _line(file, "language", most=10) if "language" in file.data else "en",
        "scale": _scale(file),
        "special_values": _special_values(file),
        "scoring_rules": file.each(str, "scoring_rules", default=[]),
        "notes": file.each(str, "notes", default=[]),
        "sources": sources,
    }
    known = {source["id"] for source in sources}
    places = [("domains", number) for number in range(_not_empty(file, "domains"))]
    content["domains"] = [_domain(file, known, *place) for place in places]
    _refuse_repeated(file, ((*place, "code") for place in places))
    _refuse_repeated(
        file,
        (
            (*place, "indicators", number, "code")
            for place, domain in zip(places, content["domains"], strict=True)
            for number in range(len(domain["indicators"]))
        ),
    )
    return content


def stored(version: FrameworkVersion) -> Content:
    """The same of a version in the database, in three queries."""
    content = {"code": version.framework.code, "number": version.number}
    content |= {name: getattr(version, name) for name in (*TEXTS_OF_VERSION, *JSON_OF_VERSION)}
    domains = version.domains.order_by("position").prefetch_related("indicators__levels")
    content["domains"] = [
        {name: getattr(domain, name) for name in FIELDS_OF_DOMAIN}
        | {
            "indicators": [
                {name: getattr(indicator, name) for name in FIELDS_OF_INDICATOR}
                | {"levels": {level.value: level.descriptor for level in indicator.levels.all()}}
                for indicator in sorted(domain.indicators.all(), key=lambda row: row.position)
            ]
        }
        for domain in domains
    ]
    return content


def _domain(file: DataFile, sources: set[str], *place: Key) -> Content:
    file.check_keys({"code", "title", "indicators"}, {"rationale", "source_refs"}, *place)
    references = file.each(str, *place, "source_refs", default=[])
    for number, reference in enumerate(references):
        if reference not in sources:
            raise file.error(f"“{reference}” is not among the sources.", *place, "source_refs", number)
    count = _not_empty(file, *place, "indicators")
    return {
        "code": _code(file, *place, "code"),
        "title": _line(file, *place, "title"),
        "rationale": file.value(str, *place, "rationale", default=""),
        "source_refs": references,
        "indicators": [_indicator(file, *place, "indicators", number) for number in range(count)],
    }


def _indicator(file: DataFile, *place: Key) -> Content:
    optional = {"evidence", "support_hints", "sensitivity"}
    file.check_keys({"code", "title", "question", "levels"}, optional, *place)
    hints = file.each(str, *place, "support_hints", default=[])
    for number, hint in enumerate(hints):
        _known(file, hint, SupportHint.values, *place, "support_hints", number)
    sensitivity = file.value(str, *place, "sensitivity", default=Sensitivity.NORMAL.value)
    _known(file, sensitivity, Sensitivity.values, *place, "sensitivity")
    file.check_keys(LEVELS, (), *place, "levels")
    return {
        "code": _code(file, *place, "code"),
        "title": _line(file, *place, "title"),
        "question": file.value(str, *place, "question"),
        "evidence": file.each(str, *place, "evidence", default=[]),
        "support_hints": hints,
        "sensitivity": sensitivity,
        "levels": {value: file.value(str, *place, "levels", value) for value in LEVELS},
    }


def _scale(file: DataFile) -> Content:
    if "scale" not in file.data:
        return {}
    file.check_keys({"labels"}, {"min", "max", "source_refs"}, "scale")
    for key, expected in (("min", LEVELS[0]), ("max", LEVELS[-1])):
        if file.value(int, "scale", key, default=expected) != expected:
            raise file.error(f"“{key}” must be {expected}: levels go from 1 to 5.", "scale", key)
    file.check_keys(LEVELS, (), "scale", "labels")
    for value in LEVELS:
        file.check_keys({"name", "meaning"}, (), "scale", "labels", value)
        _line(file, "scale", "labels", value, "name", most=60)
        file.value(str, "scale", "labels", value, "meaning")
    return file.json("scale")


def _special_values(file: DataFile) -> Content:
    if "special_values" not in file.data:
        return {}
    for key in file.value(dict, "special_values"):
        _known(file, str(key), Result.BlankReason.values, "special_values", key)
        file.value(str, "special_values", key)
    return file.json("special_values")


def _sources(file: DataFile) -> list[Content]:
    for number in range(len(file.value(list, "sources", default=[]))):
        file.check_keys({"id", "title"}, {"publisher", "url", "verified"}, "sources", number)
        for key in file.value(dict, "sources", number):
            file.value(str, "sources", number, key)
    sources = file.json("sources", default=[])
    _refuse_repeated(file, (("sources", number, "id") for number in range(len(sources))))
    return sources


def _refuse_repeated(file: DataFile, places: Iterable[tuple[Key, ...]]) -> None:
    first: dict[str, int] = {}
    for place in places:
        code = file.value(str, *place)
        if code in first:
            raise file.error(f"“{code}” is there already, in line {first[code]}.", *place)
        first[code] = file.line(*place)


def _not_empty(file: DataFile, *place: Key) -> int:
    count = len(file.value(list, *place))
    if not count:
        raise file.error(f"“{place[-1]}” is empty.", *place)
    return count


def _code(file: DataFile, *place: Key) -> str:
    code = _line(file, *place, most=20)
    if not re.fullmatch(CODE, code):
        raise file.error(f"“{code}” must be made of letters, digits, full stops and hyphens.", *place)
    return code


def _line(file: DataFile, *place: Key, most: int = 200) -> str:
    text = file.value(str, *place)
    if len(text) > most:
        raise file.error(f"“{place[-1]}” is longer than {most} letters.", *place)
    return text


def _known(file: DataFile, value: str, known: Iterable[str], *place: Key) -> None:
    if value not in known:
        raise file.error(f"“{value}” is not known here; it can be {', '.join(known)}.", *place)
