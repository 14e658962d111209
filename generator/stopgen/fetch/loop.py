"""Runs fetches so that nothing but them is waited for: a name lookup that hangs is left behind."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Coroutine
from concurrent.futures import Future
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(work)


class _Loop(asyncio.SelectorEventLoop):
    """Looks names up in threads for which neither the loop nor Python waits at its end."""

    async def getaddrinfo(self, *args: Any, **options: Any) -> list[Any]:
        """Look a name up, as the system does."""
        found: Future[list[Any]] = Future()

        def look() -> None:
            found.set_running_or_notify_cancel()
            try:
                found.set_result(socket.getaddrinfo(*args, **options))
            except (OSError, UnicodeError) as problem:
                found.set_exception(problem)

        Thread(target=look, daemon=True).start()
        return await asyncio.wrap_future(found)
