"""How a client tries: how often, how long, how soon again; checked before anything is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from inspect import iscoroutinefunction
from math import isfinite
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from .clock import Clock
from .errors import ConfigurationError, StatusError, StopError, TransportError
from .quota import RateLimit, RateLimiter

if TYPE_CHECKING:
    from .events import Event

OnLimit: TypeAlias = Literal["raise", "wait"]
OnEvent: TypeAlias = "Callable[[Event], object]"

_PASSING = frozenset({429, 502, 503, 504})
_FIRST_DELAY = 0.5
_LONGEST_DELAY = 8.0
_LONGEST_ORDERED_DELAY = 60.0
_SHORTEST_TIMEOUT = 0.001
_PHASES = ("connect", "read", "write", "pool")


@dataclass(slots=True)
class Pause:
    """A step of a stop in which nothing is sent.

    Attributes:
        seconds: How long.
        failure: Why it is tried again afterwards; None if the quota asks for the pause.
    """

    seconds: float
    failure: StopError | None = None


class Policy(NamedTuple):
    """How a client tries.

    Attributes:
        clock: The time, and chance.
        max_retries: How often a stop is tried again.
        deadline: Seconds that a stop may take with everything; None for no end.
        limiter: Counts what is sent; None for no limit.
        waits: Whether to wait, rather than to fail, where the limit forbids a request.
        on_event: Is told what happens.
    """

    clock: Clock
    max_retries: int = 2
    deadline: float | None = None
    limiter: RateLimiter | None = None
    waits: bool = False
    on_event: OnEvent | None = None

    def delay_after(self, error: StopError, attempts: int, left: float | None) -> float | None:
        """Decide whether and how soon to try again.

        Args:
            error: What the last attempt came to.
            attempts: How many there were.
            left: Seconds until the deadline.

        Returns:
            Seconds to wait, fewer than are left; None to give up.
        """
        if attempts > self.max_retries or not _may_pass(error):
            return None
        ordered = error.retry_after if isinstance(error, StatusError) else None
        if (ordered or 0.0) >= (_LONGEST_ORDERED_DELAY if left is None else left):
            return None
        longest = min(_FIRST_DELAY * 2.0 ** min(attempts - 1, 10), _LONGEST_DELAY)
        if left is not None:
            longest = min(longest, left)
        return max(ordered or 0.0, self.clock.chance() * longest)


def _may_pass(error: StopError) -> bool:
    """Tell whether another attempt may go better; never after a 409 or another 4xx but 429."""
    if isinstance(error, StatusError):
        return error.status in _PASSING
    return isinstance(error, TransportError)


class Budget(Mapping[str, float]):
    """The time limits of a request as HTTP libraries want them; none ends after the deadline."""

    __slots__ = ("_clock", "_ends", "_timeout")

    def __init__(self, clock: Clock, deadline: float, timeout: float) -> None:
        self._clock = clock
        self._ends = clock.now() + deadline
        self._timeout = timeout

    @property
    def left(self) -> float:
        """Seconds until the deadline; negative after it."""
        return self._ends - self._clock.now()

    def __getitem__(self, phase: str) -> float:
        if phase not in _PHASES:
            raise KeyError(phase)
        return max(_SHORTEST_TIMEOUT, min(self._timeout, self.left))

    def __iter__(self) -> Iterator[str]:
        return iter(_PHASES)

    def __len__(self) -> int:
        return len(_PHASES)


def make_policy(
    clock: Clock,
    *,
    max_retries: int,
    deadline: float | None,
    rate_limit: RateLimit | RateLimiter | None,
    on_limit: OnLimit,
    on_event: OnEvent | None,
) -> Policy:
    """Check how a client is to try.

    Raises:
        ConfigurationError: Something cannot be followed.
    """
    if max_retries < 0:
        raise ConfigurationError("max_retries must be 0 or more")
    if deadline is not None and not (isfinite(deadline) and deadline > 0):
        raise ConfigurationError("deadline must be a positive number of seconds, or None")
    if on_event is not None and (not callable(on_event) or iscoroutinefunction(on_event)):
        raise ConfigurationError("on_event must be a function that is called, not awaited")
    if on_limit not in {"raise", "wait"}:
        raise ConfigurationError("on_limit must be 'raise' or 'wait'")
    return Policy(
        clock=clock,
        max_retries=max_retries,
        deadline=deadline,
        limiter=_limiter(rate_limit),
        waits=on_limit == "wait",
        on_event=on_event,
    )


def _limiter(rate_limit: object) -> RateLimiter | None:
    if isinstance(rate_limit, RateLimit):
        return RateLimiter(rate_limit)
    if rate_limit is None or isinstance(rate_limit, RateLimiter):
        return rate_limit
    raise ConfigurationError(
        "rate_limit must be a RateLimit or a RateLimiter; for a plan with a contract, fill in its "
        "numbers with agreed(requests=..., seconds=...)"
    )
