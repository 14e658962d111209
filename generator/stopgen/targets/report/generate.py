"""Writes the report."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from stopgen.emit import File
from stopgen.render import render
from stopgen.targets.report.build import Subject, build

_STYLE = "report/report.css"


def generate(subject: Subject, name: str = "report.html") -> File:
    """Return the report, the same bytes for the same subject.

    Args:
        subject: What to report on.
        name: The name of the file.
    """
    digest = b64encode(sha256(render(_STYLE).encode()).digest()).decode()
    page = build(subject, f"sha256-{digest}")
    return File(name, render("report/report.html.j2", page=page).encode())
