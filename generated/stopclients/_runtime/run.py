"""The handle of a run whose stop is sent by threads."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event, get_ident
from typing import TYPE_CHECKING, Any, ParamSpec

from .outcomes import StopResult
from .runs import RunBase, RunState

if TYPE_CHECKING:
    from .poll import Poll

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

    def stop(self, *, wait: float = 0.0, confirm: Poll | None = None) -> StopResult[Any]:
        """Stop the run: one request, however often this is called, and one shared result.

        Args:
            wait: Seconds to wait for the call to be known. When they are over, the stop stays
                remembered, and the result is ACCEPTED on LOCAL evidence. A thread that waits for
                itself waits in vain, therefore none by default.
            confirm: How to find out whether the run has stopped; who asks for it looks, and
                everybody learns what was seen.

        Raises:
            ConfigurationError: Nobody knows how to look at this run.
            StopError: What the one request raised, for every caller.
        """
        self._check(confirm)
        if self._ask():
            self._send()
        elif self._state is RunState.REMEMBERED:
            self._settled.wait(wait)
        if self._state is RunState.STOPPING and self._sender != get_ident():
            self._settled.wait()  # but not for what a signal interrupted in this very thread
        result = self._share()
        if confirm is None or self._state is not RunState.ANSWERED:
            return result
        return self._keep(self._confirmed(result, confirm))

    def _check(self, confirm: Poll | None) -> None:
        super()._check(confirm)
        if confirm is not None:
            from .look import check_look

            check_look(confirm)

    def _confirmed(self, result: StopResult[Any], confirm: Poll) -> StopResult[Any]:
        if confirm.look is None:
            return self._take_look(confirm)
        from .look import Onlooker

        return Onlooker(confirm).confirm(result)

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
