"""Lets the models of a choice be told apart by the property that the document names for that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from stopgen.model import (
    Enumeration,
    Object,
    Property,
    Provider,
    Scalar,
    ScalarType,
    Union,
    parts,
)
from stopgen.rebuild import schemas_in, speak
from stopgen.rename import mapping_of


def discriminate(provider: Provider) -> Provider:
    """Return a provider in which a schema has the value that a choice maps to it, where any text could stand.

    Otherwise an answer would be taken for the first schema that it fits. Only written mappings count:
    the names of schemas are too often not what platforms send.
    """
    known: dict[tuple[str, str], dict[str, None]] = {}
    for union in _unions(provider):
        member = (union.discriminator or {}).get("propertyName")
        for value, name in mapping_of(union.discriminator).items():
            if isinstance(member, str):
                known.setdefault((name, member), {})[value] = None
    schemas = dict(provider.schemas)
    for (name, member), values in known.items():
        holder = schemas.get(name)
        if isinstance(holder, Object):
            properties = (_narrowed(part, member, tuple(values)) for part in holder.properties)
            schemas[name] = replace(holder, properties=tuple(properties))
    return replace(provider, schemas=schemas)


def _unions(provider: Provider) -> Iterator[Union]:
    waiting = [schema for call in provider.operations for schema in schemas_in(call)]
    waiting += provider.schemas.values()
    while waiting:
        schema = waiting.pop()
        waiting.extend(parts(schema))
        if isinstance(schema, Union):
            yield schema


def _narrowed(part: Property, member: str, values: tuple[str, ...]) -> Property:
    match part.schema:
        case Scalar(type=ScalarType.STRING) as text if part.name == member:
            return replace(part, schema=speak(Enumeration(values=values), text))
        case _:
            return part
