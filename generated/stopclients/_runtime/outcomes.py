"""What a stop comes to: the vocabulary that all platforms share."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

BodyT_co = TypeVar("BodyT_co", covariant=True)


class Outcome(StrEnum):
    """What became of the run, as far as the platform's answer tells."""

    STOPPED = "STOPPED"
    """The platform says that this run was cancelled."""
    ACCEPTED = "ACCEPTED"
    """The platform took the request and does not say what it did."""
    NOTHING_RUNNING = "NOTHING_RUNNING"
    """Nothing was in progress."""
    ALREADY_FINISHED = "ALREADY_FINISHED"
    """The run had ended before."""


class Evidence(StrEnum):
    """What an outcome rests on."""

    STATUS = "STATUS"
    """The answer's HTTP status alone."""
    BODY = "BODY"
    """A value in the answer's body."""
    LOCAL = "LOCAL"
    """What the application itself said; nothing was sent."""
    POLLED = "POLLED"
    """What was seen when the run was looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopResult(Generic[BodyT_co]):
    """What a platform answered to a stop.

    Attributes:
        outcome: What became of the run.
        evidence: What the outcome rests on.
        status: The answer's HTTP status; 0 where no stop was sent.
        body: The documented answer; None where the answer did not fit the document.
        raw: The answer's body as it came, at most 1 MiB of it.
        code: The platform's own code, where the answer has one.
        message: The platform's own words, where the answer has some.
        attempts: How many requests it took; those that only look how the run stands do not count.
        observed_state: The platform's own word for the state in which the run was seen last; None
            where nothing was seen.
    """

    outcome: Outcome
    evidence: Evidence
    status: int
    body: BodyT_co | None = None
    raw: bytes = field(default=b"", repr=False)
    code: str | None = None
    message: str | None = None
    attempts: int = 1
    observed_state: str | None = None
