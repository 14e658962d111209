"""What changing files takes: writing to the disk, clearing up, and not being disturbed."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections import deque
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from threading import Thread
from typing import Final

_AT_A_TIME: Final = 16


def write(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write new files down to the disk, the last one once all others are there.

    Several are written at a time: a disk takes about as long to confirm many files as one.

    Args:
        folder: The folder that the paths are relative to.
        contents: The content of each path.
    """
    files = deque((folder / path, content) for path, content in contents.items())
    last = [files.pop()] if files else []
    _write_all(files)
    for path, content in last:
        _write(path, content)


def _write_all(files: deque[tuple[Path, bytes]]) -> None:
    """Write files in whatever order, with as many threads as there can be; one at least."""
    trouble: list[OSError] = []

    def work() -> None:
        try:
            with suppress(IndexError):  # another thread has taken the last one
                while files:
                    _write(*files.popleft())
        except OSError as error:
            trouble.append(error)

    threads = [Thread(target=work) for _ in range(min(len(files), _AT_A_TIME) - 1)]
    started = [thread for thread in threads if _starts(thread)]
    try:
        work()
    finally:
        files.clear()
        for thread in started:
            thread.join()
    if trouble:
        raise trouble[0]


def _starts(thread: Thread) -> bool:
    """Start a thread, unless the system does not let a process have more."""
    try:
        thread.start()
    except RuntimeError:
        return False
    return True


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def prune(folder: Path, path: str) -> None:
    """Remove the folders above a path that nothing is left in but what Python cached."""
    for parent in PurePosixPath(path).parents[:-1]:
        _drop_cache(folder / parent)
        drop_empty(folder / parent)


def drop_empty(folder: Path) -> None:
    """Remove a folder if nothing is in it."""
    with suppress(OSError):
        folder.rmdir()


def _drop_cache(folder: Path) -> None:
    """Remove compiled modules if a folder has nothing else."""
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else set[str]()
    cache = folder / "__pycache__"
    if names == {cache.name} and all(path.suffix == ".pyc" for path in cache.iterdir()):
        shutil.rmtree(cache, ignore_errors=True)


@contextmanager
def undisturbed() -> Generator[None]:
    """Let no signal that can wait come between two renames."""
    if sys.platform == "win32":
        yield
        return
    asked = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, asked)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
