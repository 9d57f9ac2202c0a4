"""Rows out, as spreadsheets that no program executes: every text is stored as text, whatever it begins with."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import chain, islice

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
# A spreadsheet program reads a cell of a CSV file that begins with one of these as a formula or a command.
_EXECUTES = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 60
_MEASURED = 200  # rows that the widths of the columns are taken from

Cell = str | int | float | bool | date | datetime | None


def as_xlsx(title: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]], *, notes: Iterable[str] = ()) -> bytes:
    """A workbook of one sheet: bold headers that stay in sight, then the rows, then `notes` (footnotes, funding).

    Dates and times (naive, as people read them) and numbers stay what they are; everything else is text. Rows are
    taken one by one and notes after the last, so that either may be made on the way.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    rows = iter(rows)
    first = list(islice(rows, _MEASURED))
    for number, width in enumerate(_widths(headers, first), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    text, long_text = _text_cell(sheet, wrap_text=False), _text_cell(sheet, wrap_text=True)
    bold, italic = _text_cell(sheet, font=Font(bold=True)), _text_cell(sheet, font=Font(italic=True), wrap_text=True)
    sheet.append(_filled(bold, header) for header in headers)
    for row in chain(first, rows):
        sheet.append(_filled(long_text if _is_long(value) else text, value) for value in row)
    for number, note in enumerate(notes):
        if not number:
            sheet.append([])
        sheet.append([_filled(italic, note)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_csv(headers: Sequence[str], rows: Iterable[Sequence[Cell]], *, notes: Iterable[str] = ()) -> bytes:
    """The same as CSV in UTF-8 with a mark at the beginning, so that spreadsheet programs read its letters.

    A text that a program would execute gets an apostrophe before it.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    for row in chain((headers,), rows):
        writer.writerow([_harmless(value) for value in row])
    for number, note in enumerate(notes):
        if not number:
            writer.writerow([""])
        writer.writerow([_harmless(note)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _sheet_name(title: str) -> str:
    return "".join(" " if sign in r"[]:*?/\'" else sign for sign in title)[:31].strip() or "List"


def _text_cell(sheet, *, font: Font | None = None, wrap_text: bool = False):
    """A cell for every text of one look: it is written out before the next text is put in, and styles are dear."""
    cell = WriteOnlyCell(sheet, value=None)
    cell.alignment = Alignment(vertical="top", wrap_text=wrap_text)
    if font:
        cell.font = font
    return cell


def _filled(cell, value: Cell):
    """The cell with the text in it; what is no text needs no cell of ours."""
    if not isinstance(value, str):
        return value
    cell._value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.data_type = "s"
    return cell


def _is_long(value: Cell) -> bool:
    return isinstance(value, str) and len(value) > _WIDEST


def _widths(headers: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[int]:
    """As wide as the longest text of the first rows, within reason; dates and times need 17."""
    widths = [len(header) for header in headers]
    for row in rows:
        for number, value in enumerate(row):
            needed = 17 if isinstance(value, date) else len(str(value if value is not None else ""))
            widths[number] = max(widths[number], needed)
    return [min(width + 2, _WIDEST) for width in widths]


def _harmless(value: Cell) -> Cell:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, str) and value.startswith(_EXECUTES):
        return f"'{value}"
    return value
