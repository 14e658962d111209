"""Reads a large JSON text in outline: what few look at stays text until somebody does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from stopgen.description import Json, Names, Pointer
from stopgen.diagnostic import collect
from stopgen.readers import json_text
from stopgen.readers.excerpt import Data, Excerpt
from stopgen.readers.json_origins import JsonOrigins
from stopgen.readers.outline import FlawError, Outline

_NOTHING: Final = msgspec.Raw()


class _Operation(msgspec.Struct, gc=False, rename={"operation_id": "operationId"}):
    """The names of an operation."""

    operation_id: str | None = None
    summary: str | None = None


class _Item(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """A path item with nothing in it but operations and what they share."""

    get: _Operation | None = None
    put: _Operation | None = None
    post: _Operation | None = None
    delete: _Operation | None = None
    options: _Operation | None = None
    head: _Operation | None = None
    patch: _Operation | None = None
    trace: _Operation | None = None
    summary: msgspec.Raw = _NOTHING
    description: msgspec.Raw = _NOTHING
    servers: msgspec.Raw = _NOTHING
    parameters: msgspec.Raw = _NOTHING

    def operations(self) -> Iterator[_Operation]:
        methods = (self.get, self.put, self.post, self.delete)
        others = (self.options, self.head, self.patch, self.trace)
        return filter(None, (*methods, *others))


_ITEM: Final = msgspec.json.Decoder(_Item)
_MEMBERS: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_KEY: Final = re.compile(rb'[ \t\n\r]*[{,][ \t\n\r]*"[^"\\]*(?:\\.[^"\\]*)*"[ \t\n\r]*:[ \t\n\r]*')
_END: Final = re.compile(rb"[ \t\n\r]*\}")
_TEXT: Final = msgspec.json.Decoder(str)
_OPENING: Final = ord("{")
_QUOTE: Final = ord('"')


def load(excerpt: Excerpt) -> Data | None:
    """Read a text in outline; None if only reading all of it can tell what is in it."""
    if json_text.half_a_character(excerpt.text) is not None:
        return None
    outline = Outline(
        _split, _is_complete, _glance, _read, lambda: collect(json_text.load(excerpt))[1]
    )
    try:
        opened = outline.open(msgspec.Raw(excerpt.text.strip()))
    except FlawError:
        return None
    if opened is None:
        return None
    tree, names = opened
    return Data(tree, JsonOrigins(excerpt, tree), names, outline.faults)


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


def _glance(part: msgspec.Raw) -> Names | None:
    try:
        item = _ITEM.decode(part)
    except (msgspec.MsgspecError, RecursionError):
        return None
    return tuple((found.operation_id, found.summary) for found in item.operations()) or None


def _read(_: Pointer, part: msgspec.Raw) -> Json:
    text = memoryview(part)
    try:
        if text[0] == _QUOTE:
            return _TEXT.decode(part)
        return json_text.parse(str(text, "utf-8"))
    except (ValueError, RecursionError) as problem:
        raise FlawError from problem
