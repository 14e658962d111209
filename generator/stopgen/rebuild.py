"""Walks through the schemas of the model, and rebuilds them with other parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import TypeAlias, assert_never

from stopgen.model import (
    UNSET,
    Anything,
    Array,
    Enumeration,
    Intersection,
    Nothing,
    Object,
    Operation,
    Provider,
    Reference,
    Scalar,
    Schema,
    Union,
    parts,
)
from stopgen.rename import change_schemas, rename, schemas_of

Change: TypeAlias = Callable[[Schema], Schema]


def speak(schema: Schema, louder: Schema) -> Schema:
    """Return a schema with what another one says about the value, where that one says anything."""
    return replace(
        schema,
        title=schema.title if louder.title is None else louder.title,
        description=schema.description if louder.description is None else louder.description,
        default=schema.default if louder.default is UNSET else louder.default,
        examples=louder.examples or schema.examples,
        deprecated=louder.deprecated or schema.deprecated,
    )


def with_parts(schema: Schema, change: Change) -> Schema:
    """Return a schema with each schema directly inside it changed."""
    match schema:
        case Anything() | Nothing() | Scalar() | Enumeration() | Reference():
            return schema
        case Array():
            return replace(schema, items=change(schema.items))
        case Union():
            return replace(schema, options=tuple(map(change, schema.options)))
        case Intersection():
            return replace(schema, parts=tuple(map(change, schema.parts)))
        case Object():
            return replace(
                schema,
                properties=tuple(replace(p, schema=change(p.schema)) for p in schema.properties),
                additional=schema.additional and change(schema.additional),
            )
        case _:
            assert_never(schema)


def with_schemas(provider: Provider, change: Change) -> Provider:
    """Return a provider with each of its outermost schemas changed, in operations and under names."""
    return replace(
        provider,
        operations=tuple(change_schemas(operation, change) for operation in provider.operations),
        schemas={name: change(schema) for name, schema in provider.schemas.items()},
    )


def with_names(provider: Provider, names: Mapping[str, str]) -> Provider:
    """Return a provider with some of its named schemas under other names."""
    renamed = with_schemas(provider, lambda schema: rename(schema, names))
    schemas = {names.get(name, name): schema for name, schema in renamed.schemas.items()}
    return replace(renamed, schemas=schemas)


def schemas_in(operation: Operation) -> Iterator[Schema]:
    """Yield the outermost schemas of an operation."""
    yield from chain.from_iterable(schemas_of(operation))


def references(schemas: Iterable[Schema], named: Mapping[str, Schema]) -> Iterator[Reference]:
    """Yield every reference that schemas reach, the first one to each name; those behind names as well."""
    seen: set[str] = set()
    waiting = list(schemas)[::-1]
    while waiting:
        schema = waiting.pop()
        waiting.extend(reversed(list(parts(schema))))
        if isinstance(schema, Reference) and schema.name not in seen:
            seen.add(schema.name)
            yield schema
            waiting.extend([named[schema.name]] if schema.name in named else [])
