"""Cuts example code, in whatever language, into texts, words and marks with their places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from stopgen.diagnostic import Position
from stopgen.readers.excerpt import Excerpt

_LONGEST: Final = 30_000
_LINE_END: Final = re.compile(r"\n")
_INDENT: Final = re.compile(r"[ \t]*")
_TOKEN: Final = re.compile(
    r"""
      (?P<skip>\s+|\\\n|(?<![:\w"'`])//[^\n]*|(?<![^\s;])\#[^\n]*)
    | [fFrRbBuU]{0,2}(?P<quote>\"\"\"|["'`])|(?P<comment>/\*)
    | (?P<url>https?://(?:<[\w-]*>|[^\s"'`<>()\\;])+)
    | (?P<option>--?[A-Za-z][\w-]*)
    | (?P<word>[A-Za-z_$][\w$]*)
    | (?P<number>\d[\w.]*)
    | (?P<mark>===|!==|==|!=|=>|\|\||&&|.)
    """,
    re.VERBOSE,
)
_REST: Final = {
    '"""': re.compile(r'(?P<text>(?:[^"\\]|\\[\s\S]|"(?!""))*)"""'),
    '"': re.compile(r'(?P<text>(?:[^"\\]|\\[\s\S])*)"'),
    "'": re.compile(r"(?P<text>(?:[^'\\]|\\[\s\S])*)'"),
    "`": re.compile(r"(?P<text>(?:[^`\\]|\\[\s\S])*)`"),
    "/*": re.compile(r"(?P<text>(?:[^*]|\*(?!/))*)\*/"),
}


class Kind(StrEnum):
    """What a piece of code is."""

    TEXT = "text"
    URL = "url"
    OPTION = "option"
    WORD = "word"
    NUMBER = "number"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of code.

    Attributes:
        kind: What it is.
        text: The piece as written; of a text only what is between the quotes.
        position: Where it stands; of a text its first character between the quotes.
        indent: How far its line is indented.
        is_first: Whether it is the first piece of its line.
    """

    kind: Kind
    text: str
    position: Position
    indent: int
    is_first: bool


def lexemes(code: Excerpt) -> list[Lexeme]:
    """Cut code into pieces; what is too long for an example has none."""
    if len(code.text) > _LONGEST:
        return []
    starts = [0, *(found.end() for found in _LINE_END.finditer(code.text))]
    pieces: list[Lexeme] = []
    last_line = 0
    for kind, start, end in _cut(code.text):
        line = bisect_right(starts, start)
        begin = starts[line - 1]
        indent = _INDENT.match(code.text, begin)
        place = code.position(line, start - begin + 1)
        width = indent.end() - begin if indent else 0
        pieces.append(Lexeme(kind, code.text[start:end], place, width, line != last_line))
        last_line = line
    return pieces


def _cut(text: str) -> Iterator[tuple[Kind, int, int]]:
    """Yield where each piece begins and ends; a quote that nothing closes is a mark."""
    unclosed: set[str] = set()
    offset = 0
    while (found := _TOKEN.match(text, offset)) is not None:
        offset = found.end()
        quote = found["quote"] or found["comment"]
        if quote is None:
            if found.lastgroup not in {None, "skip"}:
                yield Kind(str(found.lastgroup)), found.start(), found.end()
            continue
        rest = None if quote in unclosed else _REST[quote].match(text, offset)
        if rest is None:
            unclosed.add(quote)
            yield Kind.MARK, found.start(), found.end()
            continue
        if found["quote"]:
            yield Kind.TEXT, offset, rest.end("text")
        offset = rest.end()
