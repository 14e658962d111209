"""Looks through a page for texts that name a call, whatever form they have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from html import unescape
from typing import Final

from stopgen.diagnostic import Position
from stopgen.readers.excerpt import Excerpt
from stopgen.readers.markdown_blocks import (
    Block,
    Fence,
    Html,
    ListItems,
    Page,
    Paragraph,
    Section,
    Table,
)
from stopgen.readers.markdown_inline import Inline, Span
from stopgen.readers.prose.components import components
from stopgen.readers.prose.endpoints import METHODS, Found, Strength, call
from stopgen.readers.prose.pairs import paired, pairs
from stopgen.readers.prose.passages import Passage
from stopgen.readers.prose.rows import grid
from stopgen.readers.prose.vocabulary import Role, Topic

_PLAIN_LANGUAGES: Final = frozenset(
    ["", "http", "https", "text", "txt", "plaintext", "plain", "bash", "sh", "shell", "rest", "api"]
)
_MARKS: Final = " -–—:："
_LABEL_ENDS: Final = ("", *_MARKS[1:])
_LONGEST: Final = 20_000
_SUMMARY: Final = re.compile(r"<summary>(.{1,500}?)</summary>", re.DOTALL)
_TAG: Final = re.compile(r"<[^<>]*>")
_TITLED: Final = re.compile(r"([A-Z]+) (/\S*)(?: \((.+)\))?")
_ADDRESS_ATTRIBUTES: Final = ("url", "path", "endpoint", "route")
_BASE_ATTRIBUTES: Final = ("baseUrl", "base_url", "host")


def statements(page: Page, blocks: list[Passage]) -> Iterator[Found]:
    """Yield every text of a page that may name a call."""
    yield from _front_matter(page)
    for section in page.root.walk():
        yield from _heading(section)
    titles = {
        part.heading.text.plain.lower() for part in page.root.walk() if part.heading is not None
    }
    for passage in blocks:
        yield from _passage(passage, titles)
    yield from paired(pairs(blocks))


def _front_matter(page: Page) -> Iterator[Found]:
    for name in ("openapi", "api"):
        entry = page.front_matter.get(name)
        words = entry.text.split() if entry else []
        named = call(" ".join(words[-2:])) if len(words) > 1 else None
        if entry and named:
            yield Found(*named, entry.position, Strength.STATED, page.root)


def _heading(section: Section) -> Iterator[Found]:
    if section.heading is None:
        return
    text = section.heading.text
    for span in (Span(text.plain, text.position), *text.codes):
        named = call(span.text)
        if named:
            yield Found(*named, span.position, Strength.STATED, section)
            return
    above = section.parent.heading if section.parent else None
    if above is not None and text.plain.upper() in METHODS and above.text.plain.startswith("/"):
        named = call(f"{text.plain.upper()} {above.text.plain}")
        if named:
            yield Found(*named, text.position, Strength.STATED, section)


def _passage(passage: Passage, titles: AbstractSet[str]) -> Iterator[Found]:
    match passage.block:
        case Fence() as fence:
            yield from _fence(fence, passage)
        case Paragraph() as paragraph:
            yield from _tags(paragraph, passage.section)
            lines = list(paragraph.text.lines())
            named = call(" ".join(line.plain for line in lines)) if len(lines) == 2 else None
            if named:
                yield Found(*named, paragraph.position, Strength.STATED, passage.section)
            for line in lines:
                yield from _line(line, passage, Strength.STATED)
        case ListItems() as entries:
            for item in entries.items:
                yield from _line(item.text, passage, Strength.LISTED)
        case Table() as table:
            yield from _table(table, passage, titles)
        case Html() as html:
            yield from _tags(html, passage.section)
            yield from _folded(html, passage.section)
        case _:
            pass


def _fence(fence: Fence, passage: Passage) -> Iterator[Found]:
    """Read a block that holds calls and nothing else, or the start of a message."""
    lines = list(_filled_lines(fence.code))
    if fence.language not in _PLAIN_LANGUAGES or not lines:
        return
    named = [(position, call(text)) for text, position in lines]
    if named[0][1] is None:
        method, _, rest = lines[0][0].partition(" ")
        if passage.topic is Topic.ENDPOINT and method in METHODS and rest.strip():
            position, section = lines[0][1], passage.section
            yield Found(method, rest, position, Strength.STATED, section, is_sure=True)
        return
    is_alone = len(lines) == 1
    is_stated = (is_alone or "{" in named[0][1][1]) and Topic.EXAMPLE not in passage.topics
    calls = [(position, found) for position, found in named if found]
    strength = Strength.STATED if is_stated else Strength.MENTIONED
    for position, found in calls if len(calls) == len(lines) else calls[:1]:
        level = strength if len(calls) == 1 else min(strength, Strength.LISTED)
        yield Found(*found, position, level, passage.section)


def _filled_lines(code: Excerpt) -> Iterator[tuple[str, Position]]:
    for number, line in enumerate(code.text.split("\n")[:200], 1):
        if line.strip():
            yield line.strip(), code.position(number, len(line) - len(line.lstrip()) + 1)


def _line(line: Inline, passage: Passage, strength: Strength) -> Iterator[Found]:
    """Read a line that is a call, one behind a label, or one that mentions calls in code style."""
    named = call(line.plain)
    if named:
        yield Found(*named, line.position, strength, passage.section)
        return
    for index, span in enumerate(line.codes):
        named = call(span.text)
        if named:
            before, _, after = line.plain.partition(span.text)
            is_first = index == 0 and before.rstrip()[-1:] in _LABEL_ENDS
            level = (
                Strength.LISTED if is_first and strength is Strength.LISTED else Strength.MENTIONED
            )
            said = (text.strip(_MARKS) for text in (after, before)) if is_first else ()
            summary = next(filter(None, said), "")
            yield Found(*named, span.position, level, passage.section, summary)


def _table(table: Table, passage: Passage, titles: AbstractSet[str]) -> Iterator[Found]:
    """Read a table of calls: a column of methods and one of paths, or both in one."""
    rows = grid(table)
    is_alone = len(rows.rows) == 1 and passage.topic is Topic.ENDPOINT
    strength = Strength.STATED if is_alone else Strength.LISTED
    for row, cells in zip(rows.rows, table.rows, strict=True):
        text = row.text(Role.ADDRESS)
        method = row.text(Role.METHOD)
        named = call(text) or call(f"{method} {text}")
        if named:
            own = (cell.plain for cell in cells if cell.plain.lower() in titles)
            summary = next(own, "") or row.text(Role.DESCRIPTION)
            yield Found(*named, row.at(Role.ADDRESS), strength, passage.section, summary)


def _folded(html: Html, section: Section) -> Iterator[Found]:
    """Read the line that stands for a folded part of a page: a method, a path, a title."""
    for found in _SUMMARY.finditer(html.code.text[:_LONGEST]):
        told = _TITLED.fullmatch(" ".join(unescape(_TAG.sub("", found[1])).split()))
        if told and told[1] in METHODS:
            place = html.code.at(found.start())
            title = told[3] or ""
            yield Found(told[1], told[2], place, Strength.STATED, section, title, opens=True)


def _tags(block: Block, section: Section) -> Iterator[Found]:
    """Read component tags that name a call in their attributes."""
    every = list(components(block))
    for index, tag in enumerate(every):
        told = tag.attributes
        address = next((told[name] for name in _ADDRESS_ATTRIBUTES if told.get(name)), "")
        base = next((told[name] for name in _BASE_ATTRIBUTES if told.get(name)), "")
        method = told.get("method", "").upper()
        if method in METHODS and address:
            title = told.get("title") or told.get("summary", "")
            following = every[index + 1 : index + 2]
            if following and following[0].name.endswith("summary"):
                title = title or following[0].text
            whole = base + address
            yield Found(method, whole, tag.position, Strength.STATED, section, title, opens=True)
