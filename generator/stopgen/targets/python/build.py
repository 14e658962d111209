"""Builds the view of a provider: everything that its modules are rendered from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from stopgen import model
from stopgen.hoist import hoist
from stopgen.targets.python import view
from stopgen.targets.python.build_errors import build_errors, error_parts
from stopgen.targets.python.build_fake import build_route
from stopgen.targets.python.build_limits import build_limits
from stopgen.targets.python.build_method import build_method
from stopgen.targets.python.build_operation import build_operation
from stopgen.targets.python.docs import docstring, prose, section
from stopgen.targets.python.inline import MOST_VALUES, inline
from stopgen.targets.python.literals import escape, line, literal
from stopgen.targets.python.merge import merge
from stopgen.targets.python.models import build_models
from stopgen.targets.python.names import argument_name, constant_name, distinct, method_name
from stopgen.targets.python.shapes import Shapes, shapes_of

_CONSTRUCTOR = (
    *("api_key", "base_url", "timeout", "http_client", "allow_http"),
    *("max_retries", "deadline", "rate_limit", "on_limit", "on_event"),
)

_TRYING = (
    (
        "max_retries",
        "How often a stop is tried again after a failed connection or 429, 502, 503 or 504",
    ),
    ("deadline", "Seconds that a stop may take with all its attempts and waits; None for no end"),
    ("rate_limit", "How often each operation may be called; clients can share a RateLimiter"),
    ("on_limit", "Whether a call that rate_limit forbids raises RateLimitError or waits"),
    ("on_event", "Is called with each event of a stop, in its thread or task"),
)


def build(provider: model.Provider, package: str, shared: Sequence[str]) -> view.Module:
    """Return the Python-shaped view of a provider.

    Args:
        provider: The platform.
        package: The folder of its modules.
        shared: Names that all packages have.
    """
    provider = inline(hoist(merge(provider)))
    shapes = shapes_of(provider, shared)
    stops = [op for op in provider.operations if op.purpose is model.Purpose.STOP]
    server = next((server for op in stops for server in op.servers), None)
    variables = tuple(_variables(server))
    prefix, settings = constant_name(package), provider.settings
    title = settings.title or provider.name.replace("_", " ").replace("-", " ").title()
    environment = (
        settings.key_variable or f"{prefix}_API_KEY",
        settings.url_variable or f"{prefix}_BASE_URL",
    )
    return view.Module(
        package=package,
        name=literal(provider.name),
        title=escape(title),
        title_literal=literal(title),
        sources=line(", ".join(provider.documents)),
        doc=docstring([prose(f"Stop what {title} is running.", 0), _pages(settings.pages)]),
        client_doc=_client_doc(title, environment, server, variables, ""),
        async_client_doc=_client_doc(title, environment, server, variables, " without blocking"),
        key_variable=literal(environment[0]),
        url_variable=literal(environment[1]),
        server=literal(server.url) if server else None,
        key_required=all(_needs_key(op) for op in stops),
        server_variables=tuple(_server_variables(server)),
        variables=variables,
        operations=tuple(_operations(stops, provider, shapes)),
        routes=tuple(
            build_route(op, provider.security_schemes, shapes) for op in provider.operations
        ),
        methods=tuple(_methods(stops, title, shapes)),
        errors=tuple(build_errors(stops, shapes)),
        rate_limits=tuple(build_limits(stops)),
        models=build_models(shapes),
    )


def _pages(pages: Mapping[str, str]) -> str:
    """Say where the documents are published, a line for each."""
    urls = [f"- {url}" for url in dict.fromkeys(pages.values())]
    return "\n".join(["The documentation that this package follows:", "", *urls]) if urls else ""


def _methods(stops: Sequence[model.Operation], title: str, shapes: Shapes) -> Iterator[view.Method]:
    names = distinct(method_name(operation.name) for operation in stops)
    for operation, name, constant in zip(stops, names, _constants(stops), strict=True):
        yield build_method(operation, name, constant, title, shapes)


def _operations(
    stops: Sequence[model.Operation], provider: model.Provider, shapes: Shapes
) -> Iterator[view.Operation]:
    own = error_parts(stops, shapes)
    for operation, constant in zip(stops, _constants(stops), strict=True):
        yield build_operation(operation, constant, provider.security_schemes, own, shapes)


def _constants(stops: Iterable[model.Operation]) -> list[str]:
    return distinct(
        (constant_name(operation.name) for operation in stops), ["PLATFORM", "RATE_LIMITS"]
    )


def _needs_key(operation: model.Operation) -> bool:
    return bool(operation.security) and all(operation.security)


def _server_variables(server: model.Server | None) -> Iterator[tuple[str, str]]:
    for variable in server.variables if server else ():
        yield literal(variable.name), literal(variable.default)


def _variables(server: model.Server | None) -> Iterator[view.Argument]:
    """Yield constructor arguments for parts of the URL; one that is the whole URL is ``base_url``."""
    if server is None or _whole_url(server):
        return
    names = distinct((argument_name(part.name) for part in server.variables), _CONSTRUCTOR)
    for variable, name in zip(server.variables, names, strict=True):
        yield view.Argument(
            name=name,
            annotation=_choice(variable),
            default=literal(variable.default),
            wire=literal(variable.name),
            text=variable.description or "",
        )


def _whole_url(server: model.Server) -> model.ServerVariable | None:
    """Return the variable that is the whole URL."""
    return next((part for part in server.variables if server.url == f"{{{part.name}}}"), None)


def _choice(variable: model.ServerVariable) -> str:
    values = dict.fromkeys((*variable.values, variable.default))
    if not variable.values or len(values) > MOST_VALUES:
        return "str"
    return f"Literal[{', '.join(map(literal, values))}]"


def _client_doc(
    title: str,
    environment: tuple[str, str],
    server: model.Server | None,
    variables: Iterable[view.Argument],
    manner: str,
) -> str:
    (key_variable, url_variable), documented = environment, "nothing: it must be given"
    if server:
        whole = _whole_url(server)
        documented = f"the documented server, {whole.default if whole else server.url}"
    return docstring(
        [
            f"Stops runs on {title}{manner}.",
            section(
                "Args",
                [
                    (
                        "api_key",
                        f"The key; falls back to the environment variable {key_variable}",
                    ),
                    (
                        "base_url",
                        f"Where the platform answers; falls back to {url_variable}, then to {documented}",
                    ),
                    *(
                        (a.name, a.text or f"The part {a.wire} of the server's URL")
                        for a in variables
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
                    *_TRYING,
                ],
                4,
            ),
            section("Raises", [("StopError", "No key was found, or the URL cannot be used")], 4),
        ]
    )
