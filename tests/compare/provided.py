"""Providers out of the text of one document."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from stopgen import pipeline
from stopgen.diagnostic import Severity, collect
from stopgen.model import Provider


@cache
def provided(name: str, text: str) -> tuple[Provider, ...]:
    """Return what a document describes."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "acme", name)
        file.parent.mkdir()
        file.write_text(text, encoding="utf-8")
        (providers, _), found = collect(pipeline.provide(Path(folder), "en"))
    assert [entry for entry in found if entry.severity is Severity.ERROR] == []
    return tuple(providers)
