"""JSON whose parts know where they stand: what a reader builds before it splits tree and origins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from stopgen.description import Json, Pointer
from stopgen.diagnostic import Position

Parts: TypeAlias = "bool | int | float | str | list[Placed] | dict[str, Placed] | None"
Loose: TypeAlias = (
    "bool | int | float | str | Placed | Sequence[Loose] | Mapping[str, Loose] | None"
)
"""What ``placed`` takes: JSON in which some parts already know their place."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One JSON value and its place.

    Attributes:
        value: A scalar, or a list or mapping of further placed values.
        position: Where the value stands; None for one that has no place of its own.
    """

    value: Parts
    position: Position | None = field(default=None, compare=False)

    @property
    def plain(self) -> Json:
        """The value without places."""
        match self.value:
            case dict() as members:
                return {name: member.plain for name, member in members.items()}
            case list() as items:
                return [item.plain for item in items]
            case scalar:
                return scalar

    def with_member(self, name: str, member: Placed) -> Placed:
        """Return an object with one member more; any other value stays as it is."""
        if not isinstance(self.value, dict):
            return self
        return Placed({**self.value, name: member}, self.position)

    def positions(self, pointer: Pointer = ()) -> Iterator[tuple[Pointer, Position]]:
        """Yield every part that has a place of its own."""
        if self.position is not None:
            yield pointer, self.position
        for key, part in self._parts():
            yield from part.positions((*pointer, key))

    def _parts(self) -> Iterator[tuple[str | int, Placed]]:
        match self.value:
            case dict() as members:
                yield from members.items()
            case list() as items:
                yield from enumerate(items)
            case _:
                pass


def placed(value: Loose, position: Position | None = None) -> Placed:
    """Put a value at a place; parts that already have one keep it, null members are left out."""
    if isinstance(value, Placed):
        return value
    if isinstance(value, str):
        return Placed(value, position)
    if isinstance(value, Mapping):
        members = {name: placed(part) for name, part in value.items() if part is not None}
        return Placed(members, position)
    if isinstance(value, Sequence):
        return Placed([placed(part) for part in value], position)
    return Placed(value, position)
