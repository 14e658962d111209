"""What became of each of many stops."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from .async_run import AsyncRun
from .outcomes import StopResult
from .run import Run

RunT = TypeVar("RunT", bound="Run | AsyncRun")
RunT_co = TypeVar("RunT_co", bound="Run | AsyncRun", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class StopReport(Generic[RunT_co]):
    """What became of one of many stops: a result or an error, never both.

    Attributes:
        run: The run.
        result: What the platform answered.
        error: What the stop raised; `TimeoutError` if there was no time left for it.
        elapsed: Seconds that it took.
    """

    run: RunT_co
    result: StopResult[Any] | None = None
    error: Exception | None = None
    elapsed: float = 0.0


class NoReports(list[StopReport[Any]]):
    """No reports about no runs, which nobody needs to await, but anybody may."""

    def __await__(self) -> Generator[Any, None, list[StopReport[Any]]]:
        yield from ()
        return list(self)
