"""Hands out many runs to workers and collects their reports in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from threading import Lock
from typing import Any, Generic, TypeAlias, TypeVar

from .async_run import AsyncRun
from .outcomes import StopResult
from .report import StopReport
from .run import Run

RunT = TypeVar("RunT", bound="Run | AsyncRun")
OnProgress: TypeAlias = Callable[[StopReport[Any]], object]


class Batch(Generic[RunT]):
    """Many runs, each of which is taken once; threads and tasks may share it."""

    def __init__(self, runs: Sequence[RunT], on_progress: OnProgress | None) -> None:
        self._runs = runs
        self._reports: list[StopReport[RunT] | None] = [None] * len(runs)
        self._on_progress = on_progress
        self._fault: Exception | None = None
        self._lock = Lock()
        self._taken = 0

    def __len__(self) -> int:
        return len(self._runs)

    def __iter__(self) -> Iterator[tuple[int, RunT]]:
        """Yield runs that nobody else has taken, with their numbers."""
        while (number := self._take()) < len(self._runs):
            yield number, self._runs[number]

    def _take(self) -> int:
        with self._lock:
            self._taken += 1
            return self._taken - 1

    def put(self, number: int, report: StopReport[RunT]) -> None:
        """Keep the report of a run, and tell whoever wants to know of it."""
        with self._lock:
            self._reports[number] = report
            if self._on_progress is not None and self._fault is None:
                try:
                    self._on_progress(report)
                except Exception as fault:  # raised at the end, as no stop depends on it
                    self._fault = fault

    def close(self) -> list[StopReport[RunT]]:
        """Give no more runs away; return a report for each.

        Raises:
            Exception: What the progress callback raised first.
        """
        with self._lock:
            self._taken = len(self._runs)
            reports = list(self._reports)
            self._on_progress = None
        if self._fault is not None:
            raise self._fault
        return [report or late(self._runs[number]) for number, report in enumerate(reports)]


def late(run: RunT, elapsed: float = 0.0) -> StopReport[RunT]:
    """Report that time was over before an answer came, or what was answered if it came meanwhile."""
    answer = run.answer
    if isinstance(answer, StopResult):
        return StopReport(run=run, result=answer, elapsed=elapsed)
    error = TimeoutError(f"no answer before the deadline; the run is {run.state}")
    return StopReport(run=run, error=error, elapsed=elapsed)
