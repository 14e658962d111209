"""Starts the command line in a process that does nothing else, and ends that as quickly as it can."""

from __future__ import annotations

import atexit
import errno
import gc
import os
import sys
from pathlib import Path

_FULL = (errno.ENOSPC, errno.EFBIG, errno.EIO)
_PROGRAMS = ("stopgen", "stopgen.exe")


def main(name: str | None = None) -> None:
    """Run the command line, and end the process.

    A run ends before there is garbage worth the time to look for it, while modules are loaded, while it works, or
    at its end: a sixth of what a run with nothing to do takes.

    Args:
        name: What the command is called in its help.
    """
    gc.disable()
    atexit.register(gc.freeze)
    from stopgen.cli import main as commands

    try:
        commands(prog_name=name)
    except OSError as problem:
        if problem.filename is not None or problem.errno not in _FULL:
            raise
        os.write(2, f"Error: the output cannot be written: {problem.strerror}\n".encode())
        os._exit(1)  # at a usual end Python would try to write the rest once more
    except SystemExit as end:
        if is_alone() and isinstance(end.code, int):
            _leave(end.code)
        raise


def is_alone() -> bool:
    """Tell whether Python was started for the command line alone, and not for a debugger, say, that runs it."""
    arguments = [entry for entry in sys.orig_argv[1:] if entry == "-m" or entry[:1] != "-"]
    return arguments[:2] == ["-m", "stopgen"] or Path(*arguments[:1]).name in _PROGRAMS


def _leave(status: int) -> None:
    """Leave without taking everything apart that the system takes back at once, unless there is trouble."""
    vars(atexit)["_run_exitfuncs"]()  # as multiprocessing ends its processes
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except (OSError, ValueError):
        return
    os._exit(status)
