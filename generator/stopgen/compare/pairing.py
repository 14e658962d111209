"""Finds what two lists have in common: which item of the new one is which of the old one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

T = TypeVar("T")

Key: TypeAlias = Callable[[T], Hashable]


@dataclass(frozen=True, slots=True)
class Pairing(Generic[T]):
    """Two lists, aligned.

    Attributes:
        both: Items of both lists, in the order of the new one.
        gone: Items of the old list alone.
        fresh: Items of the new list alone.
    """

    both: list[tuple[T, T]]
    gone: list[T]
    fresh: list[T]


def pair_up(old: Sequence[T], new: Sequence[T], *keys: Key[T]) -> Pairing[T]:
    """Align two lists.

    Args:
        old: The old list.
        new: The new list.
        keys: What tells items apart, the surest first; a key speaks only of items that no surer one paired,
            only where it belongs to one of them in each list, and never where it is None.
    """
    partners: dict[int, int] = {}
    for key in keys:
        known = set(partners.values())
        theirs = _unique(key, ((i, item) for i, item in enumerate(old) if i not in known))
        ours = _unique(key, ((i, item) for i, item in enumerate(new) if i not in partners))
        partners |= {place: theirs[found] for found, place in ours.items() if found in theirs}
    kept = set(partners.values())
    return Pairing(
        [(old[partners[i]], item) for i, item in enumerate(new) if i in partners],
        [item for i, item in enumerate(old) if i not in kept],
        [item for i, item in enumerate(new) if i not in partners],
    )


def _unique(key: Key[T], items: Iterable[tuple[int, T]]) -> dict[Hashable, int]:
    """Return where each key stands that belongs to one item alone."""
    keyed = [(key(item), place) for place, item in items]
    times = Counter(found for found, _ in keyed)
    return {found: place for found, place in keyed if found is not None and times[found] == 1}
