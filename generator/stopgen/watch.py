"""Waits for what is saved in folders and files, wherever they are moved or made anew."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import watchfiles

from stopgen.filenames import is_read

_PAUSE = 250
"""Milliseconds between two looks whether what is watched is still the same."""

_Marks: TypeAlias = dict[Path, tuple[int, int, int]]


def saves(roots: Callable[[], Iterable[Path]]) -> Iterator[tuple[Path, ...]]:
    """Yield what was saved, for ever.

    At first, and whenever folders had to be watched anew, that can be nothing: only from then on no
    save is missed.

    Args:
        roots: Tells what is watched: folders with all that is in them, and files.
    """
    before: _Marks | None = None
    while True:
        marks = _marks(roots())
        changed, is_new = _changed_files(marks, before), True
        for saved in _saved([path for path in marks if path.is_dir()]):
            if saved or is_new:
                yield tuple(sorted(saved | changed if is_new else saved))
            is_new = False
            if _marks(roots()) != marks or not saved.isdisjoint(marks):
                break
        before = marks


def _saved(folders: Sequence[Path]) -> Iterator[set[Path]]:
    """Yield what was saved in folders, and nothing every now and then."""
    while not folders:
        time.sleep(_PAUSE / 1000)
        yield set()
    for changes in watchfiles.watch(
        *folders, watch_filter=_Filter(), rust_timeout=_PAUSE, yield_on_timeout=True
    ):
        yield {Path(os.path.relpath(path)) for _, path in changes}


class _Filter(watchfiles.DefaultFilter):
    """Passes over what editors leave beside documents for a moment."""

    def __call__(self, change: watchfiles.Change, path: str) -> bool:
        """Tell whether a change can matter: what is gone may have been a folder."""
        is_gone = change is watchfiles.Change.deleted
        matters = is_gone or is_read(Path(path).name) or Path(path).is_dir()
        return matters and super().__call__(change, path)


def _changed_files(marks: _Marks, before: _Marks | None) -> set[Path]:
    """Return the files that are not what they were."""
    if before is None:
        return set()
    return {path for path, _ in marks.items() ^ before.items() if not path.is_dir()}


def _marks(paths: Iterable[Path]) -> _Marks:
    """Recognise what stands at paths, folders by themselves and files by what is in them."""
    found: _Marks = {}
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        changed = 0 if stat.S_ISDIR(status.st_mode) else status.st_ctime_ns
        found[path] = (status.st_dev, status.st_ino, changed)
    return found
