"""Reads the requests that example code makes: curl, fetch, axios, requests, httpx, HTTP messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from stopgen.diagnostic import Position
from stopgen.readers.excerpt import Excerpt
from stopgen.readers.markdown_blocks import Fence, Section
from stopgen.readers.prose.address import Address, AddressError, read_address
from stopgen.readers.prose.arguments import (
    ExampleHeader,
    named_method,
    options,
    sent_headers,
    value_of,
)
from stopgen.readers.prose.endpoints import METHODS, call
from stopgen.readers.prose.extents import Extent, constants, extents
from stopgen.readers.prose.lexer import Kind, Lexeme, lexemes

DATA_LANGUAGES: Final = frozenset({"json", "jsonc", "json5", "yaml", "yml", "xml", "html", "toml"})
"""Languages in which examples make no requests."""

_DATA_OPTIONS: Final = frozenset(
    ["-d", "--data", "--data-raw", "--data-binary", "--json", "-F", "--form", "--data-urlencode"]
)
_JSON_OPTIONS: Final = frozenset({"-d", "--data", "--data-raw", "--data-binary", "--json"})
_GETTERS: Final = frozenset({"fetch", "curl"})


@dataclass(frozen=True, slots=True)
class ExampleRequest:
    """A request that an example makes.

    Attributes:
        method: The HTTP method, None if the code does not tell.
        address: Where the request goes.
        headers: What it sends besides.
        body: The text of a JSON body.
        position: Where the address stands.
        section: The section of the example.
        extent: Which pieces of the code make the request; None for an HTTP message.
        method_position: Where the method stands, or the address where it is left out.
        data: Where curl is given a body that is no JSON.
    """

    method: str | None
    address: Address
    headers: tuple[ExampleHeader, ...]
    body: Excerpt | None
    position: Position
    section: Section
    extent: Extent | None = None
    method_position: Position | None = None
    data: Position | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """An example in code, and the requests that it makes."""

    pieces: list[Lexeme]
    requests: tuple[ExampleRequest, ...]
    section: Section
    position: Position


def read_script(fence: Fence, section: Section) -> Script:
    """Read the requests that a fence makes; data and other text make none."""
    message = _message(fence, section)
    if message is not None:
        return Script([], (message,), section, fence.position)
    pieces = lexemes(fence.code)
    found = [_request(pieces, extent, fence, section) for extent in extents(pieces)]
    made = tuple(request for request in found if request)
    return Script(pieces, made, section, fence.position)


def _message(fence: Fence, section: Section) -> ExampleRequest | None:
    """Read an HTTP message: a request line, headers, a blank line, a body."""
    lines = fence.code.text.split("\n")
    filled = [index for index, line in enumerate(lines) if line.strip()]
    named = call(lines[filled[0]]) if len(filled) > 1 else None
    if named is None:
        return None
    first = filled[0]
    end = next((n for n in range(first + 1, len(lines)) if not lines[n].strip()), len(lines))
    headers = tuple(_header_lines(lines[first + 1 : end], fence.code, first + 2))
    host = next((header.value for header in headers if header.name.lower() == "host"), None)
    is_path = named[1].startswith("/")
    address = _address(f"https://{host}{named[1]}" if host and is_path else named[1])
    if address is None or named[0] not in METHODS:
        return None
    place = fence.code.position(first + 1, 1)
    body = _rest(fence.code, end)
    return ExampleRequest(named[0], address, headers, body, place, section)


def _header_lines(lines: list[str], code: Excerpt, number: int) -> Iterator[ExampleHeader]:
    for index, line in enumerate(lines):
        name, colon, value = line.partition(":")
        if colon and name.strip() and " " not in name.strip():
            place = code.position(number + index, 1)
            yield ExampleHeader(name.strip(), value.strip(), place)


def _rest(code: Excerpt, skipped: int) -> Excerpt | None:
    """Return the lines behind the first ones if they may be JSON."""
    text = "\n".join(code.text.split("\n")[skipped:])
    if not text.strip().startswith("{"):
        return None
    return Excerpt(code.file, text, code.first_line + skipped, code.indents[skipped:])


def _request(
    pieces: list[Lexeme], extent: Extent, fence: Fence, section: Section
) -> ExampleRequest | None:
    piece = pieces[extent.address]
    address = _address(_resolved(piece.text, pieces))
    if address is None or address.path.count("/") < 1:
        return None
    inside = [*pieces[extent.start : extent.end], *options(extent, pieces)]
    named = named_method(inside)
    body = _body(inside, fence.code)
    given = (piece.position for piece in inside if piece.text in _DATA_OPTIONS)
    return ExampleRequest(
        named[0] if named else _usual_method(inside, extent.callee),
        address,
        tuple(sent_headers(inside, pieces)),
        body,
        piece.position,
        section,
        extent,
        named[1] if named else piece.position,
        None if body else next(given, None),
    )


def _address(text: str) -> Address | None:
    try:
        return read_address(text)
    except AddressError:
        return None


def _resolved(text: str, pieces: list[Lexeme]) -> str:
    """Put in the value of a constant that an address starts with: ``${BASE_URL}/runs``."""
    if text.startswith(("http", "/")):
        return text
    for name, value in constants(pieces).items():
        for form in (f"${{{name}}}", f"{{{name}}}", f"${name}"):
            if text.startswith(form) and value.startswith("http"):
                return value.rstrip("/") + text.removeprefix(form)
    return text


def _usual_method(inside: list[Lexeme], callee: str) -> str | None:
    """Return the method of a call that does not name it: that of ``post(…)``, or of curl with data."""
    if callee.upper() in METHODS:
        return callee.upper()
    spelled = (piece.text for piece in inside if piece.kind is Kind.TEXT and piece.text in METHODS)
    default = "GET" if callee in _GETTERS else None
    if callee == "curl" and any(piece.text in _DATA_OPTIONS for piece in inside):
        default = "POST"
    return next(spelled, default)


def _body(inside: list[Lexeme], code: Excerpt) -> Excerpt | None:
    """Return the JSON that an option of curl sends."""
    for index, piece in enumerate(inside[:-1]):
        following = value_of(inside, index)
        if piece.text in _JSON_OPTIONS and following.text.lstrip().startswith("{"):
            return _excerpt(following, code)
    return None


def _excerpt(piece: Lexeme, code: Excerpt) -> Excerpt:
    """Return a text inside a code block with its own places."""
    text = piece.text.replace('\\"', '"')
    after = code.indents[piece.position.line - code.first_line + 1 :]
    return Excerpt(code.file, text, piece.position.line, (piece.position.column - 1, *after))
