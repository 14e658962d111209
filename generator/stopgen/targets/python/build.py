"""Builds the view of a provider: everything that its modules are rendered from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from stopgen import model
from stopgen.hoist import hoist
from stopgen.targets.python import view
from stopgen.targets.python.build_docs import client_doc, package_doc
from stopgen.targets.python.build_errors import build_errors, error_parts
from stopgen.targets.python.build_fake import build_route
from stopgen.targets.python.build_keys import Credentials, build_credentials, name_credentials
from stopgen.targets.python.build_limits import build_limits
from stopgen.targets.python.build_method import build_method
from stopgen.targets.python.build_operation import Spelling, build_operation
from stopgen.targets.python.build_servers import build_server, build_variables, platform_server
from stopgen.targets.python.build_status import (
    build_checks,
    build_states,
    state_constants,
    status_calls,
)
from stopgen.targets.python.inline import inline
from stopgen.targets.python.literals import escape, line, literal
from stopgen.targets.python.merge import merge
from stopgen.targets.python.models import build_models
from stopgen.targets.python.names import constant_name, distinct, method_name
from stopgen.targets.python.shapes import Shapes, shapes_of

Key: TypeAlias = tuple[str, str]

_CONSTRUCTOR = (
    *("api_key", "base_url", "timeout", "http_client", "allow_http"),
    *("max_retries", "deadline", "rate_limit", "on_limit", "on_event"),
)


def build(provider: model.Provider, package: str, shared: Sequence[str]) -> view.Module:
    """Return the Python-shaped view of a provider.

    Args:
        provider: The platform.
        package: The folder of its modules.
        shared: Names that all packages have.
    """
    provider = prepare(provider)
    shapes = shapes_of(provider, shared)
    stops = [op for op in provider.operations if op.purpose is model.Purpose.STOP]
    calls = calls_of(provider)
    states = _state_names(calls)
    server = platform_server(calls)
    variables = tuple(build_variables(calls, _CONSTRUCTOR))
    keys = credentials_of(provider)
    credentials = tuple(build_credentials(keys, provider.security_schemes))
    spelling = Spelling(provider.security_schemes, keys, server, shapes)
    title = provider.settings.title or provider.name.replace("_", " ").replace("-", " ").title()
    environment = environment_of(provider, package)
    others, is_told = (*credentials, *variables), all(op.security for op in calls)
    document = partial(client_doc, title, environment, server, others, is_told=is_told)
    return view.Module(
        package=package,
        name=literal(provider.name),
        title=escape(title),
        title_literal=literal(title),
        sources=line(", ".join(provider.documents)),
        doc=package_doc(title, provider.settings.pages),
        client_doc=document(""),
        async_client_doc=document(" without blocking"),
        key_variable=literal(environment[0]),
        url_variable=literal(environment[1]),
        server=build_server(server) if server else None,
        key_required=all(_needs_key(op) for op in calls),
        credentials=credentials,
        variables=variables,
        operations=tuple(_operations(calls, states, spelling)),
        run_states=tuple(build_states(op.states, states[op.key]) for op in calls if op.states),
        routes=tuple(build_route(op, states.get(op.key), spelling) for op in provider.operations),
        methods=tuple(build_methods(calls, title, shapes)),
        errors=tuple(build_errors(calls, shapes)),
        rate_limits=tuple(build_limits(stops)),
        models=build_models(shapes),
    )


def prepare(provider: model.Provider) -> model.Provider:
    """Return a platform as Python can spell it, each of its calls either a stop or a status call."""
    return _told_apart(inline(hoist(merge(provider))))


def environment_of(provider: model.Provider, package: str) -> tuple[str, str]:
    """Return the environment variables of the key and of the address."""
    prefix, settings = constant_name(package), provider.settings
    return (
        settings.key_variable or f"{prefix}_API_KEY",
        settings.url_variable or f"{prefix}_BASE_URL",
    )


def credentials_of(provider: model.Provider) -> Credentials:
    """Return the secret that each security scheme of a prepared platform takes."""
    calls = calls_of(provider)
    variables = build_variables(calls, _CONSTRUCTOR)
    taken = [*_CONSTRUCTOR, *(variable.name for variable in variables)]
    return name_credentials(calls, provider.security_schemes, taken)


def calls_of(provider: model.Provider) -> list[model.Operation]:
    """Return what clients have methods for, in the order in which names are given."""
    return sorted(provider.operations, key=lambda op: op.purpose is not model.Purpose.STOP)


def _told_apart(provider: model.Provider) -> model.Provider:
    """Take a call for what it is to at least one document: one that stops tells no states."""
    operations = (
        replace(op, states=None) if op.purpose is model.Purpose.STOP else op
        for op in provider.operations
    )
    return replace(provider, operations=tuple(operations))


def build_methods(
    calls: Sequence[model.Operation], title: str, shapes: Shapes
) -> Iterator[view.Method]:
    """Yield the method of each call, then those that ask first whether there is anything to stop."""
    names = distinct(method_name(operation.name) for operation in calls)
    asked = status_calls(calls)
    methods = [
        build_method(call, name, constant, title, shapes, confirms=call.key in asked)
        for call, name, constant in zip(calls, names, _constants(calls), strict=True)
    ]
    yield from methods
    stops = {method.name: asked[method.wire] for method in methods if method.confirms}
    yield from build_checks(stops, methods)


def _operations(
    calls: Sequence[model.Operation], states: Mapping[Key, str], spelling: Spelling
) -> Iterator[view.Operation]:
    """Yield the declarations, those first that others refer to."""
    own = error_parts(calls, spelling.shapes)
    constants = {call.key: name for call, name in zip(calls, _constants(calls), strict=True)}
    asked = status_calls(calls)
    for call in sorted(calls, key=lambda op: op.states is None):
        status = asked.get(call.key)
        spelled = build_operation(call, constants[call.key], own, spelling)
        yield replace(
            spelled,
            states=states.get(call.key),
            status=constants[status.key] if status else None,
            is_limited=call.states is None or bool(call.rate_limits),
        )


def _state_names(calls: Sequence[model.Operation]) -> dict[Key, str]:
    """Name the states of each status call."""
    names = state_constants(calls, _constants(calls))
    return dict(zip((call.key for call in calls if call.states), names, strict=True))


def _constants(calls: Iterable[model.Operation]) -> list[str]:
    return distinct(
        (constant_name(operation.name) for operation in calls),
        ["PLATFORM", "RATE_LIMITS", "RUN_STATES"],
    )


def _needs_key(operation: model.Operation) -> bool:
    return bool(operation.security) and all(operation.security)
