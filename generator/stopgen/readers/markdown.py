"""Markdown as typed blocks with exact places: a thin layer over markdown-it-py."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from stopgen.diagnostic import Position
from stopgen.readers.example_json import ExampleError, parse_json
from stopgen.readers.excerpt import Excerpt
from stopgen.readers.markdown_blocks import (
    Block,
    Fence,
    Heading,
    Html,
    ListItem,
    ListItems,
    Page,
    Paragraph,
    Section,
    Table,
)
from stopgen.readers.markdown_inline import Inline, Span, read_inline
from stopgen.readers.markdown_lines import (
    cell_count,
    cell_starts,
    front_matter,
    has_components,
    is_closing,
)

_MOST_NESTED: Final = 30
_MOST_CHARACTERS: Final = 1_000_000
_MOST_LINES: Final = 100_000
_MOST_PIPES: Final = 100_000
_MARKDOWN: Final = (
    MarkdownIt("commonmark", {"maxNesting": _MOST_NESTED}).enable("table").disable("inline")
)
_COMPONENTS: Final = (
    MarkdownIt("commonmark", {"maxNesting": _MOST_NESTED})
    .enable("table")
    .disable(["inline", "code", "html_block"])
)
"""For pages with component tags, in which indentation means nothing and tags hold Markdown."""

_HTML_HEADING: Final = re.compile(
    r"<h(?P<level>[1-6])(?:\s[^<>]*)?>(?P<text>.{1,500}?)</h(?P=level)>", re.DOTALL | re.IGNORECASE
)
_HTML_TAG: Final = re.compile(r"<[^<>]*>")
_LEVELS: Final = {f"h{level}": level for level in range(1, 7)}


def is_too_large(text: str) -> bool:
    """Tell whether a text has more lines or table cells than any page that people read."""
    return (
        len(text) > _MOST_CHARACTERS
        or text.count("\n") > _MOST_LINES
        or text.count("|") > _MOST_PIPES
    )


def parse_markdown(file: str, text: str) -> Page:
    """Read Markdown; every text is some Markdown, so nothing can be wrong with it."""
    lines = text.split("\n")
    length, entries = front_matter(file, lines)
    body = "\n".join([""] * length + lines[length:])
    parser = _COMPONENTS if has_components(lines) else _MARKDOWN
    blocks = _Blocks(file, lines).read(iter(parser.parse(body)))
    return Page(_sections(blocks), entries, Position(file))


def _sections(blocks: list[Block]) -> Section:
    root = current = Section()
    for block in blocks:
        if not isinstance(block, Heading):
            current.blocks.append(block)
            continue
        while current.heading is not None and current.heading.level >= block.level:
            current = current.parent or root
        inner = Section(block, current)
        current.sections.append(inner)
        current = inner
    return root


def _titled(html: str, position: Position) -> Heading | None:
    """Return the heading that is all of a block of HTML."""
    found = _HTML_HEADING.fullmatch(html.strip())
    text = " ".join(_HTML_TAG.sub(" ", found["text"]).split()) if found else ""
    if not found or not text:
        return None
    return Heading(int(found["level"]), Inline((Span(text, position),), position), position)


def _quoted(blocks: list[Block]) -> list[Block]:
    match blocks:
        case [Paragraph(text, position)]:
            return [Paragraph(text, position, is_quoted=True)]
        case _:
            return blocks


@dataclass(frozen=True, slots=True)
class _Blocks:
    """Takes the tokens of one document apart."""

    file: str
    lines: list[str]

    def read(self, tokens: Iterator[Token], end: str = "") -> list[Block]:
        blocks: list[Block] = []
        for token in tokens:
            if token.type == end:
                break
            blocks.extend(self._block(token, tokens))
        return blocks

    def _block(self, token: Token, tokens: Iterator[Token]) -> Iterator[Block]:
        position = self._start(token)
        match token.type:
            case "heading_open":
                text = self._inline(next(tokens))
                is_outermost = token.level == 0
                yield (
                    Heading(_LEVELS[token.tag], text, position)
                    if is_outermost
                    else Paragraph(text, position)
                )
            case "paragraph_open":
                content = next(tokens)
                yield self._json(content) or Paragraph(self._inline(content), position)
            case "fence" | "code_block":
                yield self._fence(token)
            case "html_block":
                yield _titled(token.content, position) or Html(self._excerpt(token, 0), position)
            case "table_open":
                yield self._table(position, tokens)
            case "bullet_list_open" | "ordered_list_open":
                yield self._list(token, tokens)
            case "blockquote_open":
                yield from _quoted(self.read(tokens, "blockquote_close"))
            case _:
                pass

    def _json(self, token: Token) -> Fence | None:
        """Return a paragraph that is JSON as the code block that it once was."""
        content = token.content
        if content[:1] + content[-1:] not in {"{}", "[]"} or "\n" not in content:
            return None
        excerpt = self._excerpt(token, 0)
        try:
            parse_json(excerpt)
        except ExampleError:
            return None
        return Fence("json", excerpt, self._start(token))

    def _fence(self, token: Token) -> Fence:
        if token.type == "code_block":
            return Fence("", self._excerpt(token, 0), self._start(token))
        first, end = token.map or (0, 0)
        is_closed = is_closing(self.lines[end - 1], token.markup, end - first)
        info = token.info.strip()
        return Fence(info, self._excerpt(token, 1), self._start(token), token.markup, is_closed)

    def _table(self, position: Position, tokens: Iterator[Token]) -> Table:
        rows: list[tuple[Inline, ...]] = []
        overfull: list[Position] = []
        for token in tokens:
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                rows.append(self._row(token, tokens))
                if token.map and cell_count(self.lines[token.map[0]]) > len(rows[0]):
                    overfull.append(self._start(token))
        return Table(rows[0], tuple(rows[1:]), position, tuple(overfull))

    def _row(self, row: Token, tokens: Iterator[Token]) -> tuple[Inline, ...]:
        line = row.map[0] if row.map else 0
        contents: list[str] = []
        for token in tokens:
            if token.type == "tr_close":
                break
            if token.type == "inline":
                contents.append(token.content)
        starts = cell_starts(self.lines[line], contents)
        cells = zip(contents, starts, strict=True)
        return tuple(
            read_inline(content, Excerpt(self.file, content, line + 1, (start,)))
            for content, start in cells
        )

    def _list(self, opening: Token, tokens: Iterator[Token]) -> ListItems:
        items: list[ListItem] = []
        for token in tokens:
            if token.type in {"bullet_list_close", "ordered_list_close"}:
                break
            items.append(self._item(token, self.read(tokens, "list_item_close")))
        return ListItems(tuple(items), self._start(opening))

    def _item(self, token: Token, blocks: list[Block]) -> ListItem:
        position = self._start(token)
        match blocks:
            case [Paragraph(text=text), *rest]:
                return ListItem(text, tuple(rest), position)
            case _:
                return ListItem(Inline((), position), tuple(blocks), position)

    def _inline(self, token: Token) -> Inline:
        return read_inline(token.content, self._excerpt(token, 0))

    def _excerpt(self, token: Token, skipped: int) -> Excerpt:
        """Return the content of a token with what stands before each of its lines."""
        first = (token.map[0] if token.map else 0) + skipped
        content = token.content.split("\n")
        raw = self.lines[first : first + len(content)]
        indents = tuple(max(line.rfind(text), 0) for line, text in zip(raw, content, strict=False))
        return Excerpt(self.file, token.content, first + 1, indents)

    def _start(self, token: Token) -> Position:
        line = token.map[0] if token.map else 0
        raw = self.lines[line] if line < len(self.lines) else ""
        return Position(self.file, line + 1, len(raw) - len(raw.lstrip()) + 1)
