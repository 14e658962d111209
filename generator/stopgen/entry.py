"""Starts the command line; a process that does nothing else needs no garbage collection."""

from __future__ import annotations

import atexit
import errno
import gc
import os

_FULL = (errno.ENOSPC, errno.EFBIG, errno.EIO)


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
