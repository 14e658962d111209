"""Starts tasks that live on when those who wait for them are cancelled; asyncio and trio."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from contextvars import copy_context
from typing import Any

_running: set[asyncio.Task[None]] = set()


def detach(work: Callable[[], Coroutine[Any, Any, None]]) -> bool:
    """Start a task with a strong reference to it.

    Args:
        work: What to do; it deals with its own exceptions.

    Returns:
        Whether there was an event loop to start it on.
    """
    if in_trio():
        sys.modules["trio"].lowlevel.spawn_system_task(work, context=copy_context())
        return True
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return False
    task = loop.create_task(work())
    _running.add(task)
    task.add_done_callback(_running.discard)
    return True


def in_trio() -> bool:
    """Tell whether trio runs this code."""
    trio: Any = sys.modules.get("trio")
    return trio is not None and bool(trio.lowlevel.in_trio_run())
