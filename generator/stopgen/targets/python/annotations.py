"""Spells schemas as Python type annotations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import assert_never

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
from stopgen.targets.python.literals import literal

_SCALARS: Mapping[ScalarType, str] = {
    ScalarType.STRING: "str",
    ScalarType.INTEGER: "int",
    ScalarType.NUMBER: "float",
    ScalarType.BOOLEAN: "bool",
    ScalarType.NULL: "None",
}


def annotation(schema: Schema, classes: Mapping[str, str]) -> str:
    """Return the annotation of a value.

    Args:
        schema: The shape of the value.
        classes: The Python class of each named schema.
    """
    match schema:
        case Anything() | Nothing() | Intersection():
            return "JsonValue"
        case Scalar(type=ScalarType.STRING, known_values=(_, *_) as known):
            return f"{_literals(known)} | str"
        case Scalar():
            return _SCALARS[schema.type]
        case Enumeration():
            return _literals(schema.values)
        case Array():
            return f"list[{annotation(schema.items, classes)}]"
        case Union():
            return _either(annotation(option, classes) for option in schema.options)
        case Reference():
            return f"models.{classes[schema.name]}" if schema.name in classes else "JsonValue"
        case Object():
            inside = schema.additional
            return f"dict[str, {annotation(inside, classes) if inside else 'JsonValue'}]"
        case _:
            assert_never(schema)


def allows_null(schema: Schema) -> bool:
    """Tell whether null is one of the values that an annotation names."""
    match schema:
        case Scalar():
            return schema.type is ScalarType.NULL
        case Enumeration():
            return None in schema.values
        case Union():
            return any(map(allows_null, schema.options))
        case _:
            return False


def fits(value: object, schema: Schema) -> bool:
    """Tell whether a plain value has the type that the annotation of a schema names."""
    match schema:
        case Anything():
            return True
        case Scalar():
            return _is_of(value, schema.type)
        case Enumeration():
            return any(type(value) is type(known) and value == known for known in schema.values)
        case Union():
            return any(fits(value, option) for option in schema.options)
        case _:
            return False


def _is_of(value: object, kind: ScalarType) -> bool:
    match value:
        case bool():
            return kind is ScalarType.BOOLEAN
        case str():
            return kind is ScalarType.STRING
        case int():
            return kind in (ScalarType.INTEGER, ScalarType.NUMBER)
        case float():
            return kind is ScalarType.NUMBER
        case _:
            return value is None and kind is ScalarType.NULL


def _literals(values: tuple[object, ...]) -> str:
    """Return a Literal of the values that can stand in one, with the types of the others."""
    if values and all(value is None for value in values):
        return "None"
    plain = [value for value in values if isinstance(value, str | int) or value is None]
    kinds = ["float"] if any(isinstance(value, float) for value in values) else []
    other = ["JsonValue"] if any(isinstance(value, list | dict) for value in values) else []
    named = [f"Literal[{', '.join(dict.fromkeys(map(literal, plain)))}]"] if plain else []
    return " | ".join(named + kinds + other) or "JsonValue"


def _either(spelled: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(spelled)) or "JsonValue"
