"""Applies what rows say about the parts of a JSON value to the shape that examples show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from stopgen.diagnostic import Checked, Code, Diagnostic, error, warning
from stopgen.readers.prose.parameters import Part, understand
from stopgen.readers.prose.rows import Row
from stopgen.readers.prose.vocabulary import Role
from stopgen.readers.shapes import (
    ITEMS,
    Path,
    Shape,
    ShapeError,
    agrees,
    amend,
    correct,
    part,
)

MOST_FIELDS: Final = 1_000
"""Tables of more fields than this are read in part; no answer that people handle has so many."""

_DEEPEST: Final = 32
_SEGMENT: Final = re.compile(r"(?P<name>[^.\[\]]*)(?P<items>(?:\[(?:\*|\d*|[a-z])\])*)(?:\.|$)")


@dataclass(frozen=True, slots=True)
class Field:
    """One part of a JSON value as a row states it.

    Attributes:
        path: The way to it.
        shape: What the row says that it may be.
        is_required: Whether the row says that it is always there.
        row: The row.
    """

    path: Path
    shape: Shape
    is_required: bool
    row: Row = field(compare=False)

    @classmethod
    def of(cls, stated: Part) -> Field | None:
        """Return a part of a request's body as a field, None if its name is no path."""
        path = field_path(stated.name)
        return cls(path, stated.shape, bool(stated.is_required), stated.row) if path else None


def read_fields(rows: Iterable[Row]) -> Checked[list[Field]]:
    """Understand rows about the parts of a JSON value."""
    fields: list[Field] = []
    every = list(rows)
    if len(every) > MOST_FIELDS:
        sentence = f"only the first {MOST_FIELDS} of these {len(every)} fields are read"
        yield warning(Code.UNREAD, every[MOST_FIELDS].position, sentence)
    for row in every[:MOST_FIELDS]:
        path = field_path(row.name)
        if path is None:
            sentence = f"{row.name[:60]!r} does not say which part of the answer it is about"
            yield error(Code.UNKNOWN_VALUE, row.at(Role.NAME), sentence)
            continue
        shape, is_required = yield from understand(row)
        fields.append(Field(path, shape, bool(is_required), row))
    return fields


def field_path(name: str) -> Path | None:
    """Take a dotted name apart: ``data.items[].id`` has four parts; None if it is no such name."""
    spelled = name.removeprefix("$.").strip()
    path: list[str] = []
    offset = 0
    while offset < len(spelled):
        found = _SEGMENT.match(spelled, offset)
        if found is None or not found["name"] + found["items"] or len(path) > _DEEPEST:
            return None
        offset = found.end()
        path.extend([found["name"]] if found["name"] not in {"", "*"} else [])
        path.extend([ITEMS] * (found["items"].count("[") + (found["name"] == "*")))
    is_whole = bool(path) and not spelled.endswith(".") and not any(" " in part for part in path)
    return tuple(path) if is_whole else None


def apply_field(shape: Shape, stated: Field) -> Checked[Shape]:
    """Let one row correct and describe its part of a shape."""
    shown = part(shape, stated.path)
    try:
        changed = amend(shape, stated.path, lambda known: correct(known, stated.shape))
        if stated.is_required and stated.path[-1] != ITEMS:
            changed = amend(
                changed, stated.path[:-1], lambda holder: _require(holder, stated.path[-1])
            )
    except ShapeError as fault:
        holder = ".".join(fault.path) or "the whole value"
        sentence = (
            f"{stated.row.name!r} cannot be there, because the example has no parts in {holder}"
        )
        yield error(Code.CONTRADICTION, stated.row.at(Role.NAME), sentence)
        return shape
    if shown is not None:
        yield from _compare(shown, stated)
    return changed


def _require(holder: Shape, name: str) -> Shape:
    return replace(holder, required=tuple(dict.fromkeys((*holder.required, name))))


def _compare(shown: Shape, stated: Field) -> Iterator[Diagnostic]:
    related = (shown.position,) if shown.position else ()
    if not agrees(shown, stated.shape):
        said, seen = " or ".join(stated.shape.types), " or ".join(shown.types)
        sentence = f"{stated.row.name!r} is said to be {said}, and the example has {seen}"
        yield warning(Code.EXAMPLE_MISMATCH, stated.row.at(Role.TYPE), sentence, *related)
    strange = [
        value for value in shown.known if stated.shape.known and value not in stated.shape.known
    ]
    if strange:
        sentence = f"the example has {strange[0]!r} in {stated.row.name!r}, which is not said to be possible"
        yield warning(Code.EXAMPLE_MISMATCH, stated.row.at(Role.DESCRIPTION), sentence, *related)
