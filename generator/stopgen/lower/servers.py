"""Turns servers of a description into those of the model, the one that a stranger can reach first."""

from __future__ import annotations

import re
from typing import Final

from stopgen.address import is_base_url, is_loopback
from stopgen.model import Server, ServerVariable
from stopgen.node import Node

_VARIABLE: Final = re.compile(r"\{([^{}]+)\}")


def lower_servers(node: Node) -> tuple[Server, ...]:
    """Lower a list of servers; whole addresses come before relative ones and the author's own machine."""
    return tuple(sorted(map(_server, node.items()), key=_is_private))


def _server(node: Node) -> Server:
    url = (node["url"].text or "").strip()
    variables = node["variables"]
    undeclared = (name for name in _VARIABLE.findall(url) if name not in variables)
    return Server(
        url=url,
        description=node["description"].text,
        variables=(
            *(_variable(name, part) for name, part in variables.members()),
            *(ServerVariable(name=name, default="") for name in dict.fromkeys(undeclared)),
        ),
        origin=node.origin,
    )


def _variable(name: str, node: Node) -> ServerVariable:
    return ServerVariable(
        name=name,
        default=node["default"].text or "",
        values=node["enum"].texts,
        description=node["description"].text,
    )


def _is_private(server: Server) -> bool:
    url = server.url
    for variable in server.variables:
        url = url.replace(f"{{{variable.name}}}", variable.default)
    return not is_base_url(url) or is_loopback(url)
