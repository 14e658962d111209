"""Finds the operations that stop something, and cuts a description down to what they reach."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain
from typing import NamedTuple

from stopgen.choice import NO_CHOICE, Call, Choice
from stopgen.description import Description, JsonObject, Origin
from stopgen.diagnostic import Checked, Code, Diagnostic, note
from stopgen.methods import METHODS
from stopgen.references import path_item
from stopgen.select.judge import Stops, Subject, judge
from stopgen.select.mentions import may_mention_a_stop


class Candidate(NamedTuple):
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


def candidates(description: Description, choice: Choice = NO_CHOICE) -> list[Candidate]:
    """Return the operations of a description that stop something, in the document's order.

    Args:
        description: The description.
        choice: What its provider includes and excludes, whatever the names of operations say.
    """
    included, excluded = (
        {wish.call for wish in wishes} for wishes in (choice.include, choice.exclude)
    )
    judged = (
        (path, method, operation, _stops(path, method, operation, included))
        for path, method, operation in _operations(
            description.openapi, _promising(description, included)
        )
        if (method.upper(), path) not in excluded
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


def _stops(path: str, method: str, operation: JsonObject, included: set[Call]) -> Stops | None:
    if (method.upper(), path) in included:
        return Stops.YES
    operation_id, summary = _text(operation, "operationId"), _text(operation, "summary")
    description = _text(operation, "description")
    return judge(Subject(method.upper(), path, operation_id, summary, description))


def calls(description: Description) -> Iterator[Call]:
    """Yield every operation of a description, whatever it does."""
    for path, method, _ in _operations(description.openapi):
        yield method.upper(), path


def select(description: Description, choice: Choice = NO_CHOICE) -> Checked[Description | None]:
    """Keep the operations that stop something and whatever they reach.

    Returns:
        The smaller description; None if nothing in it stops anything.
    """
    from stopgen.select.prune import prune

    keys = yield from choose(description, choice)
    return prune(description, keys) if keys else None


def choose(description: Description, choice: Choice = NO_CHOICE) -> Checked[set[tuple[str, str]]]:
    """Find the operations that are going to be generated.

    Returns:
        Path and method, in lower case, of each operation; empty if nothing stops anything.
    """
    found = candidates(description, choice)
    yield from (_doubt(description, entry) for entry in found if entry.stops is Stops.MAYBE)
    chosen = [entry for entry in found if entry.stops is Stops.YES]
    if not chosen:
        position = description.origins.position(())
        yield note(Code.NO_STOP_OPERATION, position, "no operation here stops anything")
        return set()
    keys = {(entry.path, entry.method.lower()) for entry in chosen}
    keys |= set(_status_calls(description.openapi, keys))
    yield from findings(description, keys)
    return keys


def findings(description: Description, keys: Collection[tuple[str, str]]) -> Iterator[Diagnostic]:
    """Yield what a reader found about some operations, the same sentence once."""
    told: set[tuple[Code, str]] = set()
    for found in chain.from_iterable(description.findings.get(key, ()) for key in sorted(keys)):
        if (found.code, found.message) not in told:
            told.add((found.code, found.message))
            yield found


def _doubt(description: Description, entry: Candidate) -> Diagnostic:
    """Say how an operation is generated that perhaps stops something."""
    call, provider = f"{entry.method} {entry.path}", description.document.provider
    sentence = (
        f"this may stop something and is left out; to have it, put {call!r} into the list"
        f" 'include' of [tool.stopgen.providers.{provider}], or into 'exclude' to hear no more of it"
    )
    return note(Code.MAYBE_STOPS, entry.origin.position, sentence)


def _promising(description: Description, included: set[Call]) -> Collection[str]:
    """Return the paths that are worth a look: their operations have names with a verb, or unknown ones."""
    paths, wanted = description.openapi.get("paths"), {path for _, path in included}
    return {
        path
        for path in (paths if isinstance(paths, dict) else ())
        if path in wanted
        or path not in description.names
        or may_mention_a_stop(f"{path}\n{description.names[path]}")
    }


def _operations(
    openapi: JsonObject, chosen: Collection[str] | None = None
) -> Iterator[tuple[str, str, JsonObject]]:
    """Yield operations in the document's order; where paths are chosen, none of others is read."""
    paths = openapi.get("paths")
    mapping = paths if isinstance(paths, dict) else {}
    for path in mapping if chosen is None else filter(chosen.__contains__, mapping):
        resolved, _ = path_item(openapi, mapping[path])
        for method, operation in resolved.items():
            if method.lower() in METHODS and isinstance(operation, dict):
                yield path, method, operation


def _status_calls(openapi: JsonObject, keys: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the supporting calls that the chosen operations name."""
    for path, method, operation in _operations(openapi, {path for path, _ in keys}):
        named = _text(operation, "x-status-operation")
        if named and (path, method) in keys:
            status_method, _, status_path = named.partition(" ")
            yield status_path, status_method.lower()


def _text(holder: JsonObject, key: str) -> str | None:
    value = holder.get(key)
    return value if isinstance(value, str) else None
