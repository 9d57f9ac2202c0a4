"""CSV files as rows of text: the encoding and the separator are worked out, or the file is refused with a sentence."""

import csv
import io
import re
from collections import Counter

from workshop_portal.sheets_in import FORMULA, MOST_SIGNS_IN_A_CELL, RowCollector, Sheet, SheetError

SEPARATORS = (",", ";", "\t")
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_IN_WORDS = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16"}
_TOLD = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # how Excel names the separator in the first line
SAVE_AS_UTF8 = "Save it as “CSV UTF-8” or as .xlsx and send the new one."


def read_csv(content: bytes) -> Sheet:
    """The rows of a CSV file. Raises SheetError with one sentence when it is not read.

    UTF-8 and UTF-16 are recognised for certain; Windows-1250 and 1251 by how letters that are not English stand:
    alone between English ones (Šarić), or next to each other (Шарић). A cell that begins with “=” is a formula.
    """
    text, encoding = _decoded(content)
    separator, text = _separator(text)
    collector = RowCollector()
    csv.field_size_limit(MOST_SIGNS_IN_A_CELL * 100)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            odd = {column: FORMULA for column, cell in enumerate(cells) if cell.startswith("=")}
            shown = {column: "" if column in odd else cell for column, cell in enumerate(cells) if cell}
            collector.add(number, shown, odd)
    except csv.Error as error:
        raise SheetError(
            f"Line {reader.line_num} of the file is not written as in a CSV file: {error}. Save it as .xlsx instead."
        ) from error
    if not collector.rows:
        raise SheetError("The file holds no rows.")
    return Sheet(collector.rows, encoding=encoding)


def _decoded(content: bytes) -> tuple[str, str]:
    """The text and, in words, the encoding."""
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "")
    try:
        if encoding:
            return _checked(content.decode(encoding)), _IN_WORDS[encoding]
        return _checked(content.decode("utf-8")), _IN_WORDS["utf-8"]
    except UnicodeDecodeError as error:
        if encoding:
            raise SheetError(f"The file is not in the encoding that it says. {SAVE_AS_UTF8}") from error
    encoding = _windows_page(content)
    try:
        return _checked(content.decode(encoding)), encoding.replace("cp", "Windows-")
    except UnicodeDecodeError as error:
        raise SheetError(f"The encoding of the file is not known. {SAVE_AS_UTF8}") from error


def _checked(text: str) -> str:
    if "\0" in text:
        raise SheetError("The file is not a CSV file: it holds signs that no text has.")
    return text


def _windows_page(content: bytes) -> str:
    """Windows-1250 when nearly all letters that are not English stand alone, 1251 when nearly none does."""
    runs = re.findall(rb"[\x80-\xff]+", content)
    alone = sum(len(run) == 1 for run in runs)
    share = alone / sum(map(len, runs))
    if share >= 0.7:
        return "cp1250"
    if share <= 0.3:
        return "cp1251"
    raise SheetError(f"The encoding of the file is not clear. {SAVE_AS_UTF8}")


def _separator(text: str) -> tuple[str, str]:
    """The separator that the file names, or that divides the most of its first lines alike; and the lines after."""
    if told := _TOLD.match(text):
        if told[1] not in SEPARATORS:
            raise SheetError("The columns are divided by a sign that is not read. Use commas, semicolons or tabs.")
        return told[1], text[told.end() :]
    lines = text.splitlines(keepends=True)[:50]
    return max(SEPARATORS, key=lambda separator: _columns(lines, separator)), text


def _columns(lines: list[str], separator: str) -> tuple[int, int]:
    """How many lines have the most frequent number of columns above one, and that number."""
    try:
        widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=separator) if len(cells) > 1)
    except csv.Error:
        return 0, 0
    columns, frequency = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return frequency, columns
