"""Findings as commands of a GitHub workflow, which shows them at their lines in a pull request.

Source of the syntax and its escapes: GitHub's documentation of workflow commands, and the function
``escapeProperty`` of its toolkit.
"""

from __future__ import annotations

from collections.abc import Sequence

from stopgen.diagnostic import Diagnostic, Severity
from stopgen.formats.checkout import named
from stopgen.report import printable

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def render(found: Sequence[Diagnostic]) -> list[str]:
    """Return a command for each finding."""
    return [_command(finding) for finding in found]


def _command(finding: Diagnostic) -> str:
    place = finding.position
    properties = {
        "file": named(place.file),
        "line": str(place.line),
        "col": str(place.column),
        "title": f"stopgen: {finding.code}",
    }
    told = ",".join(f"{key}={_escape(value, _PROPERTY)}" for key, value in properties.items())
    also = "".join(f"; the other place is {position}" for position in finding.related)
    return f"::{_COMMANDS[finding.severity]} {told}::{_escape(finding.message + also, _DATA)}"


def _escape(text: str, escapes: dict[int, str]) -> str:
    return printable(text).translate(escapes)
