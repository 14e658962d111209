"""Stops many runs at once: a report for each, and an exception for none."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable
from dataclasses import replace
from inspect import iscoroutinefunction
from time import monotonic
from typing import TYPE_CHECKING, overload

import anyio

from .async_run import AsyncRun
from .batch import Batch, OnProgress, late
from .detached import detach
from .report import NoReports, StopReport
from .run import Run
from .threads import start

if TYPE_CHECKING:
    from .poll import Poll

_CLEARING_UP = 0.25
"""Seconds for requests that were broken off to close their connections."""


@overload
def stop_many(
    runs: Iterable[AsyncRun],
    concurrency: int = ...,
    deadline: float = ...,
    on_progress: OnProgress | None = ...,
    *,
    confirm: Poll | None = ...,
) -> Awaitable[list[StopReport[AsyncRun]]]: ...
@overload
def stop_many(
    runs: Iterable[Run],
    concurrency: int = ...,
    deadline: float = ...,
    on_progress: OnProgress | None = ...,
    *,
    confirm: Poll | None = ...,
) -> list[StopReport[Run]]: ...
def stop_many(
    runs: Iterable[AsyncRun] | Iterable[Run],
    concurrency: int = 16,
    deadline: float = 10.0,
    on_progress: OnProgress | None = None,
    *,
    confirm: Poll | None = None,
) -> Awaitable[list[StopReport[AsyncRun]]] | list[StopReport[Run]]:
    """Stop many runs and report on each, in their order.

    No stop's exception is raised; it stands in the report. A run without a call remembers its
    stop and holds nobody up.

    Args:
        runs: Handles of one flavour; for those of `AsyncRun` the reports are to be awaited.
        concurrency: How many stops are on their way at a time.
        deadline: Seconds for all of them together; what is late has a `TimeoutError`.
        on_progress: Called with each report as it comes, one at a time.
        confirm: How to find out of each run whether it has stopped; what is still being looked at
            when the deadline comes has the answer to its stop.

    Raises:
        TypeError: The handles are of both flavours, or the callback would have to be awaited.
        ValueError: The concurrency is below one.
    """
    if concurrency < 1:
        raise ValueError("concurrency must be at least 1")
    if iscoroutinefunction(on_progress):
        raise TypeError("on_progress must be a function that is called, not awaited")
    handles = list(runs)
    if not handles:
        return NoReports()
    if tasks := [run for run in handles if isinstance(run, AsyncRun)]:
        if len(tasks) < len(handles):
            raise TypeError("stop_many takes handles of one flavour, Run or AsyncRun")
        return _in_tasks(Batch(tasks, on_progress), concurrency, deadline, confirm)
    threaded = [run for run in handles if isinstance(run, Run)]
    return _in_threads(Batch(threaded, on_progress), concurrency, deadline, confirm)


async def _in_tasks(
    batch: Batch[AsyncRun], concurrency: int, seconds: float, confirm: Poll | None
) -> list[StopReport[AsyncRun]]:
    """Let tasks of their own do it, which go on when whoever waits for the reports is cancelled."""
    deadline = anyio.current_time() + seconds
    working = min(concurrency, len(batch))
    done = anyio.Event()

    async def work() -> None:
        nonlocal working
        try:
            await _task(batch, deadline, confirm)
        finally:
            working -= 1
            if not working:
                done.set()

    for _ in range(working):
        detach(work)
    try:
        with anyio.move_on_after(seconds + _CLEARING_UP):
            await done.wait()
    finally:
        reports = batch.close()
    return reports


async def _task(batch: Batch[AsyncRun], deadline: float, confirm: Poll | None) -> None:
    with anyio.CancelScope(deadline=deadline) as scope:
        for number, run in batch:
            await _stop_one(batch, number, run, scope, confirm)
    for number, run in batch:
        batch.put(number, late(run))


async def _stop_one(
    batch: Batch[AsyncRun],
    number: int,
    run: AsyncRun,
    scope: anyio.CancelScope,
    confirm: Poll | None,
) -> None:
    start = anyio.current_time()
    if start >= scope.deadline:
        batch.put(number, late(run))
        return
    try:
        stop = run.stop_here() if confirm is None else run.stop(wait=0.0, confirm=confirm)
        result, error = await stop, None
    except Exception as failure:  # one stop's failure is its own
        result, error = None, failure
    except BaseException:
        if scope.cancel_called:
            await _break_off(run)
            batch.put(number, late(run, anyio.current_time() - start))
        raise
    elapsed = anyio.current_time() - start
    batch.put(number, StopReport(run=run, result=result, error=error, elapsed=elapsed))


async def _break_off(run: AsyncRun) -> None:
    """Leave no request on its way, and no task."""
    run.give_up()
    with anyio.CancelScope(shield=True, deadline=anyio.current_time() + _CLEARING_UP):
        await run.ended()


def _in_threads(
    batch: Batch[Run], concurrency: int, seconds: float, confirm: Poll | None
) -> list[StopReport[Run]]:
    deadline = monotonic() + seconds
    working = min(concurrency, len(batch))
    workers = [start(lambda: _thread(batch, deadline, confirm)) for _ in range(working)]
    try:
        for done in workers:
            done.wait(max(0.0, deadline - monotonic()))
    finally:
        reports = batch.close()
    return reports


def _thread(batch: Batch[Run], deadline: float, confirm: Poll | None) -> None:
    for number, run in batch:
        start = monotonic()
        if start >= deadline:
            batch.put(number, late(run))
            continue
        if confirm is not None:  # which no thread goes on with when nobody waits for it any more
            confirm = replace(confirm, deadline=min(confirm.deadline, deadline - start))
        batch.put(number, _stop(run, start, confirm))


def _stop(run: Run, start: float, confirm: Poll | None) -> StopReport[Run]:
    try:
        result = run.stop(confirm=confirm)
    except Exception as failure:  # one stop's failure is its own
        return StopReport(run=run, error=failure, elapsed=monotonic() - start)
    return StopReport(run=run, result=result, elapsed=monotonic() - start)
