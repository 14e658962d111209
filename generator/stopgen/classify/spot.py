"""Looks around in a documented body: what may stand where, and what the document shows there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from stopgen.description import Json, Origin
from stopgen.disagreement import union
from stopgen.model import (
    Enumeration,
    Intersection,
    MediaType,
    Object,
    Reference,
    Response,
    Scalar,
    ScalarType,
    Schema,
    Union,
)

_MOST_LAYERS = 200


@dataclass(frozen=True)
class Spot:
    """A place in a body.

    Attributes:
        pointer: Property names from the body to the place.
        layers: The schemas that a value there may have to fit, references and unions taken apart.
        shown: Values that examples around it have there.
    """

    pointer: tuple[str, ...]
    layers: tuple[Schema, ...]
    shown: tuple[Json, ...]
    _named: Mapping[str, Schema] = field(repr=False)

    @classmethod
    def body(cls, media: MediaType, schemas: Mapping[str, Schema]) -> Spot:
        """Return the place that is the whole body."""
        layers = tuple(_layers(media.schema, schemas))
        return cls((), layers, tuple(media.examples.values()), schemas)

    @property
    def values(self) -> tuple[Json, ...]:
        """The values that the document names or shows here, each once."""
        named = [value for layer in self.layers for value in _named_values(layer)]
        return union(named, self._examples)

    @property
    def origin(self) -> Origin | None:
        """Where the document speaks of the place."""
        return next((layer.origin for layer in self.layers if layer.origin), None)

    @property
    def names(self) -> tuple[str, ...]:
        """The properties that a value here may have."""
        documented = [member.name for layer in self._objects for member in layer.properties]
        shown = [name for value in self._examples if isinstance(value, dict) for name in value]
        return tuple(dict.fromkeys((*documented, *shown)))

    @property
    def is_object(self) -> bool:
        """Whether a value here has properties."""
        return bool(self.names)

    @property
    def is_boolean(self) -> bool:
        """Whether a value here is true or false, if it is not null."""
        return self._is(ScalarType.BOOLEAN, bool)

    @property
    def is_text(self) -> bool:
        """Whether a value here is text, if it is not null."""
        return self._is(ScalarType.STRING, str)

    def member(self, name: str) -> Spot:
        """Return the place of a property."""
        schemas = [p.schema for layer in self._objects for p in layer.properties if p.name == name]
        layers = [inner for schema in schemas for inner in _layers(schema, self._named)]
        shown = [
            value[name] for value in self._examples if isinstance(value, dict) and name in value
        ]
        return Spot((*self.pointer, name), tuple(layers), tuple(shown), self._named)

    @property
    def _objects(self) -> list[Object]:
        return [layer for layer in self.layers if isinstance(layer, Object)]

    @property
    def _examples(self) -> tuple[Json, ...]:
        return union(self.shown, [value for layer in self.layers for value in layer.examples])

    def _is(self, scalar: ScalarType, python: type) -> bool:
        """Tell whether all that is known of a value here is that it is of a type or null."""
        types = {layer.type for layer in self.layers if isinstance(layer, Scalar)}
        values = [value for value in self.values if value is not None]
        fits = types <= {scalar, ScalarType.NULL} and not self.is_object
        return fits and all(type(v) is python for v in values) and bool(values or scalar in types)


def bodies(response: Response, schemas: Mapping[str, Schema]) -> list[Spot]:
    """Return the JSON bodies that an answer can have."""
    return [Spot.body(media, schemas) for media in response.media if _is_json(media.name)]


def _is_json(media: str) -> bool:
    name = media.partition(";")[0].strip().lower()
    return name in {"application/json", "text/json", "*/*", "application/*"} or name.endswith(
        "+json"
    )


def _layers(schema: Schema, schemas: Mapping[str, Schema]) -> Iterator[Schema]:
    """Yield a schema and what it is made of, but not what is inside of arrays and objects."""
    seen: set[str] = set()
    waiting = [schema]
    count = 0
    while waiting and count < _MOST_LAYERS:
        here = waiting.pop(0)
        count += 1
        yield here
        match here:
            case Reference() if here.name in schemas and here.name not in seen:
                seen.add(here.name)
                waiting.append(schemas[here.name])
            case Union():
                waiting.extend(here.options)
            case Intersection():
                waiting.extend(here.parts)
            case _:
                pass


def _named_values(schema: Schema) -> tuple[Json, ...]:
    match schema:
        case Enumeration():
            return schema.values
        case Scalar():
            return schema.known_values
        case _:
            return ()
