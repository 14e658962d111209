"""Reads rate limits: ``**Free Tier**: 20 requests per hour``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from stopgen.diagnostic import Checked, Code, Position, error, warning
from stopgen.readers.markdown_blocks import ListItems, Paragraph, Table
from stopgen.readers.markdown_inline import Inline
from stopgen.readers.placed import Placed, placed
from stopgen.readers.prose.lexicon import PER, PERIODS, TIERS, UNLIMITED
from stopgen.readers.prose.pairs import pairs
from stopgen.readers.prose.passages import Passage, is_label
from stopgen.readers.prose.rows import Row, grid
from stopgen.readers.prose.vocabulary import Role, Topic
from stopgen.words import snake, split

_LONGEST: Final = 300
_NUMBER: Final = re.compile(r"\d[\d,_]*")
_WORD: Final = re.compile(r"[^\W\d_]+|\d[\d,_]*|/")
_MOST: Final = 15
_COUNTED: Final = ("request", "call", "stop", "per", "次", "请求", "/")
"""How words start that make a number next to them a limit."""

_DEFAULT_TIER: Final = "default"


@dataclass(frozen=True, slots=True)
class _Limit:
    """How many requests a period of so many seconds may have; None for no fixed number."""

    requests: int | None
    seconds: int | None


def rate_limits(blocks: Iterable[Passage]) -> Checked[Placed | None]:
    """Return the ``x-rate-limits`` of a call, None if the page has none."""
    limits: list[Placed] = []
    for tier, text, position in _told(list(blocks)):
        limit = yield from _limit(tier, text, position)
        if limit is not None:
            limits.append(_placed(tier, limit, position))
    return placed(limits, limits[0].position) if limits else None


def _told(blocks: list[Passage]) -> Iterator[tuple[str, str, Position]]:
    """Yield the entries of sections about limits, and lines such as ``**Rate limit:** …``."""
    for passage in blocks:
        if passage.topics[:1] == (Topic.LIMITS,):
            yield from _entries(passage)
        else:
            for pair in pairs([passage]):
                if pair.topic is Topic.LIMITS:
                    yield "", pair.value.text, pair.value.position


def _entries(passage: Passage) -> Iterator[tuple[str, str, Position]]:
    """Yield plan, limit and place of each entry; the plan may be missing."""
    match passage.block:
        case ListItems() as entries:
            for line in (line for item in entries.items for line in item.text.lines()):
                yield (*_split(line), line.position)
        case Paragraph() as paragraph if not is_label(paragraph):
            for line in paragraph.text.lines():
                yield (*_split(line, is_running=True), line.position)
        case Table() as table:
            yield from (_of_row(row) for row in grid(table).rows)
        case _:
            pass


def _split(text: Inline, *, is_running: bool = False) -> tuple[str, str]:
    """Return the plan before a colon and the limit behind it; running text marks plans as strong."""
    first = next(iter(text.spans), None)
    if first is not None and first.is_strong:
        return first.text.rstrip(" :："), text.cut(len(first.text)).plain.lstrip(" :：–—-")
    tier, colon, limit = text.plain.replace("：", ":").partition(":")
    is_named = colon and not is_running and len(split(tier)) <= 3
    return (tier, limit) if is_named else ("", text.plain)


def _of_row(row: Row) -> tuple[str, str, Position]:
    tier = row.text(Role.TIER) or row.text(Role.NAME)
    others = (row.text(role) for role in (Role.LIMIT, Role.DESCRIPTION))
    return tier, " ".join(filter(None, others)), row.position


def _limit(tier: str, text: str, position: Position) -> Checked[_Limit | None]:
    words = _WORD.findall(text[:_LONGEST].lower())
    number = next((word for word in words if _NUMBER.fullmatch(word)), None)
    seconds = _seconds(words)
    if number is not None and seconds is not None and len(number) <= _MOST:
        return _Limit(int(re.sub(r"\D", "", number)), seconds)
    if any(phrase in text.lower() for phrase in UNLIMITED):
        return _Limit(None, None) if tier else None
    if number is not None and tier and any(word.startswith(_COUNTED) for word in words):
        sentence = f"{text.strip()[:60]!r} is no number of requests in a known period"
        yield error(Code.UNKNOWN_VALUE, position, sentence)
    elif tier:
        sentence = f"{text.strip()[:60]!r} says nothing known about a rate limit, so it is left out"
        yield warning(Code.UNREAD, position, sentence)
    return None


def _seconds(words: list[str]) -> int | None:
    """Return the length of the period behind a word such as "per", with its own number before it."""
    for index, word in enumerate(words):
        if word not in PER and not word.startswith("每"):
            continue
        rest = words[index + 1 : index + 3] if word in PER else [word.removeprefix("每")]
        count = 1
        if rest and rest[0].isdecimal() and len(rest[0]) <= 6:
            count, rest = int(rest[0]), rest[1:]
        if rest and rest[0] in PERIODS and count:
            return count * PERIODS[rest[0]]
    return None


def _placed(tier: str, limit: _Limit, position: Position) -> Placed:
    words = tuple(word for word in split(tier) if word not in TIERS)
    return Placed(
        {
            "tier": Placed(snake(words) or _DEFAULT_TIER),
            "requests": Placed(limit.requests),
            "seconds": Placed(limit.seconds),
        },
        position,
    )
