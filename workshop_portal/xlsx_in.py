"""XLSX files as rows of text, read as a stream: the parts that matter, each once, with bounds on everything.

A library would hand over the cached values of formulas, know no merged cells unless it loads everything into
memory, and make as many empty cells as a file claims to have.
"""

import re
import zipfile
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from workshop_portal.sheets_in import (
    DATE,
    ERROR,
    FORMULA,
    MERGED,
    MOST_COLUMNS,
    MOST_SIGNS_IN_A_CELL,
    YES_NO,
    Row,
    RowCollector,
    Sheet,
    SheetError,
)

MOST_BYTES = {"sheet": 40_000_000, "strings": 20_000_000, "other": 4_000_000}  # of one part, unpacked
MOST_STRINGS = 300_000
MOST_MERGED = 200_000  # cells, as far as they lie in rows that are not blank
LAST_ROW = 1_048_576
_CHUNK = 65_536
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})$")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DAMAGE = (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, LookupError, ValueError, OverflowError)


def read_xlsx(file: BinaryIO) -> Sheet:
    """The first sheet that is shown and has data. Raises SheetError with one sentence when the file is not read.

    A cell merged downwards repeats the value above it, as it looks; one merged sideways is odd. A formula is odd
    and has no value: what it showed last need not be so.
    """
    try:
        with zipfile.ZipFile(file) as package:
            return _first_with_data(_Book(package))
    except _DAMAGE as error:
        raise SheetError("The file is damaged. Save it again and send the new one.") from error


def _first_with_data(book: "_Book") -> Sheet:
    shown = [(name, part) for name, part, is_shown in book.sheets if is_shown]
    for name, part in shown:
        if rows := book.rows_of(part):
            return Sheet(rows, name=name, sheets=len(shown))
    raise SheetError("The file holds no rows.")


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _unescaped(text: str) -> str:
    """Signs that XML cannot hold stand as _x000D_ in the file."""
    return _ESCAPED.sub(_sign, text) if "_x" in text else text


def _sign(found: re.Match) -> str:
    code = int(found[1], 16)
    return "\x00" if 0xD800 <= code < 0xE000 else chr(code)


class _Book:
    """The parts of the package that say where the rows are and what their numbers mean."""

    def __init__(self, package: zipfile.ZipFile):
        self.package = package
        self.names = {name.lower(): name for name in package.namelist()}
        self.main = self._target("", "/officeDocument")
        self.epoch = CALENDAR_WINDOWS_1900
        self.sheets: list[tuple[str, str, bool]] = []
        self._read_main()
        self._strings: list[str] | None = None
        self._dates: list[bool] | None = None

    def _read_main(self) -> None:
        targets = self._relations(self.main)

        def start(name, attributes):
            if name == "workbookPr" and attributes.get("date1904") in {"1", "true"}:
                self.epoch = CALENDAR_MAC_1904
            elif name == "sheet":
                key = next(value for key, value in attributes.items() if key.endswith(" id"))
                kind, part = targets[key]
                if kind.endswith("/worksheet"):
                    self.sheets.append((attributes["name"], part, attributes.get("state", "visible") == "visible"))

        self.parse(self.main, start)

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to, by key: the kind of relation and the part."""
        folder, _, name = part.rpartition("/")
        found = {}

        def start(element, attributes):
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes["Target"]
                path = target[1:] if target.startswith("/") else f"{folder}/{target}".lstrip("/")
                found[attributes["Id"]] = (attributes["Type"], path)

        self.parse(f"{folder}/_rels/{name}.rels".lstrip("/"), start)
        return found

    def _target(self, part: str, kind: str) -> str:
        return next(path for name, path in self._relations(part).values() if name.endswith(kind))

    def parse(
        self,
        part: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
        size: str = "other",
    ) -> None:
        """Feed a part to the handlers, names without namespaces; a document type, and so an entity, is refused."""
        info = self.package.getinfo(self.names[part.lower()])
        if info.file_size > MOST_BYTES[size]:
            raise SheetError("The file is far larger inside than a list of people. Copy the list into a new file.")
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_document_type
        parser.StartElementHandler = lambda name, attributes: start(name.rpartition(" ")[2], attributes)
        if end:
            parser.EndElementHandler = lambda name: end(name.rpartition(" ")[2])
        if text:
            parser.CharacterDataHandler = text
        with self.package.open(info) as content:
            while chunk := content.read(_CHUNK):
                parser.Parse(chunk)
        parser.Parse(b"", True)

    @property
    def strings(self) -> list[str]:
        """The texts that cells refer to by number. One that is too long for a cell is kept as far as that shows."""
        if self._strings is None:
            part = next(
                (path for kind, path in self._relations(self.main).values() if kind.endswith("/sharedStrings")), ""
            )
            reader = _Strings()
            if part:
                self.parse(part, reader.start, reader.end, reader.text, size="strings")
            self._strings = reader.found
        return self._strings

    @property
    def dates(self) -> list[bool]:
        """Of each style of cells, whether numbers in it are shown as dates or times."""
        if self._dates is None:
            part = next((path for kind, path in self._relations(self.main).values() if kind.endswith("/styles")), "")
            reader = _Styles()
            if part:
                self.parse(part, reader.start, reader.end)
            self._dates = reader.dates
        return self._dates

    def rows_of(self, part: str) -> list[Row]:
        reader = _Cells(self)
        self.parse(part, reader.start, reader.end, reader.text, size="sheet")
        _spread_merged(reader.collector.rows, reader.merged)
        return [row for row in reader.collector.rows if any(row.cells) or row.odd]


def _refuse_document_type(*_):
    raise ValueError("Parts of Office files have no document type")


class _Text:
    """The text of one cell as it comes, without the readings that East Asian scripts put beside it."""

    def __init__(self):
        self.pieces: list[str] = []
        self.length = 0
        self.takes = False
        self.in_reading = False

    def clear(self) -> None:
        self.pieces, self.length = [], 0

    def text(self, piece: str) -> None:
        if self.takes and not self.in_reading and self.length <= MOST_SIGNS_IN_A_CELL:
            piece = piece[: MOST_SIGNS_IN_A_CELL * 2]
            self.pieces.append(piece)
            self.length += len(piece)

    @property
    def value(self) -> str:
        return "".join(self.pieces)


class _Strings(_Text):
    def __init__(self):
        super().__init__()
        self.found: list[str] = []

    def start(self, name, attributes):
        if name == "si":
            self.clear()
        elif name == "rPh":
            self.in_reading = True
        elif name == "t":
            self.takes = True

    def end(self, name):
        if name == "t":
            self.takes = False
        elif name == "rPh":
            self.in_reading = False
        elif name == "si":
            self.found.append(_unescaped(self.value))
            if len(self.found) > MOST_STRINGS:
                raise SheetError("The file holds far more text than a list of people. Copy the list into a new file.")


class _Styles:
    def __init__(self):
        self.formats = dict(BUILTIN_FORMATS)
        self.dates: list[bool] = []
        self.in_cells = False

    def start(self, name, attributes):
        if name == "numFmt":
            self.formats[int(attributes["numFmtId"])] = attributes["formatCode"][:200]
        elif name == "cellXfs":
            self.in_cells = True
        elif name == "xf" and self.in_cells:
            shown_as = self.formats.get(int(attributes.get("numFmtId", 0)))
            self.dates.append(bool(shown_as) and is_date_format(shown_as))

    def end(self, name):
        if name == "cellXfs":
            self.in_cells = False


@dataclass
class _Cell:
    column: int = -1
    kind: str = "n"
    style: int = 0
    is_formula: bool = False


@dataclass
class _Merged:
    columns: tuple[int, int]
    rows: tuple[int, int]


@dataclass
class _Cells(_Text):
    """The cells of one sheet, row by row."""

    book: _Book
    collector: RowCollector = field(default_factory=RowCollector)
    merged: list[_Merged] = field(default_factory=list)
    number: int = 0
    cell: _Cell = field(default_factory=_Cell)
    cells: dict[int, str] = field(default_factory=dict)
    odd: dict[int, str] = field(default_factory=dict)

    def __post_init__(self):
        super().__init__()

    def start(self, name, attributes):
        if name == "c":
            self._start_cell(attributes)
        elif name in {"v", "t"}:
            self.takes = True
        elif name == "f":
            self.cell.is_formula = True
        elif name == "row":
            self.number = int(attributes["r"]) if "r" in attributes else self.number + 1
            if self.number > LAST_ROW:
                raise ValueError("No spreadsheet has so many rows")
            self.cells, self.odd, self.cell = {}, {}, _Cell()
        elif name == "rPh":
            self.in_reading = True
        elif name == "mergeCell":
            self._note_merged(attributes["ref"])

    def _start_cell(self, attributes):
        self.clear()
        column = self.cell.column + 1
        if reference := attributes.get("r"):
            column = _column(_REFERENCE.match(reference)[1]) if _REFERENCE.match(reference) else column
        self.cell = _Cell(column, attributes.get("t", "n"), int(attributes.get("s", 0)))

    def end(self, name):
        if name in {"v", "t"}:
            self.takes = False
        elif name == "c":
            self._end_cell()
        elif name == "rPh":
            self.in_reading = False
        elif name == "row":
            self.collector.add(self.number, self.cells, self.odd)

    def _end_cell(self):
        text, oddity = ("", FORMULA) if self.cell.is_formula else self._value(self.value)
        if text or oddity:
            self.cells[self.cell.column] = text
        if oddity:
            self.odd[self.cell.column] = oddity

    def _value(self, raw: str) -> tuple[str, str]:
        """The text of a cell, and what is odd about it."""
        kind = self.cell.kind
        if not raw:
            return "", ""
        if kind == "s":
            return self.book.strings[int(raw)], ""
        if kind in {"inlineStr", "str"}:
            return _unescaped(raw), ""
        if kind == "b":
            return ("yes" if raw.strip() == "1" else "no"), YES_NO
        if kind == "e":
            return "", ERROR
        if kind == "d":
            return raw, DATE
        return self._number(float(raw))

    def _number(self, number: float) -> tuple[str, str]:
        dates = self.book.dates
        if not (self.cell.style < len(dates) and dates[self.cell.style]):
            return f"{number:.15g}", ""
        try:
            when = from_excel(number, self.book.epoch)
        except (OverflowError, ValueError):  # not a day of any calendar; the program shows #####
            return "", DATE
        return (f"{when:%Y-%m-%d}" if isinstance(when, datetime) else str(when)), DATE

    def _note_merged(self, reference: str):
        corners = [_REFERENCE.match(corner) for corner in reference.split(":")]
        if len(corners) == 2 and all(corners):
            (left, top), (right, bottom) = ((_column(found[1]), int(found[2])) for found in corners)
            self.merged.append(_Merged((left, min(right, MOST_COLUMNS - 1)), (top, bottom)))
            if len(self.merged) > MOST_MERGED:
                _refuse_merged()


def _spread_merged(rows: list[Row], merged: list[_Merged]) -> None:
    """Give merged cells what they show, as far as they lie in rows that are not blank otherwise."""
    numbers = [row.number for row in rows]
    budget = MOST_MERGED
    for area in merged:
        (left, right), (top, bottom) = area.columns, area.rows
        covered = rows[bisect_left(numbers, top) : bisect_right(numbers, bottom)]
        budget -= len(covered) * (right - left + 1)
        if budget < 0:
            _refuse_merged()
        if not covered or covered[0].number != top:
            continue
        first = covered[0]
        text = first.cells[left] if left < len(first.cells) else ""
        for row in covered:
            row.cells.extend([""] * (right + 1 - len(row.cells)))
            row.cells[left] = text
            if left in first.odd:
                row.odd[left] = first.odd[left]
            row.odd |= dict.fromkeys(range(left + 1, right + 1), MERGED)


def _refuse_merged():
    raise SheetError("The file holds too many merged cells. Copy the list into a new file without them.")
