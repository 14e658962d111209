"""Spells a request as the generated client takes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from stopgen.description import Json
from stopgen.model import Location
from stopgen.targets.python import view
from stopgen.targets.python.build_keys import API_KEY
from stopgen.targets.python.literals import data_literal, literal
from stopgen.targets.python.media import Form
from stopgen.targets.report.example import Body, Example
from stopgen.targets.report.secrets import Secret, arguments

_WIDEST = 72
_BYTES = "b'BYTES'"
_GROUPS = {
    "query": Location.QUERY,
    "headers": Location.HEADER,
    "cookies": Location.COOKIE,
}


def call(
    method: view.Method, example: Example, secrets: Sequence[Secret], home: str, package: str
) -> str:
    """Return a program that calls a method.

    Args:
        method: The method.
        example: What to call it with.
        secrets: What only the caller knows.
        home: The package of all platforms.
        package: The platform's package.
    """
    name = "status" if method.is_status else "result"
    told = f"{name}.state" if method.is_status else f"{name}.outcome"
    return "\n".join(
        [
            f"from {home} import {package}",
            "",
            *_key(secrets),
            f"with {package}.Client({', '.join(arguments(secrets))}) as client:",
            _statement(f"{name} = client.{method.name}", list(_arguments(method, example))),
            "",
            f"print({told})",
        ]
    )


def _key(secrets: Iterable[Secret]) -> Iterator[str]:
    """Say where a client finds the key that nobody gives it."""
    for variable in dict.fromkeys(s.variable for s in secrets if s.argument == API_KEY):
        yield f"# The key is in {variable}."


def _statement(called: str, arguments: list[str]) -> str:
    """Write a call on one line, or with a line for each argument."""
    line = f"    {called}({', '.join(arguments)})"
    if len(line) <= _WIDEST:
        return line
    return "\n".join([f"    {called}(", *(f"        {text}," for text in arguments), "    )"])


def _arguments(method: view.Method, example: Example) -> Iterator[str]:
    """Spell what must be given, and what the body shows besides."""
    files = example.body.files if example.body else frozenset[str]()
    in_bytes = {literal(name) for name in files}
    path = _by_wire(example.values[Location.PATH])
    for argument in method.positional:
        yield path.get(argument.wire, literal(argument.name.upper()))
    for group in method.groups:
        shown = _by_wire(_values(group.keyword, example))
        for argument in (*group.required, *group.optional):
            if argument.wire in shown:
                is_file = group.keyword not in _GROUPS and argument.wire in in_bytes
                yield f"{argument.name}={_BYTES if is_file else shown[argument.wire]}"
    if method.body and example.body:
        yield f"{method.body.name}={_whole(example.body)}"


def _values(keyword: str, example: Example) -> Mapping[str, Json]:
    if keyword in _GROUPS:
        return example.values[_GROUPS[keyword]]
    value = example.body.value if example.body else None
    return value if isinstance(value, dict) else {}


def _whole(body: Body) -> str:
    """Spell a body that is one argument."""
    if body.form is Form.RAW:
        return _BYTES
    if not isinstance(body.value, dict):
        return data_literal(body.value)
    values = _by_wire(body.value) | {literal(name): _BYTES for name in sorted(body.files)}
    return f"{{{', '.join(f'{name}: {value}' for name, value in values.items())}}}"


def _by_wire(values: Mapping[str, Json]) -> dict[str, str]:
    """Return values as Python spells them, by their names as it spells them."""
    return {literal(name): data_literal(value) for name, value in values.items()}
