"""Tells whether checking a description by walking through its schemas ends in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from stopgen.description import Json, JsonObject
from stopgen.references import resolve

MOST_STEPS: Final = 1000
"""Schemas that one schema may unfold to where every reference is followed each time."""

_LISTS: Final = ("allOf", "anyOf", "oneOf")
_SINGLES: Final = ("items", "not")


def is_cheap(openapi: JsonObject) -> bool:
    """Tell whether nothing in a description multiplies.

    A schema of two references to a schema of two references and so on takes twice as long with each of
    them, and some patterns take twice as long with each character of the default that they are tried on.
    """
    cost = _Cost(openapi)
    holders = list(_objects(openapi))
    if any("pattern" in holder for holder in holders) and any("default" in h for h in holders):
        return False
    try:
        return all(cost.of(holder) <= MOST_STEPS for holder in holders)
    except RecursionError:
        return False


@dataclass(frozen=True)
class _Cost:
    """Counts what schemas unfold to."""

    openapi: JsonObject
    _known: dict[int, int] = field(default_factory=dict[int, int])

    def of(self, schema: JsonObject) -> int:
        """Return how many schemas a schema unfolds to; one inside itself counts as none."""
        if id(schema) not in self._known:
            self._known[id(schema)] = 0
            total = 1 + sum(map(self.of, self._parts(schema)))
            self._known[id(schema)] = min(total, MOST_STEPS + 1)
        return self._known[id(schema)]

    def _parts(self, schema: JsonObject) -> Iterator[JsonObject]:
        target, _ = resolve(self.openapi, schema)
        listed = [schema[key] for key in _LISTS if key in schema]
        parts = [part for parts in listed if isinstance(parts, list) for part in parts]
        for part in (target, *parts, *(schema.get(key) for key in _SINGLES)):
            if isinstance(part, dict) and part is not schema:
                yield part


def _objects(openapi: JsonObject) -> Iterator[JsonObject]:
    waiting: list[Json] = [openapi]
    while waiting:
        match waiting.pop():
            case dict() as members:
                yield members
                waiting.extend(members.values())
            case list() as items:
                waiting.extend(items)
            case _:
                pass
