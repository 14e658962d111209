"""Keeps track of the runs that are at work, so that any or all of them can be stopped."""

from __future__ import annotations

from collections.abc import Awaitable, Hashable
from threading import RLock
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast, overload

from .async_run import AsyncRun
from .many import stop_many
from .outcomes import StopResult
from .report import StopReport
from .run import Run

if TYPE_CHECKING:
    from .poll import Poll

RunT = TypeVar("RunT", bound=Run | AsyncRun)


class Tracking(Generic[RunT]):
    """The context manager that `ActiveRuns.track` makes, for `with` and for `async with`."""

    def __init__(self, active: ActiveRuns[RunT], key: Hashable, run: RunT) -> None:
        self._active = active
        self._key = key
        self._run = run

    def __enter__(self) -> RunT:
        self._active.add(self._key, self._run)
        return self._run

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._active.remove(self._key, self._run)
        if error is None:
            self._run.finish()

    async def __aenter__(self) -> RunT:
        if not isinstance(self._run, AsyncRun):
            raise TypeError("ActiveRuns(AsyncRun) keeps track of runs on an event loop")
        return self.__enter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.__exit__(kind, error, traceback)


class ActiveRuns(Generic[RunT]):
    """The runs that are at work, by keys of the application; threads and tasks may share it.

    `ActiveRuns()` holds handles of `Run`, `ActiveRuns(AsyncRun)` those of `AsyncRun`, whose stops
    are awaited.
    """

    @overload
    def __init__(self: ActiveRuns[Run]) -> None: ...
    @overload
    def __init__(self, kind: type[RunT]) -> None: ...
    def __init__(self, kind: type[Any] = Run) -> None:
        self._kind = kind
        self._runs: dict[Hashable, RunT] = {}
        self._lock = RLock()  # a signal's handler may come in between, in the same thread

    def __len__(self) -> int:
        return len(self._runs)

    def __contains__(self, key: Hashable) -> bool:
        return key in self._runs

    @property
    def kind(self) -> type[RunT]:
        """The class of the handles."""
        return self._kind

    def track(self, key: Hashable, run: RunT | None = None) -> Tracking[RunT]:
        """Keep track of a run for as long as the body of a `with` or `async with` takes.

        Args:
            key: What the application calls the run; a run that had the same key is replaced.
            run: Its handle; else one is made.
        """
        return Tracking(self, key, self._kind() if run is None else run)

    def add(self, key: Hashable, run: RunT) -> None:
        """Keep track of a run from now on."""
        with self._lock:
            self._runs[key] = run

    def remove(self, key: Hashable, run: RunT) -> bool:
        """Forget a run, but not another one that has taken its key; tell whether it was there."""
        with self._lock:
            if self._runs.get(key) is not run:
                return False
            del self._runs[key]
            return True

    def get(self, key: Hashable) -> RunT | None:
        """Find a run."""
        return self._runs.get(key)

    def all(self) -> list[RunT]:
        """List the runs that are tracked now."""
        with self._lock:
            return list(self._runs.values())

    @overload
    def stop(
        self: ActiveRuns[Run], key: Hashable, *, confirm: Poll | None = ...
    ) -> StopResult[Any] | None: ...
    @overload
    def stop(
        self: ActiveRuns[AsyncRun], key: Hashable, *, confirm: Poll | None = ...
    ) -> Awaitable[StopResult[Any] | None]: ...
    def stop(
        self, key: Hashable, *, confirm: Poll | None = None
    ) -> StopResult[Any] | Awaitable[StopResult[Any] | None] | None:
        """Stop a run; None for a key that no run has.

        Args:
            key: What the application calls the run.
            confirm: How to find out whether the run has stopped.

        Raises:
            ConfigurationError: Nobody knows how to look at this run.
            StopError: What the run's stop raised.
        """
        run = self.get(key)
        if issubclass(self._kind, AsyncRun):
            return _stop(cast("AsyncRun | None", run), confirm)
        return run.stop(confirm=confirm) if isinstance(run, Run) else None

    @overload
    def stop_all(self: ActiveRuns[Run], grace: float = ...) -> list[StopReport[Run]]: ...
    @overload
    def stop_all(
        self: ActiveRuns[AsyncRun], grace: float = ...
    ) -> Awaitable[list[StopReport[AsyncRun]]]: ...
    def stop_all(
        self, grace: float = 10.0
    ) -> list[StopReport[Run]] | Awaitable[list[StopReport[AsyncRun]]]:
        """Stop all runs that are tracked now, and report on each.

        Args:
            grace: Seconds for all of them together.
        """
        runs = self.all()
        if issubclass(self._kind, AsyncRun):
            return stop_many(cast("list[AsyncRun]", runs), deadline=grace)
        return stop_many(cast("list[Run]", runs), deadline=grace)


async def _stop(run: AsyncRun | None, confirm: Poll | None) -> StopResult[Any] | None:
    return None if run is None else await run.stop(wait=0.0, confirm=confirm)
