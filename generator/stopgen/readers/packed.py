"""Reads pages whose front matter carries their operation packed: ``api: eJ…``, as Docusaurus makes them."""

from __future__ import annotations

import re
import zlib
from base64 import b64decode
from binascii import Error
from typing import Final

from stopgen.description import Description, Json, JsonObject, MappedOrigins
from stopgen.diagnostic import Checked, Code, Diagnostic, Position, error, note
from stopgen.methods import METHODS
from stopgen.readers import data, openapi
from stopgen.readers.excerpt import Data, Excerpt
from stopgen.readers.lift import OPENAPI
from stopgen.select.mentions import may_mention_a_stop
from stopgen.source import Document

_PACKED: Final = re.compile(
    r"\A---[ \t]*\n(?:(?!---).*\n)*?api[ \t]*:[ \t]*(?P<text>eJ[A-Za-z0-9+/]{20,}={0,2})[ \t]*\n"
)
_LARGEST: Final = 8_000_000
"""More characters than this are no description of one operation."""

_AROUND: Final = frozenset(
    "info jsonRequestBodyExample method path postman securitySchemes servers".split()
)
"""What stands beside the parts of the operation."""


def recognises(document: Document) -> bool:
    """Tell whether the front matter of a page has a packed operation."""
    return _PACKED.match(document.text) is not None


def read(document: Document) -> Checked[list[Description]]:
    """Read the operation of a page."""
    found = _PACKED.match(document.text)
    place = Excerpt.whole(document).at(found.start("text") if found else 0)
    text = _unpacked(found["text"]) if found else None
    if text is None:
        yield _fault(document, place, "what is packed here cannot be unpacked, or is far too large")
        return []
    read = yield from data.load(Excerpt(document.file, text, place.line))
    tree = _openapi(read.value) if read else None
    if tree is None:
        yield _fault(document, place, "what is packed here is no operation with its path")
        return []
    described = yield from openapi.describe(document, Data(tree, _at(place)))
    return [described] if described else []


def _fault(document: Document, place: Position, sentence: str) -> Diagnostic:
    """Say what is wrong; a page that cannot be about a stop is nobody's obstacle."""
    tell = error if may_mention_a_stop(_PACKED.sub("", document.text)) else note
    return tell(Code.WRONG_SHAPE, place, sentence)


def _unpacked(packed: str) -> str | None:
    """Return the text, on one line as its place is; None if there is none, or far too much."""
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(b64decode(packed), _LARGEST).decode()
    except (Error, zlib.error, UnicodeDecodeError):
        return None
    return None if unpacking.unconsumed_tail else " ".join(text.splitlines())


def _openapi(packed: Json) -> JsonObject | None:
    """Return the OpenAPI document of what was packed: an operation with all that is around it."""
    told = packed if isinstance(packed, dict) else {}
    match told:
        case {"method": str(method), "path": str(path)} if method.lower() in METHODS:
            pass
        case _:
            return None
    return {
        "openapi": OPENAPI,
        "info": told.get("info") or {"title": path, "version": "1"},
        "servers": told.get("servers") or [],
        "paths": {path: {method.lower(): _without(told, _AROUND)}},
        "components": {"securitySchemes": told.get("securitySchemes") or {}},
    }


def _without(mapping: JsonObject, keys: frozenset[str]) -> JsonObject:
    return {key: part for key, part in mapping.items() if key not in keys}


def _at(place: Position) -> MappedOrigins:
    return MappedOrigins(dict, place)
