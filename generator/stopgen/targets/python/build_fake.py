"""Builds what ``fake.py`` declares about an operation."""

from __future__ import annotations

from collections.abc import Iterator

from stopgen import model
from stopgen.targets.python import view_answers, view_fake
from stopgen.targets.python.annotations import annotation
from stopgen.targets.python.build_operation import (
    Spelling,
    build_operation,
    constant_headers,
    constant_value,
)
from stopgen.targets.python.build_styles import is_scalar
from stopgen.targets.python.literals import data_literal, literal
from stopgen.targets.python.media import is_json, sent_form
from stopgen.targets.python.samples import samples_of
from stopgen.targets.python.shapes import Shapes

_SAMPLES = 8
"""How many of the examples of one answer are taken over."""


def build_route(
    operation: model.Operation, states: str | None, spelling: Spelling
) -> view_fake.Route:
    """Spell an operation as data for a fake.

    Args:
        operation: A call that stops a run or tells how it stands.
        states: For a status call: the name of the states that it tells.
        spelling: What all operations of the platform share.
    """
    shapes = spelling.shapes
    spelled = build_operation(operation, "", {}, spelling)
    return view_fake.Route(
        name=spelled.name,
        method=spelled.method,
        path=spelled.path,
        security=spelled.security,
        headers=tuple(constant_headers(operation)),
        styles=spelled.styles,
        rules=tuple(map(_rule, spelled.rules)),
        query=literal(_required(operation, model.Location.QUERY, shapes)),
        named_headers=literal(_required(operation, model.Location.HEADER, shapes)),
        cookies=literal(_required(operation, model.Location.COOKIE, shapes)),
        server=spelled.server,
        body=_body(operation, spelled.media, shapes),
        samples=tuple(_samples(operation, shapes)),
        states=states,
    )


def _rule(rule: view_answers.Rule) -> str:
    return f"Rule({rule.status}, {rule.outcome}, {rule.pointer}, {rule.equals})"


def _required(
    operation: model.Operation, location: model.Location, shapes: Shapes
) -> tuple[str, ...]:
    """Return parameters that must be there; an object that is spelled in parts has no name there."""
    return tuple(
        parameter.name
        for parameter in operation.parameters
        if parameter.location is location
        and parameter.required
        and constant_value(parameter) is None
        and (location is model.Location.HEADER or not _is_in_parts(parameter, shapes))
    )


def _is_in_parts(parameter: model.Parameter, shapes: Shapes) -> bool:
    """Tell whether the names of an object's members stand where the parameter's would."""
    is_exploded = parameter.style in (None, "form", "cookie") and parameter.explode is not False
    is_object = isinstance(shapes.resolve(parameter.schema), model.Object | model.Union)
    return is_exploded and is_object and not is_scalar(parameter.schema, shapes)


def _body(operation: model.Operation, media: str | None, shapes: Shapes) -> view_fake.Body | None:
    form = sent_form(operation.body.media) if operation.body else None
    if operation.body is None or form is None:
        return None
    members = shapes.members(operation.body)
    is_whole = members is None and is_json(form.name)
    return view_fake.Body(
        required=literal(operation.body.required),
        kind=annotation(form.schema, shapes.classes) if is_whole else "JsonValue",
        media=media,
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
