"""A run with nothing to do, against importing the library that reads its command line."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.processes import ROOT, Sample, compare, in_turn, run
from bench.rows import Row

RUNS = 21
TARGET = 1.6
_ENTRY = "import sys; from stopgen.entry import main; sys.exit(main())"
"""What the installed command ``stopgen`` runs."""


def rows(runs: int = RUNS) -> list[Row]:
    """Measure both commands in a project whose package is as it should be."""
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(ROOT / "specs", Path(name) / "specs")
        shutil.copy(ROOT / "pyproject.toml", name)
        sides = [_python(name, "import click"), *(_stopgen(name, c) for c in ("generate", "check"))]
        click, generate, check = in_turn(sides, runs)
    return [
        *compare("noop: generate", generate, click, TARGET),
        *compare("noop: check", check, click, TARGET),
    ]


def _stopgen(folder: str, command: str) -> Callable[[], Sample]:
    """Return a side; its first run, which is not measured, may have something to do."""
    return _python(folder, _ENTRY, command)


def _python(folder: str, code: str, *arguments: str) -> Callable[[], Sample]:
    environment = {"PYTHONPATH": str(ROOT / "generator")}
    return partial(run, [sys.executable, "-c", code, *arguments], environment, folder)
