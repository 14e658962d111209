"""Reads component tags in pages: ``<ParamField path="id" required>``, ``{% swagger method="post" %}``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from stopgen.diagnostic import Position
from stopgen.readers.markdown_blocks import Block, Html, Paragraph
from stopgen.readers.markdown_inline import Inline, Span
from stopgen.readers.prose.rows import Row
from stopgen.readers.prose.vocabulary import Role, Topic

_LONGEST: Final = 5_000
_TAG: Final = re.compile(
    r"<([A-Z]\w*)(\s[^<>]*)?(?:>|\Z)|\{%-?\s*(?!end)([a-z][\w-]*)(\s[^%]*)?%\}"
    r"|</(?P<end>[A-Z]\w*)>|\{%-?\s*end(?P<ended>[\w-]*)\s*-?%\}"
)
_ATTRIBUTE: Final = re.compile(
    r"(?<=\s)([A-Za-z][\w-]*)(?:\s*=\s*(?:\{?\s*\"([^\"]*)\"\s*\}?|\{?\s*'([^']*)'\s*\}?"
    r"|\{?([\w./:-]+)\}?))?"
)
_PLACES: Final = {
    "path": Topic.PATH,
    "query": Topic.QUERY,
    "header": Topic.HEADERS,
    "body": Topic.BODY,
}


@dataclass(frozen=True, slots=True)
class Component:
    """An opening tag and the text behind it.

    Attributes:
        name: The name of the component.
        attributes: Its attributes; one without a value has an empty text.
        text: What stands between this tag and the next one.
        position: Where the tag starts.
        text_position: Where the text starts.
        is_empty: Whether the tag closes itself.
    """

    name: str
    attributes: Mapping[str, str]
    text: str
    position: Position
    text_position: Position
    is_empty: bool = False


def components(block: Block) -> Iterator[Component]:
    """Yield the components of a block of text."""
    return (found for found in tags(block) if isinstance(found, Component))


def tags(block: Block) -> Iterator[Component | str]:
    """Yield the components that a block of text opens, and the names of those that it closes."""
    match block:
        case Paragraph(text=text) if _may_hold(text.text):
            yield from _read(text.text, text.at)
        case Html(code=code) if _may_hold(code.text):
            yield from _read(code.text, code.at)
        case _:
            pass


def _may_hold(text: str) -> bool:
    return len(text) <= _LONGEST and ("<" in text or "{%" in text)


def _read(text: str, locate: Callable[[int], Position]) -> Iterator[Component | str]:
    found = list(_TAG.finditer(text))
    ends = [*(tag.start() for tag in found[1:]), len(text)]
    for tag, end in zip(found, ends, strict=False):
        closed = tag["end"] or tag["ended"]
        if closed:
            yield closed
            continue
        inside = text[tag.end() : end]
        told = tag[2] or tag[4] or ""
        attributes = {
            match[1]: next((value for value in match.groups()[1:] if value is not None), "")
            for match in _ATTRIBUTE.finditer(told)
        }
        start = tag.end() + len(inside) - len(inside.lstrip())
        yield Component(
            tag[1] or tag[3],
            attributes,
            inside.strip(),
            locate(tag.start()),
            locate(min(start, len(text))),
            told.endswith("/"),
        )


def component_row(component: Component) -> tuple[Row, Topic | None] | None:
    """Read a component that describes a parameter or a field; its place is None if it names none."""
    told = component.attributes
    if "method" in told:
        return None
    place = next((key for key in _PLACES if told.get(key)), None)
    name = told.get("name") or (told[place] if place else "")
    if not name or not ({"type", "required", "in"} & told.keys() or place):
        return None
    here = component.position
    cells = {Role.NAME: _cell(name, here)}
    if told.get("type"):
        cells[Role.TYPE] = _cell(told["type"], here)
    if "required" in told:
        cells[Role.REQUIRED] = _cell(told["required"] or "true", here)
    if component.text:
        cells[Role.DESCRIPTION] = _cell(component.text, component.text_position)
    is_answer = component.name.lower().startswith("response")
    topic = _PLACES.get(told.get("in") or place or "")
    return Row(cells, here), Topic.FIELDS if is_answer else topic


def _cell(text: str, position: Position) -> Inline:
    return Inline((Span(text, position),), position)
