"""Starts the command line; a process that does nothing else needs no garbage collection."""

from __future__ import annotations

import atexit
import gc


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

    commands(prog_name=name)
