"""Waits, and ends what takes too long, for each flavour of a client."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from threading import Event
from typing import Final

from .policy import Budget

_NO_END: Final[AbstractContextManager[object]] = nullcontext()


class Timer:
    """Waits in a thread."""

    def sleep(self, seconds: float, closed: Event) -> bool:
        """Wait; tell whether the client was closed meanwhile, which ends the waiting at once."""
        return closed.wait(seconds)

    def within(self, _timeouts: Mapping[str, float]) -> AbstractContextManager[object]:
        """Leave the end to the time limits of the request, as a thread cannot be interrupted."""
        return _NO_END


class AsyncTimer:
    """Waits in a task of asyncio or trio."""

    async def sleep(self, seconds: float, closed: Event) -> bool:
        """Wait; tell whether the client was closed meanwhile; cancellation ends it at once."""
        import anyio  # here, so that only those who wait load it

        await anyio.sleep(seconds)
        return closed.is_set()

    def within(self, timeouts: Mapping[str, float]) -> AbstractContextManager[object]:
        """Raise TimeoutError in a block that goes on beyond the deadline."""
        if not isinstance(timeouts, Budget):
            return _NO_END
        import anyio

        return anyio.fail_after(timeouts.left)
