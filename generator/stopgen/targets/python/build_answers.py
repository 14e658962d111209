"""Builds what ``operations.py`` declares about answers: their types, and the exceptions that they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from stopgen import model
from stopgen.targets.python import view_answers
from stopgen.targets.python.annotations import annotation
from stopgen.targets.python.literals import literal
from stopgen.targets.python.media import Form, form_of, is_json
from stopgen.targets.python.shapes import Shapes, answer_schema

_STATUS_ERRORS: Final = {
    "400": "BadRequestError",
    "401": "AuthenticationError",
    "403": "PermissionDeniedError",
    "404": "NotFoundError",
    "409": "ConflictError",
    "422": "UnprocessableEntityError",
    "429": "RateLimitError",
    "5XX": "ServerError",
}
_ANY_ERROR: Final = "StatusError"


def build_answers(
    operation: model.Operation, own: Mapping[str, view_answers.ErrorPart], shapes: Shapes
) -> Iterator[view_answers.Answer]:
    """Yield the documented answers, then those that only decide what another status is.

    Args:
        operation: The operation.
        own: The exceptions that the platform has a class of its own for.
        shapes: The platform's schemas.
    """
    documented = {response.status: response for response in operation.responses}
    for response in documented.values():
        yield _answer(response.status, response, _error(response, own, shapes), shapes)
    fallback = success_response(operation)
    if fallback and not fallback.is_success:
        yield _answer("2XX", fallback, None, shapes)
    for status, name in _STATUS_ERRORS.items():
        if name in own and status not in documented:
            nearest = documented.get(f"{status[0]}XX") or documented.get("default")
            is_described = nearest and (nearest.error or error_model(nearest, shapes))
            part = error_part(name, nearest.error) if nearest and is_described else own[name]
            yield _answer(status, nearest, part, shapes)


def success_response(operation: model.Operation) -> model.Response | None:
    """Return an answer that is a success; the default one stands for successes that nobody documents."""
    responses = operation.responses
    success = next((response for response in responses if response.is_success), None)
    return success or next((entry for entry in responses if entry.status == "default"), None)


def success_annotation(operation: model.Operation, shapes: Shapes) -> str:
    """Return the type of the body of a success."""
    successes = [response for response in operation.responses if response.is_success]
    documented: list[model.Response | None] = [*successes] or [success_response(operation)]
    spelled = [answer_type(response, shapes) for response in documented]
    return " | ".join(dict.fromkeys(each for each in spelled if each != "None")) or "None"


def error_class(status: str) -> str | None:
    """Return the name of the exception of a status; None for a success and where several fit."""
    is_server = re.fullmatch(r"5(\d\d|XX)", status)
    return "ServerError" if is_server else _STATUS_ERRORS.get(status)


def error_classes(operation: model.Operation, response: model.Response) -> list[str]:
    """Return the exceptions of an answer; a range and the default stand for what is not documented."""
    name = error_class(response.status)
    if name:
        return [name]
    if response.status not in ("4XX", "default") or response is success_response(operation):
        return []
    documented = {error_class(answer.status) for answer in operation.responses}
    statuses = {answer.status for answer in operation.responses}
    is_open = response.status == "4XX" or "4XX" not in statuses
    return [
        name
        for status, name in _STATUS_ERRORS.items()
        if name not in documented
        and (is_open if status[0] == "4" else response.status == "default")
    ]


def error_model(response: model.Response, shapes: Shapes) -> str | None:
    """Return the class of the object that describes an error, inside the answer's envelope."""
    schema = answer_schema(response)
    for name in response.error.at if response.error else ():
        holder = shapes.resolve(schema) if schema else None
        members = holder.properties if isinstance(holder, model.Object) else ()
        schema = next((member.schema for member in members if member.name == name), None)
    return shapes.classes.get(schema.name) if isinstance(schema, model.Reference) else None


def error_part(name: str, shape: model.ErrorShape | None) -> view_answers.ErrorPart:
    """Spell how an answer says what went wrong."""
    shape = shape or model.ErrorShape()
    return view_answers.ErrorPart(
        class_name=name,
        at=literal(shape.at),
        code=literal(shape.code),
        message=literal(shape.message),
    )


def _answer(
    status: str,
    response: model.Response | None,
    error: view_answers.ErrorPart | None,
    shapes: Shapes,
) -> view_answers.Answer:
    is_text = response is not None and can_be_text(response)
    return view_answers.Answer(
        status=literal(status), type=answer_type(response, shapes), error=error, is_text=is_text
    )


def _error(
    response: model.Response, own: Mapping[str, view_answers.ErrorPart], shapes: Shapes
) -> view_answers.ErrorPart | None:
    name = error_class(response.status)
    if name is None and response.status in ("4XX", "default") and response.error:
        name = _ANY_ERROR
    if name and (response.error or error_model(response, shapes)):
        return error_part(name, response.error)
    return own.get(name) if name else None


def answer_type(response: model.Response | None, shapes: Shapes) -> str:
    """Return the type of the body of an answer; ``None`` where none is documented."""
    schema = answer_schema(response) if response else None
    spelled = [annotation(schema, shapes.classes)] if schema else []
    if response and can_be_text(response):
        spelled.append("str")
    return " | ".join(dict.fromkeys(spelled)) or "None"


def can_be_text(response: model.Response) -> bool:
    """Tell whether an answer can be text that is no JSON."""
    has_json = answer_schema(response) is not None
    return any(_can_be_text(form, has_json=has_json) for form in response.media)


def _can_be_text(form: model.MediaType, *, has_json: bool) -> bool:
    """Tell whether a form is text; an object beside a JSON form is JSON, whatever it is called."""
    schema = form.schema
    is_plain = isinstance(schema, model.Scalar) and schema.type is model.ScalarType.STRING
    if is_json(form.name):
        return is_plain and "*" in form.name
    return form_of(form.name) is Form.TEXT and (is_plain or not has_json)
