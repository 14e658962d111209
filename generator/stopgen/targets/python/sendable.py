"""Finds what an operation asks for and a Python client cannot do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from stopgen.diagnostic import Checked, Code, Position, error, warning
from stopgen.model import Location, Operation, Provider, Purpose, SchemeKind
from stopgen.targets.python.build_operation import constant_value
from stopgen.targets.python.shapes import json_form

_TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""What HTTP allows as the name of a header or cookie."""
_TRAVELS_IN_A_HEADER: Final = {SchemeKind.HEADER, SchemeKind.COOKIE}


def check_sendable(provider: Provider) -> Checked[None]:
    """Say which operations cannot be called as their documents want it."""
    stops = [operation for operation in provider.operations if operation.purpose is Purpose.STOP]
    for operation in provider.operations:
        for sentence in (
            *_headers(operation),
            *_keys(operation, provider),
            *_server(operation, stops or provider.operations),
        ):
            yield error(Code.UNSUPPORTED_REQUEST, _position(operation), sentence)
        yield from _body(operation)


def _position(operation: Operation) -> Position:
    if operation.origin is None:
        return Position(next(iter(operation.documents), operation.path))
    return operation.origin.position


def _headers(operation: Operation) -> Iterator[str]:
    for parameter in operation.parameters:
        travels = parameter.location in (Location.HEADER, Location.COOKIE)
        if travels and not _TOKEN.fullmatch(parameter.name):
            yield f"no {parameter.location} can have the name {parameter.name!r}"
        value = constant_value(parameter)
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


def _server(operation: Operation, stops: Sequence[Operation]) -> Iterator[str]:
    """Say that an operation is answered elsewhere: a client talks to one server."""
    first, own = stops[0].servers[:1], operation.servers[:1]
    if first and own and first != own:
        yield (
            f"the server {own[0].url} is another one than {first[0].url}, with which "
            f"{stops[0].method} {stops[0].path} is answered; a client talks to one server"
        )


def _body(operation: Operation) -> Checked[None]:
    body = operation.body
    if body is None or json_form(body.media) is not None or not body.media:
        return
    forms = ", ".join(form.name for form in body.media)
    if body.required:
        sentence = f"the body is {forms}, and a client sends JSON only"
        yield error(Code.UNSUPPORTED_REQUEST, _position(operation), sentence)
    else:
        sentence = f"the optional body is {forms}; it is left out, as a client sends JSON only"
        yield warning(Code.UNSUPPORTED_REQUEST, _position(operation), sentence)
