"""Finds the place of a part of a JSON text, without reading more of it than that takes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from stopgen.description import Json, Pointer
from stopgen.diagnostic import Position
from stopgen.readers.excerpt import Excerpt, existing

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_COLON: Final = re.compile(r"[ \t\n\r]*:[ \t\n\r]*")
_DECODER: Final = json.JSONDecoder()
_MOST_HITS: Final = 200

_Place: TypeAlias = tuple[int, int]
"""Where an item or its key begins, and where its value begins."""


@dataclass(frozen=True)
class JsonOrigins:
    """Answers where a part of a JSON text stands.

    Attributes:
        excerpt: The text, which must be valid JSON.
        tree: What it says.
    """

    excerpt: Excerpt
    tree: Json
    _known: dict[int, dict[str | int, _Place]] = field(
        default_factory=dict[int, dict[str | int, _Place]], init=False, repr=False, compare=False
    )

    def position(self, pointer: Pointer) -> Position:
        """Return the place of the part's key, or of the nearest part around it."""
        place, rest = _shortcut(self.excerpt.text, existing(self.tree, pointer))
        for part in rest:
            place = self._entries(place[1])[part]
        return self.excerpt.at(place[0])

    def _entries(self, start: int) -> dict[str | int, _Place]:
        if start not in self._known:
            self._known[start] = _entries(self.excerpt.text, start)
        return self._known[start]


def _shortcut(text: str, pointer: Pointer) -> tuple[_Place, Pointer]:
    """Return the place of the innermost part whose key is used only once, and the parts below."""
    for length in range(len(pointer), 0, -1):
        place = _only(text, pointer[length - 1])
        if place is not None:
            return place, pointer[length:]
    start = _after_space(text, 0)
    return (start, start), pointer


def _only(text: str, key: str | int) -> _Place | None:
    """Return the place of the only key of that name."""
    if not isinstance(key, str):
        return None
    spelled = json.dumps(key, ensure_ascii=False)
    found: list[_Place] = []
    offset = text.find(spelled)
    for _ in range(_MOST_HITS):
        if offset < 0 or len(found) > 1:
            break
        colon = _COLON.match(text, offset + len(spelled))
        if colon is not None:
            found.append((offset, colon.end()))
        offset = text.find(spelled, offset + 1)
    return found[0] if len(found) == 1 and offset < 0 else None


def _entries(text: str, start: int) -> dict[str | int, _Place]:
    """Return the parts of the list or object that begins at an offset; none for a scalar."""
    found: dict[str | int, _Place] = {}
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
