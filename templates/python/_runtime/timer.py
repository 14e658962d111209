"""Waits, and ends what takes too long, for each flavour of a client."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from threading import Event
from typing import TYPE_CHECKING, Final

from .policy import Budget

if TYPE_CHECKING:
    import anyio

Closing = Event
"""Whether a client was closed, for threads that wait for it."""

_NO_END: Final[AbstractContextManager[object]] = nullcontext()


class Timer:
    """Waits in a thread."""

    def sleep(self, seconds: float, closed: Closing) -> bool:
        """Wait; tell whether the client was closed meanwhile, which ends the waiting at once."""
        return closed.wait(seconds)

    def within(self, _timeouts: Mapping[str, float]) -> AbstractContextManager[object]:
        """Leave the end to the time limits of the request, as a thread cannot be interrupted."""
        return _NO_END


class AsyncClosing:
    """Whether a client was closed, for tasks that wait for it."""

    __slots__ = ("_event", "_is_set")

    def __init__(self) -> None:
        self._event: anyio.Event | None = None
        self._is_set = False

    def is_set(self) -> bool:
        """Tell whether it was closed."""
        return self._is_set

    def set(self) -> None:
        """Say so."""
        self._is_set = True
        if self._event is not None:
            self._event.set()

    async def wait(self) -> None:
        """Wait for it, in a task of the event loop on which the client is closed."""
        if not self._is_set:
            import anyio  # here, so that only those who wait load it

            self._event = self._event or anyio.Event()
            await self._event.wait()


class AsyncTimer:
    """Waits in a task of asyncio or trio."""

    async def sleep(self, seconds: float, closed: AsyncClosing) -> bool:
        """Wait; tell whether the client was closed meanwhile; that or cancellation ends it at once."""
        import anyio

        with anyio.move_on_after(seconds):
            await closed.wait()
        return closed.is_set()

    def within(self, timeouts: Mapping[str, float]) -> AbstractContextManager[object]:
        """Raise TimeoutError in a block that goes on beyond the deadline."""
        if not isinstance(timeouts, Budget):
            return _NO_END
        import anyio

        return anyio.fail_after(timeouts.left)
