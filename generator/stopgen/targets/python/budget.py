"""Keeps a platform's models few: what lies too far below an operation becomes plain JSON."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final

from stopgen.diagnostic import Checked, Code, Diagnostic, Position, note
from stopgen.model import (
    Array,
    Intersection,
    Object,
    Operation,
    Provider,
    Reference,
    Schema,
    Union,
    parts,
)
from stopgen.rebuild import with_parts, with_schemas
from stopgen.targets.python.media import json_form, sent_form

MOST: Final = 40
"""Models an operation, unless a project asks for another number."""


def bound(provider: Provider, most: int = MOST) -> Checked[Provider]:
    """Return a provider whose operations reach so many models each, the nearest ones.

    Models on the way to what outcome rules and errors are read from are kept in any case.

    Args:
        provider: The platform, with every object under a name.
        most: How many models an operation may have.
    """
    kept: set[str] = set()
    is_cut = False
    for operation in provider.operations:
        names = list(_nearest(provider.schemas, _roots(operation)))
        kept.update((*names[:most], *_read(provider.schemas, operation)))
        beyond = [name for name in names[most:] if name not in kept]
        if beyond:
            is_cut = True
            yield _told(provider, operation, len(names), beyond[0], most)
    return _cut(provider, kept) if is_cut else provider


def _told(
    provider: Provider, operation: Operation, count: int, first: str, most: int
) -> Diagnostic:
    position = operation.origin.position if operation.origin else Position(provider.name)
    sentence = (
        f"{operation.method} {operation.path} reaches {count} models; beyond the nearest {most}, from "
        f"{first!r} on, they become plain JSON; 'models' in [tool.stopgen.providers.{provider.name}] "
        "sets another limit"
    )
    return note(Code.MODELS_CUT, position, sentence)


def _roots(operation: Operation) -> list[Schema]:
    """Return what an operation exchanges: what is sent, then successes, then errors."""
    body = sent_form(operation.body.media) if operation.body else None
    answers = sorted(operation.responses, key=lambda response: not response.is_success)
    forms = [body, *(json_form(response.media) for response in answers)]
    sent = [parameter.schema for parameter in operation.parameters]
    return [*sent, *(form.schema for form in forms if form)]


def _nearest(schemas: Mapping[str, Schema], roots: Iterable[Schema]) -> Iterator[str]:
    """Yield the names of models breadth-first; parts of an intersection are no models by themselves."""
    seen: set[str] = set()
    waiting = deque(roots)
    while waiting:
        schema = waiting.popleft()
        if not isinstance(schema, Reference):
            waiting.extend(_inside(schema, schemas))
            continue
        if schema.name in seen or schema.name not in schemas:
            continue
        seen.add(schema.name)
        target = schemas[schema.name]
        if _is_model(target):
            yield schema.name
            waiting.extend(_inside(target, schemas))
        else:
            waiting.appendleft(target)


def _is_model(schema: Schema) -> bool:
    is_object = isinstance(schema, Object) and bool(schema.properties)
    return is_object or isinstance(schema, Intersection)


def _inside(schema: Schema, schemas: Mapping[str, Schema]) -> Iterator[Schema]:
    """Yield what is directly inside a schema; of an intersection, what is inside its parts."""
    if not isinstance(schema, Intersection):
        yield from parts(schema)
        return
    for part in _Parts(schemas).of(schema):
        yield from parts(part)


@dataclass(slots=True)
class _Parts:
    """Takes intersections apart, each name once."""

    schemas: Mapping[str, Schema]
    _seen: set[str] = field(default_factory=set[str])

    def of(self, schema: Schema) -> Iterator[Schema]:
        """Yield the shapes that hold at once."""
        match schema:
            case Intersection():
                for part in schema.parts:
                    yield from self.of(part)
            case Reference(name=name):
                if name in self.schemas and name not in self._seen:
                    self._seen.add(name)
                    yield from self.of(self.schemas[name])
            case _:
                yield schema


def _read(schemas: Mapping[str, Schema], operation: Operation) -> Iterator[str]:
    """Yield the models on the way to values that decide what an answer means."""
    ways = [rule.pointer for rule in operation.rules if rule.pointer]
    ways += [response.error.at for response in operation.responses if response.error]
    answers = [form for response in operation.responses if (form := json_form(response.media))]
    for way, form in ((way, form) for way in ways for form in answers):
        yield from _along(schemas, form.schema, way)


def _along(schemas: Mapping[str, Schema], root: Schema, way: tuple[str, ...]) -> Iterator[str]:
    here = [root]
    for name in (*way, None):
        names, shapes = _opened(schemas, here)
        yield from names
        members = chain.from_iterable(s.properties for s in shapes if isinstance(s, Object))
        items = [shape.items for shape in shapes if isinstance(shape, Array)]
        here = [*(member.schema for member in members if member.name == name), *items]


def _opened(
    schemas: Mapping[str, Schema], here: Iterable[Schema]
) -> tuple[list[str], list[Schema]]:
    """Follow references, choices and intersections to what stands behind them."""
    names: dict[str, None] = {}
    shapes: list[Schema] = []
    waiting = list(here)
    while waiting:
        schema = waiting.pop()
        match schema:
            case Reference(name=name):
                if name in schemas and name not in names:
                    names[name] = None
                    waiting.append(schemas[name])
            case Union() | Intersection():
                waiting.extend(parts(schema))
            case _:
                shapes.append(schema)
    return list(names), shapes


def _cut(provider: Provider, kept: set[str]) -> Provider:
    """Replace references to models that are not kept."""

    def cut(schema: Schema) -> Schema:
        match schema:
            case Reference(name=name) if name in provider.schemas and name not in kept:
                target = provider.schemas[name]
                return _plain(schema) if _is_model(target) else schema
            case Intersection():
                inner = (p if isinstance(p, Reference) else cut(p) for p in schema.parts)
                return replace(schema, parts=tuple(inner))
            case _:
                return with_parts(schema, cut)

    return with_schemas(provider, cut)


def _plain(reference: Reference) -> Object:
    """Return an object of which nothing is known but what its user says about it."""
    return Object(
        title=reference.title,
        description=reference.description,
        deprecated=reference.deprecated,
        origin=reference.origin,
    )
