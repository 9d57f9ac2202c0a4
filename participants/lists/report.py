"""A compared list in words: for the page, a part of it; as a spreadsheet, every row."""

from collections.abc import Iterator
from dataclasses import dataclass

from participants.lists.comparison import CHANGED, KEPT, MAYBE, NEW, UNCHANGED, WRONG
from participants.lists.words import FIELDS, WHOLE, WHOLE_REVERSED
from participants.models import ListImport

SHOWN = 100  # lines of a kind on the page
TEMPLATE_HEADERS = [label for name, label in FIELDS.items() if name not in {WHOLE, WHOLE_REVERSED}]
REPORT_HEADERS = ["Row", "Found", "Name", "E-mail address", "Role", "Reserve", "Rank, position, service", "Why"]
_FOUND = {
    NEW: "New",
    CHANGED: "Changed",
    UNCHANGED: "As it is",
    KEPT: "Stays as it is",
    MAYBE: "Perhaps the same person",
    WRONG: "Wrong",
}


@dataclass(frozen=True)
class Section:
    """The lines of one kind. `more` says how many are not among `lines`."""

    kind: str
    count: int
    lines: list[dict]

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


def sections_of(list_import: ListImport) -> dict[str, Section]:
    """What was found, by kind. The first hundred of each are shown; the spreadsheet has them all."""
    lines = list_import.outcome["lines"]
    sections = {}
    for kind in _FOUND:
        found = [line for line in lines if line["kind"] == kind]
        sections[kind] = Section(kind, len(found), found[:SHOWN])
    return sections


def report_rows(list_import: ListImport) -> Iterator[list]:
    """Every row of the file with what was found, in the order of the file."""
    for line in list_import.outcome["lines"]:
        changes = [
            f"{what}: {before or 'empty'} → {after or 'empty'}" for what, before, after in line.get("changes", ())
        ]
        yield [
            line["row"],
            _FOUND[line["kind"]],
            line.get("name", ""),
            line.get("email", ""),
            line.get("role", ""),
            "yes" if line.get("reserve") else "",
            line.get("duty", ""),
            " ".join([*line.get("says", ()), *changes]),
        ]
