"""Reads ``[tool.stopgen.providers.NAME]``: what a project asks for of one provider."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, cast

from stopgen.choice import Choice, Choices, Wish
from stopgen.diagnostic import Checked, Code, Position, each, error

_KEYS: Final = ("include", "exclude", "models")
_METHODS: Final = frozenset("GET PUT POST DELETE OPTIONS HEAD PATCH TRACE".split())
_CALL: Final = re.compile(r"\s*([A-Za-z]+)\s+(\S+)\s*")
_HEADER: Final = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?")
_TABLE: Final = "tool.stopgen.providers"


@dataclass(frozen=True, slots=True)
class _Table:
    """The table of one provider, and the file that it stands in."""

    file: str
    text: str
    provider: str

    def place(self, word: str = "", after: str = "") -> Position:
        """Return where a word stands in the table; the table's header if it is spelled oddly.

        Args:
            word: What to look for.
            after: The key that comes before it.
        """
        header, key_seen = 1, not after
        for number, line in self._lines():
            if _HEADER.fullmatch(line):
                header = number
            start = 0 if key_seen else line.find(after)
            if start < 0:
                continue
            key_seen = True
            column = line.find(word, start) if word else -1
            if column >= 0:
                return Position(self.file, number, column + 1)
        return Position(self.file, header)

    def _lines(self) -> Iterator[tuple[int, str]]:
        """Yield the header and the lines of the table; lines that merely name it where there is none."""
        inside, found = False, False
        for number, line in enumerate(self.text.splitlines(), start=1):
            if header := _HEADER.fullmatch(line):
                inside = self._is_mine(header[1])
                found = found or inside
            if inside:
                yield number, line
        if not found:
            yield from enumerate(self.text.splitlines(), start=1)

    def _is_mine(self, header: str) -> bool:
        return header.replace('"', "").replace("'", "") == f"{_TABLE}.{self.provider}"


def choices(file: str, text: str, value: object) -> Checked[Choices]:
    """Check the table of all providers.

    Args:
        file: The path of pyproject.toml as a user would type it.
        text: What stands in it.
        value: The value of ``providers``.
    """
    found: dict[str, Choice] = {}
    for provider, table in _entries(value).items():
        found[provider] = yield from _choice(_Table(file, text, provider), table)
    if not isinstance(value, dict):
        place = _Table(file, text, "").place("providers")
        yield error(Code.INVALID_CONFIGURATION, place, "providers must be a table of tables")
    return {provider: choice for provider, choice in found.items() if choice != Choice()}


def _choice(table: _Table, value: object) -> Checked[Choice]:
    if not isinstance(value, dict):
        reason = f"{table.provider} must be a table with include, exclude or models"
        yield error(Code.INVALID_CONFIGURATION, table.place(table.provider), reason)
        return Choice()
    members = _entries(cast("object", value))
    for key in members:
        if key not in _KEYS:
            yield error(Code.UNKNOWN_CONFIGURATION_KEY, table.place(key), _unknown(table, key))
    include = yield from _wishes(table, "include", members.get("include", []))
    exclude = yield from _wishes(table, "exclude", members.get("exclude", []))
    for wish in exclude:
        if wish in include:
            reason = f"{wish} is both included and excluded"
            yield error(Code.INVALID_CONFIGURATION, wish.position, reason)
    return Choice(include, exclude, (yield from _models(table, members.get("models"))))


def _models(table: _Table, value: object) -> Checked[int | None]:
    if value is None or (type(value) is int and value > 0):
        return value
    reason = f"models must be a whole number above 0, not {value!r}"
    yield error(Code.INVALID_CONFIGURATION, table.place("models"), reason)
    return None


def _unknown(table: _Table, key: str) -> str:
    close = get_close_matches(key, _KEYS, n=1)
    known = f"did you mean {close[0]}?" if close else f"known keys are {', '.join(_KEYS)}"
    return f"unknown key {key!r} in [{_TABLE}.{table.provider}]; {known}"


def _wishes(table: _Table, key: str, value: object) -> Checked[tuple[Wish, ...]]:
    if not isinstance(value, list):
        reason = f'{key} must be a list of operations, such as ["POST /runs/{{id}}/halt"]'
        yield error(Code.INVALID_CONFIGURATION, table.place(key), reason)
        return ()
    entries = [(table, key, entry) for entry in cast("list[object]", value)]
    return tuple((yield from each(_wish, entries)))


def _wish(named: tuple[_Table, str, object]) -> Checked[Wish | None]:
    table, key, entry = named
    found = _CALL.fullmatch(entry) if isinstance(entry, str) else None
    place = table.place(entry if isinstance(entry, str) else key, after=key)
    if found and found[1].upper() in _METHODS and found[2].isprintable():
        return Wish(found[1].upper(), found[2], place)
    reason = f"{entry!r} in {key} is no operation; write its method and path: 'POST /runs/{{id}}'"
    yield error(Code.INVALID_CONFIGURATION, place, reason)
    return None


def _entries(value: object) -> Mapping[str, object]:
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}
