"""Gathers what a page states about a request: rows of tables, lists and lines, with their place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from stopgen.diagnostic import Checked, Code, Diagnostic, Position, error, warning
from stopgen.readers.markdown_blocks import Fence, ListItems, Paragraph, Section, Table
from stopgen.readers.markdown_inline import Inline, Span
from stopgen.readers.prose.headed_rows import headed_row
from stopgen.readers.prose.list_rows import list_rows, paragraph_rows
from stopgen.readers.prose.nesting import Nesting
from stopgen.readers.prose.passages import Passage, is_label
from stopgen.readers.prose.rows import Grid, Row, grid
from stopgen.readers.prose.vocabulary import Role, Topic

REQUEST_TOPICS: Final = frozenset(
    {Topic.HEADERS, Topic.PATH, Topic.QUERY, Topic.BODY, Topic.PARAMETERS, Topic.REQUEST}
)
MOST_FACTS: Final = 1_000
"""Rows behind the first thousand are not read: no request that people make has so many parts."""

_PLACES: Final = REQUEST_TOPICS - {Topic.REQUEST}
ADDRESSES: Final = frozenset({Topic.ADDRESS, Topic.ENDPOINT})
_HEADER_LINE: Final = re.compile(
    r"([A-Za-z][A-Za-z0-9-]*)[ \t]*:[ \t]*(?!//)((?:(?![ \t][\w-]+:[ \t]).)+)"
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A row about one part of a request, and where in the request the page puts it."""

    row: Row
    topic: Topic


def request_facts(blocks: Iterable[Passage], home: Section | None = None) -> Checked[list[Fact]]:
    """Gather the rows about a request; tables that cannot be understood are findings.

    Args:
        blocks: What a page says about a call.
        home: The section that describes the call; a table there needs no word about what it lists.
    """
    facts: list[Fact] = []
    nesting = Nesting()
    section: Section | None = None
    for passage in blocks:
        if passage.section is not section:
            section = passage.section
            facts.extend(_of_heading(passage))
        facts.extend(_of_components(passage, nesting))
        match passage.block:
            case Table() as table:
                is_home = passage.section is home
                facts.extend((yield from _of_table(table, passage, facts, is_home=is_home)))
            case Paragraph() as paragraph if _is_broken_table(paragraph):
                yield _broken(passage)
            case ListItems() | Paragraph():
                facts.extend(_of_text(passage))
            case Fence() as fence if passage.topic in {Topic.HEADERS, Topic.REQUEST}:
                facts.extend(Fact(row, Topic.HEADERS) for row in _header_lines(fence))
            case _:
                pass
    return facts[:MOST_FACTS]


def check_rows(table: Table) -> Iterator[Diagnostic]:
    """Yield the rows of a table that have cells without a column."""
    for position in table.overfull:
        sentence = "this row has more cells than the table has columns; is a | to be written \\|"
        yield error(Code.MALFORMED_TABLE, position, sentence)


def _of_table(
    table: Table, passage: Passage, before: list[Fact], *, is_home: bool
) -> Checked[list[Fact]]:
    found = grid(table)
    topic = passage.topics[0] if passage.topics else None
    spoken = found.names if found.names in _PLACES - {Topic.PARAMETERS} else None
    if topic in REQUEST_TOPICS | ADDRESSES:
        return (yield from _facts(table, found, spoken or _place(topic), passage, before))
    if _is_about_parts(found) and topic in {None, Topic.AUTH}:
        if is_home and not before and Role.REQUIRED in found.roles and spoken is None:
            sentence = "nothing above this table says what it lists, so it counts as parameters"
            yield warning(Code.INFERRED_PARAMETER, found.position, sentence)
            spoken = Topic.PARAMETERS
        if spoken is not None:
            return (yield from _facts(table, found, spoken, passage, before))
        yield _unread(found, passage)
    return []


def _place(topic: Topic | None) -> Topic:
    return topic if topic is not None and topic in _PLACES else Topic.PARAMETERS


def _facts(
    table: Table, found: Grid, topic: Topic, passage: Passage, before: list[Fact]
) -> Checked[list[Fact]]:
    if {
        Role.STATUS,
        Role.ADDRESS,
        Role.METHOD,
    } & found.roles.keys() and not {Role.NAME, Role.TYPE} <= found.roles.keys():
        return []
    if Role.NAME not in found.roles:
        position = table.header[0].position
        sentence = "no column of this table is known to hold the names of what it lists"
        yield error(Code.MALFORMED_TABLE, position, sentence)
        return []
    if {Role.TYPE, Role.REQUIRED, Role.DESCRIPTION} - found.roles.keys():
        yield from _unknown_columns(found)
    yield from check_rows(table)
    prefix = _prefix(passage, before)
    return [
        Fact(row.under(prefix) if prefix else row, topic)
        for row in found.rows
        if not _is_empty(row)
    ]


def _is_empty(row: Row) -> bool:
    """Tell whether nothing stands in any cell but a dash."""
    return not any(cell.plain.strip("-–—/ ") for cell in row.cells.values())


def _unknown_columns(found: Grid) -> Iterator[Diagnostic]:
    for cell in found.unknown:
        if cell.plain:
            sentence = f"the column {cell.plain!r} is not understood and is left out"
            yield warning(Code.UNREAD, cell.position, sentence)


def _is_about_parts(found: Grid) -> bool:
    return Role.NAME in found.roles and bool({Role.TYPE, Role.REQUIRED} & found.roles.keys())


def _unread(found: Grid, passage: Passage) -> Diagnostic:
    """Say that nothing tells what a table is about; the heading above it is where to say so."""
    above = passage.signs[0].text.position if passage.signs else found.position
    sentence = "nothing above this table says what it lists, so it is left out"
    return warning(Code.UNREAD, above, sentence, found.position)


def _prefix(passage: Passage, before: list[Fact]) -> str:
    """Return the name of an earlier row whose type is the heading above this table."""
    heading = passage.section.heading
    title = heading.text.plain if heading else ""
    named = (fact.row.name for fact in before if title and fact.row.text(Role.TYPE) == title)
    return next((f"{name}." for name in named), "")


def _of_text(passage: Passage) -> Iterator[Fact]:
    """Read a list or lines right below a heading or label that announces them."""
    topic = passage.topic
    match passage.block:
        case ListItems() as entries if topic in _PLACES | ADDRESSES:
            place = topic or Topic.PARAMETERS
            yield from (Fact(row, place) for row in list_rows(entries))
        case ListItems() as entries if topic is Topic.REQUEST:
            rows = (row for row in list_rows(entries) if Role.TYPE in row.cells)
            yield from (Fact(row, Topic.PARAMETERS) for row in rows)
        case Paragraph() as lines if topic in _PLACES and topic and not is_label(lines):
            if not passage.signs[0].is_label:
                yield from (Fact(row, topic) for row in paragraph_rows(lines))
        case _:
            pass


def _of_heading(passage: Passage) -> Iterator[Fact]:
    """Read a heading below one about parts of the request, if it names such a part."""
    headings = [sign for sign in passage.signs if not sign.is_label]
    topic = headings[1].topic if len(headings) > 1 and headings[0].topic is None else None
    row = headed_row(passage.section) if topic in _PLACES else None
    if row is not None and topic is not None:
        yield Fact(row, topic)


def _of_components(passage: Passage, nesting: Nesting) -> Iterator[Fact]:
    """Read component tags about parameters, where they or the heading above say which."""
    for row, told in nesting.rows(passage.block):
        topic = told or passage.topic
        if topic in {*_PLACES, *ADDRESSES} and topic:
            yield Fact(row, topic)


def _header_lines(fence: Fence) -> Iterator[Row]:
    """Read a block that lists headers as they are sent; a block with anything else has none."""
    lines = [line for line in fence.code.text.split("\n") if line.strip()]
    is_titled = bool(lines) and lines[0].strip().lower() in {"headers:", "header:"}
    found = [_HEADER_LINE.fullmatch(line.strip()) for line in lines[is_titled:]]
    if fence.language not in {"", "http", "text"} or not all(found):
        return
    for number, line in enumerate(fence.code.text.split("\n"), 1):
        match = _HEADER_LINE.fullmatch(line.strip())
        if match:
            start = len(line) - len(line.lstrip())
            name = fence.code.position(number, start + match.start(1) + 1)
            value = fence.code.position(number, start + match.start(2) + 1)
            cells = {
                Role.NAME: Inline((Span(match[1], name),), name),
                Role.DESCRIPTION: Inline((Span(match[2], value, is_code=True),), value),
            }
            yield Row(cells, name)


def _is_broken_table(paragraph: Paragraph) -> bool:
    lines = [line.plain for line in paragraph.text.lines()]
    return bool(lines) and all(line.startswith("|") and line.count("|") > 1 for line in lines)


def _broken(passage: Passage) -> Diagnostic:
    sentence = "this table is none: a header and a line of dashes with as many cells must open it"
    severity = error if passage.topics else warning
    return severity(Code.MALFORMED_TABLE, _fault(passage), sentence)


def _fault(passage: Passage) -> Position:
    """Return the line of dashes if it alone differs from the other lines, else the first line."""
    lines = list(passage.block.text.lines()) if isinstance(passage.block, Paragraph) else []
    if len(lines) > 1 and not lines[1].plain.strip("|-: "):
        first, dashes, *rest = (line.plain.count("|") for line in lines)
        if first != dashes and all(first == count for count in rest):
            return lines[1].position
    return passage.block.position
