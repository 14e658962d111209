"""Finds the references of a description, as they are written; a ``$ref`` in data is none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stopgen.description import Json, Pointer
from stopgen.references import HOLDING

_NAMES: Final = frozenset(
    {
        *("paths", "webhooks", "callbacks", "responses", "headers", "content", "encoding", "links"),
        *("schemas", "parameters", "examples", "requestBodies", "securitySchemes", "pathItems"),
        *("properties", "patternProperties", "dependentSchemas", "$defs", "definitions"),
    }
)
"""Keywords whose value is an object with names that the document chose."""
_OPAQUE: Final = frozenset({"example", "default", "enum", "const", "value", "mapping", "required"})
"""Keywords whose value is data: a ``$ref`` in there is no reference."""


def referring(place: Pointer, value: Json) -> Iterator[tuple[Pointer, str]]:
    """Yield every reference in a value and where it stands, in the document's order.

    Args:
        place: Where the value stands.
        value: What to look through.
    """
    waiting: list[tuple[Pointer, Json, bool]] = [(place, value, False)]
    while waiting:
        pointer, value, has_names = waiting.pop()
        match value:
            case {"$ref": str(reference)}:
                yield pointer, reference
            case _:
                pass
        waiting.extend(reversed(list(_inside(pointer, value, has_names))))


def _inside(pointer: Pointer, value: Json, has_names: bool) -> Iterator[tuple[Pointer, Json, bool]]:
    """Yield the parts of a value that can hold references, and whether their keys are names."""
    match value:
        case dict():
            for key, inner in value.items():
                if not isinstance(inner, HOLDING):
                    continue
                if has_names:
                    yield (*pointer, key), inner, False
                elif not _is_data(key, inner):
                    yield (*pointer, key), inner, key in _NAMES and isinstance(inner, dict)
        case list():
            for index, inner in enumerate(value):
                if isinstance(inner, HOLDING):
                    yield (*pointer, index), inner, False
        case _:
            pass


def _is_data(key: str, value: Json) -> bool:
    return key in _OPAQUE or key.startswith("x-") or (key == "examples" and isinstance(value, list))
