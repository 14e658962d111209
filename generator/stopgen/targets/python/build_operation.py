"""Builds what ``operations.py`` declares about an operation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from urllib.parse import quote

from stopgen import model, placeholders
from stopgen.targets.python import view, view_answers
from stopgen.targets.python.build_answers import build_answers
from stopgen.targets.python.build_keys import Credentials, build_scheme
from stopgen.targets.python.build_servers import build_server, own_server
from stopgen.targets.python.build_styles import build_styles, path_value
from stopgen.targets.python.literals import literal
from stopgen.targets.python.media import accepted, content_type, essence, sent_form
from stopgen.targets.python.shapes import Shapes

_JSON = "application/json"
_UNTOLD = (("Bearer()",), ())
"""Where nothing says how a call is authenticated: as most are, for those who have a key."""
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
    own: Mapping[str, view_answers.ErrorPart],
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
        security=tuple(_requirement(entry, spelling) for entry in operation.security) or _UNTOLD,
        headers=(*_accept(operation), *constant_headers(operation)),
        media=_media(operation),
        styles=tuple(build_styles(operation, spelling.shapes)),
        answers=tuple(build_answers(operation, own, spelling.shapes)),
        rules=tuple(_rule(rule) for rule in operation.rules),
        server=build_server(server) if server else None,
    )


def _accept(operation: model.Operation) -> Iterable[tuple[str, str]]:
    """Yield what to ask for, unless that is JSON or the caller's choice."""
    successes = [response.media for response in operation.responses if response.is_success]
    asked = accepted(chain.from_iterable(successes))
    if asked and not any(parameter.name.lower() == "accept" for parameter in operation.parameters):
        yield literal("Accept"), literal(asked)


def constant_headers(operation: model.Operation) -> Iterable[tuple[str, str]]:
    """Yield the headers that have one possible value and must be sent, as literals."""
    for name, value in _constants(operation, model.Location.HEADER):
        yield literal(name), literal(value)


def _constants(operation: model.Operation, place: model.Location) -> Iterable[tuple[str, str]]:
    for parameter in operation.parameters:
        value = constant_value(parameter)
        if value is not None and parameter.location is place:
            yield parameter.name, value


def constant_value(parameter: model.Parameter) -> str | None:
    """Return the only value that a required header or query parameter can have."""
    match parameter:
        case model.Parameter(
            location=model.Location.HEADER | model.Location.QUERY,
            required=True,
            schema=model.Enumeration(values=(str(value),)),
        ):
            return value
        case _:
            return None


def _path(operation: model.Operation, shapes: Shapes) -> Iterable[str]:
    path = placeholders.sent(operation.path) + _constant_query(operation)
    for piece in filter(None, _PARAMETER.split(path)):
        if not _PARAMETER.fullmatch(piece):
            yield literal(piece.replace("#", "%23"))
        else:
            name, reserved = piece[1:-1].removeprefix("+"), piece.startswith("{+")
            yield path_value(name, operation, shapes, reserved=reserved)


def _constant_query(operation: model.Operation) -> str:
    """Spell the query parameters that have one possible value, as they stand behind the path."""
    own = placeholders.sent(operation.path).partition("?")[2]
    pairs = (
        f"{quote(name, safe='')}={quote(value, safe='')}"
        for name, value in _constants(operation, model.Location.QUERY)
    )
    added = "&".join(pair for pair in pairs if pair not in own.split("&"))
    return added and ("&" if own else "?") + added


def _media(operation: model.Operation) -> str | None:
    """Return the content type of a body that is not plain JSON."""
    form = sent_form(operation.body.media) if operation.body else None
    name = content_type(form.name) if form else _JSON
    return None if essence(name) == _JSON else literal(name)


def _requirement(requirement: model.Requirement, spelling: Spelling) -> tuple[str, ...]:
    """Spell schemes that are needed together; two that travel alike are one."""
    schemes = (spelling.schemes[key] for key in requirement if key in spelling.schemes)
    return tuple(dict.fromkeys(build_scheme(each, spelling.credentials) for each in schemes))


def _rule(rule: model.OutcomeRule) -> view_answers.Rule:
    return view_answers.Rule(
        status=literal(rule.status),
        outcome=f"Outcome.{rule.outcome}",
        pointer=literal(rule.pointer),
        equals=literal(rule.equals),
    )
