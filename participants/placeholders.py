"""Placeholders in the words of a mail: {name}, and nothing more. No conditions, no dots; nothing is executed.

A line whose placeholders are all empty is left out, so that “Venue: {venue}” needs no condition.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_IN_BRACES = re.compile(r"\{([^{}\n]*)\}")
# Where a reader's mail program would find an address: letters on both sides of a dot, a colon or an at sign.
_IN_AN_ADDRESS = re.compile(r"(?<=\w)([.:@])(?=[\w/])")
_BREAK = "\u200b"  # zero width: nobody sees it, and no address goes across it


@dataclass(frozen=True)
class Placeholder:
    """A name to be written in braces, what it stands for in words, and an example."""

    name: str
    meaning: str
    example: str

    def __str__(self):
        return f"{{{self.name}}}"


@dataclass(frozen=True)
class Part:
    """A piece of a line: words as written, or, with the `name` of a placeholder, what stands in its place."""

    text: str
    name: str = ""

    @property
    def is_missing(self) -> bool:
        return bool(self.name) and not self.text


Line = list[Part]


def check(text: str, allowed: Iterable[Placeholder], required: Iterable[str] = ()) -> None:
    """Raises ValidationError with a sentence for each thing that is wrong with the placeholders of `text`."""
    names = [placeholder.name for placeholder in allowed]
    listed = ", ".join(f"{{{name}}}" for name in names)
    found = _IN_BRACES.findall(text)
    sentences = [
        f"There is no placeholder {{{name}}} here. There are: {listed}."
        for name in dict.fromkeys(found)
        if name not in names
    ]
    if stray := re.search(r"[{}]", _IN_BRACES.sub("", text)):
        sentences.append(
            f"A “{stray[0]}” stands alone. Braces are for placeholders only, both of them. There are: {listed}."
        )
    sentences += [
        f"{{{name}}} must stand in this text: whoever reads the mail needs it. There are: {listed}."
        for name in required
        if name not in found
    ]
    if sentences:
        raise ValidationError(sentences)


def names_in(*texts: str) -> set[str]:
    """The placeholders that occur."""
    return {name for text in texts for name in _PLACEHOLDER.findall(text)}


def lines_of(text: str, values: Mapping[str, str]) -> list[Line]:
    """Every line of `text` with what stands in the place of its placeholders, also lines that would be left out."""
    return [_parts(line, values) for line in text.replace("\r\n", "\n").split("\n")]


def is_left_out(line: Line) -> bool:
    standing = [part for part in line if part.name]
    return bool(standing) and all(part.is_missing for part in standing)


def filled(text: str, values: Mapping[str, str]) -> str:
    """`text` with its placeholders filled, and with no more than one empty line between two paragraphs."""
    kept = [line for line in lines_of(text, values) if not is_left_out(line)]
    joined = "\n".join("".join(part.text for part in line).rstrip() for line in kept)
    return re.sub(r"\n{3,}", "\n\n", joined).strip()


def typed(value: str) -> str:
    """What a person typed, as it may stand in a mail: no sign that cannot be seen, and nothing in it that a mail
    program takes for an address to click on. Whoever reads it sees what was typed.
    """
    seen = "".join(sign for sign in value if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cf"})
    lines = (" ".join(line.split()) for line in seen.split("\n"))
    return _IN_AN_ADDRESS.sub(rf"\1{_BREAK}", "\n".join(lines).strip())


def _parts(line: str, values: Mapping[str, str]) -> Line:
    pieces = _PLACEHOLDER.split(line)  # words and names in turn
    parts = [Part(values.get(piece, ""), piece) if n % 2 else Part(piece) for n, piece in enumerate(pieces)]
    return [part for part in parts if part.text or part.name]
