"""The handle of a run whose stop is sent by threads."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event, get_ident
from typing import Any, ParamSpec

from .outcomes import StopResult
from .runs import RunBase, RunState

P = ParamSpec("P")


class Run(RunBase[StopResult[Any]]):
    """A run that can be stopped before its id is known, twice, or too late; threads may share it."""

    __slots__ = ("_sender", "_settled")

    def __init__(self) -> None:
        super().__init__()
        self._settled = Event()
        self._sender: int | None = None

    def bind(
        self, method: Callable[P, StopResult[Any]], /, *args: P.args, **kwargs: P.kwargs
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
            self._send()

    def stop(self, *, wait: float = 0.0) -> StopResult[Any]:
        """Stop the run: one request, however often this is called, and one shared result.

        Args:
            wait: Seconds to wait for the call to be known. When they are over, the stop stays
                remembered, and the result is ACCEPTED on LOCAL evidence. A thread that waits for
                itself waits in vain, therefore none by default.

        Raises:
            StopError: What the one request raised, for every caller.
        """
        if self._ask():
            self._send()
        elif self._state is RunState.REMEMBERED:
            self._settled.wait(wait)
        if self._state is RunState.STOPPING and self._sender != get_ident():
            self._settled.wait()  # but not for what a signal interrupted in this very thread
        return self._share()

    def _send(self) -> None:
        self._sender = get_ident()
        try:
            self._succeed(self._start())
        except Exception as error:  # whatever it is, those who ask for the result get it
            self._fail(error)
        finally:
            self._interrupt()

    def _wake(self) -> None:
        if self.is_settled:
            self._settled.set()
