"""Decides, without I/O, how long a run is looked at and what its stop came to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .clock import Clock
from .errors import StatusError, StopError, TransportError
from .outcomes import Evidence, Outcome, StopResult
from .poll import Poll, RunStatus

_UNSURE = frozenset({Outcome.ACCEPTED, Outcome.STOPPED})
_TOO_MANY = 429


class Watch:
    """What is known so far about a run whose stop was answered.

    Attributes:
        result: What the stop comes to, as far as anything was seen.
    """

    __slots__ = ("_clock", "_ends", "_is_over", "_poll", "_rest", "result")

    def __init__(self, result: StopResult[Any], poll: Poll, clock: Clock) -> None:
        self.result = result
        self._poll = poll
        self._clock = clock
        self._ends = clock.now() + poll.deadline
        self._rest = poll.interval
        self._is_over = result.outcome not in _UNSURE or result.evidence is Evidence.POLLED

    @property
    def left(self) -> float:
        """Seconds until the deadline."""
        return self._ends - self._clock.now()

    @property
    def is_open(self) -> bool:
        """Whether there is a reason, and time, for another look."""
        return not self._is_over and self.left > 0

    def saw(self, status: RunStatus[Any]) -> None:
        """Take in how the run stands."""
        self._rest = self._poll.interval
        self.result = replace(self.result, observed_state=status.state)
        if status.is_over:
            outcome = status.outcome or self.result.outcome
            self.result = replace(self.result, outcome=outcome, evidence=Evidence.POLLED)
            self._is_over = True

    def failed(self, error: Exception) -> None:
        """Take in that a look failed; what another one cannot mend is the last."""
        self._rest = self._poll.interval
        if isinstance(error, StatusError):
            self._rest = max(self._rest, error.retry_after or 0.0)
            self._is_over = error.status < 500 and error.status != _TOO_MANY
        elif isinstance(error, StopError):
            self._is_over = not isinstance(error, TransportError)

    @property
    def pause(self) -> float:
        """Seconds until the next look; one that would come after the deadline is not waited for."""
        if self._rest >= self.left:
            self._is_over = True
        return 0.0 if self._is_over else self._rest
