"""Reads large OpenAPI documents in outline: what few look at waits until somebody does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from stopgen.description import Json, Pointer
from stopgen.diagnostic import Diagnostic
from stopgen.unread import Unread

Split: TypeAlias = Callable[[Any], dict[str, Any] | None]
"""Returns the members of an object in the form in which they wait; None for what is no object."""

Read: TypeAlias = Callable[[Pointer, Any], Json]
"""Reads a part that has waited."""

_LEVELS: Final = {"paths": 3, "components": 2}
"""How many levels of objects are opened one by one: down to each operation, and to each kind."""


class FlawError(Exception):
    """A part is not as it should be."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A document of which only the outline is read.

    Attributes:
        split: Opens an object.
        is_complete: Tells whether the members are all that is in an object, which has no key twice.
        read: Reads everything in a part.
        complain: Says what is wrong with the document; called when a part cannot be read.
        faults: What it said.
    """

    split: Split
    is_complete: Callable[[Any, dict[str, Any]], bool]
    read: Read
    complain: Callable[[], list[Diagnostic]]
    faults: list[Diagnostic] = field(default_factory=list[Diagnostic])

    def open(self, whole: Any) -> Unread | None:
        """Return the document, with its paths and operations opened; None for what is no object.

        Raises:
            FlawError: Something in the outline is not as it should be.
        """
        members = self.split(whole)
        if members is None or not self.is_complete(whole, members):
            return None
        if "paths" in members:
            members["paths"] = self._opened(("paths",), members["paths"], _LEVELS["paths"])
        return Unread(members, (), self._look)

    def _look(self, place: Pointer, part: Any) -> Json:
        """Return a part; null if it cannot be read, and its document is at fault."""
        levels = _LEVELS.get(str(place[0]), 0) if len(place) == 1 else 0
        try:
            opened = self._opened(place, part, levels) if levels else part
            return opened if isinstance(opened, Unread) else self.read(place, part)
        except FlawError:
            if not self.faults:
                self.faults.extend(self.complain())
            return None

    def _opened(self, place: Pointer, part: Any, levels: int) -> Any:
        members = self.split(part)
        if members is None:
            return part
        if levels == 1 and place[0] == "paths":
            return Unread(members, place, self._look, part)
        if not self.is_complete(part, members):
            raise FlawError
        for key, member in members.items() if levels > 1 else ():
            members[key] = self._opened((*place, key), member, levels - 1)
        return Unread(members, place, self._look)
