"""Turns a JSON Schema of a description into a schema of the model."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypedDict

from stopgen.description import Json, JsonObject, Origin
from stopgen.diagnostic import Checked, Code, error
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
    ScalarType,
    Schema,
    Union,
    Unset,
)
from stopgen.node import Node
from stopgen.rebuild import speak
from stopgen.references import spell
from stopgen.validate.values import DEEPEST

_STRING_LIMITS: Final = ("minLength", "maxLength", "pattern", "contentEncoding", "contentMediaType")
_NUMBER_LIMITS: Final = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_ARRAY_LIMITS: Final = ("minItems", "maxItems", "uniqueItems")
_OBJECT_LIMITS: Final = ("minProperties", "maxProperties")
_LIMITS: Final = {
    "string": _STRING_LIMITS,
    "integer": _NUMBER_LIMITS,
    "number": _NUMBER_LIMITS,
    "array": _ARRAY_LIMITS,
    "object": _OBJECT_LIMITS,
}
_COMPOSERS: Final = ("allOf", "anyOf", "oneOf")
_SHAPES: Final = ("enum", "const", "properties", "required", "additionalProperties", "items")
_HOLDERS: Final = (*_COMPOSERS, *_SHAPES)


class Annotations(TypedDict):
    """The keyword arguments that every schema takes."""

    title: str | None
    description: str | None
    default: Json | Unset
    examples: tuple[Json, ...]
    deprecated: bool
    origin: Origin


def lower_schema(node: Node, depth: int = 0) -> Checked[Schema]:
    """Lower one schema and all that stands inside it.

    References stay references: to the name of a named schema, or else to a pointer that ``lower_targets`` replaces.

    Args:
        node: The schema.
        depth: How many schemas stand around it.
    """
    if node.value is False:
        return Nothing(origin=node.origin)
    if depth > DEEPEST:
        sentence = f"this is nested more than {DEEPEST} levels deep; take it apart"
        yield error(Code.NESTED_TOO_DEEPLY, node.origin.position, sentence)
        return Anything(origin=node.origin)
    if "$ref" in node:
        return (yield from _referring(node, depth))
    composers = [key for key in _COMPOSERS if any(node[key].items())]
    if composers:
        return (yield from _composed(node, composers, depth))
    return (yield from _plain(node, depth))


def _referring(node: Node, depth: int) -> Checked[Schema]:
    """Lower a reference, and the shape beside it, which must hold too."""
    reference = yield from _reference(node, depth)
    if not any(key in node for key in _HOLDERS):
        return _annotate(reference, node)
    rest: JsonObject = {key: value for key, value in node.object.items() if key != "$ref"}
    beside = yield from lower_schema(Node(rest, node.origin, node.root), depth + 1)
    return Intersection(parts=(reference, beside), origin=node.origin)


def _reference(node: Node, depth: int) -> Checked[Schema]:
    target = node.follow()
    if node.is_dangling:
        sentence = f"the reference {node['$ref'].text!r} leads nowhere in this document"
        yield error(Code.UNRESOLVED_REFERENCE, node["$ref"].origin.position, sentence)
        return Anything(origin=node.origin)
    if node.schema_name is not None:
        return Reference(name=node.schema_name, origin=node.origin)
    match target.origin.pointer:
        case ("components", "schemas", str(name)):
            return Reference(name=name, origin=node.origin)
        case pointer if any(key in target for key in _HOLDERS):
            return Reference(name=spell(pointer), origin=node.origin)
        case _:
            return (yield from lower_schema(target, depth + 1))


def _composed(node: Node, composers: list[str], depth: int) -> Checked[Schema]:
    """Lower ``allOf``, ``anyOf`` and ``oneOf``, and what stands beside them, which must hold too."""
    parts: list[Schema] = []
    for composer in composers:
        options = yield from _each(node[composer].items(), depth)
        parts.extend(_options(node, composer, options))
    if any(key in node for key in _SHAPES):
        parts.append((yield from _plain(node, depth, bare=True)))
    if len(parts) == 1:
        return _annotate(parts[0], node)
    return Intersection(parts=tuple(parts), **_annotations(node))


def _each(nodes: Iterable[Node], depth: int) -> Checked[list[Schema]]:
    schemas: list[Schema] = []
    for node in nodes:
        schemas.append((yield from lower_schema(node, depth + 1)))
    return schemas


def _options(node: Node, composer: str, options: list[Schema]) -> list[Schema]:
    if composer == "allOf" or len(options) == 1:
        return options
    return [
        Union(
            options=tuple(options),
            exclusive=composer == "oneOf",
            discriminator=node["discriminator"].object or None,
            origin=node.origin,
        )
    ]


def _plain(node: Node, depth: int, *, bare: bool = False) -> Checked[Schema]:
    """Lower a schema that is not composed of others."""
    notes = _bare(node) if bare else _annotations(node)
    if "const" in node:
        return Enumeration(values=(node["const"].value,), **notes)
    if isinstance(node["enum"].value, list):
        return Enumeration(values=tuple(node["enum"].value), **notes)
    types = _types(node)
    if len(types) > 1:
        options: list[Schema] = []
        for kind in types:
            options.append((yield from _typed(node, kind, _bare(node), depth)))
        return Union(options=tuple(options), **notes)
    return (yield from _typed(node, types[0] if types else None, notes, depth))


def _types(node: Node) -> tuple[str, ...]:
    """Return the JSON types that a schema names, or that its keywords speak of."""
    named = node["type"].text
    if named is not None:
        return (named,)
    if node["type"].texts:
        return tuple(dict.fromkeys(node["type"].texts))
    if "properties" in node or "additionalProperties" in node or node["required"].texts:
        return ("object",)
    return ("array",) if "items" in node else ()


def _typed(node: Node, kind: str | None, notes: Annotations, depth: int) -> Checked[Schema]:
    limits = {key: node[key].value for key in _LIMITS.get(kind or "", ()) if key in node}
    match kind:
        case "object":
            return (yield from _object(node, limits, notes, depth))
        case "array":
            items = yield from lower_schema(node["items"], depth + 1)
            return Array(items=items, limits=limits, **notes)
        case "string" | "integer" | "number" | "boolean" | "null":
            return _scalar(node, ScalarType(kind), limits, notes)
        case _:
            return Anything(**notes)


def _scalar(node: Node, kind: ScalarType, limits: dict[str, Json], notes: Annotations) -> Scalar:
    if kind is ScalarType.NULL:
        return Scalar(type=kind, **notes)
    known = tuple(item.value for item in node["x-extensible-enum"].items())
    return Scalar(type=kind, format=node["format"].text, known_values=known, limits=limits, **notes)


def _object(node: Node, limits: dict[str, Json], notes: Annotations, depth: int) -> Checked[Schema]:
    required = dict.fromkeys(node["required"].texts)
    properties: list[Property] = []
    for name, member in node["properties"].members():
        schema = yield from lower_schema(member, depth + 1)
        read_only, write_only = _is(member, "readOnly"), _is(member, "writeOnly")
        properties.append(Property(name, schema, name in required, read_only, write_only))
    unsaid = [name for name in required if name not in node["properties"]]
    properties.extend(Property(name, Anything(origin=node.origin), True) for name in unsaid)
    additional = None
    if "additionalProperties" in node:
        additional = yield from lower_schema(node["additionalProperties"], depth + 1)
    return Object(properties=tuple(properties), additional=additional, limits=limits, **notes)


def _is(member: Node, flag: str) -> bool:
    return bool(member[flag].flag or member.follow()[flag].flag)


def _annotations(node: Node) -> Annotations:
    return Annotations(
        title=node["title"].text,
        description=node["description"].text,
        default=node["default"].value if "default" in node else UNSET,
        examples=_examples(node),
        deprecated=node["deprecated"].flag or False,
        origin=node.origin,
    )


def _bare(node: Node) -> Annotations:
    return Annotations(
        title=None,
        description=None,
        default=UNSET,
        examples=(),
        deprecated=False,
        origin=node.origin,
    )


def _examples(node: Node) -> tuple[Json, ...]:
    listed = tuple(item.value for item in node["examples"].items())
    return (*listed, node["example"].value) if "example" in node else listed


def _annotate(schema: Schema, node: Node) -> Schema:
    """Let what stands around the only part of a composition speak louder than the part."""
    return speak(schema, Anything(**_annotations(node)))
