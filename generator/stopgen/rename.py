"""Follows and changes the names by which schemas refer to each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from stopgen.description import Json, JsonObject
from stopgen.model import (
    Anything,
    Array,
    Enumeration,
    Intersection,
    MediaType,
    Nothing,
    Object,
    Operation,
    Reference,
    Scalar,
    Schema,
    Union,
    parts,
)

_PREFIX: Final = "#/components/schemas/"


def schemas_of(operation: Operation) -> tuple[list[Schema], list[Schema]]:
    """Return the schemas of what a client sends, and of what it receives."""
    sent = [parameter.schema for parameter in operation.parameters]
    sent += [media.schema for media in (operation.body.media if operation.body else ())]
    received = [media.schema for answer in operation.responses for media in answer.media]
    return sent, received


def reached(roots: Iterable[Schema], schemas: Mapping[str, Schema]) -> set[str]:
    """Return the names of all schemas that some schemas lead to."""
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        for name in names_in(waiting.pop()):
            if name not in found and name in schemas:
                found.add(name)
                waiting.append(schemas[name])
    return found


def names_in(schema: Schema) -> Iterator[str]:
    """Yield the names that a schema refers to, without following them."""
    waiting: list[Schema] = [schema]
    while waiting:
        here = waiting.pop()
        match here:
            case Reference():
                yield here.name
            case Union():
                yield from mapping_of(here.discriminator).values()
            case _:
                pass
        waiting.extend(parts(here))


def rename(schema: Schema, names: Mapping[str, str]) -> Schema:
    """Return a schema that refers to other names."""

    def inner(part: Schema) -> Schema:
        return rename(part, names)

    match schema:
        case Reference():
            return replace(schema, name=names.get(schema.name, schema.name))
        case Array():
            return replace(schema, items=inner(schema.items))
        case Union():
            discriminator = _renamed(schema.discriminator, names)
            options = tuple(map(inner, schema.options))
            return replace(schema, options=options, discriminator=discriminator)
        case Intersection():
            return replace(schema, parts=tuple(map(inner, schema.parts)))
        case Object():
            properties = tuple(replace(p, schema=inner(p.schema)) for p in schema.properties)
            additional = schema.additional and inner(schema.additional)
            return replace(schema, properties=properties, additional=additional)
        case Anything() | Nothing() | Scalar() | Enumeration():
            return schema


def rename_operation(operation: Operation, names: Mapping[str, str]) -> Operation:
    """Return an operation that refers to other names."""
    return change_schemas(operation, lambda schema: rename(schema, names))


def change_schemas(operation: Operation, change: Callable[[Schema], Schema]) -> Operation:
    """Return an operation with its schemas changed."""

    def media(forms: tuple[MediaType, ...]) -> tuple[MediaType, ...]:
        return tuple(replace(form, schema=change(form.schema)) for form in forms)

    body = operation.body
    return replace(
        operation,
        parameters=tuple(replace(p, schema=change(p.schema)) for p in operation.parameters),
        body=body and replace(body, media=media(body.media)),
        responses=tuple(replace(r, media=media(r.media)) for r in operation.responses),
    )


def mapping_of(discriminator: JsonObject | None) -> dict[str, str]:
    """Return the schemas that a discriminator names, by the value that stands for them."""
    mapping = (discriminator or {}).get("mapping")
    entries = mapping.items() if isinstance(mapping, dict) else ()
    return {
        value: target.removeprefix(_PREFIX) for value, target in entries if isinstance(target, str)
    }


def _renamed(discriminator: JsonObject | None, names: Mapping[str, str]) -> JsonObject | None:
    if discriminator is None or names.keys().isdisjoint(mapping_of(discriminator).values()):
        return discriminator
    mapping: dict[str, Json] = {
        value: _PREFIX + names.get(name, name) for value, name in mapping_of(discriminator).items()
    }
    return {**discriminator, "mapping": mapping}
