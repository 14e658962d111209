"""Aligns lists of two documents by what their items are about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from stopgen.description import Origin
from stopgen.diagnostic import Checked
from stopgen.disagreement import Pair

T = TypeVar("T")


@dataclass(frozen=True)
class Lists(Generic[T]):
    """Two lists of the same kind.

    Attributes:
        pair: The documents.
        here: The list of the one that speaks.
        there: The list of the other one.
        places: What the lists belong to, where an item is missing.
        subject: Says what an item is about, such as ``the answer 200 of POST /stop``.
    """

    pair: Pair
    here: Sequence[T]
    there: Sequence[T]
    places: tuple[Origin | None, Origin | None]
    subject: Callable[[T], str]

    def join(self, both: Callable[[T, T, str], Checked[T]]) -> Checked[tuple[T, ...]]:
        """Return the items of both lists, those about the same thing as one.

        Args:
            both: Joins two items about the same thing, which it is told in words.
        """
        ours = {self.subject(item): item for item in self.here}
        theirs = {self.subject(item): item for item in self.there}
        joined: list[T] = []
        for subject in dict.fromkeys((*ours, *theirs)):
            if subject in ours and subject in theirs:
                joined.append((yield from both(ours[subject], theirs[subject], subject)))
            elif subject in ours:
                item = ours[subject]
                yield self.pair.only_here(subject, _origin(item), self.places[1])
                joined.append(item)
            else:
                item = theirs[subject]
                yield self.pair.only_there(subject, self.places[0], _origin(item))
                joined.append(item)
        return tuple(joined)


def _origin(item: object) -> Origin | None:
    origin = getattr(item, "origin", None)
    return origin if isinstance(origin, Origin) else None
