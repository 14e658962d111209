"""Builds the view of a provider: everything that its modules are rendered from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from stopgen import model
from stopgen.hoist import hoist
from stopgen.targets.python import view
from stopgen.targets.python.build_errors import build_errors, error_parts
from stopgen.targets.python.build_fake import build_route
from stopgen.targets.python.build_keys import build_credentials, credentials_of
from stopgen.targets.python.build_limits import build_limits
from stopgen.targets.python.build_method import build_method
from stopgen.targets.python.build_operation import Spelling, build_operation
from stopgen.targets.python.build_servers import (
    build_server,
    build_variables,
    platform_server,
    whole_url,
)
from stopgen.targets.python.docs import docstring, prose, section
from stopgen.targets.python.inline import inline
from stopgen.targets.python.literals import line, literal
from stopgen.targets.python.merge import merge
from stopgen.targets.python.models import build_models
from stopgen.targets.python.names import constant_name, distinct, method_name
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
    server = platform_server(stops)
    variables = tuple(build_variables(stops, _CONSTRUCTOR))
    taken = [*_CONSTRUCTOR, *(variable.name for variable in variables)]
    keys = credentials_of(stops, provider.security_schemes, taken)
    credentials = tuple(build_credentials(keys, provider.security_schemes))
    spelling = Spelling(provider.security_schemes, keys, server, shapes)
    prefix = constant_name(package)
    title = provider.name.replace("_", " ").replace("-", " ").title()
    return view.Module(
        package=package,
        name=literal(provider.name),
        title=line(title),
        title_literal=literal(title),
        sources=line(", ".join(provider.documents)),
        doc=docstring([prose(f"Stop what {title} is running.", 0)]),
        client_doc=_client_doc(title, prefix, server, (*credentials, *variables), ""),
        async_client_doc=_client_doc(
            title, prefix, server, (*credentials, *variables), " without blocking"
        ),
        key_variable=literal(f"{prefix}_API_KEY"),
        url_variable=literal(f"{prefix}_BASE_URL"),
        server=build_server(server) if server else None,
        key_required=all(_needs_key(op) for op in stops),
        credentials=credentials,
        variables=variables,
        operations=tuple(_operations(stops, spelling)),
        routes=tuple(build_route(op, spelling) for op in provider.operations),
        methods=tuple(_methods(stops, title, shapes)),
        errors=tuple(build_errors(stops, shapes)),
        rate_limits=tuple(build_limits(stops)),
        models=build_models(shapes),
    )


def _methods(stops: Sequence[model.Operation], title: str, shapes: Shapes) -> Iterator[view.Method]:
    names = distinct(method_name(operation.name) for operation in stops)
    for operation, name, constant in zip(stops, names, _constants(stops), strict=True):
        yield build_method(operation, name, constant, title, shapes)


def _operations(stops: Sequence[model.Operation], spelling: Spelling) -> Iterator[view.Operation]:
    own = error_parts(stops, spelling.shapes)
    for operation, constant in zip(stops, _constants(stops), strict=True):
        yield build_operation(operation, constant, own, spelling)


def _constants(stops: Iterable[model.Operation]) -> list[str]:
    return distinct(
        (constant_name(operation.name) for operation in stops), ["PLATFORM", "RATE_LIMITS"]
    )


def _needs_key(operation: model.Operation) -> bool:
    return bool(operation.security) and all(operation.security)


def _client_doc(
    title: str,
    prefix: str,
    server: model.Server | None,
    others: Iterable[view.Argument],
    manner: str,
) -> str:
    documented = "nothing: it must be given"
    if server:
        whole = whole_url(server)
        documented = f"the documented server, {whole.default if whole else server.url}"
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
                    *((a.name, a.text or f"The part {a.wire} of the server's URL") for a in others),
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
