"""Waits for a stop's answer, whoever cancels the waiting, but not longer than it may."""

from __future__ import annotations

import asyncio

import anyio

from .async_run import AsyncRun
from .detached import in_trio
from .runs import RunState

_CLEARING_UP = 0.25
"""Seconds for a request that was broken off to close its connection."""


async def stop_within(run: AsyncRun, grace: float, reason: BaseException | None = None) -> None:
    """Send a run's stop and wait for the answer; leave no task behind when time is over.

    A cancellation meanwhile neither ends nor repeats it. asyncio's own, which no cancel scope can
    hold off, is handed on afterwards, unless the reason is a cancellation already.

    Args:
        run: The run; one without a call keeps the stop in mind.
        grace: Seconds to wait at most.
        reason: The exception on which the run is stopped.
    """
    run.request_stop()
    if run.state is not RunState.STOPPING:
        return
    cancelled = False
    with anyio.CancelScope(shield=True):
        cancelled = await _persist(run, anyio.current_time() + grace)
    if cancelled and not isinstance(reason, asyncio.CancelledError):
        _hand_on()


async def _persist(run: AsyncRun, deadline: float) -> bool:
    """Wait through cancellations; tell whether there were any."""
    cancelled = False
    while not run.has_ended:
        late = anyio.current_time() >= deadline
        if late:
            run.give_up()
        until = deadline + _CLEARING_UP if late else deadline
        if anyio.current_time() >= until:
            break
        try:
            with anyio.CancelScope(deadline=until):
                await run.ended()
        except asyncio.CancelledError:  # only asyncio's own comes through the shield
            cancelled = True
    return cancelled


def _hand_on() -> None:
    task = None if in_trio() else asyncio.current_task()
    if task is not None:
        task.uncancel()
        task.cancel()
