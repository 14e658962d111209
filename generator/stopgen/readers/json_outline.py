"""Reads a large JSON text in outline: what few look at stays text until somebody does."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from stopgen.description import Json, Pointer
from stopgen.diagnostic import collect
from stopgen.readers import json_text
from stopgen.readers.excerpt import Data, Excerpt
from stopgen.readers.json_origins import JsonOrigins
from stopgen.readers.outline import FlawError, Outline

_MEMBERS: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_KEY: Final = re.compile(
    rb'[ \t\n\r]*[{,][ \t\n\r]*"[^"\\]*(?:\\.[^"\\]*)*"[ \t\n\r]*:[ \t\n\r]*'
)
_END: Final = re.compile(rb"[ \t\n\r]*\}")
_OPENING: Final = ord("{")


def load(excerpt: Excerpt) -> Data | None:
    """Read a text in outline; None if only reading all of it can tell what is in it."""
    if json_text.half_a_character(excerpt.text) is not None:
        return None
    outline = Outline(_split, _is_complete, _read, lambda: collect(json_text.load(excerpt))[1])
    try:
        tree = outline.open(msgspec.Raw(excerpt.text.encode().strip()))
    except FlawError:
        return None
    return Data(tree, JsonOrigins(excerpt, tree), outline.faults)


def _split(part: msgspec.Raw) -> dict[str, msgspec.Raw] | None:
    if memoryview(part)[0] != _OPENING:
        return None
    try:
        return _MEMBERS.decode(part)
    except (msgspec.MsgspecError, RecursionError) as problem:
        raise FlawError from problem


def _is_complete(part: msgspec.Raw, members: dict[str, msgspec.Raw]) -> bool:
    text, offset = memoryview(part), 0
    for member in members.values():
        key = _KEY.match(text, offset)
        if key is None:
            return False
        offset = key.end() + len(memoryview(member))
    return _END.match(text, offset) is not None


def _read(_: Pointer, part: msgspec.Raw) -> Json:
    try:
        return json_text.parse(bytes(part).decode())
    except (ValueError, RecursionError) as problem:
        raise FlawError from problem
