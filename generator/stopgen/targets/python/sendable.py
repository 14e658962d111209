"""Finds what an operation asks for and a Python client cannot do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from stopgen.diagnostic import Checked, Code, Position, error
from stopgen.model import Location, Operation, Provider, SchemeKind
from stopgen.targets.python.build_operation import constant_value
from stopgen.targets.python.media import sent_form

_TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""What HTTP allows as the name of a header or cookie."""
_TRAVELS_IN_A_HEADER: Final = {SchemeKind.HEADER, SchemeKind.COOKIE}


def check_sendable(provider: Provider) -> Checked[None]:
    """Say which operations cannot be called as their documents want it."""
    for operation in provider.operations:
        for sentence in (
            *_headers(operation),
            *_keys(operation, provider),
            *_media(operation),
        ):
            yield error(Code.UNSUPPORTED_REQUEST, _position(operation), sentence)


def _position(operation: Operation) -> Position:
    if operation.origin is None:
        return Position(next(iter(operation.documents), operation.path))
    return operation.origin.position


def _headers(operation: Operation) -> Iterator[str]:
    for parameter in operation.parameters:
        travels = parameter.location in (Location.HEADER, Location.COOKIE)
        if travels and not _TOKEN.fullmatch(parameter.name):
            yield f"no {parameter.location} can have the name {parameter.name!r}"
        value = constant_value(parameter) if travels else None
        if value is not None and not _is_header_safe(value):
            yield f"the header {parameter.name!r} cannot have the value {value!r}"


def _is_header_safe(text: str) -> bool:
    return text.isprintable() and text == text.strip() and all(char <= "\xff" for char in text)


def _keys(operation: Operation, provider: Provider) -> Iterator[str]:
    keys = dict.fromkeys(key for requirement in operation.security for key in requirement)
    schemes = (provider.security_schemes[key] for key in keys if key in provider.security_schemes)
    for scheme in schemes:
        if scheme.kind in _TRAVELS_IN_A_HEADER and not _TOKEN.fullmatch(scheme.name or ""):
            yield f"no {scheme.kind} can have the name {scheme.name!r}, in which a key should travel"


def _media(operation: Operation) -> Iterator[str]:
    form = sent_form(operation.body.media) if operation.body else None
    if form is None:
        return
    parts = (encoding.content for encoding in form.encodings.values())
    for name in (form.name, *filter(None, parts)):
        if not _is_header_safe(name.strip()):
            yield f"no body can be of the media type {name!r}"
