"""Tells whether a description can be trusted: its values, references, structure and operations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stopgen.description import Description, JsonObject
from stopgen.diagnostic import Checked, Diagnostic, Severity
from stopgen.validate.defaults import default_findings
from stopgen.validate.finding import Finding
from stopgen.validate.operations import operation_findings
from stopgen.validate.references import reference_findings
from stopgen.validate.values import value_findings


def validate(description: Description) -> Checked[Description | None]:
    """Check a description, which should hold nothing but what is going to be used.

    Nothing is fetched and nothing is opened on the way, whatever the references say.

    Returns:
        The description as it is; None if anything in it is an error.
    """
    findings = sorted(set(_located(description)), key=_order)
    yield from findings
    return None if _is_broken(findings) else description


def _located(description: Description) -> Iterator[Diagnostic]:
    for finding in _findings(description):
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
    told = [*structure, *references, *(() if broken else _further(openapi))]
    return told or list(_objections(openapi))


def _further(openapi: JsonObject) -> Iterator[Finding]:
    yield from operation_findings(openapi)
    yield from default_findings(openapi)


def _objections(openapi: JsonObject) -> Iterator[Finding]:
    # openapi-spec-validator takes longer to import than everything before it takes to run.
    from stopgen.validate.library import library_findings

    return library_findings(openapi)


def _is_broken(findings: Iterable[Finding | Diagnostic]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _order(diagnostic: Diagnostic) -> tuple[object, ...]:
    return diagnostic.position, diagnostic.code, diagnostic.message
