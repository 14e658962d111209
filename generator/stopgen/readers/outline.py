"""Reads large OpenAPI documents in outline: what few look at waits until somebody does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

from stopgen.description import Json, Pointer
from stopgen.diagnostic import Diagnostic
from stopgen.references import OLD_HOLDERS
from stopgen.unread import Unread

Members: TypeAlias = dict[str, Any]
"""The members of an object in the form in which they wait."""


class FlawError(Exception):
    """A part is not as it should be."""


class Outline(NamedTuple):
    """A document of which only the outline is read.

    Attributes:
        split: Opens an object; None for what is no object.
        is_complete: Tells whether the members are all that is in an object, which has no key twice.
        glance: Returns operationIds and summaries of a path item; None for one that is in any way unusual.
        read: Reads everything in a part.
        complain: Says what is wrong with the document; called when a part cannot be read.
        faults: What it said.
    """

    split: Callable[[Any], Members | None]
    is_complete: Callable[[Any, Members], bool]
    glance: Callable[[Any], str | None]
    read: Callable[[Pointer, Any], Json]
    complain: Callable[[], list[Diagnostic]]
    faults: list[Diagnostic]

    def open(self, whole: Any) -> tuple[Unread, dict[str, str]] | None:
        """Return the document and the names in its paths; None for what has no paths.

        Raises:
            FlawError: Something in the outline is not as it should be.
        """
        members = self._members(whole)
        paths = self._members(members["paths"]) if members and "paths" in members else None
        if members is None or paths is None:
            return None
        glances = {path: self.glance(item) for path, item in paths.items()}
        members["paths"] = Unread(paths, ("paths",), self._look)
        names = {path: found for path, found in glances.items() if found is not None}
        return Unread(members, (), self._look), names

    def _look(self, place: Pointer, part: Any) -> Json:
        """Return a part; null if it cannot be read, and its document is at fault."""
        try:
            opened = self._opened(place, part, _levels(place))
            return opened if isinstance(opened, Unread) else self.read(place, part)
        except FlawError:
            if not self.faults:
                self.faults.extend(self.complain())
            return None

    def _opened(self, place: Pointer, part: Any, levels: int) -> Any:
        """Return a part with as many levels of objects in it opened."""
        if place[0] == "paths" and levels == 1:
            members = self.split(part)
            return part if members is None else Unread(members, place, self._look, part)
        members = self._members(part) if levels else None
        if members is None:
            return part
        for key, member in members.items():
            members[key] = self._opened((*place, key), member, levels - 1)
        return Unread(members, place, self._look)

    def _members(self, part: Any) -> Members | None:
        members = self.split(part)
        if members is not None and not self.is_complete(part, members):
            raise FlawError
        return members


def _levels(place: Pointer) -> int:
    """Return how far a part is opened: components to each kind, path items to each operation."""
    match place:
        case ("components",) | ("paths", _):
            return 2
        case (kind,) if kind == "webhooks" or kind in OLD_HOLDERS:
            return 1
        case _:
            return 0
