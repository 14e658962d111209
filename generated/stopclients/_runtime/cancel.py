"""Stops a run when the code that uses it is cancelled or fails."""

from __future__ import annotations

from types import TracebackType
from typing import overload

from . import threads
from .async_run import AsyncRun
from .async_wait import stop_within
from .notes import account, add_note
from .run import Run


class StopOnCancel:
    """The synchronous context manager that `stop_on_cancel` makes."""

    def __init__(self, run: Run, grace: float) -> None:
        self._run = run
        self._grace = grace

    def __enter__(self) -> Run:
        return self._run

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if error is None:
            self._run.finish()
            return
        threads.stop_within(self._run, self._grace)
        add_note(error, account(self._run, self._grace))


class AsyncStopOnCancel:
    """The asynchronous context manager that `stop_on_cancel` makes."""

    def __init__(self, run: AsyncRun, grace: float) -> None:
        self._run = run
        self._grace = grace

    async def __aenter__(self) -> AsyncRun:
        return self._run

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if error is None:
            self._run.finish()
            return
        await stop_within(self._run, self._grace, error)
        add_note(error, account(self._run, self._grace))


@overload
def stop_on_cancel(run: AsyncRun, grace: float = 3.0) -> AsyncStopOnCancel: ...
@overload
def stop_on_cancel(run: Run, grace: float = 3.0) -> StopOnCancel: ...
def stop_on_cancel(run: AsyncRun | Run, grace: float = 3.0) -> AsyncStopOnCancel | StopOnCancel:
    """Stop a run when the body of a `with` or `async with` is cancelled or raises.

    Exactly one stop is sent. The original exception is always raised again, with a note of what
    the stop came to. A body that ends normally sends nothing, and finishes the run.

    Args:
        run: The run; the context manager is asynchronous for an `AsyncRun`.
        grace: Seconds that the stop may take.
    """
    if isinstance(run, AsyncRun):
        return AsyncStopOnCancel(run, grace)
    return StopOnCancel(run, grace)
