"""Compares the limits of values: which of two sets of them lets more through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from stopgen.description import Json

_UPPER: Final = frozenset({"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"})
_LOWER: Final = frozenset({"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"})


def is_tighter(old: Mapping[str, Json], new: Mapping[str, Json]) -> bool:
    """Tell whether a value may fit the old limits and not the new ones; where nobody knows, it may."""
    return any(_keeps_out(name, old.get(name), limit) for name, limit in new.items())


def is_looser(old: Mapping[str, Json], new: Mapping[str, Json]) -> bool:
    """Tell whether a value may fit the new limits and not the old ones."""
    return is_tighter(new, old)


def _keeps_out(name: str, before: Json, after: Json) -> bool:
    """Tell whether a limit may keep out what it, or none, let through before."""
    if isinstance(before, int | float) and isinstance(after, int | float):
        if name in _UPPER:
            return after < before
        if name in _LOWER:
            return after > before
    return before != after and after is not False
