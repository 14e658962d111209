"""Finds references that lead nowhere, out of the document, or back to themselves."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter

from stopgen.description import JsonObject, Pointer
from stopgen.diagnostic import Code, Severity
from stopgen.references import at, parse, reference_of, spell
from stopgen.referring import referring
from stopgen.validate.finding import Finding


def reference_findings(openapi: JsonObject) -> Iterator[Finding]:
    """Yield the references that cannot be followed; none of them is fetched or opened."""
    for pointer, reference in referring((), openapi):
        target = parse(reference)
        if target is None:
            yield _not_local(pointer, reference)
        elif not _leads_somewhere(openapi, target):
            message = f"nothing stands at {reference!r}{_suggestion(openapi, target)}"
            yield _unresolved(pointer, message)
    yield from _endless(openapi)


def _unresolved(pointer: Pointer, message: str) -> Finding:
    """Return the finding; an answer that is no success is not needed to tell what its status means."""
    match pointer:
        case ("paths", _, _, "responses", str(status)) if not status.startswith("2"):
            message += "; this answer is left out"
            return Finding(
                Code.UNRESOLVED_REFERENCE, pointer, message, Severity.WARNING, leaves_out=True
            )
        case _:
            return Finding(Code.UNRESOLVED_REFERENCE, (*pointer, "$ref"), message)


def _not_local(pointer: Pointer, reference: str) -> Finding:
    if reference.startswith("#"):
        message = f"{reference!r} is no reference; one begins with '#/'"
        return Finding(Code.UNRESOLVED_REFERENCE, (*pointer, "$ref"), message)
    message = (
        f"{reference!r} is outside this document and is not fetched; copy what it names in here"
    )
    return Finding(Code.REMOTE_REFERENCE, (*pointer, "$ref"), message)


def _leads_somewhere(openapi: JsonObject, target: Pointer) -> bool:
    try:
        at(openapi, target)
    except LookupError:
        return False
    return True


def _suggestion(openapi: JsonObject, target: Pointer) -> str:
    """Return a hint at the name that was perhaps meant."""
    *above, last = target
    try:
        siblings = at(openapi, tuple(above))
    except LookupError:
        return ""
    names = list(siblings) if isinstance(siblings, dict) else []
    close = get_close_matches(str(last), names, n=1)
    return f"; did you mean '#{spell((*above, close[0]))}'?" if close else ""


def _endless(openapi: JsonObject) -> Iterator[Finding]:
    """Yield a schema that is nothing but a part of itself."""
    targets = {parse(reference) for _, reference in referring((), openapi)} - {None}
    graph = {target: set(_in_place(openapi, target)) for target in targets if target is not None}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as problem:
        cycle: list[Pointer] = problem.args[1]
        first = min(cycle, key=spell)
        message = f"'#{spell(first)}' contains itself without end"
        yield Finding(Code.ENDLESS_REFERENCE, first, message)


def _in_place(openapi: JsonObject, pointer: Pointer) -> Iterator[Pointer]:
    """Yield what the same value must fit as well: references here and in ``allOf``."""
    try:
        waiting = [at(openapi, pointer)]
    except LookupError:
        return
    while waiting:
        value = waiting.pop()
        target = reference_of(value)
        if target is not None:
            yield target
        match value:
            case {"allOf": list(parts)}:
                waiting.extend(parts)
            case _:
                pass
