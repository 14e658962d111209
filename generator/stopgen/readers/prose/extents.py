"""Finds in example code which pieces make one request: a curl command, or a call with its arguments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from stopgen.readers.prose.lexer import Kind, Lexeme

_FARTHEST: Final = 400
"""How many pieces a call may have before and after the address."""

_MOST_REQUESTS: Final = 200
_PATH_STARTS: Final = ("/", "${", "{", "$")


@dataclass(frozen=True, slots=True)
class Extent:
    """Which pieces of code make a request.

    Attributes:
        start: The first piece.
        end: The piece behind the last one.
        address: The piece that holds the address.
        callee: The last word of what is called: ``curl``, ``fetch``, ``post``.
    """

    start: int
    end: int
    address: int
    callee: str


def extents(pieces: list[Lexeme]) -> Iterator[Extent]:
    """Yield the requests that code makes, in order."""
    addresses = [index for index, piece in enumerate(pieces) if _is_address(piece)]
    for index in addresses[:_MOST_REQUESTS]:
        found = (
            _command(pieces, index) or _call(pieces, index, index) or _by_variable(pieces, index)
        )
        if found is not None:
            yield found


def constants(pieces: list[Lexeme]) -> dict[str, str]:
    """Return the texts that code gives names: ``BASE = "https://…"``."""
    triples = zip(pieces, pieces[1:], pieces[2:], strict=False)
    return {
        name.text: value.text
        for name, mark, value in triples
        if name.kind is Kind.WORD and mark.text == "=" and value.kind is Kind.TEXT
    }


def closing(pieces: list[Lexeme], opening: int) -> int:
    """Return the piece that closes a bracket, the end of what is looked at if none does."""
    end = min(len(pieces), opening + _FARTHEST * 4)
    depth = 0
    for index in range(opening, end):
        piece = pieces[index]
        if piece.kind is Kind.MARK and piece.text in "([{":
            depth += 1
        elif piece.kind is Kind.MARK and piece.text in ")]}":
            depth -= 1
            if depth == 0:
                return index
    return end


def _is_address(piece: Lexeme) -> bool:
    if piece.kind is Kind.URL:
        return True
    has_path = "/" in piece.text and not any(space in piece.text for space in " \n")
    return piece.kind is Kind.TEXT and has_path and piece.text.startswith(("http", *_PATH_STARTS))


def _command(pieces: list[Lexeme], address: int) -> Extent | None:
    """Return the curl command that an address belongs to."""
    before = range(address - 1, max(address - _FARTHEST, -1), -1)
    start = next((index for index in before if _is_curl(pieces[index])), None)
    if start is None:
        return None
    others = range(start + 1, min(len(pieces), start + _FARTHEST))
    end = next((index for index in others if _is_curl(pieces[index])), len(pieces))
    is_first = not any(_is_plain_address(pieces, index) for index in range(start + 1, address))
    return Extent(start, end, address, "curl") if is_first and address < end else None


def _is_curl(piece: Lexeme) -> bool:
    return piece.kind is Kind.WORD and piece.text == "curl"


def _is_plain_address(pieces: list[Lexeme], index: int) -> bool:
    """Tell whether a piece is an address that no option such as ``--referer`` takes."""
    return _is_address(pieces[index]) and pieces[index - 1].text not in {"-H", "-d", "-e"}


def _call(pieces: list[Lexeme], argument: int, address: int) -> Extent | None:
    """Return the call that an argument stands in."""
    opening = _opening(pieces, argument)
    if opening is None or opening == 0 or pieces[opening - 1].kind is not Kind.WORD:
        return None
    start = opening - 1
    while start >= 2 and pieces[start - 1].text == "." and pieces[start - 2].kind is Kind.WORD:
        start -= 2
    end = closing(pieces, opening)
    return Extent(start, end, address, pieces[opening - 1].text)


def _opening(pieces: list[Lexeme], argument: int) -> int | None:
    """Return the bracket of the call around an argument."""
    depth = 0
    for index in range(argument - 1, max(argument - _FARTHEST, -1), -1):
        piece = pieces[index]
        if piece.kind is not Kind.MARK:
            continue
        if piece.text in ")]}":
            depth += 1
        elif piece.text in "([{":
            if depth == 0:
                is_only = piece.text == "{" and index > 0 and pieces[index - 1].text == "("
                return index if piece.text == "(" else index - 1 if is_only else None
            depth -= 1
        elif piece.text in {";", "=>"} and depth == 0:
            return None
    return None


def _by_variable(pieces: list[Lexeme], address: int) -> Extent | None:
    """Return the call that is given a variable which holds the address: ``url = …``."""
    if address < 2 or pieces[address - 1].text != "=" or pieces[address - 2].kind is not Kind.WORD:
        return None
    name = pieces[address - 2].text
    for index in range(address + 1, min(len(pieces), address + _FARTHEST)):
        if pieces[index].kind is Kind.WORD and pieces[index].text == name:
            found = _call(pieces, index, address)
            if found is not None:
                return found
    return None
