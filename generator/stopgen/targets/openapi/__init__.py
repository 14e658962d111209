"""Writes each provider as one normalised OpenAPI 3.1 document for other tools."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from stopgen.description import Json, JsonObject
from stopgen.emit import File
from stopgen.model import (
    Encoding,
    MediaType,
    Operation,
    OutcomeRule,
    Parameter,
    Provider,
    RateLimit,
    RequestBody,
    Requirement,
    Response,
    RunStates,
    Server,
)
from stopgen.rebuild import with_names
from stopgen.references import spell
from stopgen.targets.json_schema import json_schema

_NOT_PORTABLE = re.compile(r"[^A-Za-z0-9._-]")


def generate(providers: Sequence[Provider]) -> list[File]:
    """Return one JSON file for each provider, the same bytes for the same providers."""
    return [
        File(
            f"{provider.name}.openapi.json",
            (json.dumps(document(provider), indent=2, ensure_ascii=False) + "\n").encode(
                "utf-8", "backslashreplace"
            ),
        )
        for provider in providers
    ]


def document(provider: Provider) -> JsonObject:
    """Return a provider as an OpenAPI 3.1 document."""
    provider = with_names(provider, _portable_names(provider.schemas))
    components = _present(
        schemas={name: json_schema(schema) for name, schema in provider.schemas.items()},
        securitySchemes={
            key: scheme.definition for key, scheme in provider.security_schemes.items()
        },
    )
    whole: JsonObject = {
        "openapi": "3.1.0",
        "info": {"title": provider.title, "version": provider.version},
        "paths": _paths(provider.operations),
    }
    return whole | _present(components=components)


def _portable_names(names: Collection[str]) -> dict[str, str]:
    """Return, for each name of a schema that OpenAPI does not allow, one that it does."""
    taken = set(names)
    portable: dict[str, str] = {}
    for name in names:
        if _NOT_PORTABLE.search(name) or not name:
            spelled = _NOT_PORTABLE.sub(lambda found: f"u{ord(found[0]):x}", name)
            free = (f"{spelled or 'Schema'}{number}" for number in ("", *range(2, len(taken) + 3)))
            portable[name] = next(candidate for candidate in free if candidate not in taken)
            taken.add(portable[name])
    return portable


def _present(**members: Json) -> JsonObject:
    """Return the members that say something."""
    return {key: value for key, value in members.items() if value not in (None, [], {}, False)}


def _joined(*objects: Mapping[str, Json]) -> JsonObject:
    """Return one object with the members of all."""
    return {key: value for members in objects for key, value in members.items()}


def _list(values: Iterable[Json]) -> Json:
    return list(values)


def _paths(operations: Iterable[Operation]) -> JsonObject:
    paths: dict[str, JsonObject] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return _joined(paths)


def _operation(operation: Operation) -> JsonObject:
    return _joined(
        _present(
            operationId=operation.name,
            summary=operation.summary,
            description=operation.description,
            deprecated=operation.deprecated,
            servers=[_server(server) for server in operation.servers],
            parameters=[_parameter(parameter) for parameter in operation.parameters],
            requestBody=_body(operation.body),
            security=[_requirement(requirement) for requirement in operation.security],
        ),
        _present(responses={answer.status: _response(answer) for answer in operation.responses}),
        _extensions(operation),
    )


def _requirement(requirement: Requirement) -> Json:
    return {key: _list(scopes) for key, scopes in requirement.items()}


def _extensions(operation: Operation) -> JsonObject:
    call = operation.status_operation
    spelled: JsonObject = {
        "x-inferred": operation.inferred,
        "x-rate-limits": [_rate_limit(limit) for limit in operation.rate_limits],
        "x-stop-outcomes": [_rule(rule) for rule in operation.rules],
        "x-run-states": _states(operation.states) if operation.states else None,
        "x-status-operation": " ".join(call) if call else None,
    }
    return {key: value for key, value in spelled.items() if value}


def _states(states: RunStates) -> JsonObject:
    return _joined(
        {
            "pointer": spell(states.pointer),
            "running": _list(states.running),
            "ended": _list(states.ended),
        },
        _present(stopped=_list(states.stopped)),
    )


def _rate_limit(limit: RateLimit) -> JsonObject:
    return {"tier": limit.tier, "requests": limit.requests, "seconds": limit.seconds}


def _rule(rule: OutcomeRule) -> JsonObject:
    spelled: JsonObject = {"status": rule.status, "outcome": str(rule.outcome)}
    if rule.pointer is not None:
        spelled |= {"pointer": spell(rule.pointer), "equals": rule.equals}
    return spelled


def _server(server: Server) -> JsonObject:
    variables: JsonObject = {
        variable.name: _joined(
            {"default": variable.default},
            _present(enum=_list(variable.values), description=variable.description),
        )
        for variable in server.variables
    }
    return _joined(
        {"url": server.url}, _present(description=server.description, variables=variables)
    )


def _parameter(parameter: Parameter) -> JsonObject:
    return _joined(
        {"name": parameter.name, "in": str(parameter.location)},
        _present(
            required=parameter.required,
            description=parameter.description,
            deprecated=parameter.deprecated,
            style=parameter.style,
            allowReserved=parameter.reserved,
        ),
        _explode(parameter.explode),
        _value(parameter),
    )


def _value(parameter: Parameter) -> JsonObject:
    schema: JsonObject = {"schema": json_schema(parameter.schema)}
    return schema if parameter.content is None else {"content": {parameter.content: schema}}


def _explode(explode: bool | None) -> JsonObject:
    return {} if explode is None else {"explode": explode}


def _body(body: RequestBody | None) -> Json:
    if body is None:
        return None
    return _joined(
        _present(description=body.description, required=body.required),
        {"content": _media(body.media)},
    )


def _response(response: Response) -> JsonObject:
    codes = {"x-error-codes": _list(response.codes)} if response.codes else {}
    return _joined(
        {"description": response.description}, _present(content=_media(response.media)), codes
    )


def _media(media: Iterable[MediaType]) -> JsonObject:
    return {form.name: _form(form) for form in media}


def _form(form: MediaType) -> JsonObject:
    examples: JsonObject = {name: {"value": value} for name, value in form.examples.items()}
    encoding: JsonObject = {name: _encoding(entry) for name, entry in form.encodings.items()}
    shape: JsonObject = {"schema": json_schema(form.schema)}
    return _joined(shape, _present(examples=examples, encoding=encoding))


def _encoding(encoding: Encoding) -> JsonObject:
    return _joined(
        _present(
            contentType=encoding.content, style=encoding.style, allowReserved=encoding.reserved
        ),
        _explode(encoding.explode),
    )
