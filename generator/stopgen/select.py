"""Finds the operations that stop something, and cuts a description down to what they reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from stopgen.description import Description, Json, JsonObject, Origin, Pointer
from stopgen.diagnostic import Checked, Code, note
from stopgen.references import reached, resolve
from stopgen.verbs import STOP_VERBS
from stopgen.words import split

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_SHARED = ("summary", "description", "servers", "parameters")


class Stops(StrEnum):
    """Whether an operation stops something."""

    YES = "yes"
    MAYBE = "maybe"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An operation that stops something.

    Attributes:
        method: The HTTP method in upper case.
        path: The path template.
        stops: How sure that is.
        operation_id: The document's own name for the operation.
        origin: Where the operation stands.
    """

    method: str
    path: str
    stops: Stops
    operation_id: str | None
    origin: Origin


def candidates(description: Description) -> list[Candidate]:
    """Return the operations of a description that stop something, in the document's order."""
    return [
        Candidate(
            method.upper(),
            path,
            Stops.YES,
            _text(operation, "operationId"),
            Origin(description.origins, ("paths", path, method)),
        )
        for path, method, operation in _operations(description.openapi)
        if _stops(path, operation)
    ]


def select(description: Description) -> Checked[Description | None]:
    """Keep the operations that stop something and whatever they reach.

    Returns:
        The smaller description, its pointers unchanged; None if nothing in it stops anything.
    """
    chosen = candidates(description)
    if not chosen:
        position = description.origins.position(())
        yield note(Code.NO_STOP_OPERATION, position, "no operation here stops anything")
        return None
    keys = {(found.path, found.method.lower()) for found in chosen}
    keys |= set(_status_calls(description.openapi, keys))
    return Description(description.document, _prune(description.openapi, keys), description.origins)


def _operations(openapi: JsonObject) -> Iterator[tuple[str, str, JsonObject]]:
    paths = openapi.get("paths")
    for path, item in paths.items() if isinstance(paths, dict) else ():
        resolved, _ = resolve(openapi, item)
        for method, operation in resolved.items() if isinstance(resolved, dict) else ():
            if method.lower() in _METHODS and isinstance(operation, dict):
                yield path, method, operation


def _stops(path: str, operation: JsonObject) -> bool:
    """Tell whether a verb of stopping is the first or last word of the path's last literal segment."""
    literals = [part for part in path.replace(":", "/").split("/") if part and "{" not in part]
    last = split(literals[-1]) if literals else ()
    by_path = bool(last) and (last[0] in STOP_VERBS or last[-1] in STOP_VERBS)
    return by_path or split(_text(operation, "operationId") or "")[:1] in {(v,) for v in STOP_VERBS}


def _status_calls(openapi: JsonObject, keys: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the supporting calls that the chosen operations name."""
    for path, method, operation in _operations(openapi):
        named = _text(operation, "x-status-operation")
        if named and (path, method) in keys:
            status_method, _, status_path = named.partition(" ")
            yield status_path, status_method.lower()


def _prune(openapi: JsonObject, keys: set[tuple[str, str]]) -> JsonObject:
    """Copy the chosen operations and what they reach; everything keeps its place."""
    paths: JsonObject = {
        path: _prune_item(openapi, item, {method for at_path, method in keys if at_path == path})
        for path, item in _mapping(openapi, "paths").items()
        if any(at_path == path for at_path, _ in keys)
    }
    pruned: JsonObject = {
        key: value for key, value in openapi.items() if key not in ("components", "webhooks")
    } | {"paths": paths}
    for target in reached(openapi | {"paths": paths}, [("paths",)]):
        _graft(openapi, pruned, target)
    _keep_security(openapi, pruned)
    return pruned


def _prune_item(openapi: JsonObject, item: Json, methods: set[str]) -> Json:
    """Keep of a path item what the chosen methods need."""
    resolved, _ = resolve(openapi, item)
    if not isinstance(resolved, dict):
        return item
    return {k: v for k, v in resolved.items() if k.lower() in methods or k in _SHARED}


def _graft(openapi: JsonObject, pruned: JsonObject, pointer: Pointer) -> None:
    """Copy one component into the pruned tree at the place that it has in the whole one."""
    match pointer:
        case ("components", str(kind), str(name), *_):
            source = _mapping(_mapping(openapi, "components"), kind)
            components = pruned.setdefault("components", {})
            kept = components.setdefault(kind, {}) if isinstance(components, dict) else None
            if isinstance(kept, dict) and name in source:
                kept[name] = source[name]
        case _:
            pass


def _keep_security(openapi: JsonObject, pruned: JsonObject) -> None:
    """Keep the security schemes that are asked for."""
    schemes = _mapping(_mapping(openapi, "components"), "securitySchemes")
    asked = {key for requirement in _requirements(pruned) for key in requirement}
    kept: JsonObject = {key: value for key, value in schemes.items() if key in asked}
    if kept:
        components = pruned.setdefault("components", {})
        if isinstance(components, dict):
            components["securitySchemes"] = kept


def _requirements(pruned: JsonObject) -> Iterator[JsonObject]:
    holders = [pruned, *(operation for _, _, operation in _operations(pruned))]
    for holder in holders:
        listed = holder.get("security")
        yield from (
            (entry for entry in listed if isinstance(entry, dict))
            if isinstance(listed, list)
            else ()
        )


def _mapping(holder: JsonObject, key: str) -> JsonObject:
    value = holder.get(key)
    return value if isinstance(value, dict) else {}


def _text(holder: JsonObject, key: str) -> str | None:
    value = holder.get(key)
    return value if isinstance(value, str) else None
