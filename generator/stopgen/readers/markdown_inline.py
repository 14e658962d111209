"""The text of a block: plain, code and strong spans, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from stopgen.diagnostic import Position
from stopgen.readers.excerpt import Excerpt

_LONGEST: Final = 5_000
_MARKDOWN: Final = MarkdownIt("commonmark")
_TAG: Final = re.compile(r"</?([A-Za-z][\w-]*)[^>]*>")
_STRONG_TAGS: Final = frozenset({"b", "strong"})
_CODE_TAGS: Final = frozenset({"code", "kbd", "tt"})
_TAGS: Final = (
    _STRONG_TAGS
    | _CODE_TAGS
    | frozenset("a br div em font i img mark p s small span sub sup u wbr".split())
)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one style; a line break is a span of its own.

    Attributes:
        text: The text as a reader sees it.
        position: Where it stands.
    """

    text: str
    position: Position
    is_code: bool = False
    is_strong: bool = False


@dataclass(frozen=True)
class Inline:
    """The text of a block, a cell or an entry."""

    spans: tuple[Span, ...]
    position: Position

    @cached_property
    def text(self) -> str:
        """The text as a reader sees it, without styles; offsets count in it."""
        return "".join(span.text for span in self.spans)

    @property
    def plain(self) -> str:
        """The text without styles and without white space around it."""
        return self.text.strip()

    @cached_property
    def markdown(self) -> str:
        """The text with its code and strong spans marked; links are only their text."""
        return "".join(_mark(span) for span in self.spans).strip()

    @property
    def codes(self) -> tuple[Span, ...]:
        """The code spans."""
        return tuple(span for span in self.spans if span.is_code)

    def lines(self) -> Iterator[Inline]:
        """Yield each line as a text of its own."""
        line: list[Span] = []
        start: Position | None = self.position
        for span in (*self.spans, Span("\n", self.position)):
            if span.text != "\n":
                line.append(span)
            elif line:
                yield Inline(tuple(line), start or line[0].position)
                line, start = [], None

    def at(self, offset: int) -> Position:
        """Return where a character of the text stands; the place of the text for one that it does not have."""
        for span in self.spans:
            if offset < len(span.text):
                place = span.position
                return Position(place.file, place.line, place.column + offset)
            offset -= len(span.text)
        return self.position

    def cut(self, start: int, end: int | None = None) -> Inline:
        """Return the text from one character to another."""
        spans: list[Span] = []
        offset = 0
        for span in self.spans:
            first = max(start - offset, 0)
            kept = span.text[first : None if end is None else max(end - offset, 0)]
            offset += len(span.text)
            if kept:
                spans.append(_shift(span, kept, first))
        return Inline(tuple(spans), spans[0].position if spans else self.position)


def read_inline(content: str, excerpt: Excerpt) -> Inline:
    """Take the text of a block apart; a text of absurd length stays in one piece.

    Args:
        content: The text as written.
        excerpt: The same text with its place.
    """
    position = excerpt.position(1, 1)
    if len(content) > _LONGEST:
        return Inline((Span(content, position),), position)
    if not _is_styled(content):
        return Inline((Span(content, position),) if content else (), position)
    children = _MARKDOWN.parseInline(content)[0].children or []
    return Inline(tuple(_joined(_spans(children, excerpt))), position)


def _is_styled(content: str) -> bool:
    return any(mark in content for mark in "`*_<&\\[\n")


def _spans(children: Iterable[Token], excerpt: Excerpt) -> Iterator[Span]:
    """Yield the spans of a text; each is looked for behind the one before it."""
    offset, strong, code = 0, 0, 0
    for child in children:
        tag = _known_tag(child)
        if child.type == "strong_open" or tag in _STRONG_TAGS:
            strong += -1 if child.content.startswith("</") else 1
        elif child.type == "strong_close":
            strong -= 1
        elif tag in _CODE_TAGS:
            code += -1 if child.content.startswith("</") else 1
        text = _text(child, tag)
        if text:
            found = excerpt.text.find(text, offset)
            offset = found if found >= 0 else offset
            is_code = child.type == "code_inline" or code > 0
            yield Span(text, excerpt.at(offset), is_code, strong > 0)
            offset += len(text) if found >= 0 else 0


def _known_tag(child: Token) -> str:
    found = _TAG.fullmatch(child.content) if child.type == "html_inline" else None
    return found[1].lower() if found and found[1].lower() in _TAGS else ""


def _text(child: Token, tag: str) -> str:
    """Return what a reader sees of a token; a tag that HTML does not know is a placeholder."""
    if child.type in {"softbreak", "hardbreak"} or tag == "br":
        return "\n"
    return "" if tag else child.content


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Join neighbours of the same style."""
    last: Span | None = None
    for span in spans:
        if last is not None and "\n" not in (last.text, span.text) and _style(last) == _style(span):
            last = Span(last.text + span.text, last.position, last.is_code, last.is_strong)
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def _style(span: Span) -> tuple[bool, bool]:
    return span.is_code, span.is_strong


def _shift(span: Span, kept: str, skipped: int) -> Span:
    if kept == span.text:
        return span
    place = span.position
    position = Position(place.file, place.line, place.column + skipped)
    return Span(kept, position, span.is_code, span.is_strong)


def _mark(span: Span) -> str:
    if span.is_code:
        return f"`{span.text}`"
    return f"**{span.text}**" if span.is_strong and span.text.strip() else span.text
