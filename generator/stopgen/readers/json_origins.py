"""Finds the place of a part of a JSON text, without reading more of it than that takes."""

from __future__ import annotations

import json
import re
from typing import Final, TypeAlias

from stopgen.description import Json, Pointer
from stopgen.diagnostic import Position
from stopgen.readers.excerpt import Excerpt, existing

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_COLON: Final = re.compile(r"[ \t\n\r]*:[ \t\n\r]*")
_DECODER: Final = json.JSONDecoder()
_MOST_HITS: Final = 200

Place: TypeAlias = tuple[int, int]
"""Where an item or its key begins, and where its value begins."""

Known: TypeAlias = dict[int, dict[str | int, Place]]
"""For lists and objects, by where they begin: where all their parts stand."""


class JsonOrigins:
    """Answers where a part of a JSON text stands."""

    def __init__(self, excerpt: Excerpt, tree: Json, known: Known | None = None) -> None:
        """Wait for questions.

        Args:
            excerpt: The text, which must be valid JSON.
            tree: What it says.
            known: What was already found; more is added.
        """
        self._excerpt = excerpt
        self._tree = tree
        self._known: Known = {} if known is None else known
        self._lines = [(0, 1)]

    def position(self, pointer: Pointer) -> Position:
        """Return the place of the part's key, or of the nearest part around it."""
        pointer = existing(self._tree, pointer)
        place, rest = self._noted(pointer) or _shortcut(self._excerpt.text, pointer)
        for part in rest:
            place = self._entries(place[1])[part]
        return self._at(place[0])

    def _noted(self, pointer: Pointer) -> tuple[Place, Pointer] | None:
        """Return the place of a part whose holder, or the holder of that, is known."""
        start = _after_space(self._excerpt.text, 0)
        place = start, start
        for number, part in enumerate(pointer):
            if place[1] not in self._known:
                return (place, pointer[number:]) if number > 1 else None
            place = self._known[place[1]][part]
        return place, ()

    def _entries(self, start: int) -> dict[str | int, Place]:
        if start not in self._known:
            self._known[start] = _entries(self._excerpt.text, start)
        return self._known[start]

    def _at(self, offset: int) -> Position:
        """Return the place of a character; lines are counted from the last place on."""
        text = self._excerpt.text
        before, line = self._lines[-1] if self._lines[-1][0] <= offset else (0, 1)
        line += text.count("\n", before, offset)
        self._lines.append((offset, line))
        return self._excerpt.position(line, offset - text.rfind("\n", 0, offset))


def _shortcut(text: str, pointer: Pointer) -> tuple[Place, Pointer]:
    """Return the place of the innermost part whose key is used only once, and the parts below."""
    for length in range(len(pointer), 0, -1):
        place = _only(text, pointer[length - 1])
        if place is not None:
            return place, pointer[length:]
    start = _after_space(text, 0)
    return (start, start), pointer


def _only(text: str, key: str | int) -> Place | None:
    """Return the place of the only key of that name."""
    if not isinstance(key, str):
        return None
    spelled = json.dumps(key, ensure_ascii=False)
    found: list[Place] = []
    offset = text.find(spelled)
    for _ in range(_MOST_HITS):
        if offset < 0 or len(found) > 1:
            break
        colon = _COLON.match(text, offset + len(spelled))
        if colon is not None:
            found.append((offset, colon.end()))
        offset = text.find(spelled, offset + 1)
    return found[0] if len(found) == 1 and offset < 0 else None


def _entries(text: str, start: int) -> dict[str | int, Place]:
    """Return the parts of the list or object that begins at an offset; none for a scalar."""
    found: dict[str | int, Place] = {}
    here = _after_space(text, start + 1)
    while text[start] in "[{" and text[here] not in "]}":
        key: str | int = len(found)
        value = here
        if text[start] == "{":
            key, end = _DECODER.raw_decode(text, here)
            value = _after_space(text, _after_space(text, end) + 1)
        found[key] = here, value
        here = _after_space(text, _DECODER.raw_decode(text, value)[1])
        if text[here] == ",":
            here = _after_space(text, here + 1)
    return found


def _after_space(text: str, offset: int) -> int:
    match = _SPACE.match(text, offset)
    return match.end() if match else offset
