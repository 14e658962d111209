"""The blocks of a page in order, each with what the headings and labels above it say it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from stopgen.readers.markdown_blocks import Block, Heading, ListItems, Paragraph, Section
from stopgen.readers.markdown_inline import Inline, Span
from stopgen.readers.prose.components import components
from stopgen.readers.prose.topics import topic_of
from stopgen.readers.prose.vocabulary import Topic

_LONGEST_LABEL: Final = 80
_TABS: Final = frozenset({"Tab", "Accordion"})
_COLONS: Final = (":", "：")
ANSWERING: Final = frozenset(
    {Topic.RESPONSE, Topic.SUCCESS, Topic.ERRORS, Topic.FIELDS, Topic.STATUSES}
)
"""Topics that speak about answers."""

ASKING: Final = frozenset(
    {Topic.REQUEST, Topic.HEADERS, Topic.PATH, Topic.QUERY, Topic.BODY, Topic.PARAMETERS}
)
"""Topics that speak about requests."""

_IN_ANSWERS: Final = {
    Topic.BODY: Topic.FIELDS,
    Topic.PARAMETERS: Topic.FIELDS,
    Topic.HEADERS: Topic.OTHER,
    Topic.EXAMPLE: Topic.RESPONSE,
}
"""What a heading means below one about answers."""
_NUMBERED: Final = re.compile(r"(?:table|tabelle|tableau|tabla|表)\s*\d+\W*\s", re.IGNORECASE)
"""How the title of a table begins that has a number."""

_STATUS: Final = re.compile(r"\b[1-5]\d\d\b")


@dataclass(frozen=True, slots=True)
class Sign:
    """A heading or label, and what it says.

    Attributes:
        text: The heading or label.
        topic: What the text below it is about, if the vocabulary knows.
        is_label: Whether this is a line of text, not a heading.
    """

    text: Inline
    topic: Topic | None
    is_label: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A block and the signs above it.

    Attributes:
        block: The block.
        section: The section that it stands in.
        signs: The label and the headings above it, nearest first.
    """

    block: Block
    section: Section = field(repr=False)
    signs: tuple[Sign, ...]

    @property
    def topic(self) -> Topic | None:
        """What the nearest sign says."""
        return self.signs[0].topic if self.signs else None

    @property
    def topics(self) -> tuple[Topic, ...]:
        """What all signs say, nearest first."""
        return tuple(sign.topic for sign in self.signs if sign.topic is not None)


def passages(sections: Iterable[Section]) -> Iterator[Passage]:
    """Yield the blocks of sections; of a list also the blocks inside its entries."""
    for section in sections:
        yield from _section(section)


def subject(passage: Passage) -> frozenset[Topic] | None:
    """Return whether a passage is about answers or requests, None if nothing above it tells."""
    sides = (side for topic in passage.topics for side in (ANSWERING, ASKING) if topic in side)
    return next(sides, None)


def heading_topic(section: Section) -> Topic | None:
    """Return what the heading of a section says; a page's title must say it word for word."""
    heading = section.heading
    return topic_of(heading.text.plain, exact=heading.level == 1) if heading else None


def is_label(block: Block) -> bool:
    """Tell whether a paragraph only announces what follows: ``**Headers:**``."""
    if not isinstance(block, Paragraph) or len(block.text.plain) > _LONGEST_LABEL:
        return False
    words = [span for span in block.text.spans if span.text.strip(" :：\n")]
    if _NUMBERED.match(block.text.plain):
        return bool(words)
    ends = block.text.plain.endswith(_COLONS) or (block.is_quoted and _is_sign(block.text.plain))
    return bool(words) and (ends or all(span.is_strong for span in words))


def _is_sign(text: str) -> bool:
    """Tell whether a quotation does nothing but say what stands below it: ``> 200 Response``."""
    return topic_of(text, exact=True) is not None or _STATUS.match(text) is not None


def _section(section: Section) -> Iterator[Passage]:
    headings = heading_signs(section)
    labels: tuple[Sign, ...] = ()
    for block in section.blocks:
        if is_label(block) and isinstance(block, Paragraph):
            labels = _labels(block, labels, headings)
        labels = _of_tab(block, headings) or labels
        yield from _inside(Passage(block, section, (*labels, *headings)))


def _of_tab(block: Block, headings: tuple[Sign, ...]) -> tuple[Sign, ...]:
    """Return what the title of a tab says, if a block opens one that the vocabulary knows."""
    for tag in components(block):
        title = tag.attributes.get("title", "") if tag.name in _TABS else ""
        topic = _inside_of(topic_of(title, exact=True), headings)
        if topic is not None:
            place = tag.position
            return (Sign(Inline((Span(title, place),), place), topic, is_label=True),)
    return ()


def heading_signs(section: Section) -> tuple[Sign, ...]:
    """Return the headings above the blocks of a section, nearest first."""
    signs: tuple[Sign, ...] = ()
    for above in reversed(list(section.chain())):
        if isinstance(above.heading, Heading):
            topic = _inside_of(heading_topic(above), signs)
            signs = (Sign(above.heading.text, topic), *signs)
    return signs


def _inside_of(topic: Topic | None, outer: tuple[Sign, ...]) -> Topic | None:
    """Return what a topic means below others: the body of an answer is not that of a request."""
    around = (sign.topic for sign in outer if sign.topic in ANSWERING | ASKING)
    is_answer = next(around, None) in ANSWERING
    return _IN_ANSWERS.get(topic, topic) if topic and is_answer else topic


def _labels(
    paragraph: Paragraph, before: tuple[Sign, ...], headings: tuple[Sign, ...]
) -> tuple[Sign, ...]:
    """Return the labels that hold from here on; one that says nothing known ends those before it.

    A bare status, ``**404**``, stands below a label about answers if there is one.
    """
    topic = _inside_of(topic_of(paragraph.text.plain), headings)
    sign = Sign(paragraph.text, topic, is_label=True)
    if topic is None and _STATUS.search(paragraph.text.plain):
        return sign, *(above for above in before if above.topic in ANSWERING)
    return (sign,) if topic is not None else ()


def _inside(passage: Passage) -> Iterator[Passage]:
    yield passage
    if isinstance(passage.block, ListItems):
        for item in passage.block.items:
            topic = _inside_of(topic_of(item.text.plain), passage.signs)
            signs = (Sign(item.text, topic, is_label=True), *passage.signs)
            for block in item.blocks:
                if not isinstance(block, ListItems):
                    yield from _inside(replace(passage, block=block, signs=signs))
