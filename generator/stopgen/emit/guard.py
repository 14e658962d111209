"""Lets one run at a time work in a folder."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_PATIENCE = 10.0
_PAUSE = 0.05


@contextmanager
def exclusive(folder: Path) -> Generator[None]:
    """Keep other runs out of a folder; however this one ends, the next can enter.

    Raises:
        TimeoutError: Another run stays in.
    """
    if sys.platform == "win32":
        yield
        return
    descriptor = _enter(folder, time.monotonic() + _PATIENCE)
    try:
        yield
    finally:
        os.close(descriptor)


def _enter(folder: Path, deadline: float) -> int:
    """Wait for other runs to leave a folder, and for what is in its place when they have."""
    while True:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            _wait(descriptor, deadline)
            if os.path.samestat(os.fstat(descriptor), folder.stat()):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _wait(descriptor: int, deadline: float) -> None:
    """Wait for a lock; where the file system has none, do not wait."""
    if sys.platform == "win32":
        return
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise TimeoutError("another run is writing here") from None
            time.sleep(_PAUSE)
        except OSError:
            return
        else:
            return
