"""Findings as SARIF 2.1.0, which code scanning services and editors read.

Source: Static Analysis Results Interchange Format 2.1.0, an OASIS standard; the sections named here are its.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from stopgen import __version__, explanation
from stopgen.diagnostic import Code, Diagnostic, Position
from stopgen.formats.checkout import named
from stopgen.report import printable

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
_FINGERPRINT = "stopgenFinding/v1"


def render(found: Sequence[Diagnostic]) -> list[str]:
    """Return a log with one run (section 3.13)."""
    codes = sorted({finding.code for finding in found})
    driver = {
        "name": "stopgen",
        "semanticVersion": __version__,
        "rules": [_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, codes.index(finding.code), fingerprint)
            for finding, fingerprint in zip(found, _fingerprints(found), strict=True)
        ],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2).split("\n")


def _rule(code: Code) -> dict[str, object]:
    """Return what is known about all findings with a code (section 3.49)."""
    told = explanation.of(code)
    return {
        "id": code,
        "shortDescription": {"text": told.summary},
        "fullDescription": {"text": told.meaning},
        "help": {"text": told.remedy, "markdown": told.page},
    }


def _result(finding: Diagnostic, rule: int, fingerprint: str) -> dict[str, object]:
    """Return a result (section 3.27); its levels and our severities are the same words."""
    result: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": printable(finding.message)},
        "locations": [_location(finding.position)],
        "partialFingerprints": {_FINGERPRINT: fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = _distinct(map(_location, finding.related))
    return result


def _distinct(locations: Iterable[dict[str, object]]) -> list[dict[str, object]]:
    """Return each location once, as the standard demands of related ones."""
    return list({json.dumps(location): location for location in locations}.values())


def _location(position: Position) -> dict[str, object]:
    region = {"startLine": position.line, "startColumn": position.column}
    return {
        "physicalLocation": {"artifactLocation": {"uri": _uri(position.file)}, "region": region}
    }


def _uri(file: str) -> str:
    """Return the address of a file: relative to where stopgen ran, or to the checkout of a workflow."""
    path = Path(named(file))
    if path.is_absolute():
        return path.as_uri()
    return quote(path.as_posix().encode(errors="backslashreplace"))


def _fingerprints(found: Sequence[Diagnostic]) -> Iterator[str]:
    """Yield what a finding is recognised by when its line has moved (section 3.27.17).

    Findings that are alike in one file are told apart by their order.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in found:
        identity = (finding.code, Path(finding.position.file).as_posix(), finding.message)
        text = "\0".join((*identity, str(seen[identity])))
        yield hashlib.sha256(text.encode(errors="backslashreplace")).hexdigest()
        seen[identity] += 1
