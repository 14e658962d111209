"""Turns security schemes and requirements of a description into those of the model."""

from __future__ import annotations

from collections.abc import Mapping

from stopgen.diagnostic import Checked, Code, error, warning
from stopgen.model import Requirement, SchemeKind, SecurityScheme
from stopgen.node import Node

_HTTP = {"bearer": SchemeKind.BEARER, "basic": SchemeKind.BASIC}
_LOCATIONS = {
    "header": SchemeKind.HEADER,
    "query": SchemeKind.QUERY,
    "cookie": SchemeKind.COOKIE,
}


def lower_schemes(root: Node) -> Checked[dict[str, SecurityScheme]]:
    """Lower the declared security schemes; one that cannot be used is left out."""
    schemes: dict[str, SecurityScheme] = {}
    for key, entry in root["components"]["securitySchemes"].members():
        scheme = _scheme(key, entry.follow())
        if scheme is None:
            kind = entry.follow()["type"].text
            sentence = f"the security scheme {key!r} is of the type {kind!r}, which cannot be used"
            yield warning(Code.UNSUPPORTED_SECURITY, entry.origin.position, sentence)
        else:
            schemes[key] = scheme
    return schemes


def _scheme(key: str, node: Node) -> SecurityScheme | None:
    kind = _kind(node)
    if kind is None:
        return None
    name = node["name"].text
    if name is None and node["type"].text == "apiKey":
        return None
    return SecurityScheme(key=key, kind=kind, name=name, definition=node.object, origin=node.origin)


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


def lower_requirements(
    root: Node, operation: Node, schemes: Mapping[str, SecurityScheme]
) -> Checked[tuple[Requirement, ...]]:
    """Lower the alternatives of an operation; the document's where it has none, empty if undeclared.

    An alternative that needs what cannot be used is left out; that none is left is an error.
    """
    declared = operation["security"] or root["security"]
    if not declared:
        return ()
    every = tuple(_requirement(entry) for entry in declared.items()) or ({},)
    usable = tuple(entry for entry in every if all(key in schemes for key in entry))
    if not usable:
        keys = ", ".join(
            repr(key) for key in dict.fromkeys(key for entry in every for key in entry)
        )
        sentence = f"no way to authenticate is left: of {keys}, none is declared and can be used"
        yield error(Code.UNSUPPORTED_SECURITY, declared.origin.position, sentence)
    return usable


def _requirement(entry: Node) -> Requirement:
    return {key: scopes.texts for key, scopes in entry.members()}
