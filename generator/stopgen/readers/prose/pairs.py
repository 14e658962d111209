"""Finds values behind labels, and the calls whose method and address are told one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from stopgen.readers.markdown_blocks import Fence, ListItems, Paragraph, Section, Table
from stopgen.readers.markdown_inline import Inline, Span
from stopgen.readers.prose.endpoints import METHODS, Found, Strength, call
from stopgen.readers.prose.passages import Passage
from stopgen.readers.prose.topics import topic_of
from stopgen.readers.prose.vocabulary import Topic

_ADDRESS: Final = re.compile(r"(?:https?://|\{\{\w+\}\}/|/)\S+")
_NAMING: Final = frozenset({Topic.ENDPOINT, Topic.ADDRESS, Topic.METHOD, Topic.REQUEST})
_PAIRED: Final = {
    Topic.METHOD: Topic.METHOD,
    Topic.ADDRESS: Topic.ADDRESS,
    Topic.ENDPOINT: Topic.ADDRESS,
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A value behind its label: ``**Method:** `POST` ``.

    Attributes:
        topic: What the label says.
        value: The value.
        section: Where they stand.
        is_bare: Whether there is no label, and the value alone shows what it is.
    """

    topic: Topic
    value: Span
    section: Section
    is_bare: bool = False


def pairs(blocks: Iterable[Passage]) -> Iterator[Pair]:
    """Yield values that stand behind a known label, or alone below a known heading."""
    section: Section | None = None
    for passage in blocks:
        if passage.section is not section:
            section = passage.section
            yield from _pair_of_heading(section)
        for text in _lines(passage):
            yield from _pair(text, passage)
        match passage.block:
            case Table() as table if len(table.header) == 2:
                yield from _pairs_of_table(table, passage.section)
            case Fence() as fence:
                yield from _bare(fence, passage.section)
            case Paragraph(text=text) if len(text.spans) == 1 and text.spans[0].is_code:
                yield from _bare_code(text.spans[0], passage.section)
            case _:
                pass


def _pair_of_heading(section: Section) -> Iterator[Pair]:
    """Yield what a heading says itself: ``### Method: POST``."""
    text = section.heading.text if section.heading else None
    label, colon, value = text.plain.partition(":") if text else ("", "", "")
    topic = topic_of(label, exact=True) if colon else None
    if text and topic is not None and value.strip():
        yield Pair(topic, Span(value.strip(" `*"), text.position), section)


def _bare(fence: Fence, section: Section) -> Iterator[Pair]:
    """Yield the address that is all a code block holds."""
    text = fence.code.text.strip()
    if _ADDRESS.fullmatch(text):
        line = fence.code.text[: fence.code.text.index(text)].count("\n") + 1
        yield Pair(Topic.ADDRESS, Span(text, fence.code.position(line, 1)), section, is_bare=True)


def _bare_code(span: Span, section: Section) -> Iterator[Pair]:
    """Yield the method or the path that is all of a paragraph."""
    if span.text.upper() in METHODS:
        yield Pair(Topic.METHOD, span, section)
    elif _ADDRESS.fullmatch(span.text):
        yield Pair(Topic.ADDRESS, span, section, is_bare=True)


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


def paired(found: Iterable[Pair]) -> Iterator[Found]:
    """Join a method and an address that are told one after the other, in either order.

    An address without a label counts only beside a method in the same section.
    """
    waiting: dict[Topic, Pair] = {}
    bare: Pair | None = None
    for pair in found:
        if pair.is_bare:
            bare = pair
        whole = call(pair.value.text) if pair.topic in _NAMING else None
        if whole:
            yield Found(*whole, pair.value.position, Strength.STATED, pair.section)
        elif pair.topic in _PAIRED and not pair.is_bare:
            waiting[_PAIRED[pair.topic]] = pair
        known = waiting.get(Topic.METHOD)
        if bare and known and bare.section is known.section and Topic.ADDRESS not in waiting:
            waiting[Topic.ADDRESS], bare = bare, None
        if len(waiting) == 2:
            method, address = waiting[Topic.METHOD], waiting[Topic.ADDRESS]
            named = call(f"{method.value.text.upper()} {address.value.text}")
            if named:
                yield Found(*named, address.value.position, Strength.STATED, address.section)
            waiting = {}
