"""Reads documents that a coverage-guided fuzzer makes up, for as long as one likes.

``pip install atheris`` and ``python bench/fuzz.py [FOLDER] [-max_total_time=SECONDS]``: FOLDER keeps what was
worth trying, and starts with the documents in ``specs/``. A crash is written to a file; it becomes a case in
``tests/cases`` once it is mended.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import atheris

_ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(_ROOT / "generator"))

with atheris.instrument_imports(include=["stopgen"]):
    from stopgen import pipeline
    from stopgen.diagnostic import Severity, collect
    from stopgen.targets import openapi

_SECONDS = 10
"""A run that takes longer hangs."""


def main() -> None:
    """Fuzz until something breaks, or the time is over."""
    arguments = sys.argv[1:]
    folders = [Path(argument) for argument in arguments if not argument.startswith("-")]
    corpus = folders[0] if folders else Path(tempfile.mkdtemp(prefix="stopgen-fuzz-"))
    corpus.mkdir(parents=True, exist_ok=True)
    for path in sorted((_ROOT / "specs").rglob("*.md")):
        shutil.copy(path, corpus / f"{path.parent.name}-{path.name}")
    flags = [argument for argument in arguments if argument.startswith("-")]
    with tempfile.TemporaryDirectory() as specs:
        file = Path(specs, "acme", "stop.md")
        file.parent.mkdir()
        command = [sys.argv[0], f"-timeout={_SECONDS}", "-max_len=20000", *flags, str(corpus)]
        atheris.Setup(command, lambda content: _read(file, content))
        atheris.Fuzz()


def _read(file: Path, content: bytes) -> None:
    """Read one document, and export what it describes."""
    file.write_bytes(content)
    (providers, _), found = collect(pipeline.provide(file.parents[1], "en"))
    if not any(entry.severity is Severity.ERROR for entry in found):
        openapi.generate(providers)


if __name__ == "__main__":
    main()
