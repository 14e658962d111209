"""Shows a platform as callers of the generated package meet it: methods, arguments, classes, server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from stopgen import placeholders
from stopgen.description import Origin
from stopgen.model import Location, Operation, Provider, Purpose, Schema, Server, ServerVariable
from stopgen.targets.python.annotations import annotation
from stopgen.targets.python.build import (
    build_methods,
    calls_of,
    credentials_of,
    environment_of,
    prepare,
)
from stopgen.targets.python.build_keys import build_credentials
from stopgen.targets.python.build_operation import constant_value
from stopgen.targets.python.build_servers import own_server, platform_server, server_variables
from stopgen.targets.python.build_styles import field_styles, parameter_style
from stopgen.targets.python.literals import literal
from stopgen.targets.python.media import sent_form
from stopgen.targets.python.names import package_name
from stopgen.targets.python.shapes import Shapes, shapes_of
from stopgen.targets.python.view import Argument, Method

_BODY: Final = "body"
_GROUPS: Final = {"query": "query", "headers": "header", "cookies": "cookie", "body": _BODY}
_ABSENT: Final = frozenset({"None", "UNSET"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One value that callers give to a method.

    Attributes:
        place: Where it travels: path, query, header, cookie or body.
        wire: Its name on the wire.
        name: The name of the argument.
        default: What the method sends without it, as Python spells it; None where it sends nothing.
        required: Whether callers must give it.
        index: Its place among the positional arguments; None for a keyword.
        schema: What it may be.
        spelled: Its type as Python spells it.
        description: What the documents say about it.
        deprecated: Whether they advise against it.
        style: How it is spelled on the wire.
        origin: Where the documents say so.
    """

    place: str
    wire: str
    name: str
    default: str | None
    required: bool
    index: int | None
    schema: Schema
    spelled: str
    description: str | None
    deprecated: bool = False
    style: str | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Face:
    """A platform as callers meet it.

    Attributes:
        provider: The platform, prepared as for Python.
        shapes: Its schemas and their classes.
        calls: The operations, each with its method.
        checks: The methods that ask first whether there is anything to stop, by the call that stops.
    """

    provider: Provider
    shapes: Shapes
    calls: Mapping[tuple[str, str], tuple[Operation, Method]]
    checks: Mapping[tuple[str, str], Method]

    @classmethod
    def of(cls, provider: Provider) -> Face:
        """Prepare a platform as for Python."""
        ready = prepare(provider)
        shapes = shapes_of(ready)
        methods = list(build_methods(calls_of(ready), ready.name, shapes))
        plain = {method.wire: method for method in methods if not method.checks}
        calls = {op.key: (op, plain[op.key]) for op in calls_of(ready)}
        return cls(ready, shapes, calls, {m.wire: m for m in methods if m.checks})

    @property
    def operations(self) -> list[Operation]:
        """All operations."""
        return [operation for operation, _ in self.calls.values()]

    @property
    def stops(self) -> list[Operation]:
        """The operations that stop something."""
        return [op for op in self.operations if op.purpose is Purpose.STOP]

    @property
    def servers(self) -> tuple[Server, ...]:
        """The documented servers; clients talk to the first one."""
        return next((op.servers for op in self.operations if op.servers), ())

    @property
    def variables(self) -> list[ServerVariable]:
        """The parts of the servers' addresses that the constructor takes."""
        return server_variables(self.operations)

    @property
    def credentials(self) -> list[str]:
        """The arguments of the constructor for secrets besides the key."""
        keys = credentials_of(self.provider)
        return [a.name for a in build_credentials(keys, self.provider.security_schemes)]

    @property
    def environment(self) -> tuple[str, str]:
        """The environment variables of the key and of the address."""
        return environment_of(self.provider, package_name(self.provider.name) or "")

    @property
    def origin(self) -> Origin | None:
        """Where the platform's first operation stands."""
        return next((op.origin for op in self.provider.operations), None)

    def method(self, operation: Operation) -> Method:
        """Return the method of an operation."""
        return self.calls[operation.key][1]

    def spell(self, schema: Schema) -> str:
        """Return a type as Python spells it."""
        return annotation(schema, self.shapes.classes)

    def own_server(self, operation: Operation) -> Server | None:
        """Return where an operation is answered, if that is not where the platform's others are."""
        return own_server(operation, platform_server(self.operations))

    def given(self, operation: Operation) -> list[Given]:
        """Return what callers give to the method of an operation."""
        method = self.method(operation)
        named = {("path", a.wire): a for a in method.positional}
        for group in method.groups:
            arguments = (*group.required, *group.optional)
            named |= {(_GROUPS[group.keyword], a.wire): a for a in arguments}
        return [
            *_of_parameters(self.shapes, operation, named),
            *_of_body(self.shapes, operation, named, method.body),
        ]


def _of_parameters(
    shapes: Shapes, operation: Operation, named: Mapping[tuple[str, str], Argument]
) -> Iterator[Given]:
    order = list(dict.fromkeys(placeholders.names(operation.path)))
    for parameter in operation.parameters:
        argument = named.get((parameter.location, literal(parameter.name)))
        if argument is None or constant_value(parameter) is not None:
            continue
        is_path = parameter.location is Location.PATH
        yield Given(
            place=parameter.location,
            wire=parameter.name,
            name=argument.name,
            default=_default(argument),
            required=argument.default is None,
            index=order.index(parameter.name) if is_path else None,
            schema=parameter.schema,
            spelled=argument.annotation,
            description=parameter.description,
            deprecated=parameter.deprecated or parameter.schema.deprecated,
            style=parameter_style(parameter, shapes),
            origin=parameter.origin,
        )


def _of_body(
    shapes: Shapes,
    operation: Operation,
    named: Mapping[tuple[str, str], Argument],
    whole: Argument | None,
) -> Iterator[Given]:
    body = operation.body
    form = sent_form(body.media) if body else None
    if body is None or form is None:
        return
    if whole:
        yield _field(_BODY, whole, form.schema, body.description, body.origin)
        return
    members, styles = shapes.members(body), field_styles(form)
    for member in members.properties if members else ():
        argument = named[_BODY, literal(member.name)]
        origin = member.schema.origin or body.origin
        given = _field(member.name, argument, member.schema, member.schema.description, origin)
        yield replace(given, style=styles.get(member.name))


def _field(
    wire: str, argument: Argument, schema: Schema, text: str | None, origin: Origin | None
) -> Given:
    return Given(
        place=_BODY,
        wire=wire,
        name=argument.name,
        default=_default(argument),
        required=argument.default is None,
        index=None,
        schema=schema,
        spelled=argument.annotation,
        description=text,
        deprecated=schema.deprecated,
        origin=origin,
    )


def _default(argument: Argument) -> str | None:
    return None if argument.default in _ABSENT else argument.default
