"""What every benchmark returns: one row a comparison, and how rows look on a screen or as JSON."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """Ours against a baseline that was measured in the same run.

    Attributes:
        name: What was measured, and in which unit.
        ours: Our measurements, one a run.
        baseline: The baseline's measurements, one a run.
        target: The largest ratio that is good enough; None where the row is only information.
    """

    name: str
    ours: tuple[float, ...]
    baseline: tuple[float, ...]
    target: float | None = None

    @property
    def medians(self) -> tuple[float, float]:
        """The medians of ours and of the baseline."""
        return statistics.median(self.ours), statistics.median(self.baseline)

    @property
    def ratio(self) -> float:
        """Our median over the baseline's."""
        ours, baseline = self.medians
        return ours / baseline

    @property
    def verdict(self) -> str:
        """PASS or MISS, or nothing where there is no target."""
        if self.target is None:
            return ""
        return "PASS" if self.ratio <= self.target else "MISS"


def as_text(rows: Iterable[Row]) -> str:
    """Return a table for people."""
    header = f"{'':44}{'ours':>10}{'baseline':>10}{'ratio':>8}{'target':>8}"
    return "\n".join([header, *map(_line, rows)])


def _line(row: Row) -> str:
    ours, baseline = row.medians
    target = "" if row.target is None else f"{row.target:.2f}"
    line = f"{row.name:44}{ours:10.1f}{baseline:10.1f}{row.ratio:8.2f}{target:>8}  {row.verdict}"
    return line.rstrip()


def as_json(rows: Iterable[Row]) -> str:
    """Return the same for programs, with every single measurement."""
    return json.dumps([_fields(row) for row in rows], indent=2)


def _fields(row: Row) -> dict[str, object]:
    ours, baseline = row.medians
    return {
        "name": row.name,
        "median": {"ours": ours, "baseline": baseline},
        "ratio": row.ratio,
        "target": row.target,
        "verdict": row.verdict or None,
        "runs": {"ours": row.ours, "baseline": row.baseline},
    }
