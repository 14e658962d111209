"""Reads the JSON of an example, with the place of every part and of the first fault."""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from stopgen.diagnostic import Position
from stopgen.readers.excerpt import Excerpt
from stopgen.readers.placed import Placed

MOST_LEVELS: Final = 64
"""Examples nested deeper than this are refused."""

_SPACE = re.compile(r"[ \t\r\n]*")
_LOOSE_SPACE = re.compile(r"(?:[ \t\r\n]+|//(?![^\n]*(?:\.\.\.|…))[^\n]*)*")
"""White space, and comments that say nothing about parts that were left out."""

_SCALAR = re.compile(
    r'"(?:[^"\\\x00-\x1f]|\\.)*"'
    r"|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![\w.])"
    r"|(?:true|false|null)(?!\w)"
)
_LINE_END = re.compile(r"\n")
_ABBREVIATION = re.compile(r"\.\.\.|…|//|/\*|#")


class ExampleError(Exception):
    """Text that is not the JSON of one value.

    Attributes:
        sentence: What is wrong.
        position: Where it was noticed.
        is_abbreviated: Whether a comment or an ellipsis stands there, which only people can read.
    """

    def __init__(self, sentence: str, position: Position, *, is_abbreviated: bool) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.position = position
        self.is_abbreviated = is_abbreviated


def parse_json(excerpt: Excerpt, slips: list[Position] | None = None) -> Placed:
    """Read one JSON value; a member of an object stands where its name does.

    Args:
        excerpt: The text.
        slips: Where to put the places of commas that nothing follows; with it, these and comments are
            passed over.

    Raises:
        ExampleError: The text is something else.
    """
    starts = [0, *(found.end() for found in _LINE_END.finditer(excerpt.text))]
    reader = _Reader(excerpt, starts, slips)
    value = reader.value(0)
    if reader.peek():
        raise reader.fault("something follows the end of the JSON")
    return value


@dataclass(slots=True)
class _Reader:
    excerpt: Excerpt
    starts: list[int]
    slips: list[Position] | None
    text: str = field(init=False)
    offset: int = 0
    end: int = 0

    def __post_init__(self) -> None:
        self.text = self.excerpt.text

    def value(self, level: int) -> Placed:
        if level > MOST_LEVELS:
            raise self.fault(f"the JSON is nested deeper than {MOST_LEVELS} levels")
        mark = self.peek()
        position = self.position
        if mark == "{":
            return Placed(self._object(level), position)
        if mark == "[":
            return Placed([self.value(level + 1) for _ in self._entries("]")], position)
        return Placed(self._scalar(), position)

    @property
    def position(self) -> Position:
        """The place of the next character in the document."""
        return self._at(self.offset)

    def _at(self, offset: int) -> Position:
        line = bisect_right(self.starts, offset)
        return self.excerpt.position(line, offset - self.starts[line - 1] + 1)

    def peek(self) -> str:
        """Skip white space and return the next character, nothing at the end."""
        space = _SPACE if self.slips is None else _LOOSE_SPACE
        found = space.match(self.text, self.offset)
        self.offset = found.end() if found else self.offset
        return self.text[self.offset : self.offset + 1]

    def fault(self, sentence: str, *, is_missing: bool = False) -> ExampleError:
        """Say what is wrong with the next character, or missing behind the last one."""
        found = _ABBREVIATION.match(self.text, self.offset)
        place = self._at(self.end) if is_missing and found is None else self.position
        return ExampleError(sentence, place, is_abbreviated=found is not None)

    def _object(self, level: int) -> dict[str, Placed]:
        members: dict[str, Placed] = {}
        for _ in self._entries("}"):
            if self.peek() != '"':
                raise self.fault("a name in double quotes is missing")
            position, name = self.position, str(self._scalar())
            if name in members:
                sentence = f"the name {name!r} occurs twice"
                raise ExampleError(sentence, position, is_abbreviated=False)
            self._take(":", "a colon is missing")
            members[name] = Placed(self.value(level + 1).value, position)
        return members

    def _entries(self, end: str) -> Iterator[None]:
        """Step through the entries up to the closing bracket, past the commas between them."""
        self._pass()
        if self.peek() != end:
            yield
            while self.peek() != end:
                place = self.position
                self._take(",", f"a comma or {end!r} is missing")
                if self.peek() != end or self.slips is None:
                    yield
                else:
                    self.slips.append(place)
        self._pass()

    def _take(self, mark: str, sentence: str) -> None:
        if self.peek() != mark:
            raise self.fault(sentence, is_missing=True)
        self._pass()

    def _pass(self) -> None:
        """Step over a bracket or separator."""
        self.offset += 1
        self.end = self.offset

    def _scalar(self) -> bool | int | float | str | None:
        found = _SCALAR.match(self.text, self.offset)
        if found is None:
            sentence = "a JSON value is missing" if self.peek() else "the JSON ends too early"
            raise self.fault(sentence, is_missing=not self.peek())
        try:
            value: bool | int | float | str | None = json.loads(found[0])
        except ValueError as fault:
            raise self.fault(f"this is no JSON value: {found[0][:20]}") from fault
        if not _is_portable(value):
            raise self.fault("no JSON file can hold this value")
        self.offset = self.end = found.end()
        return value


def _is_portable(value: bool | float | str | None) -> bool:
    """Tell whether a value survives being written out again."""
    match value:
        case float():
            return math.isfinite(value)
        case str():
            return not any("\ud800" <= character <= "\udfff" for character in value)
        case _:
            return True
