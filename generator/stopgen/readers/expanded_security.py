"""Rebuilds security schemes and requirements from the expanded form of an operation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from stopgen.diagnostic import Checked, Code, error
from stopgen.node import Node
from stopgen.readers.excerpt import quoted
from stopgen.readers.parts import (
    Part,
    check_keys,
    extensions,
    made,
    mapping,
    sequence,
    taken,
    written,
)

_LOCATIONS: Final = ("query", "header", "cookie")
_NO_KEY: Final = re.compile(r"[^\w.-]+", re.ASCII)
_KNOWN: Final = frozenset(
    "type scheme description bearerFormat flows openIdConnectUrl name in".split()
)


@dataclass(frozen=True, slots=True)
class _Credential:
    """One thing that a client sends to say who it is."""

    location: str
    name: str
    node: Node


@dataclass(slots=True)
class Schemes:
    """The security schemes that have been needed so far, by their key."""

    parts: dict[str, Part] = field(default_factory=dict[str, Part])

    def key(self, wanted: str, scheme: Part) -> str:
        """Return the key of a scheme; two that differ never share one."""
        key, number = wanted, 1
        while key in self.parts and self.parts[key].value != scheme.value:
            number += 1
            key = f"{wanted}-{number}"
        self.parts.setdefault(key, scheme)
        return key


def read_security(node: Node, schemes: Schemes) -> Checked[Part | None]:
    """Read the entries, any of which is enough.

    Args:
        node: The list of entries.
        schemes: Where the schemes go that the requirements name.

    Returns:
        The requirements; None if the page does not say whether there are any.
    """
    if not isinstance(node.value, list):
        if node:
            yield error(Code.WRONG_SHAPE, node.origin.position, "a list should stand here")
        return None
    requirements: list[Part] = []
    for entry in node.items():
        requirements.append((yield from _requirement(entry, schemes)))
    return sequence(node, requirements)


def _requirement(entry: Node, schemes: Schemes) -> Checked[Part]:
    """Read an entry; all that it lists has to be sent together."""
    yield from check_keys(entry, ("title", "parameters"))
    yield from check_keys(entry["parameters"], _LOCATIONS)
    credentials = [
        _Credential(location, name, node)
        for location in _LOCATIONS
        for name, node in entry["parameters"][location].members()
    ]
    members: dict[str, Part | None] = {}
    for wanted, credential in zip(_names(entry, credentials), credentials, strict=True):
        scheme = yield from _scheme(credential)
        members[schemes.key(wanted, scheme)] = made([], credential.node)
    return mapping(entry, members)


def _names(entry: Node, credentials: list[_Credential]) -> list[str]:
    """Return a key for each scheme: the title, or its parts if there are as many."""
    title = entry["title"].text or ""
    names = title.split(" & ") if len(credentials) > 1 else [title]
    if len(names) != len(credentials):
        names = [f"{title} {credential.name}" for credential in credentials]
    keys = (_NO_KEY.sub("-", name).strip("-") for name in names)
    return [key or "key" for key in keys]


def _scheme(credential: _Credential) -> Checked[Part]:
    node = credential.node
    yield from check_keys(node, _KNOWN)
    kind = node["type"].text
    members: dict[str, Part | None] = {
        "type": taken(node["type"]),
        "description": written(node["description"]),
        **extensions(node),
    }
    match kind:
        case "http" if node["scheme"].text:
            members |= {key: taken(node[key]) for key in ("scheme", "bearerFormat")}
        case "http" | "openIdConnect":
            members |= {"type": made("http", node), "scheme": made("bearer", node)}
        case "oauth2":
            members["flows"] = taken(node["flows"]) or made({}, node)
        case _:
            members |= _api_key(credential)
    if kind not in {"http", "openIdConnect", "oauth2", "apiKey"}:
        sentence = f"{quoted(str(kind))} is not a type of security that OpenAPI knows"
        place = dict(node.members()).get("type", node)
        yield error(Code.WRONG_SHAPE, place.origin.position, sentence)
    return mapping(node, members)


def _api_key(credential: _Credential) -> dict[str, Part | None]:
    return {
        "type": made("apiKey", credential.node),
        "in": made(credential.location, credential.node),
        "name": made(credential.name, credential.node),
    }
