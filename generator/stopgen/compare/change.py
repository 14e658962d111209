"""What a change is: its kind, how much it matters to callers, and where it stands on both sides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from stopgen.compare.kinds import LEVELS, Kind, Level
from stopgen.diagnostic import Position

_LONGEST: Final = 200


class Verdict(StrEnum):
    """The part of a version that the changes ask to raise, as Semantic Versioning names it."""

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, with what documents say kept apart from our own words.

    Attributes:
        words: Our words, with ``{}`` where a value of a document stands.
        values: These values, in order.
    """

    words: str
    values: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.words.format(*(f"'{value}'" for value in self.values))


@dataclass(frozen=True, slots=True)
class Subject:
    """What a change is about.

    Attributes:
        provider: The folder of the platform.
        operation: The method of the generated clients; None for what concerns the whole platform.
        where: The part of it, such as ``argument user`` or ``answer 200, data.status``; None for all of it.
    """

    provider: str
    operation: str | None = None
    where: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions of what platforms offer.

    Attributes:
        kind: The stable name of this kind of change.
        subject: What changed.
        sentence: What happened to it.
        before: Where it stands in the old documents, or what it belonged to; None where nothing did.
        after: Where it stands in the new documents, likewise.
    """

    kind: Kind
    subject: Subject
    sentence: Sentence
    before: Position | None = None
    after: Position | None = None

    @property
    def level(self) -> Level:
        """How much the change matters to callers."""
        return LEVELS[self.kind]


def say(words: str, *values: object) -> Sentence:
    """Make a sentence; values that nobody would read to their end are cut."""
    return Sentence(words, tuple(_short(str(value)) for value in values))


def verdict(changes: Iterable[Change]) -> Verdict:
    """Return what all changes together ask of the next version."""
    levels = {change.level for change in changes}
    if Level.BREAKING in levels:
        return Verdict.MAJOR
    if Level.ADDITIVE in levels:
        return Verdict.MINOR
    return Verdict.PATCH if levels else Verdict.NONE


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
