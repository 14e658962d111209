"""Stays inside what a platform allows: counts what was sent in a window of time that slides."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass
from math import isfinite
from threading import Lock

from .errors import ConfigurationError

_SHORTEST_WAIT = 0.001


@dataclass(frozen=True, slots=True)
class RateLimit:
    """How often a platform may be asked.

    Attributes:
        requests: How many requests are allowed in any period.
        seconds: The length of a period.
        tier: The plan that this belongs to; empty for one of your own.
    """

    requests: int
    seconds: float
    tier: str = ""

    def __post_init__(self) -> None:
        if self.requests < 1 or not (isfinite(self.seconds) and self.seconds > 0):
            raise ConfigurationError(
                "a rate limit allows at least 1 request in more than 0 seconds"
            )


@dataclass(frozen=True, slots=True)
class ContractRateLimit:
    """A plan whose numbers stand in a contract, not in the documents.

    Attributes:
        tier: The plan's name.
    """

    tier: str

    def agreed(self, *, requests: int, seconds: float) -> RateLimit:
        """Fill in what was agreed.

        Args:
            requests: How many requests are allowed in any period.
            seconds: The length of a period.
        """
        return RateLimit(requests, seconds, self.tier)


class RateLimiter:
    """Counts requests against a limit; give it to several clients that share a key.

    Each operation of each platform has a window of its own. Threads and tasks may share a limiter.
    """

    __slots__ = ("_held", "_limit", "_lock", "_sent")

    def __init__(self, limit: RateLimit) -> None:
        """Begin with nothing sent.

        Args:
            limit: How often each operation may be called.
        """
        self._limit = limit
        self._lock = Lock()
        self._sent: dict[Hashable, deque[float]] = {}
        self._held: dict[Hashable, float] = {}

    def __repr__(self) -> str:
        return f"RateLimiter({self._limit!r})"

    @property
    def limit(self) -> RateLimit:
        """How often each operation may be called."""
        return self._limit

    def take(self, key: Hashable, now: float) -> float:
        """Count a request if it is allowed.

        Args:
            key: What is counted apart.
            now: The time in seconds; it never goes back.

        Returns:
            0 if the request was counted, else the seconds until one is allowed.
        """
        with self._lock:
            if (held := self._held.get(key, now) - now) >= _SHORTEST_WAIT:
                return held
            sent = self._sent.setdefault(key, deque())
            while sent and sent[0] + self._limit.seconds <= now:
                sent.popleft()
            if len(sent) < self._limit.requests:
                sent.append(now)
                return 0.0
            return max(sent[0] + self._limit.seconds - now, _SHORTEST_WAIT)

    def hold(self, key: Hashable, now: float, seconds: float) -> None:
        """Allow nothing for a time, as a platform that has counted more than this client asks for.

        Args:
            key: What is counted apart.
            now: The time in seconds.
            seconds: How long; never longer than a period, after which nothing counts any more.
        """
        with self._lock:
            until = now + min(seconds, self._limit.seconds)
            self._held[key] = max(until, self._held.get(key, until))
