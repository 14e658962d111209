"""Infers the shape of JSON values from examples."""

from __future__ import annotations

from stopgen.readers.placed import Parts, Placed
from stopgen.readers.shapes import Shape, merge_all


def infer(example: Placed) -> Shape:
    """Return the shape that an example has; nothing is required, as one example proves no rule."""
    match example.value:
        case dict() as members:
            properties = {name: infer(member) for name, member in members.items()}
            return Shape(("object",), properties=properties, position=example.position)
        case list() as entries:
            items = merge_all(infer(entry) for entry in entries)
            return Shape(("array",), items=items, position=example.position)
        case scalar:
            return Shape((_scalar_type(scalar),), position=example.position)


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
