"""Fills a request with values that somebody could send."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from stopgen.description import Json
from stopgen.model import Location, MediaType, Object, Operation, Property, Schema
from stopgen.targets.python.media import Form, content_type, form_of, is_file, sent_form
from stopgen.targets.python.samples import ANY_TEXT, sample_of, shown_in
from stopgen.targets.python.shapes import Shapes
from stopgen.words import snake, split

_BLANK: Final = re.compile(r"<[\w -]*>")
"""What documentation tools write where a reader should put a value."""


@dataclass(frozen=True, slots=True)
class Body:
    """What a request carries.

    Attributes:
        form: How it is spelled.
        media: What the request says that it is.
        value: The value; None for bytes that nobody can show.
        files: The fields of a form that hold bytes.
    """

    form: Form
    media: str
    value: Json
    files: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Example:
    """The values of a request that must be there.

    Attributes:
        values: By location, the value of each parameter.
        body: What the request carries, if it carries anything.
    """

    values: Mapping[Location, Mapping[str, Json]]
    body: Body | None


def example_of(operation: Operation, shapes: Shapes) -> Example:
    """Return values for everything that a request must have."""
    media = sent_form(operation.body.media) if operation.body else None
    values = {location: dict(_values(operation, location, shapes)) for location in Location}
    return Example(values, _body(media, shapes) if media else None)


def _values(operation: Operation, location: Location, shapes: Shapes) -> Iterator[tuple[str, Json]]:
    for parameter in operation.parameters:
        if parameter.location is location and parameter.required:
            yield parameter.name, _named(parameter.name, sample_of(parameter.schema, shapes))


def _body(media: MediaType, shapes: Shapes) -> Body:
    """Return a body that the documents show, else one of the right shape."""
    form, name = form_of(media.name), content_type(media.name)
    if form is Form.RAW:
        return Body(form, name, None)
    made = next(iter(shown_in(media)), None) or sample_of(media.schema, shapes)
    if not isinstance(made, dict):
        return Body(form, name, made)
    members = dict(_members(shapes.resolve(media.schema)))
    files = {
        name for name, part in members.items() if form is Form.MULTIPART and is_file(part.schema)
    }
    missing = {
        name: sample_of(part.schema, shapes)
        for name, part in members.items()
        if part.required and name not in made
    }
    values = {
        name: _named(name, value)
        for name, value in (made | missing).items()
        if name not in members or not members[name].read_only
    }
    return Body(form, name, values, frozenset(files))


def _members(schema: Schema) -> Iterator[tuple[str, Property]]:
    for member in schema.properties if isinstance(schema, Object) else ():
        yield member.name, member


def _named(name: str, value: Json) -> Json:
    """Return a value as it is, or a word in capitals where nobody knows an example."""
    is_made_up = value == ANY_TEXT or (isinstance(value, str) and _BLANK.fullmatch(value))
    return snake(split(name)).upper() or ANY_TEXT if is_made_up else value
