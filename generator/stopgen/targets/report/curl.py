"""Spells a request for curl; every word of a document goes through the shell's quotes."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import quote, urlencode

from stopgen import placeholders
from stopgen.description import Json
from stopgen.model import Location, Operation, Parameter, SchemeKind, Server
from stopgen.targets.python.build_keys import BASIC
from stopgen.targets.python.media import Form
from stopgen.targets.report.example import Body, Example
from stopgen.targets.report.secrets import Secret

_VARIABLE: Final = re.compile(r"\{([^{}]*)\}")
_ALLOWED: Final = "/%:@!$&'()*+,;=~?"
"""What a path may hold as it is, and the query behind it that documents write as part of it."""
_BY_CURL: Final = frozenset({Form.URLENCODED, Form.MULTIPART})
"""Bodies of which curl itself says what they are."""
_RESERVED: Final = ":/?@!$'()*,;"
"""What a query may hold as it is where its document lets it."""
_JOINTS: Final = {"spaceDelimited": "%20", "pipeDelimited": "%7C"}
_NEXT_LINE: Final = " \\\n  "


def curl(operation: Operation, example: Example, secrets: Sequence[Secret], url: str) -> str:
    """Return the command that sends a request.

    Args:
        operation: The operation.
        example: What to send.
        secrets: What only the caller knows.
        url: The environment variable that says where the platform answers, if no document does.
    """
    words = [
        f"curl -X {shlex.quote(operation.method)} {_url(operation, example, secrets, url)}",
        *(
            f"-H {_word(text if secret else _header(text), secret)}"
            for text, secret in _headers(example, secrets)
        ),
        *(f"-b {_word(*cookie)}" for cookie in _cookies(example, secrets)),
        *(_user(secret) for secret in secrets if secret.scheme.kind is SchemeKind.BASIC),
    ]
    words += _body(example.body) if example.body else ()
    return _NEXT_LINE.join(words)


def server_url(server: Server) -> str:
    """Return where a server is, unless somebody sets its variables; those without a value stay."""
    defaults = {part.name: part.default for part in server.variables if part.default}
    return _VARIABLE.sub(lambda found: defaults.get(found[1], found[0]), server.url)


def _url(operation: Operation, example: Example, secrets: Iterable[Secret], url: str) -> str:
    """Return the address, with the keys that travel in it."""
    base = _base(operation)
    path = _path(operation, example)
    address = f"{base}{path}{_query(operation, example, path.partition('?')[2])}"
    words = "" if base else f'"${url}"'
    for secret in secrets:
        if secret.scheme.kind is SchemeKind.QUERY:
            joint = "&" if "?" in address + words else "?"
            words += _word(f"{address}{joint}{quote(secret.scheme.name or '', safe='')}=", secret)
            address = ""
    return words + (_word(address) if address else "")


def _base(operation: Operation) -> str:
    """Return where the platform answers; empty where documents do not give the whole address."""
    server = next(iter(operation.servers), None)
    base = server_url(server).rstrip("/") if server else ""
    whole = f"https:{base}" if base.startswith("//") else base
    return whole if "://" in whole and "{" not in whole else ""


def _path(operation: Operation, example: Example) -> str:
    values = example.values[Location.PATH]

    def value(name: str) -> str:
        given = values.get(name, name.upper())
        items = given if isinstance(given, list) else [given]
        return ",".join(quote(_text(item), safe="") for item in items)

    pieces = placeholders.pieces(placeholders.sent(operation.path))
    path = "".join(text if name is None else value(name) for name, text in pieces)
    return quote(path, safe=_ALLOWED)


def _query(operation: Operation, example: Example, own: str) -> str:
    """Return what follows the path, which may have a query of its own."""
    values = example.values[Location.QUERY]
    asked = [
        pair
        for parameter in operation.parameters
        if parameter.location is Location.QUERY and parameter.name in values
        for pair in _pairs(parameter, values[parameter.name])
        if pair not in own.split("&")
    ]
    return ("&" if own else "?") + "&".join(asked) if asked else ""


def _pairs(parameter: Parameter, value: Json) -> Iterator[str]:
    """Yield what a value of a query is spelled as, in the style of its parameter."""
    is_exploded = parameter.explode is not False
    name, allowed = quote(parameter.name, safe=""), _RESERVED if parameter.reserved else ""

    def escaped(part: Json) -> str:
        return quote(_text(part), safe=allowed)

    match value:
        case _ if parameter.content:
            yield f"{name}={quote(_json(value), safe='')}"
        case list() if is_exploded:
            yield from (f"{name}={escaped(item)}" for item in value)
        case list():
            joint = _JOINTS.get(parameter.style or "form", ",")
            yield f"{name}={joint.join(map(escaped, value))}"
        case dict() if parameter.style == "deepObject":
            for key, item in value.items():
                yield f"{name}{quote(f'[{key}]', safe='')}={escaped(item)}"
        case dict() if is_exploded:
            yield from (f"{quote(key, safe='')}={escaped(item)}" for key, item in value.items())
        case _:
            yield f"{name}={escaped(value)}"


def _headers(example: Example, secrets: Iterable[Secret]) -> Iterator[tuple[str, Secret | None]]:
    for secret in secrets:
        if secret.scheme.kind is SchemeKind.BEARER:
            yield "Authorization: Bearer ", secret
        elif secret.scheme.kind is SchemeKind.HEADER:
            yield f"{secret.scheme.name}: {_prefix(secret)}", secret
    for name, value in example.values[Location.HEADER].items():
        yield f"{name}: {_text(value)}", None
    given = {name.lower() for name in example.values[Location.HEADER]}
    if example.body and example.body.form not in _BY_CURL and "content-type" not in given:
        yield f"Content-Type: {example.body.media}", None


def _header(text: str) -> str:
    """Return a header as curl wants it, which takes one without a value for one to leave out."""
    return f"{text[:-2]};" if text.endswith(": ") else text


def _cookies(example: Example, secrets: Iterable[Secret]) -> Iterator[tuple[str, Secret | None]]:
    for secret in secrets:
        if secret.scheme.kind is SchemeKind.COOKIE:
            yield f"{secret.scheme.name}={_prefix(secret)}", secret
    for name, value in example.values[Location.COOKIE].items():
        yield f"{name}={_text(value)}", None


def _prefix(secret: Secret) -> str:
    return f"{secret.scheme.prefix} " if secret.scheme.prefix else ""


def _user(secret: Secret) -> str:
    prefix = secret.variable.removesuffix(BASIC.upper())
    return f'-u "${prefix}USERNAME:${prefix}PASSWORD"'


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


def _word(text: str, secret: Secret | None = None) -> str:
    """Return text as one word of a shell, with a secret behind it."""
    return shlex.quote(text) + (f'"${secret.variable}"' if secret else "")


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
