"""Divides a page among the calls that it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from stopgen.diagnostic import Code, Diagnostic, error, note
from stopgen.readers.markdown_blocks import Page, Paragraph, Section
from stopgen.readers.prose.endpoints import Endpoint, Strength
from stopgen.readers.prose.lexicon import DESCRIPTIONS, RELATIVE_TO
from stopgen.readers.prose.pairs import pairs
from stopgen.readers.prose.passages import ANSWERING, Passage, heading_topic, passages
from stopgen.readers.prose.secrets import header_codes
from stopgen.readers.prose.vocabulary import Topic
from stopgen.select.mentions import may_mention_a_stop
from stopgen.select.sentences import first_verb

_MOST_TOGETHER: Final = 20
"""More calls than this that are stated in one section are a list of calls."""

_SHARED: Final = frozenset({Topic.AUTH, Topic.BASE, Topic.LIMITS})


@dataclass(frozen=True, slots=True)
class Scope:
    """What a page says about one call.

    Attributes:
        endpoint: The call.
        home: The section that describes it.
        sections: The sections about it.
        blocks: Their blocks, and those that speak about all calls of the page.
    """

    endpoint: Endpoint
    home: Section
    sections: list[Section]
    blocks: list[Passage]


def scopes(page: Page, endpoints: list[Endpoint]) -> list[Scope]:
    """Give each call its sections; the only call of a page has all of them."""
    every = list(page.root.walk())
    if len(endpoints) == 1:
        chain = endpoints[0].section.chain()
        orders = (part for part in chain if part.heading and first_verb(part.heading.text.plain))
        home = next(orders, None) or home_of(endpoints[0])
        return [Scope(endpoints[0], home, every, list(passages(every)))]
    if all(endpoint.opens for endpoint in endpoints):
        blocks = list(passages(every))
        return [_stretch(endpoint, endpoints, every, blocks) for endpoint in endpoints]
    titles = {part.heading.text.plain.lower(): part for part in reversed(every) if part.heading}
    homes = {endpoint.key: _titled(endpoint, titles) or home_of(endpoint) for endpoint in endpoints}
    lists = {home_of(it) for it in endpoints if it.strength is Strength.LISTED}
    own = [home for home in homes.values() if home not in lists]
    taken = {section for home in own for section in home.walk()}
    shared = [
        passage
        for passage in passages(section for section in every if section not in taken)
        if not _SHARED.isdisjoint(passage.topics) or _is_general(passage)
    ]
    return [_scope(endpoint, homes, shared) for endpoint in endpoints]


def _titled(endpoint: Endpoint, titles: Mapping[str, Section]) -> Section | None:
    """Return the section that describes a call of a list, by its heading."""
    is_listed = endpoint.strength is Strength.LISTED
    return titles.get(endpoint.summary.lower()) if is_listed and endpoint.summary else None


def _is_general(passage: Passage) -> bool:
    """Tell whether a paragraph says of all calls where they go, or who makes them."""
    text = passage.block.text if isinstance(passage.block, Paragraph) else None
    if text is None or not ANSWERING.isdisjoint(passage.topics):
        return False
    told = {pair.topic for pair in pairs([passage])}
    is_relative = any(phrase in text.plain.lower() for phrase in RELATIVE_TO)
    return is_relative or not _SHARED.isdisjoint(told) or any(header_codes(text))


def _stretch(
    endpoint: Endpoint, endpoints: list[Endpoint], every: list[Section], blocks: list[Passage]
) -> Scope:
    """Give a call what stands between the tag that opens it and the next such tag."""
    start = endpoint.position.line
    later = (other.position.line for other in endpoints if other.position.line > start)
    lines = range(start, min(later, default=2**31))
    own = [
        passage
        for passage in blocks
        if passage.block.position.line in lines or not _SHARED.isdisjoint(passage.topics)
    ]
    inside = [section for section in every if _line(section) in lines]
    return Scope(endpoint, home_of(endpoint), inside, own)


def _line(section: Section) -> int:
    return section.heading.position.line if section.heading else 0


def home_of(endpoint: Endpoint) -> Section:
    """Return the section that describes a call: the nearest whose heading is no known topic."""
    named = (section for section in endpoint.section.chain() if _is_name(section))
    return next(named, endpoint.section)


def _is_name(section: Section) -> bool:
    heading = section.heading
    if heading is None or heading_topic(section) is not None:
        return False
    return heading.text.plain.strip(" :：").lower() not in DESCRIPTIONS


def _scope(
    endpoint: Endpoint, homes: dict[tuple[str, str], Section], shared: list[Passage]
) -> Scope:
    home = homes[endpoint.key]
    sharing = sum(1 for other in homes.values() if other is home)
    is_listed = endpoint.strength is Strength.LISTED or sharing > _MOST_TOGETHER
    if sharing > 1 and is_listed:
        return Scope(endpoint, home, [], shared)
    inner = {
        section
        for other in homes.values()
        if other is not home and home in other.chain()
        for section in other.walk()
    }
    sections = [section for section in home.walk() if section not in inner]
    return Scope(endpoint, home, sections, [*passages(sections), *shared])


def contradictions(endpoints: list[Endpoint]) -> Iterator[Diagnostic]:
    """Yield calls that a page states in one place, so that nothing else tells them apart."""
    stated = [endpoint for endpoint in endpoints if endpoint.strength is Strength.STATED]
    told: set[tuple[str, str]] = set()
    for first, second in combinations(stated[:100], 2):
        is_together = home_of(first) is home_of(second) and not (first.opens and second.opens)
        if is_together and second.key not in told:
            told.add(second.key)
            here, there = f"{second.method} {second.path}", f"{first.method} {first.path}"
            sentence = f"the page states the call {here} where it also states {there}"
            tell = error if may_mention_a_stop(f"{second.path}\n{first.path}") else note
            yield tell(Code.CONTRADICTION, second.position, sentence, first.position)
