"""Reads a large JSON text in outline: what few look at stays text until somebody does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

import msgspec

from stopgen.description import Json, Pointer
from stopgen.diagnostic import Diagnostic, collect
from stopgen.readers import json_text
from stopgen.readers.excerpt import Data, Excerpt
from stopgen.readers.json_origins import JsonOrigins, Known, Place
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
_KEY: Final = re.compile(
    rb'[ \t\n\r]*[{,][ \t\n\r]*("[^"\\]*(?:\\.[^"\\]*)*")[ \t\n\r]*:[ \t\n\r]*'
)
_END: Final = re.compile(rb"[ \t\n\r]*\}")
_TEXT: Final = msgspec.json.Decoder(str)
_OPENING: Final = ord("{")
_QUOTE: Final = ord('"')


def load(excerpt: Excerpt) -> Data | None:
    """Read a text in outline; None if only reading all of it can tell what is in it."""
    if json_text.half_a_character(excerpt.text) is not None:
        return None
    places = _Places()
    complain = partial(_complain, excerpt)
    outline = Outline(_split, places.is_complete, _glance, _read, complain, [])
    try:
        opened = outline.open(msgspec.Raw(excerpt.text.lstrip()))
    except FlawError:
        return None
    if opened is None:
        return None
    tree, names = opened
    return Data(tree, JsonOrigins(excerpt, tree, places.known(excerpt.text)), names, outline.faults)


def _complain(excerpt: Excerpt) -> list[Diagnostic]:
    return collect(json_text.load(excerpt))[1]


class _Places:
    """Notes where members stand that are walked over: first those of the top, then the paths."""

    def __init__(self) -> None:
        self._noted: list[dict[str, Place]] = []

    def is_complete(self, part: msgspec.Raw, members: dict[str, msgspec.Raw]) -> bool:
        text, offset = memoryview(part), 0
        places: dict[str, Place] = {}
        for name, member in members.items():
            key = _KEY.match(text, offset)
            if key is None:
                return False
            places[name] = key.start(1), key.end()
            offset = key.end() + len(memoryview(member))
        self._noted.append(places)
        return _END.match(text, offset) is not None

    def known(self, text: str) -> Known:
        """Return where the top and the paths have their members; nothing where bytes are no characters."""
        if not text.isascii():
            return {}
        start = len(text) - len(text.lstrip())
        top = _shifted(self._noted[0], start)
        start_of_paths = top["paths"][1]
        return {start: top, start_of_paths: _shifted(self._noted[1], start_of_paths)}


def _shifted(places: dict[str, Place], start: int) -> dict[str | int, Place]:
    return {name: (start + key, start + value) for name, (key, value) in places.items()}


def _split(part: msgspec.Raw) -> dict[str, msgspec.Raw] | None:
    if memoryview(part)[0] != _OPENING:
        return None
    try:
        return _MEMBERS.decode(part)
    except (msgspec.MsgspecError, RecursionError) as problem:
        raise FlawError from problem


def _glance(part: msgspec.Raw) -> str | None:
    try:
        item = _ITEM.decode(part)
    except (msgspec.MsgspecError, RecursionError):
        return None
    found = list(item.operations())
    return "\n".join(f"{it.operation_id}\n{it.summary}" for it in found) if found else None


def _read(_: Pointer, part: msgspec.Raw) -> Json:
    text = memoryview(part)
    try:
        if text[0] == _QUOTE:
            return _TEXT.decode(part)
        return json_text.parse(str(text, "utf-8"))
    except (ValueError, RecursionError) as problem:
        raise FlawError from problem
