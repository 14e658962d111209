"""Spells a request for curl; every word of a document goes through the shell's quotes."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from stopgen.description import Json
from stopgen.model import Location, Operation, Parameter, SchemeKind, SecurityScheme, Server
from stopgen.targets.python.media import Form
from stopgen.targets.report.example import Body, Example

_PLACEHOLDER: Final = re.compile(r"\{\+?([^{}]*)\}")
_ALLOWED: Final = "/%:@!$&'()*+,;=~"
"""What a path may hold as it is."""
_BY_CURL: Final = frozenset({Form.URLENCODED, Form.MULTIPART})
"""Bodies of which curl itself says what they are."""
_NEXT_LINE: Final = " \\\n  "


@dataclass(frozen=True, slots=True)
class Variables:
    """Names of environment variables.

    Attributes:
        key: Who is calling.
        url: Where the platform answers, for documents that do not say so.
    """

    key: str
    url: str


def curl(
    operation: Operation,
    example: Example,
    schemes: Mapping[str, SecurityScheme],
    variables: Variables,
) -> str:
    """Return the command that sends a request."""
    keys = next(map(tuple, operation.security), ())
    needed = [schemes[key] for key in keys if key in schemes]
    words = [
        f"curl -X {shlex.quote(operation.method)} {_url(operation, example, needed, variables)}",
        *(f"-H {_word(*header)}" for header in _headers(example, needed, variables)),
        *(f"-b {_word(*cookie)}" for cookie in _cookies(example, needed, variables)),
        *(f'-u "${variables.key}"' for scheme in needed if scheme.kind is SchemeKind.BASIC),
    ]
    words += _body(example.body) if example.body else ()
    return _NEXT_LINE.join(words)


def server_url(server: Server) -> str:
    """Return where a server is, unless somebody sets its variables."""
    defaults = {variable.name: variable.default for variable in server.variables}
    return _PLACEHOLDER.sub(lambda found: defaults.get(found[1], found[0]), server.url)


def _url(
    operation: Operation, example: Example, needed: list[SecurityScheme], variables: Variables
) -> str:
    """Return the address, the key in it if that is where it travels."""
    server = next(iter(operation.servers), None)
    base = server_url(server).rstrip("/") if server else ""
    unknown = "" if server else f'"${variables.url}"'
    address = f"{base}{_path(operation, example)}{_query(operation, example)}"
    keys = [scheme.name or "" for scheme in needed if scheme.kind is SchemeKind.QUERY]
    if not keys:
        return unknown + _word(address)
    joint = "&" if "?" in address else "?"
    return unknown + _word(f"{address}{joint}{quote(keys[0], safe='')}=", variables.key)


def _path(operation: Operation, example: Example) -> str:
    values = example.values[Location.PATH]

    def value(found: re.Match[str]) -> str:
        return quote(_text(values.get(found[1], found[1].upper())), safe="")

    return quote(_PLACEHOLDER.sub(value, operation.path), safe=_ALLOWED)


def _query(operation: Operation, example: Example) -> str:
    values = example.values[Location.QUERY]
    asked = [
        pair
        for parameter in operation.parameters
        if parameter.location is Location.QUERY and parameter.name in values
        for pair in _pairs(parameter, values[parameter.name])
    ]
    return f"?{urlencode(asked)}" if asked else ""


def _pairs(parameter: Parameter, value: Json) -> Iterator[tuple[str, str]]:
    """Yield what a value of a query is spelled as, in the style of its parameter."""
    name, is_exploded = parameter.name, parameter.explode is not False
    match value:
        case list() if is_exploded:
            yield from ((name, _text(item)) for item in value)
        case list():
            yield name, ",".join(map(_text, value))
        case dict() if parameter.style == "deepObject":
            yield from ((f"{name}[{key}]", _text(item)) for key, item in value.items())
        case dict() if is_exploded:
            yield from ((key, _text(item)) for key, item in value.items())
        case _:
            yield name, _text(value)


def _headers(
    example: Example, needed: list[SecurityScheme], variables: Variables
) -> Iterator[tuple[str, str | None]]:
    for scheme in needed:
        if scheme.kind is SchemeKind.BEARER:
            yield "Authorization: Bearer ", variables.key
        elif scheme.kind is SchemeKind.HEADER:
            yield f"{scheme.name}: ", variables.key
    for name, value in example.values[Location.HEADER].items():
        yield f"{name}: {_text(value)}", None
    given = {name.lower() for name in example.values[Location.HEADER]}
    if example.body and example.body.form not in _BY_CURL and "content-type" not in given:
        yield f"Content-Type: {example.body.media}", None


def _cookies(
    example: Example, needed: list[SecurityScheme], variables: Variables
) -> Iterator[tuple[str, str | None]]:
    for scheme in needed:
        if scheme.kind is SchemeKind.COOKIE:
            yield f"{scheme.name}=", variables.key
    for name, value in example.values[Location.COOKIE].items():
        yield f"{name}={_text(value)}", None


def _body(body: Body) -> Iterator[str]:
    """Yield the options that send a body; nothing in it can name a file but what we name."""
    fields = body.value if isinstance(body.value, dict) else {}
    match body.form:
        case Form.JSON:
            yield f"-d {shlex.quote(_json(body.value))}"
        case Form.URLENCODED:
            yield f"-d {shlex.quote(urlencode(_texts(fields), doseq=True))}"
        case Form.MULTIPART:
            for name, value in fields.items():
                if name not in body.files:
                    yield f"--form-string {shlex.quote(f'{name}={_text(value)}')}"
            yield from (f"-F {shlex.quote(f'{name}=@FILE')}" for name in sorted(body.files))
        case Form.TEXT:
            yield f"--data-raw {shlex.quote(_text(body.value))}"
        case Form.RAW:
            yield "--data-binary @FILE"


def _texts(values: Mapping[str, Json]) -> dict[str, str | list[str]]:
    return {name: _plain(value) for name, value in values.items()}


def _word(text: str, variable: str | None = None) -> str:
    """Return text as one word of a shell, with the value of a variable behind it."""
    return shlex.quote(text) + (f'"${variable}"' if variable else "")


def _plain(value: Json) -> str | list[str]:
    return list(map(_text, value)) if isinstance(value, list) else _text(value)


def _text(value: Json) -> str:
    """Return a value as it stands in a path, in a header or in a field."""
    match value:
        case str():
            return value
        case list():
            return ",".join(map(_text, value))
        case _:
            return _json(value)


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
