"""Shows on a terminal how far a run is, if it takes a while."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from typing import Final

_PATIENCE: Final = 1.0
"""After so many seconds people want to know."""


@contextmanager
def bar(what: str) -> Generator[Callable[[int, int], None]]:
    """Yield what gets to know how many of how many things are done; the bar goes as it came."""
    started = time.monotonic()
    with ExitStack() as stack:
        shown: list[Callable[[int, int], None]] = []

        def told(done: int, total: int) -> None:
            if not shown and sys.stderr.isatty() and time.monotonic() - started > _PATIENCE:
                shown.append(_shown(what, stack))
            for show in shown:
                show(done, total)

        yield told


def _shown(what: str, stack: ExitStack) -> Callable[[int, int], None]:
    from rich.console import Console
    from rich.progress import Progress

    progress = stack.enter_context(Progress(console=Console(stderr=True), transient=True))
    task = progress.add_task(what)
    return lambda done, total: progress.update(task, completed=done, total=total)
