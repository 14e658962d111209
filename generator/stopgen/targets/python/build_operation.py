"""Builds what ``operations.py`` declares about an operation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from stopgen import model
from stopgen.targets.python import view
from stopgen.targets.python.annotations import annotation
from stopgen.targets.python.build_keys import Credentials, build_scheme
from stopgen.targets.python.build_servers import build_server, own_server
from stopgen.targets.python.build_styles import build_styles, path_value
from stopgen.targets.python.literals import literal
from stopgen.targets.python.media import content_type, essence, sent_form
from stopgen.targets.python.shapes import Shapes, answer_schema

_STATUS_ERRORS = {
    "400": "BadRequestError",
    "401": "AuthenticationError",
    "403": "PermissionDeniedError",
    "404": "NotFoundError",
    "409": "ConflictError",
    "422": "UnprocessableEntityError",
    "429": "RateLimitError",
}
_JSON = "application/json"
_PARAMETER = re.compile(r"(\{\+?[^{}]*\})")


@dataclass(frozen=True, slots=True)
class Spelling:
    """What spelling any operation of a platform needs.

    Attributes:
        schemes: The platform's security schemes.
        credentials: The secret that each of them takes.
        server: Where the platform answers.
        shapes: The platform's schemas.
    """

    schemes: Mapping[str, model.SecurityScheme]
    credentials: Credentials
    server: model.Server | None
    shapes: Shapes


def build_operation(
    operation: model.Operation,
    constant: str,
    own: Mapping[str, view.ErrorPart],
    spelling: Spelling,
) -> view.Operation:
    """Spell an operation as data.

    Args:
        operation: The operation.
        constant: The name of its declaration.
        own: The exceptions that the platform has a class of its own for.
        spelling: What all operations of the platform share.
    """
    server = own_server(operation, spelling.server)
    return view.Operation(
        constant=constant,
        name=literal(operation.name),
        method=literal(operation.method),
        path=tuple(_path(operation, spelling.shapes)),
        security=tuple(_requirement(entry, spelling) for entry in operation.security) or ((),),
        headers=tuple(constant_headers(operation)),
        media=_media(operation),
        styles=tuple(build_styles(operation, spelling.shapes)),
        answers=tuple(_answers(operation, own, spelling.shapes)),
        rules=tuple(_rule(rule) for rule in operation.rules),
        server=build_server(server) if server else None,
    )


def error_class(status: str) -> str | None:
    """Return the name of the exception of a status; None for a success, a range or the default."""
    if status in _STATUS_ERRORS:
        return _STATUS_ERRORS[status]
    return "ServerError" if re.fullmatch(r"5\d\d", status) else None


def error_model(response: model.Response, shapes: Shapes) -> str | None:
    """Return the class of the object that describes an error, inside the answer's envelope."""
    schema = answer_schema(response)
    for name in response.error.at if response.error else ():
        holder = shapes.resolve(schema) if schema else None
        members = holder.properties if isinstance(holder, model.Object) else ()
        schema = next((member.schema for member in members if member.name == name), None)
    return shapes.classes.get(schema.name) if isinstance(schema, model.Reference) else None


def constant_headers(operation: model.Operation) -> Iterable[tuple[str, str]]:
    """Yield the headers that have one possible value and must be sent, as literals."""
    for parameter in operation.parameters:
        value = constant_value(parameter)
        if value is not None:
            yield literal(parameter.name), literal(value)


def constant_value(parameter: model.Parameter) -> str | None:
    """Return the only value that a required header can have."""
    match parameter:
        case model.Parameter(
            location=model.Location.HEADER,
            required=True,
            schema=model.Enumeration(values=(str(value),)),
        ):
            return value
        case _:
            return None


def _path(operation: model.Operation, shapes: Shapes) -> Iterable[str]:
    for piece in filter(None, _PARAMETER.split(operation.path)):
        if not _PARAMETER.fullmatch(piece):
            yield literal(piece)
        else:
            name, reserved = piece[1:-1].removeprefix("+"), piece.startswith("{+")
            yield path_value(name, operation, shapes, reserved=reserved)


def _media(operation: model.Operation) -> str | None:
    """Return the content type of a body that is not plain JSON."""
    form = sent_form(operation.body.media) if operation.body else None
    name = content_type(form.name) if form else _JSON
    return None if essence(name) == _JSON else literal(name)


def _requirement(requirement: model.Requirement, spelling: Spelling) -> tuple[str, ...]:
    """Spell schemes that are needed together; two that travel alike are one."""
    schemes = (spelling.schemes[key] for key in requirement if key in spelling.schemes)
    return tuple(dict.fromkeys(build_scheme(each, spelling.credentials) for each in schemes))


def _answers(
    operation: model.Operation, own: Mapping[str, view.ErrorPart], shapes: Shapes
) -> Iterator[view.Answer]:
    """Yield the documented answers, then those that only decide which exception a status is."""
    documented = {response.status: response for response in operation.responses}
    for status, response in documented.items():
        yield view.Answer(
            status=literal(status),
            type=_type(response, shapes),
            error=_error(response, own, shapes),
        )
    for status, name in {**_STATUS_ERRORS, "5XX": "ServerError"}.items():
        if name in own and status not in documented:
            nearest = documented.get(f"{status[0]}XX") or documented.get("default")
            yield view.Answer(status=literal(status), type=_type(nearest, shapes), error=own[name])


def _error(
    response: model.Response, own: Mapping[str, view.ErrorPart], shapes: Shapes
) -> view.ErrorPart | None:
    name = error_class(response.status)
    if name and (response.error or error_model(response, shapes)):
        return error_part(name, response.error)
    return own.get(name) if name else None


def _type(response: model.Response | None, shapes: Shapes) -> str:
    schema = answer_schema(response) if response else None
    return annotation(schema, shapes.classes) if schema else "None"


def error_part(name: str, shape: model.ErrorShape | None) -> view.ErrorPart:
    """Spell how an answer says what went wrong."""
    shape = shape or model.ErrorShape()
    return view.ErrorPart(
        class_name=name,
        at=literal(shape.at),
        code=literal(shape.code),
        message=literal(shape.message),
    )


def _rule(rule: model.OutcomeRule) -> view.Rule:
    return view.Rule(
        status=literal(rule.status),
        outcome=f"Outcome.{rule.outcome}",
        pointer=literal(rule.pointer),
        equals=literal(rule.equals),
    )
