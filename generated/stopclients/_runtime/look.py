"""Looks how runs stand by functions of the application."""

from __future__ import annotations

import time
from collections.abc import Awaitable
from typing import Any

from .clock import Clock
from .errors import ConfigurationError
from .outcomes import StopResult
from .poll import Poll, RunStatus
from .steps import logger
from .watch import Watch


def check_look(poll: Poll) -> None:
    """Refuse what a thread cannot await.

    Raises:
        ConfigurationError: The function to look with is asynchronous.
    """
    if poll.must_await:
        raise ConfigurationError("an asynchronous look needs an AsyncClient or an AsyncRun")


class Onlooker:
    """Looks in a thread."""

    def __init__(self, poll: Poll) -> None:
        check_look(poll)
        self._poll = poll

    def confirm(self, result: StopResult[Any]) -> StopResult[Any]:
        """Look until the run has ended or time is over; no failure to look is raised."""
        watch, look = Watch(result, self._poll, Clock()), self._poll.look
        while look is not None and watch.is_open:
            try:
                watch.saw(_checked(look()))
            except Exception as error:
                _failed(watch, error)
            if seconds := watch.pause:
                time.sleep(seconds)
        return watch.result


class AsyncOnlooker:
    """Looks in a task of asyncio or trio."""

    def __init__(self, poll: Poll) -> None:
        self._poll = poll

    async def confirm(self, result: StopResult[Any]) -> StopResult[Any]:
        """Look, awaiting where the function wants it; cancellation ends it at once."""
        import anyio  # here, so that only those who wait load it

        watch, look = Watch(result, self._poll, Clock()), self._poll.look
        while look is not None and watch.is_open:
            try:
                with anyio.move_on_after(watch.left):
                    watch.saw(_checked(await _awaited(look())))
            except Exception as error:
                _failed(watch, error)
            if seconds := watch.pause:
                await anyio.sleep(seconds)
        return watch.result


async def _awaited(seen: RunStatus[Any] | Awaitable[RunStatus[Any]]) -> RunStatus[Any]:
    return await seen if isinstance(seen, Awaitable) else seen


def _checked(seen: object) -> RunStatus[Any]:
    if isinstance(seen, RunStatus):
        return RunStatus(seen.state, seen.outcome)
    raise TypeError(f"look returned a {type(seen).__name__}, not a RunStatus")


def _failed(watch: Watch, error: Exception) -> None:
    logger.warning("look failed: %s", type(error).__name__, exc_info=error)
    watch.failed(error)
