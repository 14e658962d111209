"""Infers the shape of JSON values from examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stopgen.readers.placed import Parts, Placed
from stopgen.readers.shapes import Shape, merge_all


def infer(example: Placed) -> Shape:
    """Return the shape that an example has; nothing is required, as one example proves no rule."""
    match example.value:
        case dict() as members:
            properties = {name: infer(member) for name, member in members.items()}
            return Shape(("object",), properties=properties, position=example.position)
        case list() as entries:
            items = merge_all(_distinct(infer(entry) for entry in entries))
            return Shape(("array",), items=items, position=example.position)
        case scalar:
            return Shape((_scalar_type(scalar),), position=example.position)


def _distinct(shapes: Iterable[Shape]) -> Iterator[Shape]:
    """Drop scalars of types that were there before: long lists rarely hold anything else."""
    seen: set[tuple[str, ...]] = set()
    for shape in shapes:
        is_plain = not shape.properties and shape.items is None
        if is_plain and shape.types in seen:
            continue
        seen.add(shape.types)
        yield shape


def _scalar_type(value: Parts) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case _:
            return "string"
