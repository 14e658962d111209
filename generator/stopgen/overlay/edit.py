"""Changes a tree by copying what changes, and keeps track of where each part comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from stopgen.description import Json, Origin, Origins, Pointer
from stopgen.diagnostic import Position
from stopgen.node import Node
from stopgen.references import at


@dataclass(frozen=True, slots=True)
class LayeredOrigins:
    """Origins of a tree in which some parts were put or moved.

    Attributes:
        source: Origins of the tree before.
        changes: For each part that was put or moved somewhere, where it came from.
    """

    source: Origins
    changes: Mapping[Pointer, Origin]

    def before(self, pointer: Pointer) -> Origin:
        """Return where a part came from."""
        for length in range(len(pointer), -1, -1):
            origin = self.changes.get(pointer[:length])
            if origin is not None:
                return Origin(origin.origins, origin.pointer + pointer[length:])
        return Origin(self.source, pointer)

    def position(self, pointer: Pointer) -> Position:
        """Return the place of the part, or of the nearest part around it that is known."""
        origin = Origin(self, pointer)
        while isinstance(origin.origins, LayeredOrigins):
            origin = origin.origins.before(origin.pointer)
        return origin.position


@dataclass(slots=True)
class Edit:
    """Changes to one tree, which itself stays as it was.

    Attributes:
        tree: The tree with the changes so far.
        source: Origins of the tree before any change.
    """

    tree: Json
    source: Origins
    _changes: dict[Pointer, Origin] = field(default_factory=dict[Pointer, Origin])

    @property
    def origins(self) -> Origins:
        """Origins of the changed tree."""
        return LayeredOrigins(self.source, self._changes) if self._changes else self.source

    def update(self, pointer: Pointer, update: Node) -> bool:
        """Merge a value into what stands at a pointer, or append it to the list there.

        What an earlier change replaced as a whole is not looked for any more.

        Returns:
            False if the value is of another kind than what stands there, which is then left alone.
        """
        try:
            old = at(self.tree, pointer)
        except LookupError:
            return True
        if isinstance(old, list):
            new: Json = [*old, self._put((*pointer, len(old)), update)]
        elif _is_like(old, update.value):
            new = self._merged(old, update, pointer)
        else:
            return False
        self.tree = _with(self.tree, pointer, new)
        return True

    def remove(self, pointers: Sequence[Pointer]) -> None:
        """Take parts out; removing the root leaves null. Pointers count in the tree before any change."""
        here = Origin(self.source, ())
        self.tree = None if () in pointers else self._without(self.tree, pointers, here, ())

    def _merged(self, old: Json, update: Node, place: Pointer) -> Json:
        """Merge objects by their members and lists by appending; anything else is replaced."""
        match old, update.value:
            case dict(), dict():
                return old | {
                    key: self._merged(old[key], member, (*place, key))
                    if key in old
                    else self._put((*place, key), member)
                    for key, member in update.members()
                }
            case list(), list():
                added = enumerate(update.items(), len(old))
                return [*old, *(self._put((*place, index), item) for index, item in added)]
            case _:
                return self._put(place, update)

    def _put(self, place: Pointer, update: Node) -> Json:
        self._changes[place] = update.origin
        return update.value

    def _without(self, tree: Json, doomed: Sequence[Pointer], before: Origin, now: Pointer) -> Json:
        """Return a copy without some parts.

        Args:
            tree: The value that has the parts.
            doomed: Where they are, seen from the value.
            before: Where the value was.
            now: Where the value is going to be.
        """
        if not doomed:
            return tree
        inside: dict[str | int, list[Pointer]] = {}
        for head, *rest in doomed:
            inside.setdefault(head, []).append(tuple(rest))
        match tree:
            case dict():
                return {
                    key: self._without(value, inside.get(key, ()), before / key, (*now, key))
                    for key, value in tree.items()
                    if () not in inside.get(key, ())
                }
            case list():
                kept = [i for i, _ in enumerate(tree) if () not in inside.get(i, ())]
                self._changes |= {
                    (*now, new): before / old for new, old in enumerate(kept) if new != old
                }
                return [
                    self._without(tree[old], inside.get(old, ()), before / old, (*now, new))
                    for new, old in enumerate(kept)
                ]
            case _:
                return tree


def _is_like(old: Json, new: Json) -> bool:
    """Tell whether both are objects, or neither has parts."""
    return isinstance(old, dict) == isinstance(new, dict) and not isinstance(new, list)


def _with(tree: Json, pointer: Pointer, value: Json) -> Json:
    """Return a copy with another value at a pointer."""
    if not pointer:
        return value
    head, *rest = pointer
    match tree:
        case dict():
            key = str(head)
            return tree | {key: _with(tree[key], tuple(rest), value)}
        case list():
            index = int(head)
            return [*tree[:index], _with(tree[index], tuple(rest), value), *tree[index + 1 :]]
        case _:
            return tree
