"""What the view needs to know about a provider's schemas: their classes, and what stands behind a name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from stopgen.model import (
    Nothing,
    Object,
    Operation,
    Provider,
    Reference,
    RequestBody,
    Response,
    Scalar,
    ScalarType,
    Schema,
    Union,
    parts,
)
from stopgen.targets.python.media import Form, form_of, is_json, json_form, sent_form
from stopgen.targets.python.names import class_name, distinct

_MOST_ARGUMENTS = 12
_MOST_FIELDS = 100


@dataclass(frozen=True, slots=True)
class Shapes:
    """The named schemas of a provider, and their Python classes.

    Attributes:
        schemas: Schemas by name.
        classes: The class of each schema that the package holds a model of.
    """

    schemas: Mapping[str, Schema]
    classes: Mapping[str, str]

    def resolve(self, schema: Schema) -> Schema:
        """Return what a reference stands for; any other schema returns itself."""
        seen: set[str] = set()
        while isinstance(schema, Reference) and schema.name in self.schemas:
            if schema.name in seen:
                break
            seen.add(schema.name)
            schema = self.schemas[schema.name]
        return schema

    def members(self, body: RequestBody) -> Object | None:
        """Return the object whose properties become arguments, None where a body is taken whole.

        What only answers have is not among them.
        """
        form = sent_form(body.media)
        if form is None or form_of(form.name) > Form.MULTIPART:
            return None
        shape = self.resolve(form.schema)
        shape = shape if body.required else self._but_null(shape)
        if not isinstance(shape, Object) or not isinstance(shape.additional, Nothing | None):
            return None
        most = _MOST_ARGUMENTS if is_json(form.name) else _MOST_FIELDS
        sent = tuple(member for member in shape.properties if not member.read_only)
        return replace(shape, properties=sent) if 0 < len(sent) <= most else None

    def _but_null(self, schema: Schema) -> Schema:
        """Return the one shape besides null: who need not send a body has no use for null."""
        match schema:
            case Union(options=(one, Scalar(type=ScalarType.NULL))):
                return self.resolve(one)
            case Union(options=(Scalar(type=ScalarType.NULL), one)):
                return self.resolve(one)
            case _:
                return schema


def shapes_of(provider: Provider, taken: Collection[str] = ()) -> Shapes:
    """Choose the schemas that need a class: those that answers and bodies can hold.

    Args:
        provider: The platform, with names for objects only.
        taken: Names that no class may have.
    """
    bare = Shapes(provider.schemas, {})
    roots = [root for operation in provider.operations for root in _roots(bare, operation)]
    needed = _reached(provider.schemas, roots)
    kept = [name for name in provider.schemas if name in needed]
    names = distinct((class_name(name, taken) for name in kept), taken, joint="")
    return Shapes(provider.schemas, dict(zip(kept, names, strict=True)))


def answer_schema(response: Response) -> Schema | None:
    """Return the shape of a JSON answer."""
    form = json_form(response.media)
    return form.schema if form else None


def _roots(shapes: Shapes, operation: Operation) -> list[Schema]:
    answers = [answer_schema(response) for response in operation.responses]
    roots = [schema for schema in answers if schema is not None]
    roots.extend(parameter.schema for parameter in operation.parameters)
    body = operation.body
    form = sent_form(body.media) if body else None
    if body and (members := shapes.members(body)):
        roots.extend(member.schema for member in members.properties)
    elif form and form_of(form.name) <= Form.MULTIPART:
        roots.append(form.schema)
    return roots


def _reached(schemas: Mapping[str, Schema], roots: list[Schema]) -> set[str]:
    names: set[str] = set()
    waiting = list(roots)
    while waiting:
        schema = waiting.pop()
        waiting.extend(parts(schema))
        if isinstance(schema, Reference) and schema.name in schemas and schema.name not in names:
            names.add(schema.name)
            waiting.append(schemas[schema.name])
    return names
