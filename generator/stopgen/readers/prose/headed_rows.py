"""Rows of facts from headings that name one part of a request each: ``#### runId (string, required)``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from stopgen.readers.markdown_blocks import Heading, Paragraph, Section
from stopgen.readers.markdown_inline import Inline, Span
from stopgen.readers.prose.lexicon import LOCATIONS
from stopgen.readers.prose.list_rows import line_row
from stopgen.readers.prose.rows import Row
from stopgen.readers.prose.vocabulary import Role

_NAMED: Final = re.compile(r"[A-Za-z_][\w.-]*(?=$|[ \t]*\()")
_TOLD: Final = re.compile(
    r"\b(?P<label>in|location|required|type)[ \t]*:[ \t]*(?P<value>[\w-]+)", re.IGNORECASE
)
_ROLES: Final = {
    "in": Role.LOCATION,
    "location": Role.LOCATION,
    "required": Role.REQUIRED,
    "type": Role.TYPE,
}


def headed_row(section: Section) -> Row | None:
    """Return what a section says about the part of a request that its heading names, None if it names none."""
    heading = section.heading
    found = _NAMED.match(heading.text.plain) if heading else None
    first = next((block for block in section.blocks if isinstance(block, Paragraph)), None)
    if heading is None or found is None:
        return None
    told = dict(_told(first.text)) if first else {}
    row = line_row(_with_code(heading, found[0]))
    if row is None or not (told or len(row.cells) > 1 or heading.text.codes):
        return None
    described = {Role.DESCRIPTION: first.text} if first and first.text.plain else {}
    return Row({**described, **told, **row.cells}, row.position)


def _with_code(heading: Heading, name: str) -> Inline:
    """Return a heading whose first word is code, so that it is read like the entry of a list."""
    start = heading.text.text.find(name)
    rest = heading.text.cut(start + len(name))
    place = heading.text.at(start)
    return Inline((Span(name, place, is_code=True), *rest.spans), place)


def _told(text: Inline) -> Iterator[tuple[Role, Inline]]:
    for found in _TOLD.finditer(text.text[:500]):
        role = _ROLES[found["label"].lower()]
        if role is not Role.LOCATION or found["value"].lower() in LOCATIONS:
            yield role, text.cut(*found.span("value"))
