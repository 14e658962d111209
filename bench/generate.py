"""All documents in one cold ``stopgen generate``, against openapi-python-client on one of them."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path

from bench.processes import ROOT, Sample, compare, in_turn, run
from bench.rows import Row

RUNS = 11
TARGET = 1.0
BASELINE = "openapi-python-client==0.29.1"
_ENVIRONMENT = ROOT / "bench" / ".venv"
_SPECS = ROOT / "specs"
_CHECKOUT = {"PYTHONPATH": str(ROOT / "generator")}


def rows(runs: int = RUNS) -> list[Row]:
    """Measure both generators; neither finds an output folder, both find their bytecode."""
    program = _baseline()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _stopgen("export", folder / "export")
        document = folder / "export" / "dify.openapi.json"
        sides = [_ours(folder), theirs(folder, program, document)]
        ours, others = in_turn(sides, runs)
    return compare("generate: 5 documents against 1", ours, others, TARGET)


def _ours(folder: Path) -> Callable[[], Sample]:
    number = itertools.count()
    return lambda: _stopgen("generate", folder / f"ours_{next(number)}" / "stopclients")


def _stopgen(command: str, output: Path) -> Sample:
    options = ["--specs", str(_SPECS), "--output", str(output)]
    return run([sys.executable, "-m", "stopgen", command, *options], _CHECKOUT)


def theirs(folder: Path, program: Path, document: Path) -> Callable[[], Sample]:
    """Return the baseline's run on a document."""
    number = itertools.count()
    path = {"PATH": os.pathsep.join([str(program.parent), os.environ["PATH"]])}

    def side() -> Sample:
        output = folder / f"theirs_{next(number)}"
        options = ["--path", str(document), "--output-path", str(output)]
        return run([str(program), "generate", *options], path)

    return side


def installed() -> Path | None:
    """Return the baseline's program, None where it was not needed yet."""
    program = _ENVIRONMENT / "bin" / "openapi-python-client"
    return program if program.exists() else None


def _baseline() -> Path:
    """Return the baseline's program; it is installed when it is needed for the first time."""
    program = _ENVIRONMENT / "bin" / "openapi-python-client"
    if not program.exists():
        venv.create(_ENVIRONMENT, with_pip=True)
        python = str(_ENVIRONMENT / "bin" / "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", BASELINE], check=True)
    return program
