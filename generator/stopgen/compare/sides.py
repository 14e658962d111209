"""The two sides of a comparison, and how a change between them is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from stopgen.compare.change import Change, Sentence, Subject, say
from stopgen.compare.face import Face
from stopgen.compare.kinds import Kind
from stopgen.description import Origin
from stopgen.diagnostic import Position
from stopgen.model import Operation


class Located(Protocol):
    """Something that knows where it stands in its document."""

    @property
    def origin(self) -> Origin | None:
        """The place, if it is known."""
        ...


@dataclass(frozen=True, slots=True)
class Sides:
    """A platform, or a part of it, before and after.

    Attributes:
        old: The platform in the old documents.
        new: The platform in the new ones.
        subject: The part.
        before: Where the part stands in the old documents.
        after: Where it stands in the new ones.
    """

    old: Face
    new: Face
    subject: Subject
    before: Origin | None = None
    after: Origin | None = None

    def at(self, where: str, old: Located | None = None, new: Located | None = None) -> Sides:
        """Return the sides of a part; where it is not, its place is that of what it belongs to."""
        return replace(
            self,
            subject=replace(self.subject, where=where),
            before=origin_of(old) or self.before,
            after=origin_of(new) or self.after,
        )

    def change(self, kind: Kind, sentence: Sentence) -> Change:
        """Tell a change of the part."""
        return Change(kind, self.subject, sentence, _position(self.before), _position(self.after))

    def prose(self, what: str, old: str | None, new: str | None) -> Iterator[Change]:
        """Tell whether words differ that nothing but people read."""
        if (old or "") != (new or ""):
            yield self.change(Kind.DESCRIPTION_CHANGED, say(f"{what} is worded differently"))


@dataclass(frozen=True, slots=True)
class Calls:
    """An operation before and after.

    Attributes:
        sides: The two sides.
        old: The operation in the old documents.
        new: The operation in the new ones.
    """

    sides: Sides
    old: Operation
    new: Operation


def origin_of(part: Located | None) -> Origin | None:
    """Return where a part stands, if it is there."""
    return None if part is None else part.origin


def _position(origin: Origin | None) -> Position | None:
    return None if origin is None else origin.position
