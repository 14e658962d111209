"""Looks through a page for texts that name a call, whatever form they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
from stopgen.readers.prose.address import is_concrete
from stopgen.readers.prose.components import components
from stopgen.readers.prose.endpoints import METHODS, Found, Strength, call
from stopgen.readers.prose.passages import Passage
from stopgen.readers.prose.requests import Script
from stopgen.readers.prose.rows import grid
from stopgen.readers.prose.topics import topic_of
from stopgen.readers.prose.vocabulary import Role, Topic

_PLAIN_LANGUAGES: Final = frozenset(
    ["", "http", "https", "text", "txt", "plaintext", "plain", "bash", "sh", "shell", "rest", "api"]
)
_NAMING: Final = frozenset({Topic.ENDPOINT, Topic.ADDRESS, Topic.METHOD, Topic.REQUEST})
_PAIRED: Final = {
    Topic.METHOD: Topic.METHOD,
    Topic.ADDRESS: Topic.ADDRESS,
    Topic.ENDPOINT: Topic.ADDRESS,
}
_ADDRESS_ATTRIBUTES: Final = ("url", "path", "endpoint", "route")
_BASE_ATTRIBUTES: Final = ("baseUrl", "base_url", "host")


@dataclass(frozen=True, slots=True)
class Pair:
    """A value behind its label: ``**Method:** `POST` ``."""

    topic: Topic
    value: Span
    section: Section


def statements(page: Page, blocks: list[Passage]) -> Iterator[Found]:
    """Yield every text of a page that may name a call."""
    yield from _front_matter(page)
    for section in page.root.walk():
        yield from _heading(section)
    for passage in blocks:
        yield from _passage(passage)
    yield from _paired(pairs(blocks))


def pairs(blocks: Iterable[Passage]) -> Iterator[Pair]:
    """Yield values that stand behind a known label, or alone below a known heading."""
    for passage in blocks:
        for text in _lines(passage):
            yield from _pair(text, passage)
        if isinstance(passage.block, Table) and len(passage.block.header) == 2:
            yield from _pairs_of_table(passage.block, passage.section)


def shown_calls(scripts: Iterable[Script]) -> Iterator[Found]:
    """Yield the calls that example code makes, unless an address names one thing and no kind."""
    for script in scripts:
        for made in script.requests:
            address = made.address
            if made.method in METHODS and address.base and not is_concrete(address.path):
                query = f"?{'&'.join(address.query)}" if address.query else ""
                text = f"{address.base}{address.path}{query}"
                yield Found(made.method, text, made.position, Strength.SHOWN, script.section)


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


def _passage(passage: Passage) -> Iterator[Found]:
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
            yield from _table(table, passage)
        case Html() as html:
            yield from _tags(html, passage.section)
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
            is_first = index == 0 and line.plain.startswith(span.text)
            level = (
                Strength.LISTED if is_first and strength is Strength.LISTED else Strength.MENTIONED
            )
            summary = line.plain[len(span.text) :].strip(" -–—:") if is_first else ""
            yield Found(*named, span.position, level, passage.section, summary)


def _table(table: Table, passage: Passage) -> Iterator[Found]:
    """Read a table of calls: a column of methods and one of paths, or both in one."""
    rows = grid(table)
    is_alone = len(rows.rows) == 1 and passage.topic is Topic.ENDPOINT
    strength = Strength.STATED if is_alone else Strength.LISTED
    for row in rows.rows:
        text = row.text(Role.ADDRESS)
        method = row.text(Role.METHOD)
        named = call(text) or call(f"{method} {text}")
        if named:
            summary = row.text(Role.DESCRIPTION)
            yield Found(*named, row.at(Role.ADDRESS), strength, passage.section, summary)


def _tags(block: Block, section: Section) -> Iterator[Found]:
    """Read component tags that name a call in their attributes."""
    for tag in components(block):
        told = tag.attributes
        address = next((told[name] for name in _ADDRESS_ATTRIBUTES if told.get(name)), "")
        base = next((told[name] for name in _BASE_ATTRIBUTES if told.get(name)), "")
        method = told.get("method", "").upper()
        if method in METHODS and address:
            title = told.get("title") or told.get("summary", "")
            whole = base + address
            yield Found(method, whole, tag.position, Strength.STATED, section, title, opens=True)


def _lines(passage: Passage) -> Iterator[Inline]:
    match passage.block:
        case Paragraph() as paragraph:
            yield from paragraph.text.lines()
        case ListItems() as entries:
            yield from (item.text for item in entries.items)
        case _:
            pass


def _pair(text: Inline, passage: Passage) -> Iterator[Pair]:
    label, colon, value = text.text.replace("：", ":").partition(":")
    topic = topic_of(label, exact=True) if colon else None
    start = len(label) + 1 + len(value) - len(value.lstrip(" *"))
    if topic is None and passage.topic in {Topic.METHOD, Topic.ADDRESS, Topic.BASE}:
        topic, start, value = passage.topic, 0, text.text
    if topic is not None and value.strip():
        place = text.cut(start).position
        yield Pair(topic, Span(value.strip().strip("`* "), place), passage.section)


def _pairs_of_table(table: Table, section: Section) -> Iterator[Pair]:
    for name, value in (table.header, *table.rows):
        topic = topic_of(name.plain, exact=True)
        if topic is not None and value.plain:
            yield Pair(topic, Span(value.plain, value.position), section)


def _paired(found: Iterable[Pair]) -> Iterator[Found]:
    """Join a method and an address that are told one after the other, in either order."""
    waiting: dict[Topic, Pair] = {}
    for pair in found:
        whole = call(pair.value.text) if pair.topic in _NAMING else None
        if whole:
            yield Found(*whole, pair.value.position, Strength.STATED, pair.section)
        elif pair.topic in _PAIRED:
            waiting[_PAIRED[pair.topic]] = pair
        if len(waiting) == 2:
            method, address = waiting[Topic.METHOD], waiting[Topic.ADDRESS]
            named = call(f"{method.value.text.upper()} {address.value.text}")
            if named:
                yield Found(*named, address.value.position, Strength.STATED, address.section)
            waiting = {}
