"""Finds defaults that are of another type than the values that they stand for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stopgen.description import Json, JsonObject, Pointer
from stopgen.diagnostic import Code, Severity
from stopgen.validate.finding import Finding

_DATA: Final = frozenset({"const", "default", "enum", "example", "examples", "value"})
"""Keys under which anything may stand that only looks like a schema."""


def default_findings(openapi: JsonObject) -> Iterator[Finding]:
    """Yield the defaults that do not fit; openapi-spec-validator would place them at the top."""
    waiting: list[tuple[Pointer, Json]] = [((), openapi)]
    while waiting:
        place, value = waiting.pop()
        match value:
            case {"type": str() | list() as types, "default": default}:
                named = types if isinstance(types, list) else [types]
                if not any(_is_of(default, name) for name in named):
                    kinds = " or ".join(map(str, named))
                    message = f"the default is not of the type {kinds}"
                    pointer = (*place, "default")
                    yield Finding(Code.INVALID_DESCRIPTION, pointer, message, Severity.WARNING)
            case _:
                pass
        waiting.extend(_inside(place, value))


def _inside(place: Pointer, value: Json) -> Iterator[tuple[Pointer, Json]]:
    match value:
        case dict():
            is_named = place[-1:] == ("properties",)
            yield from (
                ((*place, key), inner)
                for key, inner in value.items()
                if is_named or (key not in _DATA and not key.startswith("x-"))
            )
        case list():
            yield from (((*place, index), inner) for index, inner in enumerate(value))
        case _:
            pass


def _is_of(value: Json, name: Json) -> bool:
    match name:
        case "string":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            is_whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
            return is_whole and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "array":
            return isinstance(value, list)
        case "object":
            return isinstance(value, dict)
        case "null":
            return value is None
        case _:
            return True
