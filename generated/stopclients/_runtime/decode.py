"""Reads JSON that may be anything; never raises."""

from __future__ import annotations

from codecs import BOM_UTF8
from functools import cache
from typing import Any, TypeVar, cast

import pydantic
from pydantic_core import from_json

from .unset import UNSET

T = TypeVar("T")


def parse(raw: bytes) -> object:
    """Parse JSON, with or without a byte order mark; what is not JSON becomes UNSET."""
    try:
        return cast("object", from_json(raw.removeprefix(BOM_UTF8)))
    except ValueError:
        return UNSET


def find(value: object, at: tuple[str, ...]) -> object:
    """Follow names, and indexes of lists, into parsed JSON; UNSET where they lead nowhere."""
    for name in at:
        if isinstance(value, dict):
            value = cast("dict[str, object]", value).get(name, UNSET)
        elif isinstance(value, list) and name.isdecimal():
            items = cast("list[object]", value)
            value = next(iter(items[int(name) :]), UNSET)
        else:
            return UNSET
    return value


@cache
def _adapter(kind: Any) -> pydantic.TypeAdapter[Any]:
    return pydantic.TypeAdapter(kind)


def fit(kind: type[T], value: object) -> T | None:
    """Read parsed JSON as a documented type; None if it does not fit."""
    try:
        return cast("T", _adapter(cast("Any", kind)).validator.validate_python(value))
    except (ValueError, RecursionError):
        return None


def encode(value: object) -> bytes:
    """Write JSON; properties of models that the caller did not set are left out.

    Raises:
        ValueError: The value has no JSON form.
    """
    return _adapter(Any).serializer.to_json(value, by_alias=True, exclude_unset=True)
