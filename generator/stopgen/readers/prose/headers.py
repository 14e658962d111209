"""Tells apart what headers are for: credentials, the kind of body, constants, and parameters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from stopgen.diagnostic import Code, Diagnostic, warning
from stopgen.readers.markdown_inline import Span
from stopgen.readers.placed import Placed, placed
from stopgen.readers.prose.arguments import ExampleHeader
from stopgen.readers.prose.parameters import Part, parameter
from stopgen.readers.prose.requests import ExampleRequest
from stopgen.readers.prose.secrets import is_credential
from stopgen.readers.prose.values import constant, media_type
from stopgen.readers.prose.vocabulary import Role, Topic

_MEDIA: Final = frozenset({"content-type", "accept"})
_USUAL: Final = frozenset({"content-type", "accept", "user-agent", "host", "content-length"})


@dataclass(frozen=True, slots=True)
class ContentType:
    """The kind of body that a page asks for.

    Attributes:
        value: The media type.
        part: The header as stated.
    """

    value: Span
    part: Part


def content_type(parts: Iterable[Part], requests: list[ExampleRequest]) -> ContentType | None:
    """Return the media type that requests must have, None if no header says so."""
    for part in parts:
        if part.place is Topic.HEADERS and part.name.lower() == "content-type":
            value = _value(part) or next(_sent(requests, "content-type"), None)
            return ContentType(value, part) if value else None
    return None


def header_parameters(parts: Iterable[Part], kind: ContentType | None) -> Iterator[Placed]:
    """Yield the headers that are neither credentials nor the kind of a body, as parameters."""
    for part in parts:
        if part.place is not Topic.HEADERS or is_credential(part.name):
            continue
        is_kind = part.name.lower() == "content-type"
        if is_kind and kind is None:
            continue
        value = kind.value if is_kind and kind else _value(part)
        yield parameter(part) if value is None else fixed(part, value)


def fixed(part: Part, value: Span) -> Placed:
    """Return a header that always has the same value."""
    only = placed({"type": "string", "enum": [placed(value.text, value.position)]}, value.position)
    return placed(
        {
            "name": placed(part.name, part.row.at(Role.NAME)),
            "in": "header",
            "required": placed(part.is_required is not False, part.row.at(Role.REQUIRED)),
            "description": part.shape.description,
            "schema": only,
        },
        part.row.position,
    )


def _value(part: Part) -> Span | None:
    """Return the one value that a header may have."""
    told = part.description
    if told is None:
        return None
    is_media = part.name.lower() in _MEDIA
    return constant(told) or (media_type(told) if is_media else None)


def _sent(requests: Iterable[ExampleRequest], name: str) -> Iterator[Span]:
    for header in _headers(requests):
        if header.name.lower() == name and header.value:
            yield Span(header.value, header.position)


def _headers(requests: Iterable[ExampleRequest]) -> Iterator[ExampleHeader]:
    for made in requests:
        yield from made.headers


def check_headers(parts: Iterable[Part], requests: list[ExampleRequest]) -> Iterator[Diagnostic]:
    """Yield where examples do not send the headers that a page states."""
    stated = {part.name.lower(): part for part in parts if part.place is Topic.HEADERS}
    sent = list(_headers(requests))
    if not stated or not sent:
        return
    names = {header.name.lower() for header in sent}
    unsent = [part for name, part in stated.items() if part.is_required and name not in names]
    for part in unsent:
        sentence = f"no example sends the header {part.name!r}, which is required"
        yield warning(Code.EXAMPLE_MISMATCH, part.row.position, sentence)
    for name, part in stated.items():
        value = None if is_credential(name) else _value(part)
        if value is not None:
            told = [header for header in sent if header.name.lower() == name and header.value]
            yield from _check_value(value, told)
    for header in sent:
        known = stated.get(header.name.lower())
        if known is None and not unsent and header.name.lower() not in _USUAL:
            sentence = f"this example sends the header {header.name!r}, which is stated nowhere"
            yield warning(Code.EXAMPLE_MISMATCH, header.position, sentence)


def _check_value(value: Span, sent: list[ExampleHeader]) -> Iterator[Diagnostic]:
    """Compare a stated value with those that examples send; whichever is alone is to blame."""
    strange = [header for header in sent if _bare(header.value) != _bare(value.text)]
    if len(strange) > 1 and len(strange) == len(sent):
        sentence = f"{value.text!r} is stated, but the examples send {strange[0].value!r}"
        places = (header.position for header in strange)
        yield warning(Code.EXAMPLE_MISMATCH, value.position, sentence, *places)
        return
    for header in strange:
        sentence = f"this example sends {header.value!r}, where {value.text!r} is stated"
        yield warning(Code.EXAMPLE_MISMATCH, header.position, sentence, value.position)


def _bare(value: str) -> str:
    """Return a value without parameters such as ``charset``."""
    return value.partition(";")[0].strip().lower()
