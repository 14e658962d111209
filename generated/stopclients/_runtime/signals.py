"""Stops all runs when the program is told to end, and then ends it as before."""

from __future__ import annotations

import atexit
import signal
import sys
from asyncio import get_running_loop
from collections.abc import Callable, Coroutine, Iterable
from signal import SIGINT, SIGTERM, Signals
from types import FrameType
from typing import Any, TypeAlias

from .active import ActiveRuns
from .async_run import AsyncRun
from .detached import detach, in_trio
from .many import stop_many
from .run import Run

_Runs: TypeAlias = "ActiveRuns[Run] | ActiveRuns[AsyncRun]"
_Then: TypeAlias = Callable[[], None]
_Stop: TypeAlias = Callable[[_Then], None]
"""Stops all runs and then does something."""


def stop_all_on_signals(
    runs: _Runs,
    signals: Iterable[Signals] = (SIGTERM, SIGINT),
    grace: float = 5.0,
) -> Callable[[], None]:
    """Stop all runs at a signal, and then do what the signal did before.

    A signal that was ignored stays ignored; a second one while the stops are on their way does at
    once what it did before. To be called in the main thread; for `ActiveRuns(AsyncRun)`, where
    their event loop runs.

    Args:
        runs: The runs that are at work.
        signals: The signals.
        grace: Seconds that all stops together may take.

    Returns:
        A function that puts the earlier handlers back.
    """
    stop = (_on_loop if issubclass(runs.kind, AsyncRun) else _in_threads)(runs, grace)
    watches = [_Watch(number, stop) for number in signals]

    def restore() -> None:
        for watch in watches:
            watch.restore()

    return restore


def stop_all_at_exit(runs: ActiveRuns[Run], grace: float = 5.0) -> Callable[[], None]:
    """Stop all runs when the interpreter ends.

    Args:
        runs: The runs that are at work.
        grace: Seconds that all stops together may take.

    Returns:
        A function that takes this back.
    """

    def stop() -> None:
        runs.stop_all(grace)

    atexit.register(stop)
    return lambda: atexit.unregister(stop)


class _Watch:
    """The handler of one signal."""

    def __init__(self, number: Signals, stop: _Stop) -> None:
        self._number = number
        self._stop = stop
        self._busy = False
        self._earlier = signal.getsignal(number)
        if self._earlier not in {signal.SIG_IGN, None}:
            signal.signal(number, self.handle)

    def handle(self, _: int, frame: FrameType | None) -> None:
        """Stop all runs, then do what was done before."""
        if self._busy:
            self._chain(frame)
            return
        self._busy = True
        self._stop(lambda: self._finish(frame))

    def restore(self) -> None:
        """Put the earlier handler back, unless another one was set since."""
        if signal.getsignal(self._number) == self.handle:
            signal.signal(self._number, self._earlier)

    def _finish(self, frame: FrameType | None) -> None:
        self._busy = False
        self._chain(frame)

    def _chain(self, frame: FrameType | None) -> None:
        if callable(self._earlier):
            self._earlier(self._number, frame)
        else:
            signal.signal(self._number, signal.SIG_DFL)
            signal.raise_signal(self._number)


def _in_threads(runs: _Runs, grace: float) -> _Stop:
    def stop(then: _Then) -> None:
        stop_many([run for run in runs.all() if isinstance(run, Run)], deadline=grace)
        then()

    return stop


def _on_loop(runs: _Runs, grace: float) -> _Stop:
    schedule = _scheduler()

    def stop(then: _Then) -> None:
        async def work() -> None:
            tracked = [run for run in runs.all() if isinstance(run, AsyncRun)]
            await stop_many(tracked, deadline=grace)
            then()

        try:
            schedule(work)
        except RuntimeError:  # the loop has ended, and with it what could be stopped
            then()

    return stop


def _scheduler() -> Callable[[Callable[[], Coroutine[Any, Any, None]]], None]:
    """Find out how to start a task from a signal's handler."""
    if in_trio():
        token: Any = sys.modules["trio"].lowlevel.current_trio_token()
        return lambda work: token.run_sync_soon(detach, work)
    loop = get_running_loop()

    def schedule(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        loop.call_soon_threadsafe(detach, work)

    return schedule
