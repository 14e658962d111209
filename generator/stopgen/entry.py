"""Starts the command line in a process that does nothing else, and ends that as quickly as it can."""

from __future__ import annotations

import atexit
import gc
import os
import sys

_alone = False
_status: int | None = None


def main(name: str | None = None) -> None:
    """Run the command line, and end the process.

    A run ends before there is garbage worth the time to look for it, and what modules and documents take of
    memory the system takes back at once.

    Args:
        name: What the command is called in its help.
    """
    global _alone, _status  # noqa: PLW0603  this is about the process, and there is one
    _alone = True
    gc.disable()
    atexit.register(_leave)  # what is registered first is called last
    from stopgen.cli import main as commands

    try:
        commands(prog_name=name)
    except SystemExit as end:
        _status = end.code if isinstance(end.code, int) else None
        raise


def is_alone() -> bool:
    """Tell whether the command line has this process for itself, so that nobody else's threads are in it."""
    return _alone


def _leave() -> None:
    """Leave out what Python does at its end, which is to take everything apart, unless there is trouble."""
    if _status is None:
        return
    for stream in filter(None, (sys.stdout, sys.stderr)):
        try:
            stream.flush()
        except (OSError, ValueError):
            return
    os._exit(_status)
