"""Rows in, from files that strangers made: plain text of bounded size, and of each odd cell what is odd about it.

`xlsx_in` and `csv_in` read the two kinds of files into a Sheet. Nothing of a file is executed, fetched or unpacked to
disk, and nothing is believed that the file says about its own size.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

MOST_ROWS = 5_000
MOST_ROWS_ABOVE = 20  # titles, before the row of headers
MOST_COLUMNS = 50
MOST_SIGNS_IN_A_CELL = 1_000
MOST_SIGNS = 5_000_000  # of all cells together

# What is odd about a cell, and how a sentence goes on after the name of its column.
FORMULA, DATE, YES_NO, ERROR, UNPRINTABLE, MERGED = "formula", "date", "yes_no", "error", "unprintable", "merged"
IN_WORDS = {
    FORMULA: "holds a formula. Write the value itself.",
    DATE: "holds a date, not words.",
    YES_NO: "holds true or false, not words.",
    ERROR: "holds an error of the spreadsheet program.",
    UNPRINTABLE: "holds a sign that cannot be printed.",
    MERGED: "is merged with the cell before it. Split the cells, so that each has its own value.",
}


class SheetError(ValidationError):
    """A file that is not read, with one sentence why."""


@dataclass
class Row:
    """A row that is not blank. `number` is what a spreadsheet program shows at its left; columns count from 0."""

    number: int
    cells: list[str]
    odd: dict[int, str] = field(default_factory=dict)


@dataclass
class Sheet:
    """`name` and `sheets` say which of how many sheets it is; `encoding` in which encoding the text was taken to be."""

    rows: list[Row]
    name: str = ""
    sheets: int = 1
    encoding: str = ""


class RowCollector:
    """Takes cells as they are met, and refuses a file as soon as it is more than a list of people can be."""

    def __init__(self):
        self.rows: list[Row] = []
        self._signs = 0

    def add(self, number: int, cells: dict[int, str], odd: dict[int, str]) -> None:
        """Cells by column. A blank row is passed over."""
        filled = {}
        for column, text in cells.items():
            cleaned, is_printable = clean(text)
            if not is_printable:
                odd[column] = UNPRINTABLE
            if cleaned or column in odd:
                filled[column] = cleaned
        if not filled:
            return
        self._check_size(number, filled)
        last = max(filled)
        row = Row(number, [filled.get(column, "") for column in range(last + 1)], odd)
        self.rows.append(row)

    def _check_size(self, number: int, filled: dict[int, str]) -> None:
        if max(filled) >= MOST_COLUMNS:
            raise SheetError(f"Row {number} has more than {MOST_COLUMNS} columns. Leave out those that are not needed.")
        longest = max(filled, key=lambda column: len(filled[column]))
        if len(filled[longest]) > MOST_SIGNS_IN_A_CELL:
            raise SheetError(
                f"Row {number}, column {letters(longest)} holds more than {MOST_SIGNS_IN_A_CELL:,} characters."
            )
        self._signs += sum(map(len, filled.values()))
        if self._signs > MOST_SIGNS:
            raise SheetError("The list holds far more text than names and duties. Leave out what is not needed.")
        if len(self.rows) >= MOST_ROWS + MOST_ROWS_ABOVE:
            raise SheetError(f"The list has more than {MOST_ROWS:,} rows. Divide it into several files.")


def clean(text: str) -> tuple[str, bool]:
    """The text in one line, letters composed, without marks that nobody sees; and whether all of it can be printed."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if text.isprintable():
        return text, True
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    printable = "".join(sign for sign in seen if sign.isprintable())
    return " ".join(printable.split()), printable == seen


def letters(column: int) -> str:
    """The name of a column in spreadsheet programs: A for 0, AA for 26."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def width(rows: Iterable[Row]) -> int:
    return max((len(row.cells) for row in rows), default=0)
