"""What a client tells of a stop while it happens; no event holds a key, an id or an answer's text."""

from __future__ import annotations

from dataclasses import dataclass

from .outcomes import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened in a stop.

    Attributes:
        provider: The platform's name in code.
        method: The client's method.
        attempt: The number of the attempt, from 1; 0 before the first.
        elapsed: Seconds since the stop began.
    """

    provider: str
    method: str
    attempt: int
    elapsed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptStarted(Event):
    """A request is about to be sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptFinished(Event):
    """An answer came, or none did.

    Attributes:
        status: The answer's HTTP status.
        error: The class of the failure, if no answer came.
        duration: Seconds since the attempt started.
    """

    status: int | None = None
    error: str | None = None
    duration: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryScheduled(Event):
    """Another attempt follows.

    Attributes:
        delay: Seconds until then.
        error: The class of the exception that the last attempt would have raised.
    """

    delay: float
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitReached(Event):
    """The client's own rate limit holds the next attempt back.

    Attributes:
        delay: Seconds to wait.
    """

    delay: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished(Event):
    """The call is over; `attempt` is the number of its attempts.

    Attributes:
        outcome: What became of the run; None if an exception is raised, and for a call that only
            tells how a run stands.
        status: The last answer's HTTP status, if there was one.
        error: The class of the exception that is raised; `Cancelled` if the caller went away.
    """

    outcome: Outcome | None = None
    status: int | None = None
    error: str | None = None
