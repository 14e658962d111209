"""Fills a request with values that somebody could send."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from stopgen.description import Json
from stopgen.model import Location, Object, Operation, Parameter, Schema
from stopgen.targets.python.media import json_form
from stopgen.targets.python.samples import ANY_TEXT, sample_of, shown_in
from stopgen.targets.python.shapes import Shapes
from stopgen.words import snake, split

_BLANK: Final = re.compile(r"<[\w -]*>")
"""What documentation tools write where a reader should put a value."""


@dataclass(frozen=True, slots=True)
class Example:
    """The values of a request that must be there.

    Attributes:
        values: By location, the value of each parameter.
        body: The JSON body.
        has_body: Whether there is one.
    """

    values: Mapping[Location, Mapping[str, Json]]
    body: Json
    has_body: bool


def example_of(operation: Operation, shapes: Shapes) -> Example:
    """Return values for everything that a request must have."""
    form = json_form(operation.body.media) if operation.body else None
    return Example(
        {location: dict(_values(operation, location, shapes)) for location in Location},
        _body(operation, shapes),
        form is not None,
    )


def _values(operation: Operation, location: Location, shapes: Shapes) -> Iterator[tuple[str, Json]]:
    for parameter in operation.parameters:
        if parameter.location is location and parameter.required:
            yield parameter.name, _value(parameter, shapes)


def _value(parameter: Parameter, shapes: Shapes) -> Json:
    return _named(parameter.name, sample_of(parameter.schema, shapes))


def _body(operation: Operation, shapes: Shapes) -> Json:
    """Return a body that the documents show, else one of the right shape."""
    form = json_form(operation.body.media) if operation.body else None
    if form is None:
        return None
    made = next(iter(shown_in(form)), None) or sample_of(form.schema, shapes)
    if not isinstance(made, dict):
        return made
    missing = {
        name: sample_of(schema, shapes)
        for name, schema in _required(shapes.resolve(form.schema))
        if name not in made
    }
    return {name: _named(name, value) for name, value in (made | missing).items()}


def _required(schema: Schema) -> Iterator[tuple[str, Schema]]:
    for member in schema.properties if isinstance(schema, Object) else ():
        if member.required:
            yield member.name, member.schema


def _named(name: str, value: Json) -> Json:
    """Return a value as it is, or a word in capitals where nobody knows an example."""
    is_made_up = value == ANY_TEXT or (isinstance(value, str) and _BLANK.fullmatch(value))
    return snake(split(name)).upper() or ANY_TEXT if is_made_up else value
