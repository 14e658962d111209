"""Finds the place of a part in plain YAML by its key and its indentation, without reading it all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from stopgen.description import Pointer

_MOST_HITS: Final = 200
_ANY_USE: Final = re.compile(r"""["']?[ \t]*:""")
_KEY_END: Final = re.compile(r"[ \t]*:(?=\s|$)")
_KEY_LINE: Final = re.compile(
    r"""(?:"[^"\n]*"|'[^'\n]*'|[^\n]*?)[ \t]*:[ \t]*(?:[ \t]#.*)?(?=\n)"""
)
_FIRST: Final = re.compile(r"(?:\n[ \t]*(?:#.*)?(?=\n))*\n( *)(?=[^\s#])((?:-(?=\s))?)")
_DASH: Final = re.compile(r"- +(?=[^\s#-])")


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines that the parts of a value stand on.

    Attributes:
        start: The line break before the first of them.
        end: Where the last of them ends.
        depth: How many characters stand before each part.
        is_list: Whether the parts are items.
        first: Where a part begins behind the dash of an item.
    """

    start: int
    end: int
    depth: int
    is_list: bool = False
    first: int | None = None


def find(text: str, pointer: Pointer) -> int | None:
    """Return where a part begins: its key, or what its item holds.

    Args:
        text: A text without anchors, merge keys and tags.
        pointer: A part that is there; each index is a number.

    Returns:
        The offset; None if only exact reading can tell.
    """
    text = f"\n{text}"
    if not pointer:
        return _root(text)
    place, rest = _shortcut(text, pointer)
    block = _Block(0, len(text), 0) if place is None else _below_key(text, place)
    for part in rest:
        match part:
            case int() if block is not None and block.is_list:
                place, block = _item(text, block, part)
            case str() if block is not None and not block.is_list:
                place = _key(text, block, part)
                block = None if place is None else _below_key(text, place)
            case _:
                return None
    return None if place is None else place - 1


def _root(text: str) -> int | None:
    """Return where the first key or item stands, if no mark of a YAML document comes before it."""
    found = _FIRST.match(text)
    if found is None or text.startswith(("---", "%"), found.end(1)):
        return None
    return found.end(1) - 1


def _shortcut(text: str, pointer: Pointer) -> tuple[int | None, Pointer]:
    """Return the place of the innermost part whose key is used only once, and the parts below."""
    for length in range(len(pointer), 0, -1):
        key = pointer[length - 1]
        offset = _only(text, key) if isinstance(key, str) and key else None
        if offset is not None:
            return offset, pointer[length:]
    return None, pointer


def _only(text: str, key: str) -> int | None:
    """Return where the only key of that name begins, if it stands first on its line."""
    uses: list[int] = []
    for number, offset in enumerate(_occurrences(text, key, 0, len(text))):
        if _ANY_USE.match(text, offset + len(key)):
            uses.append(offset)
        if number > _MOST_HITS or len(uses) > 1:
            return None
    if not uses:
        return None
    line = text.rfind("\n", 0, uses[0]) + 1
    start = line + len(text[line : uses[0]]) - len(text[line : uses[0]].lstrip(" "))
    return start if _is_key(text, start, key) else None


def _occurrences(text: str, part: str, start: int, end: int) -> Iterator[int]:
    offset = text.find(part, start, end)
    while offset >= 0:
        yield offset
        offset = text.find(part, offset + 1, end)


def _is_key(text: str, start: int, key: str) -> bool:
    """Tell whether a key stands at a place, plain or in quotes."""
    return any(
        text.startswith(spelled, start) and _KEY_END.match(text, start + len(spelled))
        for spelled in (key, f"'{key}'", f'"{key}"')
    )


def _key(text: str, block: _Block, key: str) -> int | None:
    """Return where the only key of that name among the parts of a block begins."""
    before = "\n" + " " * block.depth
    starts = [] if block.first is None else [block.first]
    for quote in ("", "'", '"'):
        places = _occurrences(text, f"{before}{quote}{key}{quote}", block.start, block.end)
        starts += [place + len(before) for place in places]
    found = [start for start in starts if key and _is_key(text, start, key)]
    return found[0] if len(found) == 1 else None


def _item(text: str, block: _Block, index: int) -> tuple[int | None, _Block | None]:
    """Return where what an item holds begins, and its parts."""
    before = "\n" + " " * block.depth
    lines = _occurrences(text, f"{before}-", block.start, block.end)
    line = next((place for number, place in enumerate(lines) if number == index), None)
    found = _DASH.match(text, line + len(before)) if line is not None else None
    if line is None or found is None:
        return None, None
    end = _end(text, found.end(), block.depth)
    depth = found.end() - line - 1
    return found.end(), _Block(line, end, depth, first=found.end())


def _below_key(text: str, start: int) -> _Block | None:
    """Return the parts of a key's value, if they stand on the lines after it."""
    found = _KEY_LINE.match(text, start)
    first = _FIRST.match(text, found.end()) if found else None
    if found is None or first is None:
        return None
    own, depth = start - text.rfind("\n", 0, start) - 1, len(first[1])
    if depth < own or (depth == own and not first[2]):
        return None
    is_list = bool(first[2])
    return _Block(found.end(), _end(text, found.end(), own, dashes=is_list), depth, is_list)


def _end(text: str, start: int, depth: int, *, dashes: bool = False) -> int:
    """Return where the next line begins that stands at most so deep, and with no dash if those count."""
    pattern = rf"\n {{0,{depth}}}(?=[^\s#{'-' if dashes else ''}])"
    if dashes and depth:
        pattern += rf"|\n {{0,{depth - 1}}}(?=-)"
    found = re.compile(pattern).search(text, start)
    return found.start() if found else len(text)
