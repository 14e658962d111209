"""Spells changes: as text for a terminal, as Markdown for a review, as JSON for programs."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Final

from stopgen.compare.change import Change, Sentence, Verdict, verdict
from stopgen.compare.kinds import Level
from stopgen.description import Json, JsonObject
from stopgen.diagnostic import Position
from stopgen.report import printable

_ORDER: Final = {level: place for place, level in enumerate(Level)}
_TICKS: Final = re.compile(r"`+")
_LONGEST: Final = 50_000
"""Characters of all lists in Markdown; hosts refuse comments that are a little longer."""
_HEADINGS: Final[Mapping[Verdict, str]] = MappingProxyType(
    {
        Verdict.MAJOR: "Stop API: breaking changes (major)",
        Verdict.MINOR: "Stop API: additive changes (minor)",
        Verdict.PATCH: "Stop API: changes of documentation alone (patch)",
        Verdict.NONE: "Stop API: nothing changed",
    }
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was compared, and what came of it.

    Attributes:
        old: The old side, as a user names it.
        new: The new side.
        changes: What changed.
    """

    old: str
    new: str
    changes: Sequence[Change]

    @property
    def verdict(self) -> Verdict:
        """What the changes ask of the next version."""
        return verdict(self.changes)

    @property
    def counts(self) -> dict[Level, int]:
        """How many changes there are of each level."""
        found = Counter(change.level for change in self.changes)
        return {level: found[level] for level in Level}


def text(comparison: Comparison) -> list[str]:
    """Return lines for a terminal, the most important changes of each platform first."""
    heading = f"{comparison.old} -> {comparison.new}: {comparison.verdict}"
    lines = [f"{heading} ({_totals(comparison)})" if comparison.changes else heading]
    for provider, found in _by_provider(comparison.changes):
        lines += ["", provider]
        for change in found:
            about = ", ".join(_about(change))
            subject = f"{about}: " if about else ""
            lines.append(f"  {change.level}: {subject}{change.sentence} [{change.kind}]")
            lines += [f"    {' -> '.join(map(str, _places(change)))}"] if _places(change) else []
    return [printable(line) for line in lines]


def markdown(comparison: Comparison) -> list[str]:
    """Return what a bot can post as it is; no text of a document is anything but text in it."""
    lines = [f"## {_HEADINGS[comparison.verdict]}", ""]
    lines.append(f"{_code(comparison.old)} → {_code(comparison.new)}: {_totals(comparison)}.")
    telling = [*_by_provider(_telling(comparison.changes))]
    room = _LONGEST // (len(telling) + 1)
    for provider, found in telling:
        lines += ["", f"### {_code(provider)}", "", *_list(found, room)]
    words = [change for change in comparison.changes if change.level is Level.DOCUMENTATION]
    if words:
        summary = f"<details><summary>Documentation alone: {len(words)}</summary>"
        lines += ["", summary, "", *_list(words, room, with_provider=True), "", "</details>"]
    return lines


def as_json(comparison: Comparison) -> list[str]:
    """Return what programs read; keys and kinds are stable, sentences are not."""
    whole: JsonObject = {
        "version": 1,
        "old": comparison.old,
        "new": comparison.new,
        "verdict": comparison.verdict,
        "counts": {str(level): count for level, count in comparison.counts.items()},
        "changes": [_entry(change) for change in _sorted(comparison.changes)],
    }
    return json.dumps(whole, indent=2).splitlines()


def _sorted(changes: Iterable[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: (change.subject.provider, _ORDER[change.level]))


def _by_provider(changes: Iterable[Change]) -> Iterator[tuple[str, list[Change]]]:
    for provider, found in groupby(_sorted(changes), key=lambda change: change.subject.provider):
        yield provider, list(found)


def _telling(changes: Iterable[Change]) -> list[Change]:
    return [change for change in changes if change.level is not Level.DOCUMENTATION]


def _totals(comparison: Comparison) -> str:
    return ", ".join(f"{count} {level}" for level, count in comparison.counts.items())


def _about(change: Change) -> list[str]:
    return [part for part in (change.subject.operation, change.subject.where) if part]


def _places(change: Change) -> list[Position]:
    places = (change.before, change.after)
    return list(dict.fromkeys(place for place in places if place is not None))


def _list(changes: Iterable[Change], room: int, *, with_provider: bool = False) -> list[str]:
    """Return a list as long as anybody posts, and the number of what it leaves out."""
    lines = [_item(change, with_provider=with_provider) for change in changes]
    size, kept = 0, 0
    for line in lines:
        size += len(line)
        kept += size <= room
    left_out = [f"- and {len(lines) - kept} more"] if kept < len(lines) else []
    return lines[:kept] + left_out


def _item(change: Change, *, with_provider: bool) -> str:
    provider = [change.subject.provider] if with_provider else []
    about = ", ".join(map(_code, (*provider, *_about(change))))
    subject = f" {about}:" if about else ""
    places = " → ".join(_code(str(place)) for place in _places(change))
    where = f"<br>{places}" if places else ""
    said = f"**{change.level}**{subject} {_sentence(change.sentence)}"
    return f"- {said} ({_code(change.kind)}){where}"


def _sentence(sentence: Sentence) -> str:
    return sentence.words.format(*map(_code, sentence.values))


def _code(content: str) -> str:
    """Return text as a code span, in which Markdown, HTML and mentions mean nothing."""
    shown = printable(content)
    longest = max(map(len, _TICKS.findall(shown)), default=0)
    fence = "`" * (longest + 1)
    gap = " " if longest or not shown.strip() or shown != shown.strip() else ""
    return f"{fence}{gap}{shown}{gap}{fence}"


def _entry(change: Change) -> Json:
    return {
        "kind": change.kind,
        "level": change.level,
        "provider": change.subject.provider,
        "operation": change.subject.operation,
        "where": change.subject.where,
        "sentence": str(change.sentence),
        "before": _position(change.before),
        "after": _position(change.after),
    }


def _position(position: Position | None) -> Json:
    if position is None:
        return None
    return {"file": position.file, "line": position.line, "column": position.column}
