"""Builds where operations are answered, and the arguments for parts of these addresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stopgen import model
from stopgen.targets.python import view
from stopgen.targets.python.inline import MOST_VALUES
from stopgen.targets.python.literals import literal
from stopgen.targets.python.names import argument_name, distinct

_NOWHERE = model.Server(url="/")
"""Where an operation is answered whose document does not say it."""


def platform_server(operations: Sequence[model.Operation]) -> model.Server | None:
    """Return where the platform answers: the first server of the first operation that has one."""
    return next((operation.servers[0] for operation in operations if operation.servers), None)


def own_server(operation: model.Operation, shared: model.Server | None) -> model.Server | None:
    """Return where an operation is answered, if that is not where the platform's others are."""
    server = next(iter(operation.servers), _NOWHERE if shared else None)
    return None if server is None or shared is None or server == shared else server


def build_server(server: model.Server) -> str:
    """Spell a server as a declaration."""
    variables = (f"{literal(v.name)}: {literal(v.default)}" for v in server.variables)
    return f"Server({literal(server.url)}, {{{', '.join(variables)}}})"


def build_variables(
    operations: Sequence[model.Operation], taken: Sequence[str]
) -> Iterator[view.Argument]:
    """Yield constructor arguments for parts of the URLs; one that is the whole URL is ``base_url``.

    Args:
        operations: What clients call.
        taken: Arguments that clients have already.
    """
    ordered = server_variables(operations)
    names = distinct((argument_name(part.name) for part in ordered), taken)
    for variable, name in zip(ordered, names, strict=True):
        yield view.Argument(
            name=name,
            annotation=_choice(variable) if variable.default else f"{_choice(variable)} | None",
            default=literal(variable.default or None),
            wire=literal(variable.name),
            text=variable.description or "",
        )


def server_variables(operations: Sequence[model.Operation]) -> list[model.ServerVariable]:
    """Return the parts of the URLs that clients can be given, each once."""
    servers = [operation.servers[0] for operation in operations if operation.servers]
    parts = {
        part.name: part
        for server in reversed(servers)
        if whole_url(server) is None
        for part in reversed(server.variables)
    }
    return list(reversed(parts.values()))


def whole_url(server: model.Server) -> model.ServerVariable | None:
    """Return the variable that is the whole URL."""
    return next((part for part in server.variables if server.url == f"{{{part.name}}}"), None)


def _choice(variable: model.ServerVariable) -> str:
    values = [value for value in dict.fromkeys((*variable.values, variable.default)) if value]
    if not variable.values or len(values) > MOST_VALUES:
        return "str"
    return f"Literal[{', '.join(map(literal, values))}]"
