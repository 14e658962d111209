"""Spells a schema of the model as JSON Schema, as OpenAPI 3.1 has it."""

from __future__ import annotations

from typing import assert_never

from stopgen.description import Json, JsonObject
from stopgen.model import (
    UNSET,
    Anything,
    Array,
    Enumeration,
    Intersection,
    Nothing,
    Object,
    Property,
    Reference,
    Scalar,
    Schema,
    Union,
)
from stopgen.references import refer


def json_schema(schema: Schema) -> Json:
    """Return the JSON Schema of a schema; references point into ``#/components/schemas``."""
    if isinstance(schema, Nothing):
        return False
    return _shape(schema) | dict(schema.limits) | _annotations(schema)


def _shape(schema: Schema) -> JsonObject:
    match schema:
        case Anything():
            return {}
        case Nothing():
            return {"not": {}}
        case Scalar():
            known: JsonObject = {"x-extensible-enum": list(schema.known_values)}
            return (
                {"type": str(schema.type)}
                | ({"format": schema.format} if schema.format else {})
                | (known if schema.known_values else {})
            )
        case Enumeration():
            return {"enum": list(schema.values)}
        case Array():
            return {"type": "array", "items": json_schema(schema.items)}
        case Union():
            options: Json = [json_schema(option) for option in schema.options]
            discriminator: JsonObject = {"discriminator": schema.discriminator}
            return {"oneOf" if schema.exclusive else "anyOf": options} | (
                discriminator if schema.discriminator else {}
            )
        case Intersection():
            return {"allOf": [json_schema(part) for part in schema.parts]}
        case Reference():
            return {"$ref": refer(("components", "schemas", schema.name))}
        case Object():
            return _object(schema)
        case _:
            assert_never(schema)


def _object(schema: Object) -> JsonObject:
    spelled: JsonObject = {"type": "object"}
    if schema.properties:
        spelled["properties"] = {part.name: _part(part) for part in schema.properties}
    required: list[Json] = [p.name for p in schema.properties if p.required]
    if required:
        spelled["required"] = required
    if schema.additional is not None:
        spelled["additionalProperties"] = json_schema(schema.additional)
    return spelled


def _part(part: Property) -> Json:
    spelled = json_schema(part.schema)
    if not isinstance(spelled, dict):
        return spelled
    flags: JsonObject = {"readOnly": part.read_only, "writeOnly": part.write_only}
    return spelled | {name: value for name, value in flags.items() if value}


def _annotations(schema: Schema) -> JsonObject:
    spelled: dict[str, Json] = {"title": schema.title, "description": schema.description}
    spelled = {key: value for key, value in spelled.items() if value is not None}
    if schema.default is not UNSET:
        spelled["default"] = schema.default
    if schema.examples:
        spelled["examples"] = list(schema.examples)
    if schema.deprecated:
        spelled["deprecated"] = True
    return spelled
