"""Runs whole processes in turn, and measures time and memory of each."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.rows import Row

ROOT = Path(__file__).resolve().parent.parent
_BYTES_OF_MAXRSS = 1 if sys.platform == "darwin" else 1024
_WITH_BYTECODE = {"PYTHONDONTWRITEBYTECODE": ""}


@dataclass(frozen=True, slots=True)
class Sample:
    """What one process cost, with all processes that it started and waited for.

    Attributes:
        wall: Milliseconds from start to end.
        cpu: Milliseconds that processors worked for it, in user and system mode.
        peak: The most megabytes of memory that it held at a time.
    """

    wall: float
    cpu: float
    peak: float


def run(
    command: Sequence[str],
    environment: Mapping[str, str] | None = None,
    folder: str | None = None,
) -> Sample:
    """Run a process to its end, in a folder, and measure it.

    Raises:
        SystemExit: The process failed, so that there is nothing to measure.
    """
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **_WITH_BYTECODE, **(environment or {})},
            stdout=output,
            stderr=output,
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            raise SystemExit(f"{' '.join(command)}\n{output.read().decode(errors='replace')}")
    cpu = usage.ru_utime + usage.ru_stime
    return Sample(wall * 1e3, cpu * 1e3, usage.ru_maxrss * _BYTES_OF_MAXRSS / 1e6)


def in_turn(sides: Sequence[Callable[[], Sample]], runs: int) -> list[list[Sample]]:
    """Run each side once unmeasured, then all of them in turn, so that load on the machine hits all.

    Returns:
        The samples of each side, in the order of the sides.
    """
    for side in sides:
        side()
    rounds = [[side() for side in sides] for _ in range(runs)]
    return [list(samples) for samples in zip(*rounds, strict=True)]


def compare(
    name: str, ours: Sequence[Sample], baseline: Sequence[Sample], target: float
) -> list[Row]:
    """Return the rows of two sides: both times are held to the target, memory is information."""
    return [
        Row(f"{name}, wall ms", _each(ours, "wall"), _each(baseline, "wall"), target),
        Row(f"{name}, user+sys ms", _each(ours, "cpu"), _each(baseline, "cpu"), target),
        Row(f"{name}, peak MB", _each(ours, "peak"), _each(baseline, "peak")),
    ]


def _each(samples: Sequence[Sample], figure: str) -> tuple[float, ...]:
    return tuple(float(getattr(sample, figure)) for sample in samples)
