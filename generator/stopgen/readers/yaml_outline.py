"""Reads a large YAML text in outline: keys that few look at are put right when somebody does."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from stopgen.description import Json, JsonObject, Pointer
from stopgen.diagnostic import Diagnostic, collect
from stopgen.methods import METHODS
from stopgen.readers import yaml_text
from stopgen.readers.excerpt import Data, Excerpt
from stopgen.readers.outline import FlawError, Outline
from stopgen.references import at

_USUAL: Final = {*METHODS, "summary", "description", "servers", "parameters"}


def load(excerpt: Excerpt) -> Data | None:
    """Read a text in outline; None if it is not plain, or only reading all can tell what is in it."""

    @cache
    def whole() -> tuple[Data | None, list[Diagnostic]]:
        return collect(yaml_text.load(excerpt))

    def read(place: Pointer, part: Json) -> Json:
        if yaml_text.settle_keys(part):
            return part
        data, _ = whole()
        if data is None:
            raise FlawError
        return at(data.value, place)

    plain = yaml_text.parse_plain(excerpt.text)
    if plain is None:
        return None
    outline = Outline(_split, _is_complete, _glance, read, lambda: whole()[1], [])
    try:
        opened = outline.open(plain[0])
    except FlawError:
        return None
    if opened is None:
        return None
    tree, names = opened
    return Data(tree, yaml_text.YamlOrigins(excerpt, tree), names, outline.faults)


def _split(part: Json) -> dict[str, Any] | None:
    if not isinstance(part, dict):
        return None
    if not yaml_text.settle(part):
        raise FlawError
    return dict(part)


def _is_complete(_part: Json, _members: dict[str, Any]) -> bool:
    return True  # the fast reader refuses a mapping that has a key twice


def _glance(part: Json) -> str | None:
    if not isinstance(part, dict) or not _USUAL.issuperset(part):
        return None
    found = [part[method] for method in sorted(METHODS) if method in part]
    operations = [operation for operation in found if isinstance(operation, dict)]
    if not found or len(operations) < len(found):
        return None
    return "\n".join(_text(it, key) for it in operations for key in ("operationId", "summary"))


def _text(operation: JsonObject, key: str) -> str:
    value = operation.get(key)
    return value if isinstance(value, str) else ""
