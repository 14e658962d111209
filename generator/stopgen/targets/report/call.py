"""Spells a request as the generated client takes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stopgen.description import Json
from stopgen.model import Location
from stopgen.targets.python import view
from stopgen.targets.python.literals import data_literal, literal
from stopgen.targets.report.example import Example

_WIDEST = 72
_GROUPS = {
    "query": Location.QUERY,
    "headers": Location.HEADER,
    "cookies": Location.COOKIE,
}


def call(method: view.Method, example: Example, home: str, package: str, variable: str) -> str:
    """Return a program that calls a method.

    Args:
        method: The method.
        example: What to call it with.
        home: The package of all platforms.
        package: The platform's package.
        variable: The environment variable that holds the key.
    """
    name = "status" if method.is_status else "result"
    told = f"{name}.state" if method.is_status else f"{name}.outcome"
    return "\n".join(
        [
            f"from {home} import {package}",
            "",
            f"with {package}.Client() as client:  # the key is in {variable}",
            _statement(f"{name} = client.{method.name}", list(_arguments(method, example))),
            "",
            f"print({told})",
        ]
    )


def _statement(called: str, arguments: list[str]) -> str:
    """Write a call on one line, or with a line for each argument."""
    line = f"    {called}({', '.join(arguments)})"
    if len(line) <= _WIDEST:
        return line
    return "\n".join([f"    {called}(", *(f"        {text}," for text in arguments), "    )"])


def _arguments(method: view.Method, example: Example) -> Iterator[str]:
    """Spell what must be given, and what the body shows besides."""
    path = _by_wire(example.values[Location.PATH])
    for argument in method.positional:
        yield path.get(argument.wire, literal(argument.name.upper()))
    for group in method.groups:
        shown = _by_wire(_values(group.keyword, example))
        for argument in (*group.required, *group.optional):
            if argument.wire in shown:
                yield f"{argument.name}={shown[argument.wire]}"
    if method.body and example.has_body:
        yield f"{method.body.name}={data_literal(example.body)}"


def _values(keyword: str, example: Example) -> Mapping[str, Json]:
    if keyword in _GROUPS:
        return example.values[_GROUPS[keyword]]
    return example.body if isinstance(example.body, dict) else {}


def _by_wire(values: Mapping[str, Json]) -> dict[str, str]:
    """Return values as Python spells them, by their names as it spells them."""
    return {literal(name): data_literal(value) for name, value in values.items()}
