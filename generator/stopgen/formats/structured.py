"""Findings as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from stopgen.diagnostic import Diagnostic, Position


def render(found: Sequence[Diagnostic]) -> list[str]:
    """Return one object with the list ``diagnostics``."""
    return json.dumps({"diagnostics": [_entry(finding) for finding in found]}, indent=2).split("\n")


def _entry(finding: Diagnostic) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        **_place(finding.position),
        "related": [_place(position) for position in finding.related],
    }


def _place(position: Position) -> dict[str, object]:
    return {"file": position.file, "line": position.line, "column": position.column}
