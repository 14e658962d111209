"""Tells whether a description can be trusted: its values, references, structure and operations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from stopgen.description import Description, Json, JsonObject, Pointer
from stopgen.diagnostic import Checked, Diagnostic, Severity
from stopgen.validate.finding import Finding
from stopgen.validate.operations import operation_findings
from stopgen.validate.references import reference_findings
from stopgen.validate.values import value_findings


def validate(description: Description) -> Checked[Description | None]:
    """Check a description, which should hold nothing but what is going to be used.

    Nothing is fetched and nothing is opened on the way, whatever the references say.

    Returns:
        The description without values that make no sense and are not needed; None if anything else in it
        is an error.
    """
    findings = _findings(description)
    yield from sorted(set(_located(description, findings)), key=_order)
    if _is_broken(findings):
        return None
    unused = [finding.pointer for finding in findings if finding.leaves_out]
    openapi = _without(description.openapi, unused)
    return description._replace(openapi=openapi) if isinstance(openapi, dict) else None


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


def _located(description: Description, findings: Iterable[Finding]) -> Iterator[Diagnostic]:
    for finding in findings:
        position = description.origins.position(finding.pointer)
        yield Diagnostic(finding.code, finding.severity, position, finding.message)


def _findings(description: Description) -> list[Finding]:
    """Return what is wrong; what is broken further down hides what would only follow from it."""
    # The structure's checker takes 50 ms to import, and most commands need none.
    from stopgen.validate.structure import structure_findings

    openapi = description.openapi
    unusable = list(value_findings(openapi))
    if unusable:
        return unusable
    structure = structure_findings(openapi)
    broken = _is_broken(structure)
    references = reference_findings(openapi)
    told = [*structure, *references, *(() if broken else operation_findings(openapi))]
    return told or list(_objections(openapi))


def _objections(openapi: JsonObject) -> Iterator[Finding]:
    # openapi-spec-validator takes longer to import than everything before it takes to run.
    from stopgen.validate.library import library_findings

    return library_findings(openapi)


def _is_broken(findings: Iterable[Finding | Diagnostic]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _order(diagnostic: Diagnostic) -> tuple[object, ...]:
    return diagnostic.position, diagnostic.code, diagnostic.message
