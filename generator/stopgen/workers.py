"""Does the same to many things in worker processes; what comes back is as if there were none."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")
U = TypeVar("U")


class LostError(Exception):
    """A worker process has ended before its work was done."""


def each(
    work: Callable[[T], U], items: Sequence[T], jobs: int, told: Callable[[int], None]
) -> list[U]:
    """Do something to every item.

    Args:
        work: What is done; a function of a module, as other processes have to find it.
        items: The items, which go to other processes, as results come back from them.
        jobs: How many processes; with one, it is this one.
        told: Gets to know how many items are done, whenever one is.

    Returns:
        The results, in the order of the items.

    Raises:
        LostError: A worker process was killed.
    """
    if jobs > 1:
        return _in_workers(work, items, jobs, told)
    results: list[U] = []
    for item in items:
        results.append(work(item))
        told(len(results))
    return results


def _in_workers(
    work: Callable[[T], U], items: Sequence[T], jobs: int, told: Callable[[int], None]
) -> list[U]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool

    with ProcessPoolExecutor(min(jobs, len(items)), initializer=_leave_interrupts) as pool:
        try:
            with uninterrupted():
                futures: list[Future[U]] = [pool.submit(work, item) for item in items]
            for done, _ in enumerate(as_completed(futures), start=1):
                told(done)
            return [future.result() for future in futures]
        except BrokenProcessPool as problem:
            raise LostError from problem
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in multiprocessing.active_children():
                worker.terminate()
            raise


@contextmanager
def uninterrupted() -> Generator[None]:
    """Keep Ctrl-C waiting, also for the workers that are started meanwhile."""
    if sys.platform == "win32":
        yield
        return
    import signal

    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _leave_interrupts() -> None:
    """Leave Ctrl-C to the process that waits for the workers: it ends them."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
