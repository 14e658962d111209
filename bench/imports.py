"""Importing a generated package, against importing the two libraries that it stands on."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from bench.processes import ROOT, Sample, compare, in_turn, run
from bench.rows import Row

RUNS = 21
TARGET = 1.1
_PACKAGE = ROOT / "generated" / "stopclients"
_STATEMENTS = (
    "import stopclients.dify",
    "from stopclients.dify import Client; Client('key').close()",
    "import httpx2, pydantic; httpx2.Client().close(); pydantic.BaseModel",
    "import httpx2, pydantic",
    "pass",
)


def rows(runs: int = RUNS) -> list[Row]:
    """Measure new interpreters; the first of each kind, which writes the bytecode, does not count."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(_PACKAGE, Path(folder) / _PACKAGE.name)
        sides = [_python(statement, folder) for statement in _STATEMENTS]
        module, used, by_hand, libraries, nothing = in_turn(sides, runs)
    net = compare(
        "import less interpreter", _less(module, nothing), _less(libraries, nothing), TARGET
    )
    return [
        *compare("import", module, libraries, TARGET),
        *(row for row in net if row.target),
        *compare("first client", used, by_hand, TARGET),
    ]


def _python(statement: str, folder: str) -> Callable[[], Sample]:
    return partial(run, [sys.executable, "-c", statement], {"PYTHONPATH": folder})


def _less(samples: Sequence[Sample], nothing: Sequence[Sample]) -> list[Sample]:
    """Take away what an interpreter costs that does nothing; it would make any ratio look good."""
    return [
        Sample(s.wall - n.wall, s.cpu - n.cpu, s.peak - n.peak)
        for s, n in zip(samples, nothing, strict=True)
    ]
