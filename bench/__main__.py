"""The one entry of the benchmarks; ends with 1 where a target is missed."""

from __future__ import annotations

import argparse
import importlib

from bench.rows import Row, as_json, as_text

_MODULES = {
    "generate": "bench.generate",
    "noop": "bench.noop",
    "import": "bench.imports",
    "call": "bench.call",
    "stops": "bench.stops",
    "large": "bench.large",
}


def main() -> int:
    """Run the benchmarks that were asked for and print their rows."""
    parser = _parser()
    options = parser.parse_args()
    if unknown := [name for name in options.benchmarks if name not in _MODULES]:
        parser.error(
            f"no benchmark is called {unknown[0]!r}; bench.find, bench.lines and bench.fuzz run by themselves"
        )
    rows: list[Row] = []
    for name in options.benchmarks or _MODULES:
        benchmark = importlib.import_module(_MODULES[name])
        rows.extend(benchmark.rows(options.runs or benchmark.RUNS))
    print(as_json(rows) if options.json else as_text(rows))
    return 1 if any(row.verdict == "MISS" for row in rows) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    names = ", ".join(_MODULES)
    parser.add_argument("benchmarks", nargs="*", metavar="name", help=f"{names}; all without")
    parser.add_argument("--runs", type=int, help="how often each side is measured")
    parser.add_argument("--json", action="store_true", help="print every measurement as JSON")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
