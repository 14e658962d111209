"""Waits for a stop that another thread sends, however often the waiting is interrupted."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from time import monotonic

from .run import Run


def stop_within(run: Run, grace: float) -> None:
    """Send a run's stop and wait for the answer, up to a time.

    Args:
        run: The run; one without a call keeps the stop in mind.
        grace: Seconds to wait at most; a thread that is late ends with the client's own timeout.
    """
    done = start(lambda: _stop(run))
    deadline = monotonic() + grace
    while not done.is_set() and (left := deadline - monotonic()) > 0:
        with suppress(KeyboardInterrupt):  # a second one; the first is raised again anyway
            done.wait(left)


def _stop(run: Run) -> None:
    with suppress(Exception):  # the run keeps it
        run.stop()


def start(work: Callable[[], None]) -> Event:
    """Do work in a thread that does not keep a program from ending.

    Where no thread can be started any more, as late in a program's end, the work is done at once.

    Returns:
        An event that is set when the work is done.
    """
    done = Event()

    def finish() -> None:
        try:
            work()
        finally:
            done.set()

    try:
        Thread(target=finish, name="stopclients", daemon=True).start()
    except RuntimeError:
        finish()
    return done
