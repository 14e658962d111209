"""A part of a document that is read as data, and how its places count in the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from stopgen.description import Json, Origins, Pointer
from stopgen.diagnostic import Diagnostic, Position
from stopgen.source import Document

MOST_DIGITS: Final = 4000
"""A longer number is an attack on whoever reads it."""

_LONGEST_QUOTATION: Final = 60


class Excerpt(NamedTuple):
    """A text that stands somewhere in a file.

    Attributes:
        file: The path as a user would type it.
        text: The text, without what the document puts before each of its lines.
        first_line: The line of the file that the text begins on.
        indents: For each line, how many characters the document puts before it; none if empty.
    """

    file: str
    text: str
    first_line: int = 1
    indents: tuple[int, ...] = ()

    @classmethod
    def whole(cls, document: Document) -> Excerpt:
        """Return the excerpt that leaves nothing out."""
        return cls(document.file, document.text)

    def position(self, line: int, column: int) -> Position:
        """Return where a line and a column of the text, from 1, stand in the file."""
        indent = self.indents[line - 1] if line <= len(self.indents) else 0
        return Position(self.file, self.first_line + line - 1, column + indent)

    def at(self, offset: int) -> Position:
        """Return where a character of the text stands in the file."""
        line = self.text.count("\n", 0, offset) + 1
        return self.position(line, offset - self.text.rfind("\n", 0, offset))


class Data(NamedTuple):
    """What was read from an excerpt.

    Attributes:
        value: The tree.
        origins: Where each part of it stands.
        names: For path items that hold usual operations only, their operationIds and summaries.
        faults: What was found to be wrong since, in parts that waited until somebody looked.
    """

    value: Json
    origins: Origins
    names: Mapping[str, str] = MappingProxyType({})
    faults: Sequence[Diagnostic] = ()


def quoted(text: str) -> str:
    """Return a text of a document as a sentence can hold it: on one line, printable, not too long."""
    return repr(text if len(text) <= _LONGEST_QUOTATION else text[: _LONGEST_QUOTATION - 1] + "…")


def existing(tree: Json, pointer: Pointer) -> Pointer:
    """Return as much of a pointer as there is in a tree, each index as a number."""
    present: list[str | int] = []
    for part in pointer:
        key: str | int = str(part)
        if isinstance(tree, dict) and key in tree:
            tree = tree[str(key)]
        elif isinstance(tree, list) and str(part).isdecimal() and int(part) < len(tree):
            key = int(part)
            tree = tree[key]
        else:
            break
        present.append(key)
    return tuple(present)
