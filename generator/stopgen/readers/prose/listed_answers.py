"""Reads answers that tables, lists and lines name: statuses, error codes, and rows about fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from stopgen.diagnostic import Checked, Code, Diagnostic, Position, error, warning
from stopgen.readers.markdown_blocks import Fence, ListItems, Paragraph, Table
from stopgen.readers.markdown_inline import Inline, Span
from stopgen.readers.prose.components import components
from stopgen.readers.prose.facts import check_rows
from stopgen.readers.prose.list_rows import list_rows
from stopgen.readers.prose.passages import Passage, is_label
from stopgen.readers.prose.rows import Grid, Row, grid
from stopgen.readers.prose.statuses import Status, StatusError, plain_status, read_status
from stopgen.readers.prose.topics import topic_of
from stopgen.readers.prose.values import is_code, is_identifier
from stopgen.readers.prose.vocabulary import Role, Topic

_STATUS: Final = re.compile(r"\W{0,3}(\d\w{2})(?!\w)(.*)", re.DOTALL)
_LABELS: Final = frozenset({Topic.STATUS, Topic.SUCCESS, Topic.ERRORS, Topic.RESPONSE})
_CODES: Final = frozenset({Topic.ERRORS, Topic.STATUSES})
_FIELDS: Final = frozenset({Topic.FIELDS, Topic.RESPONSE, Topic.SUCCESS})
_DECIMAL: Final = re.compile(r"\d{3}(?!\d)")
_NUMBER: Final = re.compile(r"-?\d+")


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry that names a status, an error code, or both."""

    status: Status | None
    code: Span | None
    position: Position


def in_text(passage: Passage, *, is_answer: bool) -> Listed | None:
    """Read a status behind its label: ``**Code** : `200 OK` ``, in a line or a block of its own."""
    for component in components(passage.block):
        told = component.attributes
        status = _read((told.get("status") or told.get("httpCode", "")).strip(), "")
        if status is not None:
            return Listed(status, None, component.position)
    if isinstance(passage.block, Paragraph) and is_answer:
        first = next(iter(passage.block.text.codes), None)
        is_start = first is not None and passage.block.text.plain.startswith(first.text)
        status = _read(first.text, "") if first and is_start else None
        if status is not None:
            return Listed(status, None, passage.block.position)
    for text, position in _labelled(passage):
        label, colon, value = text.replace("：", ":").partition(":")
        if colon and value.strip() and topic_of(label, exact=True) in _LABELS:
            try:
                status = read_status(value, is_answer=True)
            except StatusError:
                continue
            if status is not None:
                return Listed(status, None, position)
    return None


def _labelled(passage: Passage) -> Iterator[tuple[str, Position]]:
    match passage.block:
        case Paragraph() as paragraph if not is_label(paragraph):
            yield from ((line.plain, line.position) for line in paragraph.text.lines())
        case Fence(info="") as fence if fence.code.text.count("\n") < 10:
            yield from ((line, fence.position) for line in fence.code.text.split("\n"))
        case _:
            pass


def in_list(entries: ListItems, passage: Passage) -> tuple[list[Listed], list[Row]]:
    """Read a list of statuses, of error codes, or of fields."""
    listed: list[Listed] = []
    for item in entries.items:
        found = _STATUS.match(item.text.plain)
        status = _read(found[1], _reason(found[2], item.text)) if found else None
        code = next(_codes(item.text), None) if status or passage.topic in _CODES else None
        if status is not None or code is not None:
            listed.append(Listed(status, code, item.text.position))
    is_about_fields = not listed and passage.topic in _FIELDS
    return listed, list(list_rows(entries)) if is_about_fields else []


def _reason(rest: str, text: Inline) -> str:
    """Return what a list says about a status, without the error code before it."""
    code = next(_codes(text), None)
    reason = rest.replace(code.text, "", 1) if code else rest
    return reason.strip(" ,，:：–—-`*\n").partition("\n")[0]


def _read(text: str, reason: str) -> Status | None:
    try:
        status = read_status(text, is_answer=True)
    except StatusError:
        return None
    return replace(status, reason=reason or status.reason, other=None) if status else None


def _codes(text: Inline) -> Iterator[Span]:
    for span in text.codes:
        if is_identifier(span.text):
            yield span


def in_table(
    table: Table, passage: Passage, *, is_answer: bool
) -> Checked[tuple[list[Listed], list[Row]]]:
    """Read a table of statuses and error codes, or of fields."""
    found = grid(table)
    status, code = _columns(found)
    is_listing = status is not None or (code is not None and passage.topic in _CODES)
    has_fields = {Role.NAME, Role.TYPE} <= found.roles.keys()
    if is_listing and not has_fields and Role.METHOD not in found.roles:
        yield from check_rows(table)
        if status is None and code is not None:
            yield from _own_numbers(found.rows, code)
        return (yield from _listed(found.rows, status, code)), []
    if not is_answer:
        return [], []
    if Role.NAME in found.roles:
        yield from check_rows(table)
        return [], list(found.rows)
    if passage.topic is Topic.FIELDS or Role.TYPE in found.roles:
        sentence = "no column of this table is known to hold the names of what it lists"
        yield error(Code.MALFORMED_TABLE, table.header[0].position, sentence)
    return [], []


def _own_numbers(rows: Iterable[Row], code: Role) -> Iterator[Diagnostic]:
    """Say that a table tells of numbers that are no HTTP statuses, and of no names for them."""
    numbered = [row for row in rows if _NUMBER.fullmatch(row.text(code))]
    if numbered:
        sentence = "these numbers are no HTTP statuses, so what they mean is left out"
        yield warning(Code.UNREAD, numbered[0].at(code), sentence)


def _columns(found: Grid) -> tuple[Role | None, Role | None]:
    """Return the columns of statuses and of error codes, told apart by what is in them."""
    roles = [role for role in (Role.STATUS, Role.CODE) if role in found.roles]
    numeric = [role for role in roles if _is_numeric(found.rows, role)]
    status = numeric[0] if numeric else None
    others = (role for role in roles if role is not status and role is Role.CODE)
    return status, next(others, None)


def _is_numeric(rows: Iterable[Row], role: Role) -> bool:
    """Tell whether most cells of a column start with three digits."""
    cells = [row.text(role) for row in rows]
    return sum(1 for cell in cells if _DECIMAL.match(cell)) * 2 >= max(len(cells), 1)


def _listed(rows: Iterable[Row], status: Role | None, code: Role | None) -> Checked[list[Listed]]:
    listed: list[Listed] = []
    for row in rows:
        cell = row.cells.get(code) if code else None
        span = Span(cell.plain, cell.position) if cell and is_identifier(cell.plain) else None
        span = span or (_leading_code(row) if code is None else None)
        read = (yield from _status(row, status)) if status else None
        if read is not None or span is not None:
            listed.append(Listed(read, span, row.position))
    return listed


def _leading_code(row: Row) -> Span | None:
    """Return the error code that a description starts with: `` `NOT_FOUND` - no such run``."""
    told = row.cells.get(Role.DESCRIPTION)
    first = next(_codes(told), None) if told else None
    is_start = told is not None and first is not None and told.plain.startswith(first.text)
    return first if is_start and first and is_code(first.text) else None


def _status(row: Row, role: Role) -> Checked[Status | None]:
    text = row.text(role)
    if text == "0":
        return Status("default", row.text(Role.DESCRIPTION) or "Any other answer")
    try:
        found = read_status(text, is_answer=True)
    except StatusError as fault:
        yield _fault(row, role, str(fault))
        return None
    if found is None:
        if text.strip(" -–—"):
            yield _fault(row, role, f"{text[:60]!r} is no HTTP status")
        return None
    told = row.text(Role.DESCRIPTION)
    is_bare = found.reason == plain_status(found.code).reason
    return replace(found, reason=told) if told and is_bare else found


def _fault(row: Row, role: Role, sentence: str) -> Diagnostic:
    return error(Code.UNKNOWN_STATUS, row.at(role), sentence)
