"""Puts named schemas that are no objects where they are used, as Python needs no class for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from stopgen.model import (
    Anything,
    Enumeration,
    Object,
    Provider,
    Reference,
    Scalar,
    ScalarType,
    Schema,
    parts,
)
from stopgen.rebuild import speak, with_parts, with_schemas

_DEEPEST = 16
"""Levels that a type may have before it becomes any JSON; Python's own limit is not far."""
_LARGEST = 200
"""Parts that a type may have before it becomes any JSON."""
MOST_VALUES = 500
"""Values that a type may list; nobody reads more, and formatting them takes forever."""


def inline(provider: Provider) -> Provider:
    """Return a provider whose references all lead to objects with members.

    A name for anything else is replaced by what it stands for: a text, a list, a choice of objects. What is
    recursive without an object in between, or too large to be read, becomes any JSON.
    """
    inliner = _Inliner(provider.schemas)
    changed = with_schemas(provider, inliner.inline)
    kept = {name: schema for name, schema in changed.schemas.items() if needs_class(schema)}
    return replace(changed, schemas=kept)


def needs_class(schema: Schema) -> bool:
    """Tell whether a schema is an object with members."""
    return isinstance(schema, Object) and bool(schema.properties)


@dataclass(slots=True)
class _Inliner:
    """Replaces references, each name once.

    Attributes:
        schemas: The named schemas, as they were.
    """

    schemas: Mapping[str, Schema]
    _done: dict[str, Schema] = field(default_factory=dict[str, Schema])
    _begun: set[str] = field(default_factory=set[str])

    def inline(self, schema: Schema) -> Schema:
        """Return a schema with what its references stand for."""
        if needs_class(schema):
            return with_parts(schema, self.inline)
        return _bounded(self._replaced(schema))

    def _replaced(self, schema: Schema) -> Schema:
        if not isinstance(schema, Reference):
            return with_parts(_short(schema), self._replaced)
        if schema.name in self.schemas and needs_class(self.schemas[schema.name]):
            return schema
        return speak(self._named(schema.name), schema)

    def _named(self, name: str) -> Schema:
        """Return what a name stands for; inside of itself, that is any JSON."""
        if name not in self._done:
            if name in self._begun or name not in self.schemas:
                return Anything()
            self._begun.add(name)
            self._done[name] = _bounded(self._replaced(self.schemas[name]))
        return self._done[name]


def _short(schema: Schema) -> Schema:
    """Return a schema as it is, or what all its values have in common if they are too many to list."""
    match schema:
        case Enumeration(values=values) if len(values) > MOST_VALUES:
            is_text = all(isinstance(value, str) for value in values)
            return speak(Scalar(type=ScalarType.STRING) if is_text else Anything(), schema)
        case Scalar(known_values=values) if len(values) > MOST_VALUES:
            return replace(schema, known_values=())
        case _:
            return schema


def _bounded(schema: Schema) -> Schema:
    """Return a schema as it is, or any JSON if it is too deep or too large."""
    waiting = [(schema, 0)]
    for part, depth in waiting:
        if depth > _DEEPEST or len(waiting) > _LARGEST:
            return speak(Anything(), schema)
        waiting.extend((inner, depth + 1) for inner in parts(part))
    return schema
