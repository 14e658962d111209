"""Large documents: ``stopgen list`` and ``generate``, against merely parsing the same file."""

from __future__ import annotations

import itertools
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import documents, generate
from bench.processes import ROOT, Sample, in_turn, run
from bench.rows import Row

RUNS = 3
_SIZES = "1 10 100"
"""Megabytes, unless STOPGEN_BENCH_MEGABYTES says others."""
_MOST_REPEATED = 10
"""Documents of more megabytes are measured once only."""

_CHECKOUT = {"PYTHONPATH": str(ROOT / "generator")}
_CONFIGURATION = '[tool.stopgen]\nmax-document-size = "1GiB"\n'
_PARSERS = {
    ".json": "import json, sys; json.loads(open(sys.argv[1], 'rb').read())",
    ".yaml": "import ryaml, sys; ryaml.load(open(sys.argv[1], encoding='utf-8'))",
}
_TARGETS = {".json": 1.0, ".yaml": 1.2}
_PEAK = 1.3


@dataclass(frozen=True, slots=True)
class _Fixed:
    """What runs cost in which there is next to nothing to read."""

    list: float
    python: float
    generate: float


def rows(runs: int = RUNS) -> list[Row]:
    """Measure documents that are made here, and the largest of a corpus if there is one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pyproject.toml").write_text(_CONFIGURATION)
        fixed = _fixed(folder, runs)
        found = [row for path in _documents(folder) for row in _compare(folder, path, fixed, runs)]
        return [*found, *_against_rival(folder, runs)]


def _documents(folder: Path) -> Iterator[Path]:
    sizes = map(int, os.environ.get("STOPGEN_BENCH_MEGABYTES", _SIZES).split())
    for ending, size in itertools.product(_PARSERS, [*sizes]):
        path = folder / f"{ending[1:]}_{size}_mb" / f"stop{ending}"
        path.parent.mkdir()
        documents.write(path, size * 1_000_000)
        yield path
        path.unlink()
    corpus = os.environ.get("STOPGEN_CORPUS")
    files = [path for path in Path(corpus).rglob("*") if path.suffix in _PARSERS] if corpus else []
    for ending in _PARSERS:
        ours = [path for path in files if path.suffix == ending]
        yield from sorted(ours, key=lambda path: path.stat().st_size)[-1:]


def _fixed(folder: Path, runs: int) -> _Fixed:
    (folder / "tiny").mkdir()
    documents.write(folder / "tiny" / "stop.json", 1)
    sides = [
        lambda: _stopgen(folder, "list", str(folder / "tiny")),
        lambda: run([sys.executable, "-c", "pass"]),
        lambda: _generate(folder, ROOT / "specs"),
    ]
    return _Fixed(*(_median(samples) for samples in in_turn(sides, runs)))


def _compare(folder: Path, path: Path, fixed: _Fixed, runs: int) -> Iterator[Row]:
    """Compare one document; what is fixed is taken off where it would be most of what is seen."""
    megabytes = path.stat().st_size / 1e6
    sides: list[Callable[[], Sample]] = [
        lambda: _stopgen(folder, "list", str(path)),
        lambda: run([sys.executable, "-c", _PARSERS[path.suffix], str(path)]),
        lambda: _generate(folder, path.parent),
    ]
    is_ours = path.is_relative_to(folder)
    sides = sides if is_ours else sides[:2]
    once = megabytes > _MOST_REPEATED * 1.5
    samples = [[side()] for side in sides] if once else in_turn(sides, runs)
    listed, parsed = samples[0], samples[1]
    name, target = (
        path.parent.name if is_ours else f"corpus{path.suffix}",
        _TARGETS[path.suffix],
    )
    less = _row(f"{name}: list less fixed, user+sys ms", listed, parsed, target, fixed)
    yield less
    if megabytes > 5:
        yield _row(f"{name}: list, user+sys ms", listed, parsed, target)
        yield Row(f"{name}: list, peak MB", _peaks(listed), _peaks(parsed), _PEAK)
    if is_ours:
        budget = _median(listed) + fixed.generate
        made = tuple(sample.cpu for sample in samples[2])
        yield Row(f"{name}: generate to list and 5 documents", made, (budget,), 1.0)


def _row(
    name: str,
    ours: Sequence[Sample],
    theirs: Sequence[Sample],
    target: float,
    fixed: _Fixed | None = None,
) -> Row:
    own, other = (fixed.list, fixed.python) if fixed else (0.0, 0.0)
    return Row(
        name,
        tuple(max(sample.cpu - own, 0.1) for sample in ours),
        tuple(max(sample.cpu - other, 0.1) for sample in theirs),
        target,
    )


def _against_rival(folder: Path, runs: int) -> Iterator[Row]:
    """Compare with the rival on one megabyte, if it is installed: ten take it half a minute."""
    program = generate.installed()
    if program is None:
        return
    path = folder / "rival" / "stop.json"
    path.parent.mkdir()
    documents.write(path, 1_000_000)
    sides = [lambda: _generate(folder, path.parent), generate.theirs(folder, program, path)]
    ours, theirs = in_turn(sides, runs)
    yield _row("json_1_mb: generate to openapi-python-client", ours, theirs, 1.0)


def _generate(folder: Path, specs: Path) -> Sample:
    with tempfile.TemporaryDirectory(dir=folder) as output:
        return _stopgen(folder, "generate", "--specs", str(specs), "--output", f"{output}/clients")


def _stopgen(folder: Path, *arguments: str) -> Sample:
    return run([sys.executable, "-m", "stopgen", *arguments], _CHECKOUT, str(folder))


def _median(samples: Sequence[Sample]) -> float:
    return sorted(sample.cpu for sample in samples)[len(samples) // 2]


def _peaks(samples: Sequence[Sample]) -> tuple[float, ...]:
    return tuple(sample.peak for sample in samples)
