"""Turns security schemes and requirements of a description into those of the model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from stopgen.diagnostic import Checked, Code, Diagnostic, error, note, warning
from stopgen.model import Parameter, Requirement, SchemeKind, SecurityScheme
from stopgen.node import Node

_Place: TypeAlias = tuple[SchemeKind, str | None, str | None]
"""How a secret travels, the name of what it travels in, and a word before it."""

_LOCATIONS: Final = {
    "header": SchemeKind.HEADER,
    "query": SchemeKind.QUERY,
    "cookie": SchemeKind.COOKIE,
}
_ASKING: Final = frozenset("digest dpop gnap hoba mutual negotiate ntlm vapid".split())
"""HTTP schemes in which more travels than a secret."""
_AUTHORIZATION: Final = "Authorization"
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_PREFIX: Final = re.compile(
    r"\bprefix(?:ed)?\W+(?:with\W+|by\W+)?[\"'`]([A-Za-z][\w-]*)", re.IGNORECASE
)
_BEARER: Final = re.compile(r"\bbearer\b", re.IGNORECASE)
_NO_BEARER: Final = re.compile(r"\b(?:no|not|without)\b[^.]*\bbearer\b", re.IGNORECASE)


def lower_schemes(root: Node) -> Checked[dict[str, SecurityScheme]]:
    """Lower the declared security schemes; one that cannot be used is left out."""
    schemes: dict[str, SecurityScheme] = {}
    for key, entry in root["components"]["securitySchemes"].members():
        scheme = _scheme(key, entry.follow())
        if scheme is None:
            kind = entry.follow()["type"].text
            if kind == "mutualTLS":
                continue
            sentence = f"the security scheme {key!r} is of the type {kind!r}, which cannot be used"
            yield warning(Code.UNSUPPORTED_SECURITY, entry.origin.position, sentence)
        else:
            schemes[key] = scheme
    return schemes


def is_key(parameter: Parameter, asked: Iterable[SecurityScheme]) -> bool:
    """Tell whether a parameter is the place of a secret, which clients know without being told again."""
    place = parameter.location.value, parameter.name.lower()
    return any(place == _carrier(scheme) for scheme in asked)


def _carrier(scheme: SecurityScheme) -> tuple[str, str]:
    """Return where a secret travels, and the name of what carries it in lower case."""
    if scheme.name is None:
        return SchemeKind.HEADER.value, _AUTHORIZATION.lower()
    return scheme.kind.value, scheme.name.lower()


def _scheme(key: str, node: Node) -> SecurityScheme | None:
    match node["type"].text:
        case "http":
            place = _http((node["scheme"].text or "").strip())
        case "oauth2" | "openIdConnect":
            place = SchemeKind.BEARER, None, None
        case "apiKey":
            place = _api_key(node)
        case _:
            place = None
    if place is None:
        return None
    kind, name, prefix = place
    definition, origin = node.object, node.origin
    return SecurityScheme(
        key=key, kind=kind, name=name, prefix=prefix, definition=definition, origin=origin
    )


def _http(scheme: str) -> _Place | None:
    """Return how a secret travels in a scheme of HTTP: behind the scheme's name, if in no other way."""
    match scheme.lower():
        case "bearer":
            return SchemeKind.BEARER, None, None
        case "basic":
            return SchemeKind.BASIC, None, None
        case asking if asking in _ASKING or asking.startswith("scram-"):
            return None
        case _:
            is_word = _WORD.fullmatch(scheme)
            return (SchemeKind.HEADER, _AUTHORIZATION, scheme) if is_word else None


def _api_key(node: Node) -> _Place | None:
    """Return how an API key travels; a word before it is sent only where the document says so."""
    kind, name = _LOCATIONS.get(node["in"].text or ""), node["name"].text
    if kind is None or name is None:
        return None
    if kind is not SchemeKind.HEADER or name.lower() != _AUTHORIZATION.lower():
        return kind, name, None
    text = node["description"].text or ""
    found = _PREFIX.search(text)
    prefix = found[1] if found else None
    if prefix is None and _BEARER.search(text) and not _NO_BEARER.search(text):
        prefix = "Bearer"
    is_bearer = prefix is not None and prefix.lower() == "bearer"
    return (SchemeKind.BEARER, None, None) if is_bearer else (kind, name, prefix)


def lower_requirements(
    root: Node, operation: Node, schemes: Mapping[str, SecurityScheme]
) -> Checked[tuple[Requirement, ...]]:
    """Lower the alternatives of an operation; the document's where it has none, empty if undeclared.

    An alternative that needs what cannot be used is left out; that none is left is an error.
    """
    declared = operation["security"] or root["security"]
    if not declared:
        return ()
    every = tuple(_requirement(root, entry) for entry in declared.items()) or ({},)
    usable = tuple(entry for entry in every if all(key in schemes for key in entry))
    if not usable:
        keys = ", ".join(
            repr(key) for key in dict.fromkeys(key for entry in every for key in entry)
        )
        sentence = f"no way to authenticate is left: of {keys}, none is declared and can be used"
        yield error(Code.UNSUPPORTED_SECURITY, declared.origin.position, sentence)
    else:
        yield from _left_out(root, declared)
    return usable


def _left_out(root: Node, declared: Node) -> Iterator[Diagnostic]:
    """Yield alternatives that name what no document declares."""
    known = root["components"]["securitySchemes"]
    for entry in declared.items():
        for key, _ in entry.members():
            if key not in known:
                sentence = (
                    f"the security scheme {key!r} is not declared; this alternative is left out"
                )
                yield note(Code.UNSUPPORTED_SECURITY, entry.origin.position, sentence)


def _requirement(root: Node, entry: Node) -> Requirement:
    """Return the schemes of an alternative but for certificates, which are the HTTP client's."""
    return {
        key: scopes.texts
        for key, scopes in entry.members()
        if root["components"]["securitySchemes"][key].follow()["type"].text != "mutualTLS"
    }
