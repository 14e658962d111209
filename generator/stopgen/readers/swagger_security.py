"""Converts security definitions of Swagger 2 to security schemes of OpenAPI 3."""

from __future__ import annotations

from typing import Final

from stopgen.node import Node
from stopgen.readers.parts import Part, extensions, made, mapping, taken

_FLOWS: Final = {
    "implicit": "implicit",
    "password": "password",
    "application": "clientCredentials",
    "accessCode": "authorizationCode",
}


def scheme(node: Node) -> Part | None:
    """Convert one definition; one of an unknown type stays as it is."""
    match node["type"].text:
        case "basic":
            members: dict[str, Part | None] = {
                "type": made("http", node["type"]),
                "scheme": made("basic", node["type"]),
            }
        case "oauth2":
            members = {"type": taken(node["type"]), "flows": _flows(node)}
        case _:
            return taken(node)
    return mapping(node, {**members, "description": taken(node["description"]), **extensions(node)})


def _flows(node: Node) -> Part:
    flow = node["flow"]
    scopes = taken(node["scopes"]) if isinstance(node["scopes"].value, dict) else made({}, node)
    members = {
        "authorizationUrl": taken(node["authorizationUrl"]),
        "tokenUrl": taken(node["tokenUrl"]),
        "scopes": scopes,
    }
    name = _FLOWS.get(flow.text or "", flow.text or "flow")
    return mapping(flow or node, {name: mapping(flow or node, members)})
