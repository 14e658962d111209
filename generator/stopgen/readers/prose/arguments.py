"""Reads what the pieces of a request say: its options, its method, its headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from stopgen.diagnostic import Position
from stopgen.readers.prose.extents import Extent, closing
from stopgen.readers.prose.lexer import Kind, Lexeme

_METHOD_OPTION: Final = re.compile(r"--request|-[A-Za-z]*X(?P<glued>[A-Z]+)?")


@dataclass(frozen=True, slots=True)
class ExampleHeader:
    """A header that an example sends."""

    name: str
    value: str
    position: Position


def options(extent: Extent, pieces: list[Lexeme]) -> list[Lexeme]:
    """Return the object that a call of ``fetch`` is given by its name: ``fetch(url, options)``."""
    last = pieces[extent.end - 1]
    if extent.callee != "fetch" or last.kind is not Kind.WORD:
        return []
    for index in range(len(pieces) - 3):
        if [piece.text for piece in pieces[index : index + 3]] == [last.text, "=", "{"]:
            return pieces[index + 2 : closing(pieces, index + 2)]
    return []


def named_method(inside: list[Lexeme]) -> tuple[str, Position] | None:
    """Return a method behind ``-X`` or ``method:``, whatever word stands there."""
    for index, piece in enumerate(inside[:-1]):
        following = value_of(inside, index)
        option = _METHOD_OPTION.fullmatch(piece.text) if piece.kind is Kind.OPTION else None
        if option is not None:
            named = option["glued"] or following.text
            return named.upper(), (piece if option["glued"] else following).position
        is_option = piece.text == "method" and inside[index + 1].text in {":", "="}
        value = inside[index + 2].text if is_option and inside[index + 2 :] else ""
        if value.isalpha() and inside[index + 2].kind is Kind.TEXT:
            return value.upper(), inside[index + 2].position
    return None


def value_of(inside: list[Lexeme], index: int) -> Lexeme:
    """Return the value of an option: the next piece, behind an equals sign if there is one."""
    rest = inside[index + 1 : index + 3]
    return rest[1] if rest[0].text == "=" and len(rest) > 1 else rest[0]


def sent_headers(inside: list[Lexeme], pieces: list[Lexeme]) -> Iterator[ExampleHeader]:
    """Yield the headers that a request is given, by options of curl or as an object."""
    for index, piece in enumerate(inside[:-1]):
        following = value_of(inside, index)
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
