"""Reads TOML that people write: its tables know where each word stands, for messages that name the place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple, cast

from stopgen.diagnostic import Checked, Code, Diagnostic, Position, error

_HEADER: Final = r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?"
_AT_LINE: Final = r" *\(at line (\d+), column (\d+)\)"
_NO_QUOTES: Final = str.maketrans("", "", "\"'")


class Table(NamedTuple):
    """One table of a file.

    Attributes:
        file: The path of the file as a user would type it.
        text: The content of the whole file.
        name: The name in the table's header, without quotes; empty for what stands before all headers.
    """

    file: str
    text: str
    name: str = ""

    @property
    def shown(self) -> str:
        """The table as a message names it."""
        return f"[{self.name}]" if self.name else self.file

    def key(self, name: str) -> Position:
        """Return where an entry or a table in this one begins; its header if that is spelled oddly."""
        entry = re.compile(rf"(\s*)([\"']?){re.escape(name)}\2\s*=")
        inner = f"{self.name}.{name}" if self.name else name
        for number, line in self._own():
            if found := entry.match(line):
                return Position(self.file, number, len(found[1]) + 1)
        headers = {name: number for number, name in reversed([*self._headers()])}
        return Position(self.file, headers.get(inner, headers.get(self.name, 1)))

    def word(self, word: str = "", after: str = "") -> Position:
        """Return where a word stands; the table's header if it is spelled oddly.

        Args:
            word: What to look for.
            after: The key that comes before it.
        """
        header, key_seen = 1, not after
        for number, line in list(self._own()) or self._all():
            if re.fullmatch(_HEADER, line):
                header = number
            start = 0 if key_seen else line.find(after)
            if start < 0:
                continue
            key_seen = True
            column = line.find(word, start) if word else -1
            if column >= 0:
                return Position(self.file, number, column + 1)
        return Position(self.file, header)

    def invalid(self, message: str, position: Position) -> Diagnostic:
        """Say what is wrong with a value."""
        return error(Code.INVALID_CONFIGURATION, position, message)

    def unknown(self, key: str, known: Collection[str], position: Position) -> Diagnostic:
        """Name a key that means nothing, and the one that was probably meant."""
        from difflib import get_close_matches

        close = get_close_matches(key, known, n=1)
        hint = f"did you mean {close[0]}?" if close else f"known keys are {', '.join(known)}"
        reason = f"unknown key {key!r} in {self.shown}; {hint}"
        return error(Code.UNKNOWN_CONFIGURATION_KEY, position, reason)

    def _own(self) -> Iterator[tuple[int, str]]:
        """Yield the header and the lines of the table."""
        inside = not self.name
        headers = dict(self._headers())
        for number, line in self._all():
            inside = headers[number] == self.name if number in headers else inside
            if inside:
                yield number, line

    def _headers(self) -> Iterator[tuple[int, str]]:
        """Yield the lines of all headers, and their names without quotes."""
        for number, line in self._all():
            if header := re.fullmatch(_HEADER, line):
                yield number, header[1].translate(_NO_QUOTES)

    def _all(self) -> list[tuple[int, str]]:
        return list(enumerate(self.text.splitlines(), start=1))


def parse(file: str, text: str) -> Checked[Mapping[str, object] | None]:
    """Read a file; None if it is not TOML."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as problem:  # a number may be too long for Python as well
        found = re.search(_AT_LINE, str(problem))
        place = (int(found[1]), int(found[2])) if found else (1, 1)
        reason = f"not valid TOML: {re.sub(_AT_LINE, '', str(problem)).partition(';')[0]}"
        yield error(Code.INVALID_CONFIGURATION, Position(file, *place), reason)
        return None


def is_table(value: object) -> bool:
    """Tell a table from any other value."""
    return isinstance(value, dict)


def mapping(value: object) -> Mapping[str, object]:
    """Return a table's entries; none for what is no table."""
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}
