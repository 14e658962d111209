"""Finds what no JSON text can hold, and nesting that no person wrote."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from stopgen.description import Json, JsonObject, Pointer
from stopgen.diagnostic import Code
from stopgen.validate.finding import Finding

DEEPEST: Final = 128
"""Levels of objects and arrays that a description may have."""

_NOT_JSON = "{} is no number in JSON"
_HALF_A_CHARACTER = "the text holds half of a character (a lone surrogate) that cannot be written"


def value_findings(openapi: JsonObject) -> Iterator[Finding]:
    """Yield the values that must not go any further."""
    waiting: list[tuple[Pointer, Json]] = [((), openapi)]
    while waiting:
        pointer, value = waiting.pop()
        message = _problem(value)
        if message is not None:
            yield Finding(Code.UNUSABLE_VALUE, pointer, message)
        if len(pointer) > DEEPEST:
            message = f"this is nested more than {DEEPEST} levels deep; take it apart"
            yield Finding(Code.NESTED_TOO_DEEPLY, pointer, message)
            return
        waiting.extend(_inside(pointer, value))


def _problem(value: Json) -> str | None:
    match value:
        case float() if not math.isfinite(value):
            return _NOT_JSON.format(value)
        case str() if not _is_writable(value):
            return _HALF_A_CHARACTER
        case dict() if not all(map(_is_writable, value)):
            return _HALF_A_CHARACTER
        case _:
            return None


def _is_writable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _inside(pointer: Pointer, value: Json) -> Iterator[tuple[Pointer, Json]]:
    match value:
        case dict():
            yield from (((*pointer, key), inner) for key, inner in value.items())
        case list():
            yield from (((*pointer, index), inner) for index, inner in enumerate(value))
        case _:
            pass
