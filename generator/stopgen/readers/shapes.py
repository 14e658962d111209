"""Shapes of JSON values while a reader still gathers facts about them; a schema when it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Final, TypeAlias

from stopgen.description import Json
from stopgen.diagnostic import Position
from stopgen.readers.placed import Loose, Placed, placed

ITEMS: Final = "[]"
Path: TypeAlias = tuple[str, ...]
"""Property names down to a part of a shape; ``[]`` stands for the items of an array."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known about a JSON value.

    Attributes:
        types: JSON types that it may have, any if empty.
        format: A hint about its text.
        properties: The parts of an object.
        items: The shape of the items of an array, None if nothing tells.
        required: The properties that the document says are always there.
        description: What it means, in the document's words.
        known: Values that the document names without closing the list.
        examples: Values that the document shows.
        position: Where it is first mentioned.
    """

    types: tuple[str, ...] = ()
    format: str | None = None
    properties: Mapping[str, Shape] = field(default_factory=dict[str, "Shape"])
    items: Shape | None = None
    required: tuple[str, ...] = ()
    description: Placed | None = None
    known: tuple[Json, ...] = ()
    examples: tuple[Json, ...] = ()
    position: Position | None = field(default=None, compare=False)


class ShapeError(Exception):
    """A path leads into a value that has no parts.

    Attributes:
        path: The way to that value.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(".".join(path))
        self.path = path


def schema(shape: Shape) -> Placed:
    """Return the JSON Schema of a shape; a value that was only ever null may be anything."""
    types = () if shape.types == ("null",) else shape.types
    members: dict[str, Loose] = {
        "type": types[0] if len(types) == 1 else list(types) or None,
        "format": shape.format if "string" in types else None,
        "description": shape.description,
        "properties": {name: schema(part) for name, part in shape.properties.items()} or None,
        "required": list(shape.required) or None,
        "items": schema(shape.items) if shape.items else _any_items(types),
        "examples": list(map(placed, shape.examples)) or None,
        "x-extensible-enum": list(map(placed, shape.known)) or None,
    }
    return placed(members, shape.position)


def _any_items(types: Iterable[str]) -> Loose:
    return {} if "array" in types else None


def merge(first: Shape, second: Shape) -> Shape:
    """Return the shape that both fit; what both say, the first one says."""
    return replace(
        first,
        types=_either(first.types, second.types),
        format=first.format if first.format == second.format else None,
        properties=_joined(first.properties, second.properties),
        items=merge_all(item for item in (first.items, second.items) if item),
        required=tuple(dict.fromkeys((*first.required, *second.required))),
        description=first.description or second.description,
        known=tuple(dict.fromkeys((*first.known, *second.known))),
        examples=_distinct((*first.examples, *second.examples)),
        position=first.position or second.position,
    )


def merge_all(shapes: Iterable[Shape]) -> Shape | None:
    """Return the shape that all fit, None if there are none."""
    several = list(shapes)
    return reduce(merge, several) if several else None


def correct(shown: Shape, stated: Shape) -> Shape:
    """Let what a document states about a value speak louder than an example of it."""
    is_open = not shown.types or not stated.types
    types = shown.types or stated.types if is_open else _either(stated.types, shown.types)
    return replace(
        merge(stated, shown),
        types=types,
        format=stated.format or shown.format,
        position=shown.position or stated.position,
    )


def agrees(shown: Shape, stated: Shape) -> bool:
    """Tell whether an example is one of what a document states; null is always one."""
    allowed = {*stated.types, "null"} | ({"integer"} if "number" in stated.types else set[str]())
    is_open = not stated.types or not shown.types
    return is_open or allowed.issuperset(shown.types)


def part(shape: Shape, path: Path) -> Shape | None:
    """Return a part of a shape, None if it has no such part."""
    for name in path:
        if _is_list_of_objects(shape, name) and shape.items is not None:
            shape = shape.items
        inner = shape.items if name == ITEMS else shape.properties.get(name)
        if inner is None:
            return None
        shape = inner
    return shape


def amend(shape: Shape, path: Path, change: Callable[[Shape], Shape]) -> Shape:
    """Return the shape with one part changed; parts on the way are made as needed.

    Raises:
        ShapeError: The path leads into a value that has no parts.
    """
    if not path:
        return change(shape)
    name, *rest = path
    if _is_list_of_objects(shape, name):
        return amend(shape, (ITEMS, *path), change)
    kind = "array" if name == ITEMS else "object"
    if shape.types and kind not in shape.types:
        raise ShapeError(())
    inner = (shape.items if name == ITEMS else shape.properties.get(name)) or Shape()
    try:
        changed = amend(inner, tuple(rest), change)
    except ShapeError as fault:
        raise ShapeError((name, *fault.path)) from fault
    types = shape.types or (kind,)
    if name == ITEMS:
        return replace(shape, types=types, items=changed)
    return replace(shape, types=types, properties={**shape.properties, name: changed})


def _is_list_of_objects(shape: Shape, name: str) -> bool:
    """Tell whether a name can only mean a property of the items, though nothing says so."""
    return name != ITEMS and "array" in shape.types and "object" not in shape.types


def _either(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """Join two lists of types; none at all means any, and a number may be an integer."""
    if not first or not second:
        return ()
    types = dict.fromkeys((*first, *second))
    if "number" in types:
        types.pop("integer", None)
    return tuple(types)


def _joined(first: Mapping[str, Shape], second: Mapping[str, Shape]) -> dict[str, Shape]:
    joined = dict(first)
    for name, shape in second.items():
        joined[name] = merge(joined[name], shape) if name in joined else shape
    return joined


def _distinct(values: Iterable[Json]) -> tuple[Json, ...]:
    """Drop repeated values; true and 1 are two."""
    return tuple({repr(value): value for value in values}.values())
