"""Which column of a list fills which field: guessed from its header, and in doubt left to the person."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from participants.lists.words import HEADERS, NOT_OURS, WHOLE, WHOLE_REVERSED
from workshop_portal.folding import fold_all

_NO_WORD = re.compile(r"[\W_]+")
_BESIDE = re.compile(r"[/|()\[\],;]+")  # “Ime / Given name”, “Mbiemri (Surname)”


def guess_columns(headers: Sequence[str]) -> dict[int, str]:
    """The field of each column by its number; a column whose header says nothing clear is left out.

    A word that means two things in two languages is read in the language that most headers are in. No field is
    given to two columns.
    """
    return _Words([headers]).guess(headers)


def known_headers(rows: Iterable[Sequence[str]]) -> list[int]:
    """Of each row, how many fields its cells would name if it were the row of headers; one query for all rows."""
    rows = list(rows)
    words = _Words(rows)
    return [len(words.guess(row)) for row in rows]


class _Words:
    def __init__(self, rows: Iterable[Sequence[str]]):
        cells = {cell for row in rows for cell in row}
        parts = {part for cell in cells for part in _BESIDE.split(cell)}
        self._folded = fold_all(cells | parts)

    def guess(self, headers: Sequence[str]) -> dict[int, str]:
        readings = [self._readings(header) for header in headers]
        votes = Counter(language for found in readings for language in found)
        order = [language for language, _ in sorted(votes.items(), key=lambda item: -item[1])]
        fields: dict[int, str] = {}
        for column, found in enumerate(readings):
            field = next((found[language] for language in order if language in found), NOT_OURS)
            if field != NOT_OURS and field not in fields.values():
                fields[column] = field
        return _without_contradiction(headers, fields)

    def _readings(self, header: str) -> dict[str, str]:
        """What the header means, by language. Words beside each other must agree, or none counts."""
        found = self._meanings(header)
        if found:
            return found
        parts = [meanings for part in _BESIDE.split(header) if (meanings := self._meanings(part))]
        fields = {field for meanings in parts for field in meanings.values()}
        return (
            {language: field for meanings in parts for language, field in meanings.items()} if len(fields) == 1 else {}
        )

    def _meanings(self, text: str) -> dict[str, str]:
        word = " ".join(_NO_WORD.sub(" ", self._folded.get(text, "")).split())
        return {language: words[word] for language, words in HEADERS.items() if word in words}


def _without_contradiction(headers: Sequence[str], fields: dict[int, str]) -> dict[int, str]:
    """“Name” beside no family name may be the whole name, and a whole name beside its parts is not needed."""
    taken = set(fields.values())
    if {"given_name", "family_name"} <= taken:
        drop = {WHOLE, WHOLE_REVERSED}
    elif "family_name" not in taken:
        drop = {"given_name"}
    else:
        drop = set()
    return {column: field for column, field in fields.items() if field not in drop}
