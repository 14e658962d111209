"""Finds what a page says about a call in a form that nothing here understands, so that it is not lost silently."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from stopgen.diagnostic import Code, Diagnostic, warning
from stopgen.readers.markdown_blocks import Block, ListItems, Table
from stopgen.readers.prose.components import components
from stopgen.readers.prose.facts import REQUEST_TOPICS, Fact
from stopgen.readers.prose.passages import Passage
from stopgen.readers.prose.rows import grid
from stopgen.readers.prose.topics import topic_of
from stopgen.readers.prose.vocabulary import Topic

_PLACES: Final = REQUEST_TOPICS - {Topic.REQUEST}
_NOTHING: Final = re.compile(
    r"\W*(?:none|n/?a|no \w+|not (?:needed|required)|无|なし|없음|нет)\b.{0,40}", re.IGNORECASE
)


def leftovers(blocks: Iterable[Passage], facts: Iterable[Fact]) -> Iterator[Diagnostic]:
    """Yield the tables and lists of a call that say nothing known.

    Args:
        blocks: What a page says about the call.
        facts: What was understood of its request.
    """
    known = {fact.row.position.line for fact in facts}
    for passage in blocks:
        yield from _references(passage.block)
        match passage.block:
            case Table() as table if _is_strange(table):
                sentence = "no column of this table is known, so it is left out"
                yield warning(Code.UNREAD, table.position, sentence)
            case ListItems() as entries if passage.topic in _PLACES and _says_something(entries):
                if known.isdisjoint(item.position.line for item in entries.items):
                    sentence = (
                        "no entry of this list begins with a name in code style, so it is left out"
                    )
                    yield warning(Code.UNREAD, entries.position, sentence)
            case _:
                pass


def _references(block: Block) -> Iterator[Diagnostic]:
    """Yield the tags that only name an operation of a description elsewhere."""
    for tag in components(block):
        if tag.name.startswith("openapi") and "method" in tag.attributes:
            sentence = "this only names an operation; the file that describes it is not read"
            yield warning(Code.ONLY_REFERENCED, tag.position, sentence)


def _is_strange(table: Table) -> bool:
    if len(table.header) < 2 or not table.rows or grid(table).roles:
        return False
    return not any(topic_of(cells[0].plain, exact=True) for cells in (table.header, *table.rows))


def _says_something(entries: ListItems) -> bool:
    return not all(_NOTHING.fullmatch(item.text.plain) for item in entries.items)
