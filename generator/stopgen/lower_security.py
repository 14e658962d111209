"""Turns security schemes and requirements of a description into those of the model."""

from __future__ import annotations

from stopgen.diagnostic import Checked, Code, error
from stopgen.model import Requirement, SchemeKind, SecurityScheme
from stopgen.node import Node

_HTTP = {"bearer": SchemeKind.BEARER, "basic": SchemeKind.BASIC}
_LOCATIONS = {
    "header": SchemeKind.HEADER,
    "query": SchemeKind.QUERY,
    "cookie": SchemeKind.COOKIE,
}


def lower_schemes(root: Node) -> Checked[dict[str, SecurityScheme]]:
    """Lower the declared security schemes; one that cannot be used is an error."""
    schemes: dict[str, SecurityScheme] = {}
    for key, entry in root["components"]["securitySchemes"].members():
        scheme = _scheme(key, entry.follow())
        if scheme is None:
            kind = entry.follow()["type"].text
            sentence = f"the security scheme {key!r} is of the type {kind!r}, which cannot be used"
            yield error(Code.UNSUPPORTED_SECURITY, entry.origin.position, sentence)
        else:
            schemes[key] = scheme
    return schemes


def _scheme(key: str, node: Node) -> SecurityScheme | None:
    kind = _kind(node)
    if kind is None:
        return None
    return SecurityScheme(
        key=key, kind=kind, name=node["name"].text, definition=node.object, origin=node.origin
    )


def _kind(node: Node) -> SchemeKind | None:
    match node["type"].text:
        case "http":
            return _HTTP.get((node["scheme"].text or "").lower())
        case "oauth2" | "openIdConnect":
            return SchemeKind.BEARER
        case "apiKey":
            return _LOCATIONS.get(node["in"].text or "")
        case _:
            return None


def lower_requirements(root: Node, operation: Node) -> tuple[Requirement, ...]:
    """Return the alternatives of an operation; the document's where it has none, empty if undeclared."""
    declared = operation["security"] or root["security"]
    if not declared:
        return ()
    return tuple(_requirement(entry) for entry in declared.items()) or ({},)


def _requirement(entry: Node) -> Requirement:
    return {key: scopes.texts for key, scopes in entry.members()}
