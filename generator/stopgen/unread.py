"""Objects of large documents, whose members are read only where somebody looks at them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from stopgen.description import Json, JsonObject, Pointer

Read: TypeAlias = Callable[[Pointer, Any], Json]
"""Reads a part: where it stands, and in which form it waits."""


class Unread(dict[str, Json]):
    """An object that reads a member when somebody looks at it, and keeps what it read.

    It is looked at as any other object is. Only what copies dictionaries past their methods, as
    encoders written in C do, needs what ``plain`` returns.
    """

    __slots__ = ("_known", "_place", "_read", "_whole")

    def __init__(
        self, members: Mapping[str, Any], place: Pointer, read: Read, whole: Any = None
    ) -> None:
        """Make an object.

        Args:
            members: All members, each in the form that ``read`` takes, or such an object.
            place: Where the object stands.
            read: Reads a member.
            whole: The object itself in that form, if who asks for all its members gets it so.
        """
        super().__init__(members)
        self._known = set[str]()
        self._place = place
        self._read = read
        self._whole = whole

    def __getitem__(self, key: str) -> Json:
        value = super().__getitem__(key)
        if key in self._known or isinstance(value, Unread):
            return value
        self[key] = self._read((*self._place, key), value)
        return super().__getitem__(key)

    def __setitem__(self, key: str, value: Json) -> None:
        self._known.add(key)
        super().__setitem__(key, value)

    def copy(self) -> Unread:
        """Return another such object, of which others than of this one can be replaced."""
        copy = Unread(dict(super().items()), self._place, self._read)
        copy._known |= self._known
        return copy

    def get(self, key: str, default: Any = None, /) -> Any:
        """Return a member."""
        if key not in self:
            return default
        return self[key]

    def __iter__(self) -> Iterator[str]:
        # That this is a method of Python is what makes dict(…) and {**…} ask for each member.
        return super().__iter__()

    def items(self) -> Any:
        """Return all members with their keys."""
        self._read_all()
        return super().items()

    def values(self) -> Any:
        """Return all members."""
        self._read_all()
        return super().values()

    def __eq__(self, other: object) -> bool:
        self._read_all()
        return super().__eq__(other)

    __hash__ = None

    def _read_all(self) -> None:
        whole = None if self._whole is None else self._read(self._place, self._whole)
        if isinstance(whole, dict):
            self.update(whole)
            self._known.update(whole)
        self._whole = None
        for key in self:
            self[key]


def plain(tree: JsonObject) -> JsonObject:
    """Return an object with everything read that is in it."""
    if not isinstance(tree, Unread):
        return tree
    members: Iterable[tuple[str, Json]] = tree.items()
    return {key: plain(part) if isinstance(part, dict) else part for key, part in members}
