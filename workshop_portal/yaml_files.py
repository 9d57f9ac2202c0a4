"""Data files in YAML, read with the line of every value, so that a mistake is answered with its place.

    file = yaml_files.load(path)                      # plain dicts, lists, texts, numbers, dates
    file.check_keys({"code", "domains"}, {"notes"})   # of the whole file: these must, those may be there
    for number in range(len(file.value(list, "domains"))):
        title = file.value(str, "domains", number, "title")
        if not title.istitle():
            raise file.error("The title is not a title.", "domains", number, "title")

Every mistake, also one found by the caller, is a `DataFileError`: one sentence with file and line.

Refused, although YAML knows it: repeated keys (the later one would win silently), aliases and tags (a few
lines of them can fill the memory), several documents in one file, and files over a megabyte.
"""

import math
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any

import yaml

MAX_BYTES = 1_000_000
MAX_DEPTH = 30
MAX_NUMBER = 2**53
MOST_LISTED = 12  # of what could stand instead of an unknown word
MISSING: Any = object()
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL takes neither
_CLOCK = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")
_CONTAINERS = {yaml.MappingNode: "tag:yaml.org,2002:map", yaml.SequenceNode: "tag:yaml.org,2002:seq"}
_KINDS = {
    str: "a text (in quotes)",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "a group of keys",
    date: "a date, written like 2021-12-14",
}

Key = str | int


class DataFileError(Exception):
    """One mistake in a data file. Its text is file, line and a sentence that says what is wrong."""

    def __init__(self, path: Path, line: int | None, sentence: str):
        self.path, self.line, self.sentence = path, line, sentence
        place = f"{path}, line {line}" if line else str(path)
        super().__init__(f"{place}: {sentence}")


@dataclass(frozen=True)
class DataFile:
    """What a file holds (`data`) and where. A key path is the keys and list positions down to a value."""

    path: Path
    data: Any
    lines: dict[tuple[Key, ...], int] = field(repr=False)

    def line(self, *keys: Key) -> int:
        """The line of a value, counted from 1; of what is around it when it is not there."""
        while keys not in self.lines:
            keys = keys[:-1]
        return self.lines[keys]

    def error(self, sentence: str, *keys: Key) -> DataFileError:
        """The error to raise about the value at this key path."""
        return DataFileError(self.path, self.line(*keys), sentence)

    def value(self, kind: type, *keys: Key, default: Any = MISSING) -> Any:
        """The value at a key path, which is exactly of this kind and, if a text, not empty.

        `default` is for a last key that is not there. Raises DataFileError.
        """
        value = self.data
        for depth, key in enumerate(keys):
            above = keys[:depth]
            group = self._of_kind(value, (dict,) if isinstance(key, str) else (dict, list), *above)
            if (*above, key) not in self.lines:
                if default is not MISSING and depth == len(keys) - 1:
                    return default
                raise self.error(f"“{key}” is missing.", *above)
            value = group[key]
        return self._of_kind(value, (kind,), *keys)

    def each(self, kind: type, *keys: Key, default: Any = MISSING) -> list[Any]:
        """The values of a list, all of one kind."""
        found = self.value(list, *keys, default=default)
        return [self._of_kind(part, (kind,), *keys, number) for number, part in enumerate(found)]

    def one_of(self, known: Collection[str], *keys: Key, of: str) -> str:
        """The text at a key path, which is one of those known; `of` says in the plural what they are."""
        value = self.value(str, *keys)
        self.refuse_unknown(value, known, *keys, of=of)
        return value

    def refuse_unknown(self, word: Key, known: Collection[Key], *keys: Key, of: str) -> None:
        """That a word at a key path, which may be the last key itself, is one of those known."""
        if word not in known:
            listed = f": {', '.join(map(str, known))}" if 0 < len(known) <= MOST_LISTED else ""
            raise self.error(f"“{word}” is not among the {of}{listed}.", *keys)

    def clock(self, *keys: Key) -> time:
        """The time of day at a key path."""
        value = self.value(str, *keys)
        if not _CLOCK.fullmatch(value):
            raise self.error(f'{self._name(keys)} must be a time of day, written like "08:30".', *keys)
        return time.fromisoformat(value)

    def number(self, least: int, most: int, *keys: Key) -> int:
        """The whole number at a key path, which is in this range."""
        value: int = self.value(int, *keys)
        if not least <= value <= most:
            raise self.error(f"{self._name(keys)} must be from {least} to {most}.", *keys)
        return value

    def refuse_repeated(self, *places: tuple[Key, ...]) -> None:
        """That the texts at these key paths differ."""
        first: dict[str, int] = {}
        for place in places:
            text = self.value(str, *place)
            if text in first:
                raise self.error(f"“{text}” is there already, in line {first[text]}.", *place)
            first[text] = self.line(*place)

    def count(self, *keys: Key) -> int:
        """How many entries the list at a key path has, at least one."""
        entries = len(self.value(list, *keys))
        if not entries:
            raise self.error(f"{self._name(keys)} is empty.", *keys)
        return entries

    def check_values(self, required: Mapping[Key, type], optional: Mapping[Key, type], *keys: Key) -> None:
        """That the group at this key path has these keys, as check_keys, each with a value of its kind."""
        self.check_keys(required, optional, *keys)
        for key in self.value(dict, *keys):
            self.value((dict(required) | dict(optional))[key], *keys, key)

    def check_keys(self, required: Collection[Key], optional: Collection[Key], *keys: Key) -> None:
        """That the group at this key path has all required keys and no unknown one."""
        group = self.value(dict, *keys)
        for key in group:
            if key not in required and key not in optional:
                raise self.error(f"“{key}” is not a known key here.", *keys, key)
        for key in required:
            if key not in group:
                raise self.error(f"“{key}” is missing.", *keys)

    def json(self, *keys: Key, default: Any = MISSING) -> Any:
        """The value at a key path as JSON can hold it: keys become texts; dates and NaN are refused."""
        *above, key = keys
        group = self.value(dict, *above)
        if key in group:
            return self._as_json(group[key], *keys)
        if default is MISSING:
            raise self.error(f"“{key}” is missing.", *above)
        return default

    def _of_kind(self, value: Any, kinds: tuple[type, ...], *keys: Key) -> Any:
        if type(value) not in kinds:
            raise self.error(f"{self._name(keys)} must be {_KINDS[kinds[0]]}.", *keys)
        if isinstance(value, str) and not value.strip():
            raise self.error(f"{self._name(keys)} is empty.", *keys)
        return value

    def _name(self, keys: tuple[Key, ...]) -> str:
        if not keys:
            return "The file"
        around = self.data
        for key in keys[:-1]:
            around = around[key]
        return f"Entry {int(keys[-1]) + 1}" if isinstance(around, list) else f"“{keys[-1]}”"

    def _as_json(self, value: Any, *keys: Key) -> Any:
        if isinstance(value, dict):
            return {str(key): self._as_json(part, *keys, key) for key, part in value.items()}
        if isinstance(value, list):
            return [self._as_json(part, *keys, number) for number, part in enumerate(value)]
        if value is None or type(value) in {str, int, bool} or (type(value) is float and math.isfinite(value)):
            return value
        raise self.error(f"{self._name(keys)} must be a text, a number, true or false.", *keys)


def load(path: Path | str) -> DataFile:
    """Read a file. Raises DataFileError when it cannot be read or is not plain YAML."""
    path = Path(path)
    text = _text(path)
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            raise DataFileError(path, 1, "The file is empty.")
        lines: dict[tuple[Key, ...], int] = {}
        return DataFile(path, _plain(loader, node, (), lines), lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise DataFileError(path, mark.line + 1 if mark else None, _sentence(error)) from None
    finally:
        loader.dispose()


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise DataFileError(path, None, f"The file cannot be read: {(error.strerror or str(error)).lower()}.") from None
    if len(raw) > MAX_BYTES:
        raise DataFileError(path, None, f"The file is larger than {MAX_BYTES:,} bytes.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DataFileError(path, line, "The file is not in UTF-8.") from None
    if found := yaml.reader.Reader.NON_PRINTABLE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise DataFileError(path, line, "There is a character that does not belong in a text.") from None
    return text


class _Loader(yaml.SafeLoader):
    """SafeLoader without aliases, and with a bottom."""

    depth = 0

    def compose_node(self, parent, index):
        if self.check_event(yaml.AliasEvent):
            raise _refusal("Aliases (*name) are not used in data files.", self.peek_event())
        if self.depth == MAX_DEPTH:
            raise _refusal("The file is nested too deeply.", self.peek_event())
        self.depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


class _Refusal(yaml.MarkedYAMLError):
    """A mistake that YAML allows and we do not; its problem is a sentence already."""


def _refusal(sentence: str, at: Any) -> _Refusal:
    return _Refusal(problem=sentence, problem_mark=at.start_mark)


def _sentence(error: yaml.MarkedYAMLError) -> str:
    return str(error.problem) if isinstance(error, _Refusal) else f"This is not valid YAML: {error.problem}."


def _plain(loader: _Loader, node: yaml.Node, place: tuple[Key, ...], lines: dict[tuple[Key, ...], int]) -> Any:
    """The node as plain data; the line of everything in it is noted in `lines`."""
    lines.setdefault(place, node.start_mark.line + 1)
    if type(node) in _CONTAINERS and node.tag != _CONTAINERS[type(node)]:
        raise _refusal("Tags (!name) are not used in data files.", node)
    if isinstance(node, yaml.MappingNode):
        return {key: _plain(loader, below, (*place, key), lines) for key, below in _pairs(loader, node, place, lines)}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(loader, below, (*place, number), lines) for number, below in enumerate(node.value)]
    return _scalar(loader, node)


def _pairs(loader, node, place, lines) -> Iterator[tuple[Key, yaml.Node]]:
    """Keys with their nodes; the line of a value is that of its key, where a person looks first."""
    seen: set[Key] = set()
    for key_node, below in node.value:
        key = _scalar(loader, key_node) if isinstance(key_node, yaml.ScalarNode) else None
        if type(key) not in {str, int}:
            raise _refusal("A key must be a word or a whole number.", key_node)
        if key in seen:
            raise _refusal(f"The key “{key}” is there twice.", key_node)
        seen.add(key)
        lines[(*place, key)] = key_node.start_mark.line + 1
        yield key, below


def _scalar(loader: _Loader, node: yaml.Node) -> Any:
    if node.tag == "tag:yaml.org,2002:merge":
        raise _refusal("Merging (<<) is not used in data files.", node)
    try:
        value = loader.construct_object(node)
        if type(value) is int and abs(value) > MAX_NUMBER:
            raise ValueError
    except ValueError:
        raise _refusal(f"“{node.value[:40]}” is not a date or number that can be.", node) from None
    if isinstance(value, str) and _UNSTORABLE.search(value):
        raise _refusal("There is a character that does not belong in a text.", node)
    return value
