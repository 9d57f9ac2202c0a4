"""The file of a list: which kinds are taken, where its headers are, and what is kept of it until it is applied."""

from dataclasses import dataclass
from os import SEEK_END

from django.template.defaultfilters import filesizeformat

from events.files import inspect
from participants.lists.columns import known_headers
from workshop_portal.csv_in import read_csv
from workshop_portal.sheets_in import MOST_ROWS, MOST_ROWS_ABOVE, Row, Sheet, SheetError, letters, width
from workshop_portal.xlsx_in import read_xlsx

MOST_BYTES = 10_000_000
TEXT = {"csv", "txt", "tsv"}
SAVE_AS_XLSX = "Save it as .xlsx and send the new one."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the old files of Office, and the new ones behind a password
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = {
    "xls": "The portal does not read the old .xls files.",
    "xlsb": "The portal does not read binary .xlsb files.",
    "xlsm": "The file may hold macros.",
    "xltx": "The file is a template.",
    "ods": "The portal does not read .ods files.",
    "numbers": "The portal does not read .numbers files.",
}
_EXAMPLES = 3


@dataclass(frozen=True)
class List:
    """What was read: headers as they stand, and the rows below them. `below` are lines under the list, as many as there
    are, which are no people.
    """

    sheet: Sheet
    header_number: int
    headers: list[str]
    rows: list[Row]
    below: int = 0

    def facts(self) -> dict:
        """What the next pages say about the file, and the first values of each column as examples."""
        return {
            "sheet": self.sheet.name,
            "sheets": self.sheet.sheets,
            "encoding": self.sheet.encoding,
            "header_row": self.header_number,
            "rows": len(self.rows),
            "below": self.below,
            "examples": [self._examples(column) for column in range(len(self.headers))],
        }

    def _examples(self, column: int) -> list[str]:
        values = (row.cells[column] for row in self.rows[:200] if column < len(row.cells))
        return list(dict.fromkeys(value[:60] for value in values if value))[:_EXAMPLES]


def read_list(upload) -> List:
    """The list in an uploaded file. Raises ValidationError with one sentence that says what to do instead."""
    extension = upload.name.rsplit(".", 1)[-1].lower() if "." in upload.name else ""
    _check_kind(upload, extension)
    if extension in TEXT:
        upload.seek(0)
        return _with_headers(read_csv(upload.read()))
    inspect(upload)
    upload.seek(0)
    return _with_headers(read_xlsx(upload))


def _check_kind(upload, extension: str) -> None:
    if not upload.size:
        raise SheetError("The file is empty.")
    if upload.size > MOST_BYTES:
        raise SheetError(
            f"The file is {filesizeformat(upload.size)}; a list may have {filesizeformat(MOST_BYTES)}. "
            "Take pictures and other sheets out."
        )
    if upload.seek(0, SEEK_END) != upload.size:  # not all of it was kept, because other files came with it
        raise SheetError("The file did not arrive whole. Send it alone.")
    upload.seek(0)
    start = upload.read(len(_OLE))
    if start == _OLE:
        upload.seek(0)
        if _ENCRYPTED in upload.read():
            raise SheetError("The file is protected with a password. Save it without one and send it again.")
        raise SheetError(f"{_OTHERS['xls']} {SAVE_AS_XLSX}")
    if extension in _OTHERS:
        raise SheetError(f"{_OTHERS[extension]} {SAVE_AS_XLSX}")
    if extension not in TEXT | {"xlsx"}:
        raise SheetError("The portal reads lists in .xlsx and .csv files.")
    if extension in TEXT and start.startswith(b"PK\x03\x04"):
        raise SheetError(f"The content is not text. {SAVE_AS_XLSX}")


def _with_headers(sheet: Sheet) -> List:
    """Divide the rows at the row of headers, which may stand below titles.

    It is the one among the first that names the most fields; where none is known, the first with several words and
    no address. Raises SheetError when there is none, or nothing below it.
    """
    first = sheet.rows[: MOST_ROWS_ABOVE + 1]
    known = known_headers(row.cells for row in first)
    best = max(range(len(first)), key=lambda number: (known[number], -number))
    if not known[best]:
        best = next((number for number, row in enumerate(first) if _could_be_headers(row)), -1)
    if best < 0 or any("@" in cell for cell in first[best].cells):
        raise SheetError("No row of headers was found. Write above each column what it holds, such as “Family name”.")
    below = _lines_below(sheet.rows[best:])
    rows = sheet.rows[best + 1 : len(sheet.rows) - below]
    if not rows:
        raise SheetError(f"There is nobody below the headers in row {first[best].number}.")
    if len(rows) > MOST_ROWS:
        raise SheetError(f"The list has {len(rows):,} rows; the portal takes {MOST_ROWS:,} at once. Divide it.")
    cells = first[best].cells
    columns = max(width(rows), len(cells))
    headers = [
        (cells[column] if column < len(cells) else "") or f"Column {letters(column)}" for column in range(columns)
    ]
    return List(sheet, first[best].number, headers, rows, below)


def _lines_below(rows: list[Row]) -> int:
    """How many lines stand under a list, after a blank row and each in one cell: signatures, dates, notes."""
    below = 0
    for start in range(len(rows) - 1, 0, -1):
        if len([cell for cell in rows[start].cells if cell]) != 1 or rows[start].odd:
            break
        if rows[start].number > rows[start - 1].number + 1:
            below = len(rows) - start
    return below


def _could_be_headers(row: Row) -> bool:
    return len([cell for cell in row.cells if cell]) >= 2
