"""Time and chance, in one place, so that a test can be their master."""

from __future__ import annotations

import random
import time


class Clock:
    """The time of this machine; a test replaces it by one that goes as it is told."""

    def now(self) -> float:
        """Tell the time in seconds; only differences mean something."""
        return time.monotonic()

    def chance(self) -> float:
        """Draw a number from 0 up to but not including 1."""
        return random.random()  # noqa: S311 - spreads clients out, keeps no secret
