"""Reads the expanded form: one operation with everything spelled out where it is used."""

from __future__ import annotations

from typing import Final

from stopgen.description import Description, JsonObject, MovedOrigins, Origin
from stopgen.diagnostic import Checked, Code, Diagnostic, error, note, warning
from stopgen.methods import METHODS
from stopgen.node import Node
from stopgen.readers.excerpt import Data
from stopgen.readers.expanded_schema import Schemas, is_required
from stopgen.readers.expanded_security import Schemes, read_security
from stopgen.readers.lift import OPENAPI, lift_tree
from stopgen.readers.parts import (
    Part,
    at,
    check_keys,
    extensions,
    made,
    mapping,
    sequence,
    taken,
    written,
)
from stopgen.source import Document

_LOCATIONS: Final = ("path", "query", "header", "cookie")
_OPERATION: Final = (
    *("path", "method", "servers", "request", "response", "deprecated", "type", "xMint"),
    *("summary", "description", "operationId", "tags", "externalDocs"),
)
_COMPONENTS: Final = (
    *("schemas", "responses", "parameters", "examples", "requestBodies", "headers"),
    *("securitySchemes", "links", "callbacks", "pathItems"),
)
_PARAMETER: Final = ("style", "explode", "allowReserved", "example", "examples", "deprecated")
_NO_MEDIA_TYPE: Final = "_mintlify/placeholder"


def is_expanded(tree: JsonObject) -> bool:
    """Tell whether a tree is an expanded operation."""
    paths = tree.get("paths")
    keys = {"path", "method", "request", "response"}
    return isinstance(paths, dict) and not keys.isdisjoint(paths)


def read_expanded(document: Document, data: Data) -> Checked[Description | None]:
    """Turn an expanded operation into OpenAPI 3.1; None if it is no HTTP operation of the API."""
    tree = data.value if isinstance(data.value, dict) else {}
    root = Node(tree, Origin(data.origins, ()), tree)
    if root["paths"]["type"].value not in {None, "path"}:
        position = root["paths"]["type"].origin.position
        yield note(Code.NO_OPERATION, position, "this is no operation that a client calls")
        return None
    problem = _problem(root["paths"])
    if problem is not None:
        yield problem
        return None
    part = yield from _document(root, document.provider)
    source = MovedOrigins(data.origins, part.moves)
    lifted, moves = lift_tree(part.value if isinstance(part.value, dict) else {})
    return Description(document, lifted, MovedOrigins(source, moves))


def _problem(node: Node) -> Diagnostic | None:
    """Return why the operation has no method or path."""
    method, path = node["method"], node["path"]
    if (method.text or "").lower() not in METHODS:
        place = method or node
        return error(Code.WRONG_SHAPE, place.origin.position, "the operation has no HTTP method")
    if not (path.text or "").startswith("/"):
        place = path or node
        sentence = "the operation has no path that begins with a slash"
        return error(Code.WRONG_SHAPE, place.origin.position, sentence)
    return None


def _document(root: Node, title: str) -> Checked[Part]:
    node = root["paths"]
    yield from check_keys(root, ("paths", "components"))
    yield from check_keys(node, _OPERATION)
    yield from check_keys(root["components"], _COMPONENTS)
    schemas, schemes = Schemas(root["components"]["schemas"]), Schemes()
    operation = yield from _operation(node, schemas, schemes)
    servers = yield from _servers(node["servers"])
    path, method = node["path"].text or "", (node["method"].text or "").lower()
    info: JsonObject = {"title": title, "version": "1"}
    members = {
        "openapi": made(OPENAPI, root),
        "info": made(info, root),
        "servers": servers,
        "paths": mapping(
            node, {path: mapping(node["path"], {method: at(node["path"], operation)})}
        ),
        "components": _components(root["components"], schemas, schemes),
    }
    return mapping(root, members)


def _components(node: Node, schemas: Schemas, schemes: Schemes) -> Part | None:
    given = {key: taken(node[key]) for key in _COMPONENTS if node[key].object}
    named = {name: made(member.value, member) for name, member in node["schemas"].members()}
    keys = {name: made(each.value, each) for name, each in node["securitySchemes"].members()}
    members = {
        **given,
        "schemas": _group(node["schemas"], {**named, **schemas.parts}),
        "securitySchemes": _group(node["securitySchemes"], {**keys, **schemes.parts}),
    }
    found = mapping(node, members)
    return found if found.value else None


def _group(node: Node, members: dict[str, Part]) -> Part | None:
    return mapping(node, members) if members else None


def _operation(node: Node, schemas: Schemas, schemes: Schemes) -> Checked[Part]:
    request = node["request"]
    yield from check_keys(request, ("security", "parameters", "body", "codeSamples"))
    members: dict[str, Part | None] = {
        **{key: written(node[key]) for key in ("operationId", "summary", "description")},
        **{key: taken(node[key]) for key in ("tags", "externalDocs")},
        "deprecated": taken(node["deprecated"]) if node["deprecated"].flag else None,
        "parameters": (yield from _parameters(request["parameters"], schemas)),
        "requestBody": (yield from _body(request["body"], schemas)),
        "responses": (yield from _responses(node["response"], schemas)),
        "security": (yield from read_security(request["security"], schemes)),
        "x-codeSamples": taken(request["codeSamples"]),
        "x-mint": taken(node["xMint"]),
        **extensions(node),
    }
    return mapping(node, members)


def _servers(node: Node) -> Checked[Part | None]:
    servers: list[Part] = []
    for server in node.items():
        yield from check_keys(server, ("url", "description", "variables"))
        if server["url"].text is None:
            yield warning(Code.WRONG_SHAPE, server.origin.position, "this server has no url")
            continue
        variables = yield from _variables(server["variables"])
        members = {"url": taken(server["url"]), "description": written(server["description"])}
        servers.append(mapping(server, {**members, "variables": variables, **extensions(server)}))
    return sequence(node, servers) if servers else None


def _variables(node: Node) -> Checked[Part | None]:
    """Read the variables of a server; their type is always text in OpenAPI."""
    variables: dict[str, Part | None] = {}
    for name, variable in node.members():
        yield from check_keys(variable, ("type", "description", "default", "enum"))
        members = {key: written(variable[key]) for key in ("default", "description")}
        variables[name] = mapping(variable, {**members, "enum": taken(variable["enum"])})
    return mapping(node, variables) if variables else None


def _parameters(node: Node, schemas: Schemas) -> Checked[Part | None]:
    yield from check_keys(node, _LOCATIONS)
    parameters: list[Part] = []
    for location in _LOCATIONS:
        yield from check_keys(node[location], dict(node[location].members()))
        for name, parameter in node[location].members():
            parameters.append((yield from _parameter(name, location, parameter, schemas)))
    return sequence(node, parameters) if parameters else None


def _parameter(name: str, location: str, node: Node, schemas: Schemas) -> Checked[Part]:
    yield from check_keys(node, (*_PARAMETER, "schema", "description", "required"))
    listed = node["schema"]
    first = next(listed.items(), listed)
    is_needed = location == "path" or is_required(listed)
    schema: Part | None = None
    if isinstance(node.value, dict):
        schema = yield from schemas.read(listed, without=("description", "deprecated"))
    members = {
        "name": made(name, node),
        "in": made(location, node),
        "required": made(True, first["required"]) if is_needed else None,
        "description": written(node["description"]) or written(first["description"]),
        "deprecated": taken(first["deprecated"]) if first["deprecated"].flag else None,
        "schema": schema,
        **{key: taken(node[key]) for key in _PARAMETER if node[key]},
        **extensions(node),
    }
    return mapping(node, members)


def _body(node: Node, schemas: Schemas) -> Checked[Part | None]:
    content, description = yield from _content(node, schemas)
    if content is None:
        return None
    is_needed = any(is_required(media["schemaArray"]) for _, media in node.members())
    required = made(True, node) if is_needed else None
    return mapping(node, {"description": description, "required": required, "content": content})


def _responses(node: Node, schemas: Schemas) -> Checked[Part | None]:
    yield from check_keys(node, dict(node.members()))
    responses: dict[str, Part | None] = {}
    for status, response in node.members():
        content, description = yield from _content(response, schemas)
        said = description or made("", response)
        responses[status] = mapping(response, {"description": said, "content": content})
    return mapping(node, responses) if responses else None


def _content(node: Node, schemas: Schemas) -> Checked[tuple[Part | None, Part | None]]:
    """Read what stands under media types; the description stands there too, once for each."""
    yield from check_keys(node, dict(node.members()))
    content: dict[str, Part | None] = {}
    description: Part | None = None
    for name, media in node.members():
        description = description or written(media["description"])
        yield from check_keys(media, ("schemaArray", "examples", "example", "description"))
        if name != _NO_MEDIA_TYPE:
            content[name] = yield from _media_type(media, schemas)
    return (mapping(node, content) if content else None), description


def _media_type(node: Node, schemas: Schemas) -> Checked[Part]:
    schema = (yield from schemas.read(node["schemaArray"])) if node["schemaArray"] else None
    examples = {
        name: made(example.value, example)
        for name, example in node["examples"].members()
        if example.object
    }
    members = {
        "schema": schema,
        "example": taken(node["example"]) if not examples else None,
        "examples": _group(node["examples"], examples),
    }
    return mapping(node, members)
