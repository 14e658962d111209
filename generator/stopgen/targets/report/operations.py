"""Builds what the report shows of one operation."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from stopgen import model
from stopgen.description import Origin
from stopgen.diagnostic import Position
from stopgen.targets.python import view as python
from stopgen.targets.python.build import build_methods, calls_of, credentials_of, prepare
from stopgen.targets.python.build_keys import Credentials
from stopgen.targets.python.generate import shared_names
from stopgen.targets.python.media import sent_form
from stopgen.targets.python.shapes import Shapes, shapes_of
from stopgen.targets.report import view
from stopgen.targets.report.call import call
from stopgen.targets.report.curl import curl, server_url
from stopgen.targets.report.diagram import draw
from stopgen.targets.report.example import Example, example_of
from stopgen.targets.report.kinds import key, kind, often
from stopgen.targets.report.secrets import Secret, Variables, secrets_of, variables_of

_BODY = "body"


@dataclass(frozen=True)
class Maker:
    """Knows how the requests of a platform are spelled.

    Attributes:
        provider: The platform.
        package: Its Python package; None if it cannot have one.
        home: The package of all platforms.
    """

    provider: model.Provider
    package: str | None
    home: str

    @cached_property
    def prepared(self) -> model.Provider:
        """The platform as Python can spell it."""
        return prepare(self.provider)

    @cached_property
    def shapes(self) -> Shapes:
        """The schemas."""
        return shapes_of(self.prepared, shared_names())

    @cached_property
    def methods(self) -> dict[tuple[str, str], python.Method]:
        """The methods of the client, by what they send."""
        found = build_methods(calls_of(self.prepared), self.provider.title, self.shapes)
        return {method.wire: method for method in found if not method.checks}

    @cached_property
    def variables(self) -> Variables:
        """The environment variables that clients know."""
        return variables_of(self.provider, self.package)

    @cached_property
    def credentials(self) -> Credentials:
        """The secret that each security scheme takes."""
        return credentials_of(self.prepared)

    def secrets(self, operation: model.Operation) -> list[Secret]:
        """Return what only a caller knows."""
        schemes = self.provider.security_schemes
        return list(secrets_of(operation, schemes, self.credentials, self.variables))

    def body(self, operation: model.Operation) -> model.RequestBody | None:
        """Return the body of a request."""
        return next(op.body for op in self.prepared.operations if op.key == operation.key)

    def example(self, operation: model.Operation) -> Example:
        """Return the values of a request."""
        return example_of(replace(operation, body=self.body(operation)), self.shapes)

    def curl(self, operation: model.Operation) -> str:
        """Return the request for curl."""
        example, secrets = self.example(operation), self.secrets(operation)
        return curl(operation, example, secrets, self.variables.url)

    def python(self, operation: model.Operation) -> str | None:
        """Return the request as the generated client takes it; None without a client."""
        method = self.methods.get(operation.key)
        if method is None or self.package is None:
            return None
        example, secrets = self.example(operation), self.secrets(operation)
        return call(method, example, secrets, self.home, self.package)


def build_operation(
    operation: model.Operation, name: str, maker: Maker, inferred: Collection[Position]
) -> view.Operation:
    """Return what the report shows of an operation.

    Args:
        operation: The operation.
        name: What links call it.
        maker: Spells its request.
        inferred: Where facts stand that no document states.
    """
    server = next(iter(operation.servers), None)
    text = operation.description or ""
    return view.Operation(
        id=name,
        method=operation.method,
        path=operation.path,
        name=operation.name,
        is_status=operation.purpose is model.Purpose.STATUS,
        is_inferred=operation.inferred,
        is_deprecated=operation.deprecated,
        summary=operation.summary or "",
        text="" if text == operation.summary else text,
        place=_place(operation.origin),
        documents=operation.documents,
        server=server_url(server) if server else "",
        is_server_inferred=server is not None and _is_in(server.origin, inferred),
        key=key(operation, maker.provider.security_schemes),
        status_call=" ".join(operation.status_operation or ()),
        parameters=tuple(_parameters(operation, maker, inferred)),
        curl=maker.curl(operation),
        python=maker.python(operation),
        diagram=draw(operation),
        answers=tuple(_answer(response, inferred) for response in operation.responses),
        limits=tuple(
            view.RateLimit(limit.tier, often(limit), _place(limit.origin))
            for limit in operation.rate_limits
        ),
    )


def _parameters(
    operation: model.Operation, maker: Maker, inferred: Collection[Position]
) -> Iterator[view.Parameter]:
    """Yield the parameters, then the properties of the body."""
    for entry in operation.parameters:
        yield view.Parameter(
            name=entry.name,
            where=entry.location,
            kind=kind(entry.schema),
            required=entry.required,
            deprecated=entry.deprecated,
            text=entry.description or entry.schema.description or "",
            place=_place(entry.origin),
            inferred=_is_in(entry.origin, inferred),
        )
    if body := maker.body(operation):
        yield from _members(body, maker.shapes)


def _members(body: model.RequestBody, shapes: Shapes) -> Iterator[view.Parameter]:
    form = sent_form(body.media)
    members = shapes.members(body)
    for member in members.properties if members else ():
        yield view.Parameter(
            name=member.name,
            where=_BODY,
            kind=kind(member.schema),
            required=member.required,
            deprecated=member.schema.deprecated,
            text=member.schema.description or "",
            place=_place(member.schema.origin or body.origin),
            inferred=False,
        )
    if members is None:
        yield view.Parameter(
            name=form.name if form else _BODY,
            where=_BODY,
            kind=kind(form.schema) if form else "anything",
            required=body.required,
            deprecated=False,
            text=body.description or "",
            place=_place(body.origin),
            inferred=False,
        )


def _answer(response: model.Response, inferred: Collection[Position]) -> view.Answer:
    return view.Answer(
        status=response.status,
        text=response.description,
        codes=response.codes or (response.error.codes if response.error else ()),
        place=_place(response.origin),
        inferred=_is_in(response.origin, inferred),
    )


def _place(origin: Origin | None) -> str:
    return str(origin.position) if origin else ""


def _is_in(origin: Origin | None, places: Collection[Position]) -> bool:
    return origin is not None and origin.position in places
