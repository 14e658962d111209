"""Turns a description into the intermediate model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from stopgen.description import Description, Json
from stopgen.diagnostic import Checked, Code, error
from stopgen.lower_schema import lower_schema
from stopgen.lower_security import lower_requirements, lower_schemes
from stopgen.model import (
    Location,
    MediaType,
    Operation,
    Outcome,
    OutcomeRule,
    Parameter,
    Provider,
    Purpose,
    RateLimit,
    RequestBody,
    Response,
    RunStates,
    Schema,
    Server,
    ServerVariable,
)
from stopgen.node import Node
from stopgen.references import parse

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def lower(description: Description) -> Checked[Provider]:
    """Lower a description, which should hold selected operations only.

    Returns:
        The provider as this one document sees it. Inline schemas are still inline; names are not unique yet.
    """
    root = Node.of(description)
    operations: list[Operation] = []
    for path, item in root["paths"].members():
        for method, operation in _operations(item.follow()):
            lowered = yield from _operation(root, item.follow(), operation, method, path)
            operations.append(replace(lowered, documents=(description.document.name,)))
    schemas: dict[str, Schema] = {}
    for name, node in root["components"]["schemas"].members():
        schemas[name] = yield from lower_schema(node)
    document = description.document
    return Provider(
        name=document.provider,
        title=root["info"]["title"].text or document.provider,
        version=root["info"]["version"].text or "1",
        documents=(document.name,),
        locales=(document.locale,),
        operations=tuple(operations),
        schemas=schemas,
        security_schemes=(yield from lower_schemes(root)),
    )


def _operations(item: Node) -> Iterator[tuple[str, Node]]:
    yield from ((name, node) for name, node in item.members() if name.lower() in METHODS)


def _operation(root: Node, item: Node, node: Node, method: str, path: str) -> Checked[Operation]:
    status_call = node["x-status-operation"].text
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
        security=lower_requirements(root, node),
        servers=_servers(node["servers"] or item["servers"] or root["servers"]),
        rules=(yield from _rules(node["x-stop-outcomes"])),
        rate_limits=tuple(_rate_limits(node["x-rate-limits"])),
        states=_states(node["x-run-states"]),
        status_operation=_call(status_call) if status_call else None,
        inferred=node["x-inferred"].flag or False,
        origin=node.origin,
    )


def _call(spelled: str) -> tuple[str, str]:
    method, _, path = spelled.partition(" ")
    return method.upper(), path


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
        required=(node["required"].flag or False) or location == Location.PATH,
        description=node["description"].text,
        deprecated=node["deprecated"].flag or False,
        style=node["style"].text,
        explode=node["explode"].flag,
        origin=node.origin,
    )


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
                status=status.upper() if status != "default" else status,
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
        media.append(MediaType(name=name, schema=schema, examples=_examples(entry)))
    return tuple(media)


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
            url=entry["url"].text or "",
            description=entry["description"].text,
            variables=tuple(
                ServerVariable(
                    name=name,
                    default=variable["default"].text or "",
                    values=variable["enum"].texts,
                    description=variable["description"].text,
                )
                for name, variable in entry["variables"].members()
            ),
            origin=entry.origin,
        )
        for entry in node.items()
    )


def _rate_limits(node: Node) -> Iterator[RateLimit]:
    for entry in node.items():
        yield RateLimit(
            tier=entry["tier"].text or "",
            requests=entry["requests"].number,
            seconds=entry["seconds"].number,
            origin=entry.origin,
        )


def _states(node: Node) -> RunStates | None:
    if not node:
        return None
    return RunStates(
        pointer=_names(node["pointer"].text or ""),
        running=node["running"].texts,
        ended=node["ended"].texts,
    )


def _names(pointer: str) -> tuple[str, ...]:
    return tuple(str(part) for part in parse("#" + pointer) or ())


def _rules(node: Node) -> Checked[tuple[OutcomeRule, ...]]:
    """Lower the outcome rules that somebody wrote by hand."""
    rules: list[OutcomeRule] = []
    for entry in node.items():
        outcome, status = entry["outcome"].text, entry["status"].value
        if outcome not in set(Outcome) or not isinstance(status, str | int):
            position = entry.origin.position
            choices = ", ".join(Outcome)
            sentence = f"an outcome rule needs a status and an outcome, one of {choices}"
            yield error(Code.BAD_OUTCOME_RULE, position, sentence)
            continue
        pointer = entry["pointer"].text
        rules.append(
            OutcomeRule(
                status=str(status).upper(),
                outcome=Outcome(outcome),
                pointer=None if pointer is None else _names(pointer),
                equals=entry["equals"].value,
                origin=entry.origin,
            )
        )
    return tuple(rules)
