"""How a run stands, and how long to look until it is known to have stopped."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import KW_ONLY, dataclass, field
from inspect import iscoroutinefunction
from math import isfinite
from typing import Any, Generic, TypeAlias, TypeVar

from .errors import ConfigurationError
from .outcomes import Outcome, StopResult

BodyT_co = TypeVar("BodyT_co", covariant=True)


@dataclass(frozen=True, slots=True)
class RunStatus(Generic[BodyT_co]):
    """How a run stands.

    Attributes:
        state: The platform's own word for it; None where there is none.
        outcome: What a run in this state has come to; None, or ACCEPTED, if it has not ended as far
            as anybody knows.
        status: The answer's HTTP status; 0 where no client of this package asked.
        body: The documented answer; None where the answer did not fit the document.
        raw: The answer's body as it came, at most 1 MiB of it.
        attempts: How many requests it took.
    """

    state: str | None = None
    outcome: Outcome | None = None
    _: KW_ONLY
    status: int = 0
    body: BodyT_co | None = None
    raw: bytes = field(default=b"", repr=False)
    attempts: int = 1

    @property
    def is_over(self) -> bool:
        """Whether the run is known to have ended."""
        return self.outcome not in {None, Outcome.ACCEPTED}


Look: TypeAlias = Callable[[], "RunStatus[Any] | Awaitable[RunStatus[Any]]"]
"""Tells how a run stands; asynchronous clients and handles take a coroutine function too."""


@dataclass(frozen=True, slots=True)
class Poll:
    """How to find out whether a run that was told to stop has stopped.

    Attributes:
        interval: Seconds between two looks.
        deadline: Seconds for all looks and what lies between them.
        look: Tells how the run stands; None for the status call that the platform documents.
        known: What the stop was answered; with it no stop is sent, there is only looked.
    """

    interval: float = 1.0
    deadline: float = 30.0
    look: Look | None = None
    _: KW_ONLY
    known: StopResult[Any] | None = None

    def __post_init__(self) -> None:
        for name, seconds in (("interval", self.interval), ("deadline", self.deadline)):
            if not (isfinite(seconds) and seconds > 0):
                raise ConfigurationError(f"{name} must be a positive number of seconds")
        if self.look is not None and not callable(self.look):
            raise ConfigurationError("look must be a function that tells how the run stands")

    @property
    def must_await(self) -> bool:
        """Whether looking is asynchronous."""
        return iscoroutinefunction(self.look)
