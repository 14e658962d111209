"""Says what the keywords of an OpenAPI 3.0 schema are in 3.1, one schema at a time."""

from __future__ import annotations

from typing import Final

from stopgen.description import Json, JsonObject

_ANNOTATIONS: Final = frozenset(
    "title description default deprecated readOnly writeOnly example examples externalDocs xml".split()
)
_WHOLE: Final = frozenset({"$ref", "allOf", "const", "not"})
_ENCODINGS: Final[dict[str, tuple[str, str]]] = {
    "byte": ("contentEncoding", "base64"),
    "binary": ("contentMediaType", "application/octet-stream"),
}


def without_siblings(schema: JsonObject) -> JsonObject:
    """Drop what stands beside a reference and means nothing in 3.0, but would in 3.1."""
    if "$ref" not in schema:
        return schema
    return {
        key: value
        for key, value in schema.items()
        if key in {"$ref", "nullable"} or _is_annotation(key)
    }


def is_nullable_whole(schema: JsonObject) -> bool:
    """Tell whether null must become a choice beside the schema, as nothing inside can take it in."""
    return _is_nullable(schema) and not _WHOLE.isdisjoint(schema)


def split_annotations(schema: JsonObject) -> tuple[JsonObject, JsonObject]:
    """Part a nullable schema into what speaks of the value, and what the value must be."""
    outer = {key: value for key, value in schema.items() if _is_annotation(key)}
    inner = {key: value for key, value in schema.items() if key not in outer and key != "nullable"}
    outer.pop("x-nullable", None)
    return outer, inner


def keywords(schema: JsonObject, *, encodings: bool = False) -> JsonObject:
    """Return a schema with its own keywords as 3.1 has them; what is inside stays as it is."""
    lifted = dict(schema)
    if _is_nullable(lifted):
        _take_in_null(lifted)
    for spelling in ("nullable", "x-nullable"):
        lifted.pop(spelling, None)
    for limit, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        _lift_limit(lifted, limit, exclusive)
    if "example" in lifted:
        example = lifted.pop("example")
        lifted.setdefault("examples", [example])
    if encodings and isinstance(lifted.get("format"), str):
        keyword, value = _ENCODINGS.get(str(lifted["format"]), ("format", lifted["format"]))
        lifted.setdefault(keyword, value)
    return lifted


def _is_nullable(schema: JsonObject) -> bool:
    """Tell whether null is allowed; what older tools wrote counts where nothing else is said."""
    return schema.get("nullable", schema.get("x-nullable")) is True


def _is_annotation(key: str) -> bool:
    return key in _ANNOTATIONS or key.startswith("x-")


def _take_in_null(schema: JsonObject) -> None:
    """Let null be valid, by every keyword that could refuse it."""
    types = _listed(schema.get("type"))
    if types and "null" not in types:
        schema["type"] = [*types, "null"]
    values = schema.get("enum")
    if isinstance(values, list) and None not in values:
        schema["enum"] = [*values, None]
    for choice in ("anyOf", "oneOf"):
        choices = schema.get(choice)
        if isinstance(choices, list) and {"type": "null"} not in choices:
            schema[choice] = [*choices, {"type": "null"}]


def _listed(value: Json) -> list[Json]:
    if isinstance(value, list):
        return value
    return [value] if value is not None else []


def _lift_limit(schema: JsonObject, limit: str, exclusive: str) -> None:
    """Turn a flag beside a limit into a limit of its own."""
    flag = schema.get(exclusive)
    if not isinstance(flag, bool):
        return
    del schema[exclusive]
    if flag and limit in schema:
        schema[exclusive] = schema.pop(limit)
