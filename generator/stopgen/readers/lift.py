"""Lifts Swagger 2 and OpenAPI 3.0 to 3.1; made for what is selected, as its cost is the size of what it gets."""

from __future__ import annotations

from typing import Final

from stopgen.description import Description, Json, JsonObject, MovedOrigins, Pointer
from stopgen.diagnostic import Checked, Code, error
from stopgen.methods import METHODS
from stopgen.readers import lift_schema
from stopgen.readers.lift_newer import without_additions
from stopgen.readers.swagger import convert
from stopgen.readers.yaml_nodes import MOST_NESTED
from stopgen.references import resolve

OPENAPI: Final = "3.1.0"
"""The version that every lifted description says to be."""

_ONE, _EACH, _LISTED = "one", "each", "listed"
_SCHEMA: Final = "schema"
_SCHEMA_MAPS: Final = (
    "properties",
    "patternProperties",
    "$defs",
    "definitions",
    "dependentSchemas",
)
_SCHEMA_LISTS: Final = ("allOf", "anyOf", "oneOf", "prefixItems")
_SCHEMA_PARTS: Final = (
    *("items", "additionalProperties", "not", "if", "then", "else", "contains"),
    *("propertyNames", "unevaluatedItems", "unevaluatedProperties"),
)
_CONTENT: Final = {"content": (_EACH, "media type"), "headers": (_EACH, "parameter")}
_EXAMPLES: Final = {"examples": (_EACH, "example")}
_SERVERS: Final = {"servers": (_LISTED, "server")}
_UNUSED: Final = {"response": frozenset({"headers", "links"})}
"""Members that nothing is made from, by the kind of object; whatever is wrong there hurts nobody."""
_PARTS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "openapi": {
        "paths": (_EACH, "path item"),
        "webhooks": (_EACH, "path item"),
        "components": (_ONE, "components"),
        **_SERVERS,
    },
    "components": {
        "schemas": (_EACH, _SCHEMA),
        "parameters": (_EACH, "parameter"),
        "headers": (_EACH, "parameter"),
        "requestBodies": (_EACH, "content"),
        "responses": (_EACH, "response"),
        "callbacks": (_EACH, "callback"),
        "pathItems": (_EACH, "path item"),
        "securitySchemes": (_EACH, "security scheme"),
        **_EXAMPLES,
    },
    "path item": {
        "parameters": (_LISTED, "parameter"),
        **dict.fromkeys(METHODS, (_ONE, "operation")),
        **_SERVERS,
    },
    "operation": {
        "parameters": (_LISTED, "parameter"),
        "requestBody": (_ONE, "content"),
        "responses": (_EACH, "response"),
        "callbacks": (_EACH, "callback"),
        **_SERVERS,
    },
    "callback": {"*": (_ONE, "path item")},
    "parameter": {"schema": (_ONE, _SCHEMA), **_CONTENT, **_EXAMPLES},
    **dict.fromkeys(("content", "response"), _CONTENT),
    "media type": {"schema": (_ONE, _SCHEMA), "encoding": (_EACH, "content"), **_EXAMPLES},
    "security scheme": {"flows": (_ONE, "flows")},
    _SCHEMA: {
        **dict.fromkeys(_SCHEMA_MAPS, (_EACH, _SCHEMA)),
        **dict.fromkeys(_SCHEMA_LISTS, (_LISTED, _SCHEMA)),
        **dict.fromkeys(_SCHEMA_PARTS, (_ONE, _SCHEMA)),
        "discriminator": (_ONE, "discriminator"),
        "xml": (_ONE, "xml"),
    },
}
"""Where schemas stand: for each kind of object its parts, how many there are, and of what kind."""


def lift(description: Description) -> Checked[Description | None]:
    """Make a description OpenAPI 3.1, however old it is; one that was lifted comes back the same.

    Returns:
        The lifted description; None if so much stands inside each other that no stage could bear it.
    """
    deep = _too_deep(description.openapi)
    if deep is not None:
        sentence = f"more than {MOST_NESTED} lists and mappings stand inside each other"
        yield error(Code.TOO_DEEP, description.origins.position(deep), sentence)
        return None
    description = yield from convert(description)
    tree, moves = lift_tree(description.openapi)
    origins = MovedOrigins(description.origins, moves) if len(moves) > 1 else description.origins
    return description._replace(openapi=tree, origins=origins)


def lift_tree(tree: JsonObject) -> tuple[JsonObject, dict[Pointer, Pointer]]:
    """Return the tree as OpenAPI 3.1 has it, and where those parts were that changed their place."""
    lifting = _Lifting(tree)
    lifted = lifting.whole()
    info = lifted.get("info")
    if isinstance(info, dict):
        lifted["info"] = {key: _text(value) for key, value in info.items()}
    return {**lifted, "openapi": OPENAPI}, {(): (), **lifting.moves}


class _Lifting:
    """One pass over a tree; a target is a pointer into what comes out, a source into what goes in."""

    def __init__(self, tree: JsonObject) -> None:
        self.moves: dict[Pointer, Pointer] = {}
        self._tree = tree
        version = str(tree.get("openapi"))
        self._is_old = version.startswith("3.0")
        self._is_new = version.startswith("3.2")

    def whole(self) -> JsonObject:
        """Return the whole tree lifted."""
        return self._members("openapi", self._tree, (), ())

    def _members(
        self, kind: str, value: JsonObject, target: Pointer, source: Pointer
    ) -> JsonObject:
        """Return an object of some kind with its parts lifted."""
        parts, unused = _PARTS.get(kind, {}), _UNUSED.get(kind, ())
        if self._is_new:
            value = without_additions(kind, value)
        return {
            key: self._inside(found, member, (*target, key), (*source, key))
            if (found := parts.get(key) or parts.get("*"))
            else member
            for key, member in value.items()
            if key not in unused
        }

    def _inside(self, part: tuple[str, str], value: Json, target: Pointer, source: Pointer) -> Json:
        match part, value:
            case (("each", kind), dict()):
                return {
                    name: self._one(kind, member, (*target, name), (*source, name))
                    for name, member in value.items()
                }
            case (("listed", kind), list()):
                return [
                    self._one(kind, item, (*target, index), (*source, index))
                    for index, item in enumerate(value)
                ]
            case (("one", kind), _):
                return self._one(kind, value, target, source)
            case _:
                return value

    def _one(self, kind: str, value: Json, target: Pointer, source: Pointer) -> Json:
        if not isinstance(value, dict):
            return value
        if kind == _SCHEMA:
            return self._schema(value, target, source)
        if kind == "media type" and self._is_new:
            value, source = self._resolved(value, target, source)
        return self._members(kind, value, target, source)

    def _resolved(
        self, value: JsonObject, target: Pointer, source: Pointer
    ) -> tuple[JsonObject, Pointer]:
        """Follow a reference that 3.1 does not allow where it stands."""
        found, pointer = resolve(self._tree, value)
        if pointer is None or not isinstance(found, dict):
            return value, source
        self.moves[target] = pointer
        return found, pointer

    def _schema(self, value: JsonObject, target: Pointer, source: Pointer) -> Json:
        schema = lift_schema.without_siblings(value) if self._is_old else value
        if lift_schema.is_nullable_whole(schema):
            return self._nullable_whole(schema, target, source)
        if "example" in schema and "examples" not in schema:
            for moved in ((*target, "examples"), (*target, "examples", 0)):
                self.moves[moved] = (*source, "example")
        lifted = lift_schema.keywords(schema, encodings=self._is_old)
        return self._members(_SCHEMA, lifted, target, source)

    def _nullable_whole(self, schema: JsonObject, target: Pointer, source: Pointer) -> Json:
        """Turn a schema that cannot take in null itself into a choice between it and null."""
        outer, inner = lift_schema.split_annotations(schema)
        place: Pointer = (*target, "anyOf", 0)
        match inner:
            case {"allOf": [dict(only)]} if len(inner) == 1:
                inner, source = only, (*source, "allOf", 0)
            case _:
                pass
        self.moves[place] = source
        choice = self._one(_SCHEMA, inner, place, source)
        return {**lift_schema.keywords(outer), "anyOf": [choice, {"type": "null"}]}


def _text(value: Json) -> Json:
    """Return a number as text: YAML makes one of ``version: 1.0``."""
    return str(value) if isinstance(value, int | float) else value


def _too_deep(tree: Json) -> Pointer | None:
    """Return the place of something that stands too deep inside."""
    waiting: list[tuple[Pointer, Json]] = [((), tree)]
    while waiting:
        pointer, value = waiting.pop()
        if len(pointer) > MOST_NESTED:
            return pointer
        members = value.items() if isinstance(value, dict) else ()
        items = enumerate(value) if isinstance(value, list) else ()
        waiting += [((*pointer, part), inside) for part, inside in (*members, *items)]
    return None
