"""Says where two documents of a provider differ, about what, and what is made of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from stopgen.description import Json, Origin
from stopgen.diagnostic import Code, Diagnostic, Position, note, warning

LOOSER: Final = "the looser one counts"
FIRST: Final = "the first one counts"
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Subject:
    """What a sentence is about.

    Attributes:
        name: The part in words, such as ``the answer 200 of POST /stop``.
        path: Names of properties, from the part to what is meant.
    """

    name: str
    path: tuple[str, ...] = ()

    def __truediv__(self, member: str) -> Subject:
        return replace(self, path=(*self.path, member))

    def __str__(self) -> str:
        return f"the property '{'.'.join(self.path)}' of {self.name}" if self.path else self.name


@dataclass(frozen=True, slots=True)
class Side:
    """What one document says about a fact.

    Attributes:
        says: The fact in words.
        origin: Where that stands.
    """

    says: str
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents that are compared.

    Attributes:
        here: The one that speaks: a place in it, for parts that do not know theirs.
        there: The other one.
    """

    here: Position
    there: Position

    def differ(
        self, fact: str, subject: Subject | str, here: Side, there: Side, result: str = LOOSER
    ) -> Diagnostic:
        """Tell that the documents say different things about a fact."""
        message = (
            f"the documents disagree on {fact} of {subject}: "
            f"{here.says} here, {there.says} there; {result}"
        )
        related = _position(there.origin, self.there)
        return warning(Code.DOCUMENTS_DISAGREE, _position(here.origin, self.here), message, related)

    def only_here(
        self, subject: Subject | str, here: Origin | None, there: Origin | None
    ) -> Diagnostic:
        """Tell that only the one that speaks has something."""
        return _alone(subject, _position(here, self.here), _position(there, self.there))

    def only_there(
        self, subject: Subject | str, here: Origin | None, there: Origin | None
    ) -> Diagnostic:
        """Tell that only the other one has something."""
        return _alone(subject, _position(there, self.there), _position(here, self.here))

    def renamed(self, name: str, new: str, here: Origin | None, there: Origin | None) -> Diagnostic:
        """Tell that a name of the other one had to change."""
        message = f"the documents mean different things by '{name}'; this one is called '{new}'"
        position, related = _position(there, self.there), _position(here, self.here)
        return note(Code.SCHEMA_RENAMED, position, message, related)


def show(value: Json) -> str:
    """Return a value in few words."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def listing(values: Iterable[Json]) -> str:
    """Return values in few words."""
    text = ", ".join(map(show, values))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def same(one: Json, other: Json) -> bool:
    """Tell whether two JSON values are equal; for Python true is one as well."""
    return key(one) == key(other)


def key(value: Json) -> str:
    """Return what JSON values have in common if they are equal, and only then."""
    return json.dumps(value, sort_keys=True)


def union(one: Iterable[Json], other: Iterable[Json]) -> tuple[Json, ...]:
    """Return the values of both, each once, in the order of their first appearance."""
    values: dict[str, Json] = {}
    for value in (*one, *other):
        values.setdefault(key(value), value)
    return tuple(values.values())


def _alone(subject: Subject | str, position: Position, other: Position) -> Diagnostic:
    message = f"only one of the documents has {subject}, this one; it counts"
    return warning(Code.DOCUMENTS_DISAGREE, position, message, other)


def _position(origin: Origin | None, fallback: Position) -> Position:
    return fallback if origin is None else origin.position
