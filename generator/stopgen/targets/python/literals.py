"""Turns text of a document into Python text that can only be data."""

from __future__ import annotations

import math
import re

from stopgen.description import Json

_QUOTES = re.compile(r'"{3,}|"+\Z')
"""Quotes that could end a triple-quoted string, by themselves or with those that follow the text."""


def literal(value: object) -> str:
    """Return a Python literal of a plain value; unprintable characters and line breaks are escaped.

    A number that is too large for Python's floats stays too large: ``1e999`` is read as infinity.
    """
    if isinstance(value, float) and not math.isfinite(value):
        return "1e999" if value > 0 else "-1e999"
    return repr(value)


def data_literal(value: Json) -> str:
    """Return a Python literal of a JSON value, whatever numbers it holds."""
    match value:
        case dict():
            members = (f"{literal(name)}: {data_literal(item)}" for name, item in value.items())
            return f"{{{', '.join(members)}}}"
        case list():
            return f"[{', '.join(map(data_literal, value))}]"
        case _:
            return literal(value)


def line(text: str) -> str:
    """Return text as part of one comment line: every break is a space, the unprintable is escaped."""
    return "".join(map(_visible, " ".join(text.split())))


def escape(text: str) -> str:
    """Escape what could end a triple-quoted string or mean something else in it."""
    safe = _QUOTES.sub(lambda found: '\\"' * len(found[0]), text.replace("\\", "\\\\"))
    return "".join(character if character == "\n" else _visible(character) for character in safe)


def _visible(character: str) -> str:
    """Return a character as it is if it can be seen, else as an escape."""
    if character.isprintable():
        return character
    return character.encode("unicode_escape").decode("ascii")
