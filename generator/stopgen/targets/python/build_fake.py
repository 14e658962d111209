"""Builds what ``fake.py`` declares about an operation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stopgen import model
from stopgen.targets.python import view, view_fake
from stopgen.targets.python.annotations import annotation
from stopgen.targets.python.build_operation import build_operation, constant_value
from stopgen.targets.python.literals import data_literal, literal
from stopgen.targets.python.samples import samples_of
from stopgen.targets.python.shapes import Shapes, json_form

_SAMPLES = 8
"""How many of the examples of one answer are taken over."""


def build_route(
    operation: model.Operation,
    schemes: Mapping[str, model.SecurityScheme],
    states: str | None,
    shapes: Shapes,
) -> view_fake.Route:
    """Spell an operation as data for a fake.

    Args:
        operation: A call that stops a run or tells how it stands.
        schemes: The platform's security schemes.
        states: For a status call: the name of the states that it tells.
        shapes: The platform's schemas.
    """
    spelled = build_operation(operation, "", schemes, {}, shapes)
    return view_fake.Route(
        name=spelled.name,
        method=spelled.method,
        path=spelled.path,
        security=spelled.security,
        headers=spelled.headers,
        rules=tuple(map(_rule, spelled.rules)),
        query=literal(_required(operation, model.Location.QUERY)),
        named_headers=literal(_required(operation, model.Location.HEADER)),
        body=_body(operation, shapes),
        samples=tuple(_samples(operation, shapes)),
        states=states,
    )


def _rule(rule: view.Rule) -> str:
    return f"Rule({rule.status}, {rule.outcome}, {rule.pointer}, {rule.equals})"


def _required(operation: model.Operation, location: model.Location) -> tuple[str, ...]:
    return tuple(
        parameter.name
        for parameter in operation.parameters
        if parameter.location is location
        and parameter.required
        and constant_value(parameter) is None
    )


def _body(operation: model.Operation, shapes: Shapes) -> view_fake.Body | None:
    form = json_form(operation.body.media) if operation.body else None
    if operation.body is None or form is None:
        return None
    members = shapes.members(operation.body)
    return view_fake.Body(
        required=literal(operation.body.required),
        kind="JsonValue" if members else annotation(form.schema, shapes.classes),
        members=tuple(
            view_fake.Member(
                name=literal(member.name),
                kind=annotation(member.schema, shapes.classes),
                required=literal(member.required),
            )
            for member in (members.properties if members else ())
        ),
    )


def _samples(operation: model.Operation, shapes: Shapes) -> Iterator[view_fake.Sample]:
    """Yield the answers: a success before all others, as it is the usual one."""
    for response in sorted(operation.responses, key=lambda response: not response.is_success):
        for body in samples_of(response, shapes)[:_SAMPLES] or [model.UNSET]:
            yield view_fake.Sample(
                status=literal(response.status),
                body="UNSET" if body is model.UNSET else data_literal(body),
                code=literal(_place(response.error, "code")),
                message=literal(_place(response.error, "message")),
            )


def _place(shape: model.ErrorShape | None, part: str) -> tuple[str, ...] | None:
    name = getattr(shape, part) if shape else None
    return (*shape.at, name) if shape and name else None
