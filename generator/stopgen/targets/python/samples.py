"""Finds whole answers for fakes: those that the documents show, else one made from the shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from stopgen import model
from stopgen.description import Json
from stopgen.targets.python.media import json_form
from stopgen.targets.python.shapes import Shapes

_DEPTH = 12
_PARTS = 500
ANY_TEXT = "text"
"""What is made up for a text of which the documents say nothing."""

_TEXTS: Mapping[str, str] = {
    "uuid": "00000000-0000-4000-8000-000000000000",
    "date": "2025-01-01",
    "date-time": "2025-01-01T00:00:00Z",
    "email": "user@example.com",
    "uri": "https://example.com",
    "url": "https://example.com",
}


def samples_of(response: model.Response, shapes: Shapes) -> list[Json]:
    """Return JSON bodies of an answer, the first being the usual one.

    Args:
        response: The answer.
        shapes: The platform's schemas.
    """
    form = json_form(response.media)
    if form is None:
        return []
    if shown := shown_in(form):
        return shown
    made = sample_of(form.schema, shapes)
    error = response.error
    if error and error.message and response.description:
        made = _told(made, (*error.at, error.message), response.description)
    return [made]


def shown_in(form: model.MediaType) -> list[Json]:
    """Return the whole bodies that the documents show, but for huge ones."""
    return [example for example in form.examples.values() if _is_small(example)]


def sample_of(schema: model.Schema, shapes: Shapes) -> Json:
    """Return a value of a shape: one that the documents show, else one that is made up."""
    return _Maker(shapes).make(schema, _DEPTH)


def _is_small(value: Json) -> bool:
    """Tell whether an example is one that a person would write."""
    waiting: list[tuple[Json, int]] = [(value, _DEPTH)]
    for count, (item, depth) in enumerate(_walk(waiting)):
        if depth < 0 or count > _PARTS or (isinstance(item, str) and len(item) > 10_000):
            return False
    return True


def _walk(waiting: list[tuple[Json, int]]) -> Iterator[tuple[Json, int]]:
    while waiting:
        item, depth = waiting.pop()
        yield item, depth
        if isinstance(item, dict):
            waiting.extend((part, depth - 1) for part in item.values())
        elif isinstance(item, list):
            waiting.extend((part, depth - 1) for part in item)


@dataclass(slots=True)
class _Maker:
    """Makes a value of a shape, with so many parts at most."""

    shapes: Shapes
    left: int = _PARTS

    def make(self, schema: model.Schema, depth: int) -> Json:
        self.left -= 1
        if depth <= 0 or self.left <= 0:
            return None
        for shown in (*schema.examples, schema.default):
            if shown is not model.UNSET and _is_small(shown):
                return shown
        return self._by_shape(schema, depth - 1)

    def _by_shape(self, schema: model.Schema, depth: int) -> Json:
        match schema:
            case model.Reference():
                target = self.shapes.schemas.get(schema.name)
                return self.make(target, depth) if target else None
            case model.Scalar():
                return _scalar(schema)
            case model.Enumeration():
                return next(iter(schema.values), None)
            case model.Array():
                return [self.make(schema.items, depth)] if schema.limits.get("minItems") else []
            case model.Union():
                return self.make(schema.options[0], depth) if schema.options else None
            case model.Intersection():
                return self._merged(schema, depth)
            case model.Object():
                return self._object(schema, depth)
            case model.Anything():
                return {}
            case model.Nothing():
                return None

    def _object(self, schema: model.Object, depth: int) -> Json:
        return {
            member.name: self.make(member.schema, depth)
            for member in schema.properties
            if member.required or self.left > 0
        }

    def _merged(self, schema: model.Intersection, depth: int) -> Json:
        whole: dict[str, Json] = {}
        for part in schema.parts:
            made = self.make(part, depth)
            whole |= made if isinstance(made, dict) else {}
        return whole


def _told(body: Json, place: Sequence[str], text: str) -> Json:
    """Return a made body with the document's words where an error has its message."""
    if not place:
        return text
    if not isinstance(body, dict) or place[0] not in body:
        return body
    return {**body, place[0]: _told(body[place[0]], place[1:], text)}


def _scalar(schema: model.Scalar) -> Json:
    for known in schema.known_values:
        return known
    match schema.type:
        case model.ScalarType.STRING:
            return _TEXTS.get(schema.format or "", ANY_TEXT)
        case model.ScalarType.INTEGER | model.ScalarType.NUMBER:
            least = schema.limits.get("minimum")
            return least if isinstance(least, int | float) else 0
        case model.ScalarType.BOOLEAN:
            return True
        case model.ScalarType.NULL:
            return None
