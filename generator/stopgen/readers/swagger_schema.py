"""Says what references and schemas of Swagger 2 are in OpenAPI 3.0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from stopgen.description import Json, JsonObject, Pointer
from stopgen.references import leads_somewhere, parse, refer

_HOMES: Final[Mapping[str | int, Pointer]] = {
    "definitions": ("components", "schemas"),
    "responses": ("components", "responses"),
}


def modernised(tree: JsonObject, source: JsonObject) -> JsonObject:
    """Copy a tree, however deep, with references and schemas as OpenAPI 3.0 has them.

    Args:
        tree: The tree.
        source: The Swagger 2 document; a reference to what is not in there stays as its author wrote it.
    """
    copy = dict(tree)
    waiting: list[Json] = [copy]
    while waiting:
        match waiting.pop():
            case dict() as members:
                members.update({key: _copied(value, source) for key, value in members.items()})
                waiting.extend(members.values())
            case list() as items:
                items[:] = [_copied(value, source) for value in items]
                waiting.extend(items)
            case _:
                pass
    return copy


def _copied(value: Json, source: JsonObject) -> Json:
    """Copy one level."""
    match value:
        case dict():
            return _modern(value, source)
        case list():
            return list(value)
        case _:
            return value


def _modern(value: JsonObject, source: JsonObject) -> JsonObject:
    """Return one level of what may be a schema or a reference."""
    copy = dict(value)
    if isinstance(value.get("$ref"), str):
        copy["$ref"] = _moved(str(value["$ref"]), source)
    if value.get("type") == "file":
        copy |= {"type": "string", "format": "binary"}
    if isinstance(value.get("discriminator"), str):
        copy["discriminator"] = {"propertyName": value["discriminator"]}
    if isinstance(value.get("x-nullable"), bool):
        copy["nullable"] = copy.pop("x-nullable")
    return copy


def _moved(reference: str, source: JsonObject) -> str:
    target = parse(reference)
    if not target or target[0] not in _HOMES or not leads_somewhere(source, target):
        return reference
    return refer((*_HOMES[target[0]], *target[1:]))
