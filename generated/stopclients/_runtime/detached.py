"""Starts tasks that live on when those who wait for them are cancelled; asyncio and trio."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from contextvars import copy_context
from typing import Any

_running: set[asyncio.Task[None]] = set()


def detach(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Start a task, on the event loop that runs this code, with a strong reference to it.

    Args:
        work: What to do; it deals with its own exceptions.
    """
    if in_trio():
        sys.modules["trio"].lowlevel.spawn_system_task(work, context=copy_context())
        return
    task = asyncio.get_running_loop().create_task(work())
    _running.add(task)
    task.add_done_callback(_running.discard)


def in_event_loop() -> bool:
    """Tell whether an event loop runs this code."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return in_trio()
    return True


def in_trio() -> bool:
    """Tell whether trio runs this code."""
    trio: Any = sys.modules.get("trio")
    return trio is not None and bool(trio.lowlevel.in_trio_run())
