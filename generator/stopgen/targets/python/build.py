"""Builds the view of a provider: everything that its modules are rendered from."""

from __future__ import annotations

from collections.abc import Iterator

from stopgen import model
from stopgen.targets.python import view
from stopgen.targets.python.build_errors import build_errors
from stopgen.targets.python.build_method import build_method
from stopgen.targets.python.build_operation import build_operation
from stopgen.targets.python.docs import docstring, prose, section
from stopgen.targets.python.literals import line, literal
from stopgen.targets.python.models import build_models
from stopgen.targets.python.names import argument_name, constant_name
from stopgen.targets.python.shapes import Shapes, shapes_of

_CONSTRUCTOR = ("api_key", "base_url", "timeout", "http_client", "allow_http")


def build(provider: model.Provider, package: str) -> view.Module:
    """Return the Python-shaped view of a provider.

    Args:
        provider: The platform, its operations named and its inline objects hoisted.
        package: The folder of its modules.
    """
    shapes = shapes_of(provider)
    stops = [op for op in provider.operations if op.purpose is model.Purpose.STOP]
    server = next((server for op in stops for server in op.servers), None)
    prefix = constant_name(package)
    title = provider.name.replace("_", " ").replace("-", " ").title()
    return view.Module(
        package=package,
        name=literal(provider.name),
        title=line(title),
        title_literal=literal(title),
        sources=line(", ".join(provider.documents)),
        doc=docstring([prose(f"Stop what {title} is running.", 0)]),
        client_doc=_client_doc(title, prefix, server, ""),
        async_client_doc=_client_doc(title, prefix, server, " without blocking"),
        key_variable=literal(f"{prefix}_API_KEY"),
        url_variable=literal(f"{prefix}_BASE_URL"),
        server=literal(server.url) if server else None,
        key_required=all(_needs_key(op) for op in stops),
        server_variables=tuple(_server_variables(server)),
        variables=tuple(_variables(server)),
        operations=tuple(
            build_operation(op, dict(provider.security_schemes), shapes) for op in stops
        ),
        methods=tuple(build_method(op, title, shapes) for op in stops),
        errors=tuple(build_errors(stops, shapes)),
        models=build_models(Shapes(shapes.schemas, shapes.classes)),
    )


def _needs_key(operation: model.Operation) -> bool:
    return bool(operation.security) and all(operation.security)


def _server_variables(server: model.Server | None) -> Iterator[tuple[str, str]]:
    for variable in server.variables if server else ():
        yield literal(variable.name), literal(variable.default)


def _variables(server: model.Server | None) -> Iterator[view.Argument]:
    """Yield constructor arguments for parts of the URL; one that is the whole URL is ``base_url``."""
    for variable in server.variables if server else ():
        if server and server.url == f"{{{variable.name}}}":
            continue
        name = argument_name(variable.name)
        yield view.Argument(
            name=f"{name}_" if name in _CONSTRUCTOR else name,
            annotation=_choice(variable),
            default=literal(variable.default),
            wire=literal(variable.name),
            text=variable.description or "",
        )


def _choice(variable: model.ServerVariable) -> str:
    if not variable.values:
        return "str"
    return f"Literal[{', '.join(map(literal, variable.values))}]"


def _client_doc(title: str, prefix: str, server: model.Server | None, manner: str) -> str:
    documented = f"the documented server, {server.url}" if server else "nothing: it must be given"
    whole = next(iter(server.variables), None) if server else None
    if server and whole and server.url == f"{{{whole.name}}}":
        documented = f"the documented server, {whole.default}"
    return docstring(
        [
            f"Stops runs on {title}{manner}.",
            section(
                "Args",
                [
                    (
                        "api_key",
                        f"The key; falls back to the environment variable {prefix}_API_KEY",
                    ),
                    (
                        "base_url",
                        f"Where the platform answers; falls back to {prefix}_BASE_URL, then to {documented}",
                    ),
                    *(
                        (a.name, a.text or f"The part {a.wire} of the server's URL")
                        for a in _variables(server)
                    ),
                    (
                        "timeout",
                        "Seconds that each of connecting, sending and waiting for bytes may take",
                    ),
                    (
                        "http_client",
                        "The application's own HTTP client, which stays open; by default one is made",
                    ),
                    ("allow_http", "Whether the key may travel unencrypted to another machine"),
                ],
                4,
            ),
            section("Raises", [("StopError", "No key was found, or the URL cannot be used")], 4),
        ]
    )
