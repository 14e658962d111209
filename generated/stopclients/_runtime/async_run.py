"""The handle of a run whose stop is sent by a task."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec

import anyio

from .detached import detach, in_event_loop
from .outcomes import StopResult
from .runs import RunBase, RunState

if TYPE_CHECKING:
    from .poll import Poll

P = ParamSpec("P")


class AsyncRun(RunBase[Awaitable[StopResult[Any]]]):
    """A run that can be stopped before its id is known, twice, or too late; tasks may share it.

    The one request is sent by a task of its own, so that cancelling those who wait for its answer
    does not break it off.
    """

    __slots__ = ("_scope", "_settled")

    def __init__(self) -> None:
        super().__init__()
        self._settled: anyio.Event | None = None
        self._scope: anyio.CancelScope | None = None

    def bind(
        self, method: Callable[P, Awaitable[StopResult[Any]]], /, *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Say which call stops the run; a stop that was asked for before is sent now.

        Binding again replaces the call as long as no stop was sent, so this may stand in a loop.
        What a remembered stop comes to is told by `stop`, never raised here.

        Args:
            method: A client's method.
            args: What to call it with.
            kwargs: What to call it with.
        """
        if self._bind(partial(method, *args, **kwargs)):
            self._launch()

    async def stop(
        self, *, wait: float | None = None, confirm: Poll | None = None
    ) -> StopResult[Any]:
        """Stop the run: one request, however often this is called, and one shared result.

        Args:
            wait: Seconds to wait for the call to be known; None for as long as it takes. When they
                are over, or when this is cancelled, the stop stays remembered; the result is then
                ACCEPTED on LOCAL evidence.
            confirm: How to find out whether the run has stopped; who asks for it looks, in this
                task, and everybody learns what was seen.

        Raises:
            ConfigurationError: Nobody knows how to look at this run.
            StopError: What the one request raised, for every caller.
        """
        self._check(confirm)
        self.request_stop()
        if self._state is RunState.REMEMBERED and wait is not None:
            with anyio.move_on_after(wait):
                await self._until_known()
        if self._state is not RunState.REMEMBERED or wait is None:
            await self._until_known()
        result = self._share()
        if confirm is None or self._state is not RunState.ANSWERED:
            return result
        return self._keep(await self._confirmed(result, confirm))

    async def stop_here(self) -> StopResult[Any]:
        """Stop the run as `stop(wait=0.0)` does, but send the request from the caller's own task.

        That saves a task, where it is certain that nobody cancels the caller's.

        Raises:
            StopError: What the one request raised, for every caller.
        """
        if self._ask():
            self._scope = anyio.CancelScope()
            await self._send()
            return self._share()
        return await self.stop(wait=0.0)

    def request_stop(self) -> None:
        """Ask for the stop without waiting; it is sent now, or as soon as the call is known."""
        if self._ask():
            self._launch()

    @property
    def has_ended(self) -> bool:
        """Whether no task of this run is at work."""
        return self._state is not RunState.STOPPING

    async def ended(self) -> None:
        """Wait until no task of this run is at work."""
        if not self.has_ended:
            await self._until_known()

    def give_up(self) -> None:
        """Break off a request that is on its way."""
        if self._scope is not None:
            self._scope.cancel()

    def _launch(self) -> None:
        if in_event_loop():
            self._scope = anyio.CancelScope()
            detach(self._send)
        else:
            self._fail(RuntimeError("an AsyncRun is bound and stopped where an event loop runs"))

    async def _until_known(self) -> None:
        if self._settled is None:
            self._settled = anyio.Event()
        if not self.is_settled:
            await self._settled.wait()

    async def _confirmed(self, result: StopResult[Any], confirm: Poll) -> StopResult[Any]:
        if confirm.look is None:
            return await self._take_look(confirm)
        from .look import AsyncOnlooker

        return await AsyncOnlooker(confirm).confirm(result)

    async def _send(self) -> None:
        try:
            with self._scope or anyio.CancelScope():
                self._succeed(await self._start())
        except Exception as error:  # whatever it is, those who ask for the result get it
            self._fail(error)
        finally:
            self._interrupt()
            self._scope = None

    def _wake(self) -> None:
        if self._settled is not None and self.is_settled:
            self._settled.set()
            self._settled = None
