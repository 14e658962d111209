"""Converts Swagger 2 to OpenAPI 3.0; made for what is selected, as its cost is the size of what it gets."""

from __future__ import annotations

from typing import Final

from stopgen.description import Description, MovedOrigins
from stopgen.diagnostic import Checked
from stopgen.node import Node
from stopgen.readers import swagger_parameters
from stopgen.readers.parts import Part, at, extensions, made, mapping, taken
from stopgen.readers.swagger_parameters import body
from stopgen.readers.swagger_schema import modernised
from stopgen.readers.swagger_security import scheme

_CONVERTED: Final = "3.0.3"
_METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch")
_JSON: Final = "application/json"
_LOCAL: Final = ("localhost", "127.", "[::1]")


def convert(description: Description) -> Checked[Description]:
    """Make a Swagger 2 description OpenAPI 3.0; any other comes back as it is."""
    root = Node.of(description)
    if "swagger" not in root:
        return description
    part = yield from _whole(root)
    tree = part.value if isinstance(part.value, dict) else {}
    origins = MovedOrigins(description.origins, part.moves)
    return description._replace(openapi=modernised(tree, description.openapi), origins=origins)


def _whole(root: Node) -> Checked[Part]:
    paths: dict[str, Part | None] = {}
    for path, item in root["paths"].members():
        paths[path] = yield from _item(item, root)
    return mapping(
        root,
        {
            "openapi": made(_CONVERTED, root["swagger"]),
            "info": taken(root["info"]),
            "servers": _servers(root, root),
            "paths": mapping(root["paths"], paths),
            "components": _components(root),
            "security": taken(root["security"]),
            **extensions(root),
        },
    )


def _components(root: Node) -> Part:
    """Return what is reached; parameters are left out, as each stands where it is used."""
    responses = {name: _response(entry, root, root) for name, entry in root["responses"].members()}
    schemes = {name: scheme(entry) for name, entry in root["securityDefinitions"].members()}
    return mapping(
        root,
        {
            "schemas": taken(root["definitions"]),
            "responses": mapping(root["responses"], responses) if responses else None,
            "securitySchemes": mapping(root["securityDefinitions"], schemes) if schemes else None,
        },
    )


def _item(item: Node, root: Node) -> Checked[Part]:
    members: dict[str, Part | None] = {
        "parameters": (yield from swagger_parameters.parameters(item["parameters"]))
    }
    for key, member in item.members():
        if key.lower() in _METHODS:
            members[key] = yield from _operation(member, item, root)
    return mapping(item, members | extensions(item))


def _operation(node: Node, item: Node, root: Node) -> Checked[Part]:
    responses = {
        status: taken(entry) if status.startswith("x-") else _response(entry, node, root)
        for status, entry in node["responses"].members()
    }
    plain = ("tags", "summary", "description", "operationId", "deprecated", "security")
    return mapping(
        node,
        {
            **{key: taken(node[key]) for key in plain},
            "servers": _servers(node, root) if "schemes" in node else None,
            "parameters": (yield from swagger_parameters.parameters(node["parameters"])),
            "requestBody": (yield from body(node, item, _types(node, root, "consumes"))),
            "responses": mapping(node["responses"], responses)
            if responses
            else taken(node["responses"]),
            **extensions(node),
        },
    )


def _response(entry: Node, operation: Node, root: Node) -> Part | None:
    if "$ref" in entry or not isinstance(entry.value, dict):
        return taken(entry)
    types = _types(operation, root, "produces") or (_JSON,)
    contents = {kind: _media(entry, kind) for kind in types}
    return mapping(
        entry,
        {
            "description": taken(entry["description"]),
            "content": mapping(entry["schema"], contents) if entry["schema"] else None,
            **extensions(entry),
        },
    )


def _media(entry: Node, kind: str) -> Part:
    members = {"schema": taken(entry["schema"]), "example": taken(entry["examples"][kind])}
    return mapping(entry["schema"], members)


def _types(operation: Node, root: Node, key: str) -> tuple[str, ...]:
    """Return the media types of an operation; the document's where it names none."""
    return (operation[key] if key in operation else root[key]).texts


def _servers(holder: Node, root: Node) -> Part | None:
    """Return where the API is; the encrypted way comes first unless it is on this machine."""
    host = (root["host"].text or "").strip().rstrip("/")
    base = (root["basePath"].text or "").strip("/")
    path = f"/{base}" if base else ""
    if not host:
        return at(root["basePath"], Part([{"url": path}], {})) if path else None
    return at(root["host"], Part([{"url": f"{url}{path}"} for url in _hosts(host, holder)], {}))


def _hosts(host: str, holder: Node) -> list[str]:
    """Return a host with each way of speaking to it; people write the way into the host, too."""
    if "://" in host:
        return [host]
    is_local = host.startswith(_LOCAL)
    named = {name for name in holder["schemes"].texts if name in ("http", "https")}
    ways = sorted(named, reverse=not is_local) or ["http" if is_local else "https"]
    return [f"{way}://{host}" for way in ways]
