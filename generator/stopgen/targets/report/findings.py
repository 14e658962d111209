"""Shows diagnostics with what stands at their places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from stopgen.diagnostic import Code, Diagnostic, Position
from stopgen.targets.report.view import Excerpt, Finding, Line

_AROUND = 2
_WIDEST = 160
_MOST_PLACES = 12
_INFERRED = "inferred-"


@dataclass(frozen=True, slots=True)
class Reader:
    """Knows the documents that diagnostics are about.

    Attributes:
        lines: Returns the lines of a file; none if it cannot be read.
        languages: The language of each file that has one.
    """

    lines: Callable[[str], Sequence[str]]
    languages: Mapping[str, str] = field(default_factory=dict[str, str])

    def excerpt(self, position: Position) -> Excerpt:
        """Return the lines around a place; of long ones what stands near it."""
        known = self.lines(position.file)
        first = max(1, position.line - _AROUND)
        last = min(len(known), position.line + _AROUND)
        start = max(0, position.column - _WIDEST // 2) if position.column > _WIDEST else 0
        shown = tuple(
            Line(number, known[number - 1][start : start + _WIDEST], number == position.line)
            for number in range(first, last + 1)
        )
        return Excerpt(str(position), self.languages.get(position.file), shown)

    def finding(self, found: Diagnostic) -> Finding:
        """Return a diagnostic with its places."""
        places = (found.position, *found.related)[:_MOST_PLACES]
        excerpts = tuple(map(self.excerpt, places))
        return Finding(found.severity, found.code, found.message, excerpts)


def is_disagreement(found: Diagnostic) -> bool:
    """Tell whether documents of a provider say different things."""
    return found.code is Code.DOCUMENTS_DISAGREE


def is_inferred(found: Diagnostic) -> bool:
    """Tell whether a fact is nowhere stated."""
    return found.code.startswith(_INFERRED)


def inferred_places(found: Iterable[Diagnostic]) -> frozenset[Position]:
    """Return where the facts stand that are nowhere stated."""
    inferred = filter(is_inferred, found)
    return frozenset(place for entry in inferred for place in (entry.position, *entry.related))
