"""Copies a tree with its references changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from stopgen.description import Json, JsonObject

Rename: TypeAlias = Callable[[str], str]
"""Says for a reference what it is going to be."""


def redirected(tree: JsonObject, rename: Rename) -> JsonObject:
    """Copy a tree, however deep, with every reference and every target of a discriminator renamed."""
    copy = _level(tree, rename)
    waiting: list[JsonObject | list[Json]] = [copy]
    while waiting:
        holder = waiting.pop()
        if isinstance(holder, dict):
            holder.update({key: _shallow(value, rename) for key, value in holder.items()})
            inner = list(holder.values())
        else:
            holder[:] = [_shallow(value, rename) for value in holder]
            inner = holder
        waiting.extend(value for value in inner if isinstance(value, dict | list))
    return copy


def _shallow(value: Json, rename: Rename) -> Json:
    """Copy one level of a value."""
    match value:
        case dict():
            return _level(value, rename)
        case list():
            return list(value)
        case _:
            return value


def _level(value: JsonObject, rename: Rename) -> JsonObject:
    return {key: _member(key, part, rename) for key, part in value.items()}


def _member(key: str, value: Json, rename: Rename) -> Json:
    match key, value:
        case "$ref", str(text):
            return rename(text)
        case "mapping", dict(names):
            return {name: _member("$ref", text, rename) for name, text in names.items()}
        case _:
            return value
