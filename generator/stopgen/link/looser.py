"""Finds the tightest schema that allows whatever either of two different ones allows."""

from __future__ import annotations

from typing import Final

from stopgen.description import Json, JsonObject
from stopgen.disagreement import listing, union
from stopgen.model import (
    Anything,
    Array,
    Enumeration,
    Intersection,
    Nothing,
    Object,
    Reference,
    Scalar,
    ScalarType,
    Schema,
    Union,
)

_UPPER: Final = frozenset({"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"})
_LOWER: Final = frozenset({"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"})
_PYTHON: Final[dict[ScalarType, type | tuple[type, ...]]] = {
    ScalarType.STRING: str,
    ScalarType.INTEGER: int,
    ScalarType.NUMBER: (int, float),
    ScalarType.BOOLEAN: bool,
    ScalarType.NULL: type(None),
}


def looser(here: Schema, there: Schema) -> Schema:
    """Return a schema for what either of two different kinds allows."""
    match here, there:
        case (Anything(), _) | (_, Anything()):
            return Anything()
        case Nothing(), _:
            return there
        case _, Nothing():
            return here
        case (Enumeration() as listed, Scalar() as scalar) | (
            Scalar() as scalar,
            Enumeration() as listed,
        ) if all(_fits(value, scalar.type) for value in listed.values):
            known = union(scalar.known_values, listed.values)
            return Scalar(type=scalar.type, known_values=known)
        case Scalar(), Scalar() if {here.type, there.type} == {
            ScalarType.INTEGER,
            ScalarType.NUMBER,
        }:
            return Scalar(type=ScalarType.NUMBER)
        case _:
            return Union(options=(here, there))


def _fits(value: Json, wanted: ScalarType) -> bool:
    is_boolean = isinstance(value, bool)
    return isinstance(value, _PYTHON[wanted]) and is_boolean == (wanted is ScalarType.BOOLEAN)


def looser_limit(name: str, ours: float, theirs: float) -> JsonObject:
    """Return the limit that keeps less out; nothing for keywords of which none does."""
    if name in _UPPER:
        return {name: max(ours, theirs)}
    return {name: min(ours, theirs)} if name in _LOWER else {}


def kind(schema: Schema | None) -> str:
    """Return in a word or two what a schema is."""
    match schema:
        case Scalar():
            return str(schema.type)
        case Enumeration():
            return f"one of {listing(schema.values)}"
        case Reference():
            return f"'{schema.name}'"
        case Union():
            return " or ".join(map(kind, schema.options))
        case Intersection():
            return " and ".join(map(kind, schema.parts))
        case None:
            return "anything"
        case Anything() | Nothing() | Array() | Object():
            return type(schema).__name__.lower()
