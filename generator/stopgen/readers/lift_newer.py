"""Says what an object of OpenAPI 3.2 is in 3.1, one object at a time."""

from __future__ import annotations

from typing import Final

from stopgen.description import JsonObject

_ADDED: Final[dict[str, frozenset[str]]] = {
    "openapi": frozenset({"$self", "tags"}),
    "components": frozenset({"mediaTypes"}),
    "path item": frozenset({"query", "additionalOperations"}),
    "server": frozenset({"name"}),
    "media type": frozenset({"itemSchema", "prefixEncoding", "itemEncoding"}),
    "response": frozenset({"summary"}),
    "example": frozenset({"dataValue", "serializedValue"}),
    "security scheme": frozenset({"deprecated", "oauth2MetadataUrl"}),
    "flows": frozenset({"deviceAuthorization"}),
    "discriminator": frozenset({"defaultMapping"}),
    "xml": frozenset({"nodeType"}),
}
"""What 3.1 does not know. Tags are among it, as some of their members are and nothing is made from them."""


def without_additions(kind: str, value: JsonObject) -> JsonObject:
    """Return an object without what only 3.2 knows; what has a place in 3.1 stands there."""
    if "$ref" in value:
        return value
    added = _ADDED.get(kind, frozenset())
    older = {key: member for key, member in value.items() if key not in added}
    match kind:
        case "response":
            older.setdefault("description", value.get("summary", ""))
        case "example" if "dataValue" in value:
            older.setdefault("value", value["dataValue"])
        case "parameter":
            _settle_parameter(older)
        case _:
            pass
    return older


def _settle_parameter(parameter: JsonObject) -> None:
    if parameter.get("in") != "query":
        parameter.pop("allowReserved", None)
    if parameter.get("style") == "cookie":
        del parameter["style"]
