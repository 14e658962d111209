"""Finds where an error answer says what went wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from stopgen.classify.spot import Spot, bodies
from stopgen.model import ErrorShape, Response, Schema

_ENVELOPES: Final = ("error", "err", "detail")
_CODES: Final = ("code", "error_code", "errorCode", "type")
_MESSAGES: Final = (
    *("message", "error_message", "errorMessage", "detail", "error_description"),
    *("error", "description", "msg"),
)
_CODE: Final = re.compile(r"[A-Za-z][\w.:-]*")
_PLACEHOLDERS: Final = frozenset({"string", "code", "error_code"})
"""What generated examples show where a code would stand."""


def error_shape(response: Response, schemas: Mapping[str, Schema]) -> ErrorShape | None:
    """Return how to read an error answer; None if its document does not tell."""
    spots = bodies(response, schemas)
    described = [_describe(spot) for spot in spots]
    shape = next((found for found in described if found.code), None) or next(
        (found for found in described if found.message), ErrorShape()
    )
    shown = [code for spot in spots for code in _codes(spot, shape)]
    codes = tuple(dict.fromkeys((*response.codes, *shown)))
    if not (shape.code or shape.message or codes):
        return None
    return ErrorShape(at=shape.at, code=shape.code, message=shape.message, codes=codes)


def _describe(body: Spot) -> ErrorShape:
    """Return how to read a body: by an object in it that describes the error, or by itself."""
    for name in _ENVELOPES:
        if name in body.names and body.member(name).is_object:
            code, message = _code(body.member(name)), _message(body.member(name))
            if code or message:
                return ErrorShape(at=(name,), code=code, message=message)
    return ErrorShape(code=_code(body), message=_message(body))


def _code(spot: Spot) -> str | None:
    named = _first_text(spot, _CODES)
    if named is None and _message(spot) not in {None, "error"} and _is_code(spot, "error"):
        return "error"
    return named


def _is_code(spot: Spot, name: str) -> bool:
    """Tell whether a property shows codes and no sentences."""
    values = spot.member(name).values if name in spot.names else ()
    return bool(values) and all(isinstance(v, str) and _CODE.fullmatch(v) for v in values)


def _message(spot: Spot) -> str | None:
    return _first_text(spot, _MESSAGES)


def _first_text(spot: Spot, names: Sequence[str]) -> str | None:
    return next((name for name in names if name in spot.names and spot.member(name).is_text), None)


def _codes(body: Spot, shape: ErrorShape) -> list[str]:
    """Return the codes that a document names or shows in a body."""
    if shape.code is None:
        return []
    spot = body
    for name in (*shape.at, shape.code):
        spot = spot.member(name)
    return [
        value
        for value in spot.values
        if isinstance(value, str) and _CODE.fullmatch(value) and value not in _PLACEHOLDERS
    ]
