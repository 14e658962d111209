"""Stops a run when its time is over."""

from __future__ import annotations

from threading import Timer
from types import TracebackType
from typing import overload

import anyio

from . import threads
from .async_run import AsyncRun
from .async_wait import stop_within
from .notes import account
from .run import Run


class StopAfter:
    """The synchronous context manager that `stop_after` makes."""

    def __init__(self, run: Run, seconds: float, grace: float) -> None:
        self._run = run
        self._seconds = seconds
        self._grace = grace
        self._over = False
        self._timer = Timer(seconds, self._expire)
        self._timer.daemon = True

    def __enter__(self) -> Run:
        self._timer.start()
        return self._run

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        if self._over:
            threads.stop_within(self._run, self._grace)
        if self._over and (error is None or isinstance(error, Exception)):
            raise timeout(self._run, self._seconds, self._grace) from error
        if error is None:
            self._run.finish()

    def _expire(self) -> None:
        self._over = True
        threads.stop_within(self._run, self._grace)


class AsyncStopAfter:
    """The asynchronous context manager that `stop_after` makes."""

    def __init__(self, run: AsyncRun, seconds: float, grace: float) -> None:
        self._run = run
        self._seconds = seconds
        self._grace = grace
        self._scope: anyio.CancelScope

    async def __aenter__(self) -> AsyncRun:
        self._scope = anyio.CancelScope(deadline=anyio.current_time() + self._seconds)
        self._scope.__enter__()
        return self._run

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        late = self._scope.__exit__(kind, error, traceback)
        if late and error is not None:
            await stop_within(self._run, self._grace)
            raise timeout(self._run, self._seconds, self._grace)
        if error is None:
            self._run.finish()


@overload
def stop_after(run: AsyncRun, seconds: float, grace: float = 3.0) -> AsyncStopAfter: ...
@overload
def stop_after(run: Run, seconds: float, grace: float = 3.0) -> StopAfter: ...
def stop_after(
    run: AsyncRun | Run, seconds: float, grace: float = 3.0
) -> AsyncStopAfter | StopAfter:
    """Stop a run when the body of a `with` or `async with` takes too long.

    The body of an `async with` is cancelled at that time. Nothing can break off the body of a
    `with`, but its run is stopped, which ends whatever reads from it.

    Args:
        run: The run; the context manager is asynchronous for an `AsyncRun`.
        seconds: How long the body may take.
        grace: Seconds that the stop itself may take.

    Returns:
        A context manager that raises `TimeoutError`, which names what the platform answered.
    """
    if isinstance(run, AsyncRun):
        return AsyncStopAfter(run, seconds, grace)
    return StopAfter(run, seconds, grace)


def timeout(run: AsyncRun | Run, seconds: float, grace: float) -> TimeoutError:
    """Make the exception for a run whose time is over."""
    return TimeoutError(f"the run was not finished after {seconds:g} s; {account(run, grace)}")
