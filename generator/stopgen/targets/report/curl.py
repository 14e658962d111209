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
from stopgen.model import Location, Operation, SchemeKind, SecurityScheme, Server
from stopgen.targets.report.example import Example

_PLACEHOLDER: Final = re.compile(r"\{\+?([^{}]*)\}")
_ALLOWED: Final = "/%:@!$&'()*+,;=~"
"""What a path may hold as it is."""
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
    if example.has_body:
        words.append(f"-d {shlex.quote(_json(example.body))}")
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
    address = f"{base}{_path(operation, example)}{_query(example)}"
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


def _query(example: Example) -> str:
    asked = {name: _plain(value) for name, value in example.values[Location.QUERY].items()}
    return f"?{urlencode(asked, doseq=True)}" if asked else ""


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
    if example.has_body and "content-type" not in given:
        yield "Content-Type: application/json", None


def _cookies(
    example: Example, needed: list[SecurityScheme], variables: Variables
) -> Iterator[tuple[str, str | None]]:
    for scheme in needed:
        if scheme.kind is SchemeKind.COOKIE:
            yield f"{scheme.name}=", variables.key
    for name, value in example.values[Location.COOKIE].items():
        yield f"{name}={_text(value)}", None


def _word(text: str, variable: str | None = None) -> str:
    """Return text as one word of a shell, with the value of a variable behind it."""
    return shlex.quote(text) + (f'"${variable}"' if variable else "")


def _plain(value: Json) -> str | list[str]:
    return list(map(_text, value)) if isinstance(value, list) else _text(value)


def _text(value: Json) -> str:
    return value if isinstance(value, str) else _json(value)


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
