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
"""What the installed command ``stopgen`` is."""


def rows(runs: int = RUNS) -> list[Row]:
    """Measure both commands in a project whose package is as it should be."""
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(ROOT / "specs", Path(name) / "specs")
        shutil.copy(ROOT / "pyproject.toml", name)
        program = Path(name) / "stopgen"
        program.write_text(_ENTRY)
        stopgen = partial(_python, name, str(program))
        sides = [_python(name, "-c", "import click"), stopgen("generate"), stopgen("check")]
        click, generate, check = in_turn(sides, runs)
    return [
        *compare("noop: generate", generate, click, TARGET),
        *compare("noop: check", check, click, TARGET),
    ]


def _python(folder: str, *arguments: str) -> Callable[[], Sample]:
    """Return a side; its first run, which is not measured, may have something to do."""
    environment = {"PYTHONPATH": str(ROOT / "generator")}
    return partial(run, [sys.executable, *arguments], environment, folder)
