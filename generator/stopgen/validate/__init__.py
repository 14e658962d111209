"""Tells whether a description can be trusted: its values, references, structure and operations."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from stopgen import overlap
from stopgen.description import Description, Json, JsonObject, Pointer
from stopgen.diagnostic import Checked, Diagnostic, Severity
from stopgen.overlap import Later
from stopgen.validate.defaults import default_findings
from stopgen.validate.finding import Finding
from stopgen.validate.library import library_findings
from stopgen.validate.operations import operation_findings
from stopgen.validate.references import reference_findings
from stopgen.validate.values import value_findings


class Valid(NamedTuple):
    """A description without errors.

    Attributes:
        description: The description.
        objections: What openapi-spec-validator objects to, where we ourselves have nothing to say.
    """

    description: Description
    objections: Later[list[Finding]]


def validate(description: Description) -> Checked[Valid | None]:
    """Check a description, which should hold nothing but what is going to be used.

    Nothing is fetched and nothing is opened on the way, whatever the references say.

    Returns:
        The description without values that make no sense and are not needed; None if anything else in it
        is an error.
    """
    findings = _findings(description.openapi)
    yield from _located(description, findings)
    unused = [finding.pointer for finding in findings if finding.leaves_out]
    openapi = _without(description.openapi, unused)
    if _is_broken(findings) or not isinstance(openapi, dict):
        return None
    known = description._replace(openapi=openapi)
    return Valid(known, list if findings else overlap.ask(library_findings, openapi))


def objections(valid: Iterable[Valid]) -> Checked[None]:
    """Tell what openapi-spec-validator objects to; it is slow, and nothing depends on what it says."""
    for entry in valid:
        yield from _located(entry.description, entry.objections())


def _without(tree: Json, pointers: Collection[Pointer]) -> Json:
    """Return a tree that lacks some of its members, and shares with the given one what is not affected."""
    if not pointers:
        return tree
    inner: dict[str | int, list[Pointer]] = {}
    for first, *rest in pointers:
        inner.setdefault(first, []).append(tuple(rest))
    match tree:
        case dict():
            known = {key: (value, inner.get(key, [])) for key, value in tree.items()}
            return {
                key: _without(value, own) for key, (value, own) in known.items() if () not in own
            }
        case list():
            return [_without(value, inner.get(index, [])) for index, value in enumerate(tree)]
        case _:
            return tree


def _located(description: Description, findings: Iterable[Finding]) -> list[Diagnostic]:
    position = description.origins.position
    located = {Diagnostic(f.code, f.severity, position(f.pointer), f.message) for f in findings}
    return sorted(located, key=_order)


def _findings(openapi: JsonObject) -> list[Finding]:
    """Return what is wrong; what is broken further down hides what would only follow from it."""
    # The structure's checker takes 50 ms to import, and most commands need none.
    from stopgen.validate.structure import structure_findings

    unusable = list(value_findings(openapi))
    if unusable:
        return unusable
    structure = structure_findings(openapi)
    broken = _is_broken(structure)
    references = reference_findings(openapi)
    further = () if broken else (*operation_findings(openapi), *default_findings(openapi))
    return [*structure, *references, *further]


def _is_broken(findings: Iterable[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _order(diagnostic: Diagnostic) -> tuple[object, ...]:
    return diagnostic.position, diagnostic.code, diagnostic.message
