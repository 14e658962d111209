"""Converts parameters of Swagger 2 to parameters and request bodies of OpenAPI 3."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from stopgen.diagnostic import Checked, Code, error, warning
from stopgen.node import Node
from stopgen.readers.excerpt import quoted
from stopgen.readers.parts import Part, extensions, made, mapping, sequence, taken

BODIES: Final = ("body", "formData")
"""Where a parameter stands that is the body or a part of it."""

_JSON: Final = "application/json"
_FORM, _MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
_PLAIN: Final = ("name", "in", "description", "required", "allowEmptyValue")
_KEYWORDS: Final = (
    *("type", "format", "items", "default", "enum", "pattern", "multipleOf", "x-nullable"),
    *("maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"),
    *("maxLength", "minLength", "maxItems", "minItems", "uniqueItems"),
)
_STYLES: Final = {"ssv": "spaceDelimited", "pipes": "pipeDelimited"}


def parameters(listed: Node) -> Checked[Part | None]:
    """Convert the parameters that are not in the body, each in the place where it is used."""
    if not isinstance(listed.value, list):
        return taken(listed)
    parts: list[Part] = []
    for entry in listed.items():
        if entry.follow()["in"].text not in BODIES:
            part = yield from _parameter(entry)
            parts += [part] if part else []
    return sequence(listed, parts) if parts else None


def _parameter(entry: Node) -> Checked[Part | None]:
    """Convert a parameter that is not in the body; None if no request can carry it."""
    node = entry.follow()
    if entry.is_dangling or not isinstance(node.value, dict):
        return taken(entry)
    if not (yield from _can_be_sent(node)):
        return None
    plain = {key: taken(node[key]) for key in _PLAIN}
    others = {key: part for key, part in extensions(node).items() if key not in _KEYWORDS}
    return mapping(node, {**plain, "schema": schema(node), **_style(node), **others})


def _can_be_sent(node: Node) -> Checked[bool]:
    if node["collectionFormat"].text != "tsv":
        return True
    name = quoted(node["name"].text or "")
    sentence = f"the values of {name} are parted by tabs, which no request can carry"
    tell = error if node["required"].flag else warning
    yield tell(Code.NOT_CARRIED, node["collectionFormat"].origin.position, sentence)
    return False


def schema(node: Node) -> Part:
    """Return the schema that the keywords of a parameter or a header make up."""
    return mapping(node, {key: taken(node[key]) for key in _KEYWORDS})


def _style(node: Node) -> dict[str, Part | None]:
    """Return how the values of an array are put together."""
    if node["type"].text != "array":
        return {}
    joined = node["collectionFormat"]
    place, form = joined or node, joined.text or "csv"
    if node["in"].text not in ("query", "formData"):
        return {"style": made("simple", place)}
    style = _STYLES.get(form, "form")
    return {"style": made(style, place), "explode": made(form == "multi", place)}


def body(operation: Node, item: Node, types: Sequence[str]) -> Checked[Part | None]:
    """Return the request body of an operation; None if it has none.

    Args:
        operation: The operation.
        item: The path item, whose parameters the operation has as well.
        types: The media types that are accepted.
    """
    own, shared = (
        [entry.follow() for entry in of["parameters"].items()] for of in (operation, item)
    )
    wholes = [entry for entry in own if entry["in"].text == "body"]
    for entry in wholes[1:]:
        sentence = "a request has one body, and another one stands before this"
        yield error(Code.WRONG_SHAPE, entry.origin.position, sentence)
    wholes += [entry for entry in shared if entry["in"].text == "body"]
    if wholes:
        return _whole(wholes[0], types or (_JSON,))
    fields: dict[str, Node] = {}
    for entry in (*shared, *own):
        if entry["in"].text == "formData" and (yield from _can_be_sent(entry)):
            fields[entry["name"].text or ""] = entry
    return _form(operation, list(fields.values()), types) if fields else None


def _whole(node: Node, types: Sequence[str]) -> Part:
    contents = {kind: mapping(node, {"schema": taken(node["schema"])}) for kind in types}
    return mapping(
        node,
        {
            "description": taken(node["description"]),
            "required": taken(node["required"]),
            "content": mapping(node, contents),
        },
    )


def _form(operation: Node, fields: Sequence[Node], types: Sequence[str]) -> Part:
    """Return the body that is a form with fields."""
    has_file = any(field["type"].text == "file" for field in fields)
    usable = [kind for kind in types if kind == _MULTIPART or (kind == _FORM and not has_file)]
    place = operation["parameters"] or operation
    needed = [made(field["name"].text, field) for field in fields if field["required"].flag]
    properties = {field["name"].text or "": _field(field) for field in fields}
    form = mapping(
        place,
        {
            "type": made("object", place),
            "properties": mapping(place, properties),
            "required": sequence(place, needed) if needed else None,
        },
    )
    styles = {
        field["name"].text or "": mapping(field, _style(field))
        for field in fields
        if field["type"].text == "array"
    }
    encoding = mapping(place, styles) if styles else None
    media = mapping(place, {"schema": form, "encoding": encoding})
    kinds = usable or [_MULTIPART if has_file else _FORM]
    content = mapping(place, dict.fromkeys(kinds, media))
    return mapping(place, {"required": made(bool(needed), place), "content": content})


def _field(field: Node) -> Part:
    described = {"description": taken(field["description"])}
    return mapping(field, {**{key: taken(field[key]) for key in _KEYWORDS}, **described})
