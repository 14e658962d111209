"""Finds the operations that stop something, and cuts a description down to what they reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from stopgen.description import Description, JsonObject, Origin
from stopgen.diagnostic import Checked, Code, note
from stopgen.prune import prune
from stopgen.references import resolve
from stopgen.verbs import STOP_VERBS
from stopgen.words import split

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


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
        The smaller description; None if nothing in it stops anything.
    """
    chosen = candidates(description)
    if not chosen:
        position = description.origins.position(())
        yield note(Code.NO_STOP_OPERATION, position, "no operation here stops anything")
        return None
    keys = {(found.path, found.method.lower()) for found in chosen}
    keys |= set(_status_calls(description.openapi, keys))
    return prune(description, keys)


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


def _text(holder: JsonObject, key: str) -> str | None:
    value = holder.get(key)
    return value if isinstance(value, str) else None
