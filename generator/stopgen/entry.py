"""Starts the command line in a process that does nothing else, and ends that as quickly as it can."""

from __future__ import annotations

import atexit
import gc
import os
import sys

_alone = False


def main(name: str | None = None) -> None:
    """Run the command line, and end the process.

    A run ends before there is garbage worth the time to look for it.

    Args:
        name: What the command is called in its help.
    """
    global _alone  # noqa: PLW0603  this is about the process, and there is one
    _alone = True
    gc.disable()
    from stopgen.cli import main as commands

    try:
        commands(prog_name=name)
    except SystemExit as end:
        if isinstance(end.code, int):
            _leave(end.code)
        raise


def is_alone() -> bool:
    """Tell whether the command line has this process for itself, with nobody else's code in it."""
    return _alone


def _leave(status: int) -> None:
    """Leave without taking everything apart that the system takes back at once, unless there is trouble."""
    vars(atexit)["_run_exitfuncs"]()  # as multiprocessing ends its processes
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except (OSError, ValueError):
        return
    os._exit(status)
