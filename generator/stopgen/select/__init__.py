"""Finds the operations that stop something, and cuts a description down to what they reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stopgen.description import Description, JsonObject, Origin
from stopgen.diagnostic import Checked, Code, note
from stopgen.references import resolve
from stopgen.select.judge import Stops, Subject, judge
from stopgen.select.prune import prune

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


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
    judged = (
        (path, method, operation, judge(_subject(path, method, operation)))
        for path, method, operation in _operations(description.openapi)
    )
    return [
        Candidate(
            method.upper(),
            path,
            stops,
            _text(operation, "operationId"),
            Origin(description.origins, ("paths", path, method)),
        )
        for path, method, operation, stops in judged
        if stops is not None
    ]


def _subject(path: str, method: str, operation: JsonObject) -> Subject:
    return Subject(
        method.upper(),
        path,
        _text(operation, "operationId"),
        _text(operation, "summary"),
        _text(operation, "description"),
    )


def select(description: Description) -> Checked[Description | None]:
    """Keep the operations that stop something and whatever they reach.

    Returns:
        The smaller description; None if nothing in it stops anything.
    """
    chosen = [found for found in candidates(description) if found.stops is Stops.YES]
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
