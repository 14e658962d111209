"""Reads the requests that example code makes: curl, fetch, axios, requests, httpx, HTTP messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from stopgen.diagnostic import Position
from stopgen.readers.excerpt import Excerpt
from stopgen.readers.markdown_blocks import Fence, Section
from stopgen.readers.prose.address import Address, AddressError, read_address
from stopgen.readers.prose.endpoints import METHODS, call
from stopgen.readers.prose.extents import Extent, closing, constants, extents
from stopgen.readers.prose.lexer import Kind, Lexeme, lexemes

DATA_LANGUAGES: Final = frozenset({"json", "jsonc", "json5", "yaml", "yml", "xml", "html", "toml"})
"""Languages in which examples make no requests."""

_DATA_OPTIONS: Final = frozenset(
    ["-d", "--data", "--data-raw", "--data-binary", "--json", "-F", "--form", "--data-urlencode"]
)
_JSON_OPTIONS: Final = frozenset({"-d", "--data", "--data-raw", "--data-binary", "--json"})
_GETTERS: Final = frozenset({"fetch", "curl"})


@dataclass(frozen=True, slots=True)
class ExampleHeader:
    """A header that an example sends."""

    name: str
    value: str
    position: Position


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
    """

    method: str | None
    address: Address
    headers: tuple[ExampleHeader, ...]
    body: Excerpt | None
    position: Position
    section: Section
    extent: Extent | None = None
    method_position: Position | None = None


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
    inside = [*pieces[extent.start : extent.end], *_options(extent, pieces)]
    named = _named_method(inside)
    return ExampleRequest(
        named[0] if named else _usual_method(inside, extent.callee),
        address,
        tuple(_headers(inside, pieces)),
        _body(inside, fence.code),
        piece.position,
        section,
        extent,
        named[1] if named else piece.position,
    )


def _options(extent: Extent, pieces: list[Lexeme]) -> list[Lexeme]:
    """Return the object that a call of ``fetch`` is given by its name: ``fetch(url, options)``."""
    last = pieces[extent.end - 1]
    if extent.callee != "fetch" or last.kind is not Kind.WORD:
        return []
    for index in range(len(pieces) - 3):
        if [piece.text for piece in pieces[index : index + 3]] == [last.text, "=", "{"]:
            return pieces[index + 2 : closing(pieces, index + 2)]
    return []


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


def _named_method(inside: list[Lexeme]) -> tuple[str, Position] | None:
    """Return a method behind ``-X`` or ``method:``, whatever word stands there."""
    for index, piece in enumerate(inside[:-1]):
        following = inside[index + 1]
        if piece.text in {"-X", "--request"}:
            return following.text.upper(), following.position
        if piece.kind is Kind.OPTION and piece.text.startswith("-X"):
            return piece.text[2:].upper(), piece.position
        is_option = piece.text == "method" and following.text in {":", "="}
        value = inside[index + 2].text if is_option and inside[index + 2 :] else ""
        if value.isalpha() and inside[index + 2].kind is Kind.TEXT:
            return value.upper(), inside[index + 2].position
    return None


def _headers(inside: list[Lexeme], pieces: list[Lexeme]) -> Iterator[ExampleHeader]:
    for index, piece in enumerate(inside[:-1]):
        following = inside[index + 1]
        if piece.text in {"-H", "--header"} and following.kind is Kind.TEXT:
            name, _, value = following.text.partition(":")
            yield ExampleHeader(name.strip(), value.strip(), following.position)
        elif piece.text in {"-u", "--user"}:
            yield ExampleHeader("Authorization", "Basic", piece.position)
        elif piece.text == "headers" and piece.kind in {Kind.WORD, Kind.TEXT}:
            yield from _header_object(inside[index + 1 :], pieces)


def _header_object(rest: list[Lexeme], pieces: list[Lexeme]) -> Iterator[ExampleHeader]:
    """Read what stands behind ``headers``: an object, the name of one, or nothing but a comma."""
    if rest[0].text in {":", "="} and len(rest) > 1:
        if rest[1].text == "{":
            yield from _entries(rest[2:])
        elif rest[1].kind is Kind.WORD:
            yield from _variable(rest[1].text, pieces)
    elif rest[0].text in {",", "}"}:
        yield from _variable("headers", pieces)


def _variable(name: str, pieces: list[Lexeme]) -> Iterator[ExampleHeader]:
    for index in range(len(pieces) - 3):
        if [piece.text for piece in pieces[index : index + 3]] == [name, "=", "{"]:
            yield from _entries(pieces[index + 3 :])
            return


def _entries(pieces: list[Lexeme]) -> Iterator[ExampleHeader]:
    """Yield names and values up to the closing brace."""
    for index, piece in enumerate(pieces[:-2]):
        if piece.text == "}" and piece.kind is Kind.MARK:
            return
        is_name = piece.kind in {Kind.TEXT, Kind.WORD} and pieces[index + 1].text == ":"
        if is_name:
            value = pieces[index + 2]
            text = value.text if value.kind is Kind.TEXT else ""
            yield ExampleHeader(piece.text, text, piece.position)


def _body(inside: list[Lexeme], code: Excerpt) -> Excerpt | None:
    """Return the JSON that an option of curl sends."""
    for index, piece in enumerate(inside[:-1]):
        following = inside[index + 1]
        if piece.text in _JSON_OPTIONS and following.text.lstrip().startswith("{"):
            return _excerpt(following, code)
    return None


def _excerpt(piece: Lexeme, code: Excerpt) -> Excerpt:
    """Return a text inside a code block with its own places."""
    text = piece.text.replace('\\"', '"')
    after = code.indents[piece.position.line - code.first_line + 1 :]
    return Excerpt(code.file, text, piece.position.line, (piece.position.column - 1, *after))
