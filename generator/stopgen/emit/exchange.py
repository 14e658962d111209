"""Changes a folder in one step, where the system can: a changed copy takes its place."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from stopgen.emit.files import prune, undisturbed, write
from stopgen.paths import STAGE, twin

if sys.platform != "win32":
    import fcntl

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_MOST = 10_000
"""Entries of a folder up to which its copy costs next to nothing."""


def change(folder: Path, writes: Mapping[str, bytes], removals: Collection[str]) -> bool:
    """Change files below a folder, all in one instant.

    The copy shares every other file with the folder, so that nothing but new files takes room.

    Args:
        folder: The folder that the paths are relative to.
        writes: The new content of each path.
        removals: Paths of files that go.

    Returns:
        Whether this was done; if not, nothing was.

    Raises:
        OSError: A new file could not be written; all files are as they were.
    """
    swap = _swap()
    home = folder.resolve()
    copy = twin(home)
    if swap is None or _is_worked_in(home):
        return False
    changed = {*writes, *removals}
    try:
        shared = _share(home, copy, changed)
        if shared is not None:
            _fill(copy, writes, removals)
            if _put(copy, home, swap, lambda: _rescue(copy, home, shared.items(), changed)):
                return True  # and another run may be preparing its own copy already
        discard(copy)
    except BaseException:
        discard(copy)
        raise
    return False


def discard(path: Path) -> None:
    """Remove a copy that is not needed any more."""
    if path.is_symlink():
        path.unlink()
    shutil.rmtree(path, ignore_errors=True)


def _swap() -> Callable[[Path, Path], bool] | None:
    """Return what exchanges two folders; None where the system has no such thing."""
    if not sys.platform.startswith("linux"):
        return None
    import ctypes

    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return None

    def swap(one: Path, other: Path) -> bool:
        paths = (_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other))
        return bool(rename(*paths, _RENAME_EXCHANGE) == 0)

    return swap


def _is_worked_in(home: Path) -> bool:
    """Tell whether somebody stands in the folder, who would find himself in one that is gone."""
    with suppress(OSError):
        return Path.cwd().is_relative_to(home)
    return False


def _share(home: Path, copy: Path, skipped: Collection[str]) -> dict[str, int] | None:
    """Make a copy of a folder that has the same files, not their like.

    Returns:
        The number by which the file system knows each file; None if something cannot be shared.
    """
    shared: dict[str, int] = {}
    try:
        discard(copy)
        copy.mkdir()
        device = home.stat().st_dev
        for number, (path, entry) in enumerate(_entries(home)):
            if number > _MOST or entry.stat(follow_symlinks=False).st_dev != device:
                return None
            if entry.is_dir(follow_symlinks=False):
                (copy / path).mkdir()
                _resemble(copy / path, entry.path)
            elif path not in skipped:
                os.link(entry.path, copy / path, follow_symlinks=False)
                shared[path] = entry.inode()
        _resemble(copy, home)
    except (OSError, NotImplementedError):
        return None
    return shared


def _resemble(copy: Path, folder: str | Path) -> None:
    """Give the copy of a folder the same owner, permissions and times.

    Raises:
        OSError: The folder belongs to somebody who would lose it.
    """
    known, own = Path(folder).stat(), copy.stat()
    if sys.platform != "win32" and (known.st_uid, known.st_gid) != (own.st_uid, own.st_gid):
        os.chown(copy, known.st_uid, known.st_gid)
    shutil.copystat(folder, copy)


def _fill(copy: Path, writes: Mapping[str, bytes], removals: Collection[str]) -> None:
    """Write the new files into a copy, and drop the folders that nothing is left in."""
    for path in removals:
        prune(copy, path)
    for path, content in writes.items():
        write(copy / path, content)


def _put(
    copy: Path, home: Path, swap: Callable[[Path, Path], bool], rescue: Callable[[], None]
) -> bool:
    """Put a copy in the folder's place, and remove what stood there."""
    with _held(copy), undisturbed():
        if not swap(copy, home):
            return False
        rescue()
        discard(copy)
        return True


def _rescue(
    old: Path, new: Path, known: Collection[tuple[str, int]], skipped: Collection[str]
) -> None:
    """Bring over what somebody put into a folder while its copy was made."""
    for path, entry in _entries(old):
        is_known = (path, entry.inode()) in known or path in skipped
        if not is_known and not entry.is_dir(follow_symlinks=False):
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            Path(entry.path).replace(new / path)


def _entries(home: Path, below: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield what is below a folder, each folder before what is in it; nothing of what runs prepared."""
    with os.scandir(home / below) as found:
        for entry in list(found):
            path = f"{below}/{entry.name}" if below else entry.name
            if path != STAGE:
                yield path, entry
                if entry.is_dir(follow_symlinks=False):
                    yield from _entries(home, path)


@contextmanager
def _held(copy: Path) -> Generator[None]:
    """Keep other runs out of a copy that is going to be the folder."""
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(copy, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)
