"""Turns a description into the intermediate model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from stopgen.description import Description, Json
from stopgen.diagnostic import Checked
from stopgen.lower.extensions import (
    lower_call,
    lower_rate_limits,
    lower_rules,
    lower_states,
    lower_status,
)
from stopgen.lower.schema import lower_schema
from stopgen.lower.security import is_key, lower_requirements, lower_schemes
from stopgen.lower.targets import lower_targets
from stopgen.methods import METHODS
from stopgen.model import (
    Encoding,
    Enumeration,
    Location,
    MediaType,
    Operation,
    Parameter,
    Provider,
    Purpose,
    RequestBody,
    Response,
    Schema,
    SecurityScheme,
    Server,
    ServerVariable,
)
from stopgen.node import Node

_FILLED_IN: Final = frozenset({"accept", "authorization", "content-type"})
"""Headers that OpenAPI has no parameters for, so that documents can at most offer another value."""


def lower(description: Description) -> Checked[Provider]:
    """Lower a description, which should hold selected operations only.

    Returns:
        The provider as this one document sees it. Inline schemas are still inline; names are not unique yet.
    """
    root, document = Node.of(description), description.document
    schemes = yield from lower_schemes(root)
    provider = Provider(
        name=document.provider,
        title=root["info"]["title"].text or document.provider,
        version=root["info"]["version"].text or "1",
        documents=(document.name,),
        locales=(document.locale,),
        operations=(yield from _lower_operations(root, schemes, (document.name,))),
        schemas=(yield from _lower_schemas(root)),
        security_schemes=schemes,
    )
    return (yield from lower_targets(root, provider))


def _lower_operations(
    root: Node, schemes: Mapping[str, SecurityScheme], documents: tuple[str, ...]
) -> Checked[tuple[Operation, ...]]:
    operations: list[Operation] = []
    for path, entry in root["paths"].members():
        item = entry.follow()
        for method, node in _operations(item):
            operation = yield from _operation(item, node, method, path)
            security = yield from lower_requirements(root, node, schemes)
            asked = [schemes[key] for requirement in security for key in requirement]
            operations.append(
                replace(
                    operation,
                    parameters=tuple(p for p in operation.parameters if not is_key(p, asked)),
                    security=security,
                    servers=_servers(node["servers"] or item["servers"] or root["servers"]),
                    documents=documents,
                )
            )
    return tuple(operations)


def _lower_schemas(root: Node) -> Checked[dict[str, Schema]]:
    schemas: dict[str, Schema] = {}
    for name, node in root["components"]["schemas"].members():
        schemas[name] = yield from lower_schema(node)
    return schemas


def _operations(item: Node) -> Iterator[tuple[str, Node]]:
    yield from ((name, node) for name, node in item.members() if name.lower() in METHODS)


def _operation(item: Node, node: Node, method: str, path: str) -> Checked[Operation]:
    return Operation(
        name="",
        method=method.upper(),
        path=path,
        purpose=Purpose.STATUS if "x-run-states" in node else Purpose.STOP,
        summary=node["summary"].text or item["summary"].text,
        description=node["description"].text or item["description"].text,
        operation_id=node["operationId"].text,
        deprecated=node["deprecated"].flag or False,
        parameters=(yield from _parameters(item, node)),
        body=(yield from _body(node["requestBody"].follow())),
        responses=(yield from _responses(node["responses"])),
        rules=(yield from lower_rules(node["x-stop-outcomes"])),
        rate_limits=tuple(lower_rate_limits(node["x-rate-limits"])),
        states=lower_states(node["x-run-states"]),
        status_operation=lower_call(node["x-status-operation"]),
        inferred=node["x-inferred"].flag or False,
        origin=node.origin,
    )


def _parameters(item: Node, operation: Node) -> Checked[tuple[Parameter, ...]]:
    """Lower the parameters of an operation and of its path; the operation's own win."""
    found: dict[tuple[str, Location], Parameter] = {}
    for holder in (item, operation):
        for entry in holder["parameters"].items():
            parameter = yield from _parameter(entry.follow())
            if parameter is not None:
                found[parameter.name, parameter.location] = parameter
    return tuple(found.values())


def _parameter(node: Node) -> Checked[Parameter | None]:
    name, location = node["name"].text, node["in"].text
    if name is None or location not in set(Location):
        return None
    content = next(iter(node["content"].members()), None)
    schema = yield from lower_schema(content[1]["schema"] if content else node["schema"])
    return Parameter(
        name=name,
        location=Location(location),
        schema=schema,
        required=location == Location.PATH or _must_be_given(node, name, schema),
        description=node["description"].text,
        deprecated=node["deprecated"].flag or False,
        style=node["style"].text,
        explode=node["explode"].flag,
        reserved=node["allowReserved"].flag or False,
        content=content[0] if content else None,
        origin=node.origin,
    )


def _must_be_given(node: Node, name: str, schema: Schema) -> bool:
    """Tell whether a call needs a parameter; clients fill in some headers, unless one has to be this."""
    is_only = isinstance(schema, Enumeration) and len(schema.values) == 1
    is_filled_in = node["in"].text == Location.HEADER and name.lower() in _FILLED_IN
    return (node["required"].flag or False) and (is_only or not is_filled_in)


def _body(node: Node) -> Checked[RequestBody | None]:
    if "content" not in node:
        return None
    return RequestBody(
        media=(yield from _media(node["content"])),
        required=node["required"].flag or False,
        description=node["description"].text,
        origin=node.origin,
    )


def _responses(node: Node) -> Checked[tuple[Response, ...]]:
    responses: list[Response] = []
    for status, entry in node.members():
        if status.startswith("x-"):
            continue
        answer = entry.follow()
        responses.append(
            Response(
                status=lower_status(status),
                description=answer["description"].text or "",
                media=(yield from _media(answer["content"])),
                codes=answer["x-error-codes"].texts,
                origin=answer.origin,
            )
        )
    return tuple(responses)


def _media(node: Node) -> Checked[tuple[MediaType, ...]]:
    media: list[MediaType] = []
    for name, entry in node.members():
        schema = yield from lower_schema(entry["schema"])
        encodings = {field: _encoding(part) for field, part in entry["encoding"].members()}
        examples = _examples(entry)
        media.append(MediaType(name=name, schema=schema, examples=examples, encodings=encodings))
    return tuple(media)


def _encoding(node: Node) -> Encoding:
    return Encoding(
        content=node["contentType"].text,
        style=node["style"].text,
        explode=node["explode"].flag,
        reserved=node["allowReserved"].flag or False,
    )


def _examples(media: Node) -> dict[str, Json]:
    """Return the whole bodies that a media type shows, by name."""
    named = {
        name: entry.follow()["value"].value
        for name, entry in media["examples"].members()
        if "value" in entry.follow()
    }
    return named | ({"example": media["example"].value} if "example" in media else {})


def _servers(node: Node) -> tuple[Server, ...]:
    return tuple(
        Server(
            url=(entry["url"].text or "").strip(),
            description=entry["description"].text,
            variables=tuple(
                ServerVariable(
                    name=name,
                    default=_plain_text(variable["default"]),
                    values=variable["enum"].texts,
                    description=variable["description"].text,
                )
                for name, variable in entry["variables"].members()
            ),
            origin=entry.origin,
        )
        for entry in node.items()
    )


def _plain_text(node: Node) -> str:
    """Return a value of a URL as text; YAML makes numbers of ports and versions."""
    if isinstance(node.value, bool):
        return str(node.value).lower()
    return str(node.value) if isinstance(node.value, int | float) else node.text or ""
