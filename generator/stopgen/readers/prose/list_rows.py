"""Rows of facts from lists and lines that say what a table would: ``- `id` (string) - The run``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from stopgen.readers.markdown_blocks import ListItem, ListItems, Paragraph
from stopgen.readers.markdown_inline import Inline, Span
from stopgen.readers.prose.lexicon import LOCATIONS, NO, SPOKEN_OPTIONAL, SPOKEN_REQUIRED, YES
from stopgen.readers.prose.rows import Row
from stopgen.readers.prose.types import is_type
from stopgen.readers.prose.vocabulary import Role

_MOST_NESTED: Final = 16
_BRACKETS: Final = re.compile(r"\s*[(（\[]([^()（）\[\]]{1,80})[)）\]]")
_WORD: Final = re.compile(r"[^,;，、]+")
_SEPARATORS: Final = re.compile(r"[\s:：*–—-]*")
_FIRST_TYPE: Final = re.compile(
    rf"\s+(\w+)(?=\s*(?:$|[-–—:(（]|(?:{'|'.join((*SPOKEN_REQUIRED, *SPOKEN_OPTIONAL))})\b))",
    re.IGNORECASE,
)
_FIRST_WORD: Final = re.compile(r"[\s:：*–—-]*(\w+)(?=[\s.,;:。，]|$)[\s.,;:。，–—-]*")


def list_rows(block: ListItems, prefix: str = "") -> Iterator[Row]:
    """Yield the entries of a list that start with a name; those inside get dotted names."""
    for item in block.items:
        row = line_row(item.text, prefix)
        if row is not None:
            yield row
            yield from _inner_rows(item, f"{row.name}.")


def _inner_rows(item: ListItem, prefix: str) -> Iterator[Row]:
    for block in item.blocks:
        if isinstance(block, ListItems) and prefix.count(".") < _MOST_NESTED:
            yield from list_rows(block, prefix)


def paragraph_rows(block: Paragraph) -> Iterator[Row]:
    """Yield the lines of a paragraph that start with a name: ``**id:** The run``."""
    for line in block.text.lines():
        row = line_row(line)
        if row is not None:
            yield row


def line_row(text: Inline, prefix: str = "") -> Row | None:
    """Read one line that starts with a name in code or strong style, None if it does not."""
    found = _name(text)
    if found is None:
        return None
    name, end = found
    cells = {Role.NAME: Inline((Span(prefix + name.text, name.position),), name.position)}
    return Row(cells | _rest(text.cut(end)), name.position)


def _name(text: Inline) -> tuple[Span, int] | None:
    """Return the name that a line starts with, and where the text behind it begins."""
    start = len(text.text) - len(text.text.lstrip())
    first = next(iter(text.cut(start).spans), None)
    if first is None or not (first.is_code or first.is_strong):
        return None
    name, colon, value = first.text.partition(":")
    has_value = bool(colon and name and value.strip())
    spelled = name if has_value else first.text.rstrip(" :：")
    if not spelled or len(spelled.split()) != 1:
        return None
    end = start + (len(name) + 1 if has_value else len(first.text))
    return Span(spelled, first.position), end


def _rest(text: Inline) -> dict[Role, Inline]:
    """Read what follows a name: ``(string, required) - The run to stop``."""
    cells: dict[Role, Inline] = {}
    while (found := _BRACKETS.match(text.text)) and (inside := _bracketed(text, found)):
        cells |= inside
        text = text.cut(found.end())
    leading = _FIRST_TYPE.match(text.text)
    if leading and Role.TYPE not in cells and is_type(leading[1]):
        cells[Role.TYPE] = text.cut(*leading.span(1))
        text = text.cut(leading.end())
    first = _FIRST_WORD.match(text.text)
    if first and first[1].lower() in (*SPOKEN_REQUIRED, *SPOKEN_OPTIONAL):
        cells.setdefault(Role.REQUIRED, text.cut(*first.span(1)))
        text = text.cut(first.end())
    separators = _SEPARATORS.match(text.text)
    text = text.cut(separators.end() if separators else 0)
    return cells | ({Role.DESCRIPTION: text} if text.plain else {})


def _bracketed(text: Inline, found: re.Match[str]) -> dict[Role, Inline]:
    """Return the known words between brackets by what they are; empty if none is known."""
    cells: dict[Role, Inline] = {}
    for word in _WORD.finditer(found[1]):
        start = found.start(1) + word.start() + len(word[0]) - len(word[0].lstrip())
        role = _role(word[0].strip().lower())
        if role is not None:
            cells.setdefault(role, text.cut(start, start + len(word[0].strip())))
    return cells


def _role(word: str) -> Role | None:
    if word in LOCATIONS:
        return Role.LOCATION
    if word in YES or word in NO:
        return Role.REQUIRED
    return Role.TYPE if is_type(word) else None
