"""Names operations, and gives inline objects names from where they stand; identical ones become one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from stopgen.model import (
    UNSET,
    Anything,
    Array,
    Enumeration,
    Intersection,
    MediaType,
    Nothing,
    Object,
    Operation,
    Provider,
    Reference,
    RequestBody,
    Response,
    Scalar,
    Schema,
    Union,
    parts,
)
from stopgen.naming import Call, operation_names
from stopgen.rebuild import with_parts
from stopgen.words import pascal, singular

T = TypeVar("T")


def hoist(provider: Provider) -> Provider:
    """Return the provider with unique operation names and with every object schema under a name."""
    calls = [Call(op.method, op.path, op.operation_id) for op in provider.operations]
    shelf = _Shelf(reserved=frozenset(provider.schemas))
    for name, schema in provider.schemas.items():
        shelf.keep(name, _members(shelf, pascal(name), schema))
    operations = tuple(
        _operation(shelf, replace(operation, name=name))
        for operation, name in zip(provider.operations, operation_names(calls), strict=True)
    )
    return replace(provider, operations=operations, schemas=shelf.schemas)


@dataclass(slots=True)
class _Shelf:
    """The named schemas so far.

    Attributes:
        reserved: Names that the provider has given already.
        schemas: Schemas by name.
    """

    reserved: frozenset[str]
    schemas: dict[str, Schema] = field(default_factory=dict[str, Schema])
    _shapes: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    _numbers: Counter[str] = field(default_factory=Counter[str])

    def keep(self, name: str, schema: Schema) -> None:
        """Keep a schema under the name that it has."""
        self.schemas[name] = schema
        self._shapes[name, repr(_bare(schema))] = name

    def put(self, name: str, schema: Schema) -> Reference:
        """Keep a schema under a name, or under the name with a number if another one has it."""
        shape = repr(_bare(schema))
        known = self._shapes.get((name, shape))
        if known is not None:
            self.schemas[known] = _united(self.schemas[known], schema)
            return Reference(name=known, origin=schema.origin)
        free = self._free(name)
        self.schemas[free] = schema
        self._shapes[name, shape] = free
        return Reference(name=free, origin=schema.origin)

    def _free(self, name: str) -> str:
        while True:
            self._numbers[name] += 1
            free = name if self._numbers[name] == 1 else f"{name}{self._numbers[name]}"
            if free not in self.schemas and free not in self.reserved:
                return free


def _operation(shelf: _Shelf, operation: Operation) -> Operation:
    stem = pascal(operation.name)
    return replace(
        operation,
        body=_request(shelf, stem, operation.body),
        responses=tuple(_response(shelf, stem, response) for response in operation.responses),
    )


def _request(shelf: _Shelf, stem: str, body: RequestBody | None) -> RequestBody | None:
    if body is None:
        return None
    return replace(body, media=_media(shelf, f"{stem}Request", body.media))


def _response(shelf: _Shelf, stem: str, response: Response) -> Response:
    name = f"{stem}Response" if response.is_success else f"{stem}ErrorResponse"
    return replace(response, media=_media(shelf, name, response.media))


def _media(shelf: _Shelf, name: str, media: Sequence[MediaType]) -> tuple[MediaType, ...]:
    return tuple(replace(form, schema=_named(shelf, name, form.schema)) for form in media)


def _named(shelf: _Shelf, name: str, schema: Schema) -> Schema:
    """Put an object on the shelf and return a reference to it; other schemas are searched for objects."""
    inner = _members(shelf, name, schema)
    match inner:
        case Object(properties=(_, *_)) | Intersection():
            return shelf.put(name, inner)
        case _:
            return inner


def _members(shelf: _Shelf, name: str, schema: Schema) -> Schema:
    """Return a schema whose inner objects are references."""
    match schema:
        case Object():
            properties = tuple(
                replace(p, schema=_named(shelf, member_name(name, p.name), p.schema))
                for p in schema.properties
            )
            additional = schema.additional and _named(shelf, f"{name}Value", schema.additional)
            return replace(schema, properties=properties, additional=additional)
        case Array():
            return replace(schema, items=_named(shelf, f"{singular(name)}Item", schema.items))
        case Union():
            return replace(schema, options=_numbered(shelf, name, "Option", schema.options))
        case Intersection():
            return replace(schema, parts=_numbered(shelf, name, "Part", schema.parts))
        case Anything() | Nothing() | Scalar() | Enumeration() | Reference():
            return schema


def _numbered(shelf: _Shelf, name: str, kind: str, schemas: Sequence[Schema]) -> tuple[Schema, ...]:
    objects = [schema for schema in schemas if isinstance(schema, Object | Intersection)]
    names = iter(
        [name] if len(objects) == 1 and kind == "Option" else _count(f"{name}{kind}", objects)
    )
    return tuple(
        _named(shelf, next(names), schema)
        if isinstance(schema, Object | Intersection)
        else _members(shelf, name, schema)
        for schema in schemas
    )


def _count(stem: str, schemas: Sequence[Schema]) -> list[str]:
    return [f"{stem}{number}" for number, _ in enumerate(schemas, 1)]


def member_name(parent: str, member: str) -> str:
    """Name an object inside another: an envelope's own subject (``…ErrorResponse.error``) takes the short name."""
    own = pascal(member)
    envelope = parent.removesuffix("Response")
    if own and envelope != parent and envelope.endswith(own):
        return envelope
    return parent + own


def _bare(schema: Schema) -> Schema:
    """Return the shape alone: what the document says about it and which values it shows do not count."""
    plain = replace(
        schema, title=None, description=None, default=UNSET, examples=(), deprecated=False
    )
    if isinstance(plain, Scalar):
        return replace(plain, known_values=())
    return with_parts(plain, _bare)


def _united(kept: Schema, other: Schema) -> Schema:
    """Join two schemas of one shape: the first one speaks, the values that both show are kept."""
    others = parts(other)
    joined = with_parts(kept, lambda part: _united(part, next(others)))
    joined = replace(joined, examples=tuple(_distinct((*kept.examples, *other.examples))))
    if isinstance(joined, Scalar) and isinstance(other, Scalar):
        known = _distinct((*joined.known_values, *other.known_values))
        return replace(joined, known_values=tuple(known))
    return joined


def _distinct(values: Sequence[T]) -> list[T]:
    """Drop repeated values; JSON values cannot be hashed, and True is not 1."""
    return list({repr(value): value for value in values}.values())
