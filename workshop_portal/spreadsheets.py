"""Rows out, as spreadsheets that no program executes: every text is stored as text, whatever it begins with."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

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

Cell = str | int | float | bool | date | datetime | None


def as_xlsx(title: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]], *, notes: Sequence[str] = ()) -> bytes:
    """A workbook of one sheet: bold headers that stay in sight, then the rows, then `notes` (footnotes, funding).

    Dates and times (naive, as people read them) and numbers stay what they are; everything else is text.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    rows = [tuple(row) for row in rows]
    for number, width in enumerate(_widths(headers, rows), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, header, font=Font(bold=True)) for header in headers])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    for note in ("", *notes) if notes else ():
        sheet.append([_cell(sheet, note, font=Font(italic=True))])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_csv(headers: Sequence[str], rows: Iterable[Sequence[Cell]], *, notes: Sequence[str] = ()) -> bytes:
    """The same as CSV in UTF-8 with a mark at the beginning, so that spreadsheet programs read its letters.

    A text that a program would execute gets an apostrophe before it.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    for row in (headers, *rows, *([note] for note in ("", *notes) if notes)):
        writer.writerow([_harmless(value) for value in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _sheet_name(title: str) -> str:
    return "".join(" " if sign in r"[]:*?/\'" else sign for sign in title)[:31].strip() or "List"


def _cell(sheet, value: Cell, font: Font | None = None) -> WriteOnlyCell:
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, value=None)
        cell._value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        cell.alignment = Alignment(vertical="top", wrap_text=len(value) > _WIDEST)
    else:
        cell = WriteOnlyCell(sheet, value=value)
    if font:
        cell.font = font
    return cell


def _widths(headers: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[int]:
    """As wide as the longest text of the first rows, within reason; dates and times need 17."""
    widths = [len(header) for header in headers]
    for row in rows[:200]:
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
