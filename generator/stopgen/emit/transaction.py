"""Replaces a set of files below a folder: all of them, or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from stopgen.emit import exchange
from stopgen.emit.files import drop_empty, prune, undisturbed, write
from stopgen.paths import STAGE, twin


@dataclass(frozen=True, slots=True)
class _Stage:
    """The prepared part of a change.

    Attributes:
        folder: The folder that is changed.
        new: What is going to be put in place.
        old: What stood there before, for the way back.
    """

    folder: Path
    new: Path
    old: Path


def interrupted(folder: Path, path: str) -> list[bytes]:
    """Return what runs that were cut short had prepared for a path, and may have put in place.

    A run prepares its paths in the order in which it puts them in place: where the last one is
    prepared, all are.
    """
    places = (folder / STAGE).glob(f"*/new/{path}")
    return [place.read_bytes() for place in sorted(places)]


def replace(folder: Path, writes: Mapping[str, bytes], removals: Collection[str]) -> None:
    """Remove files, then write files in the given order.

    Where the system can do it, all in one instant. Elsewhere everything is prepared beforehand, so
    that only renames are left to do; where one of them fails, those before it are taken back. Folders
    that are left empty go.

    Args:
        folder: The folder that the paths are relative to.
        writes: The new content of each path; folders are made where needed.
        removals: Paths of files that go.

    Raises:
        OSError: Something could not be done; all files are as they were.
    """
    if len(writes) + len(removals) > 1 and exchange.change(folder, writes, removals):
        return
    run = _new_run(folder / STAGE)
    try:
        stage = _prepare(folder, run, writes)
        with undisturbed():
            _commit(stage, writes, removals)
            clear(folder)
    except BaseException:
        shutil.rmtree(run, ignore_errors=True)
        with suppress(OSError):
            run.parent.rmdir()
        raise


def clear(folder: Path) -> None:
    """Remove what runs prepared in a folder; all of it is in place, or not wanted any more."""
    shutil.rmtree(folder / STAGE, ignore_errors=True)
    exchange.discard(twin(folder))


def _commit(stage: _Stage, writes: Collection[str], removals: Collection[str]) -> None:
    """Do the renames, or take back those that were done."""
    with ExitStack() as undo:
        for path in removals:
            _remove(stage, path, undo)
        for path in removals:
            prune(stage.folder, path)
        for path in writes:
            _put(stage, path, undo)
        undo.pop_all()


def _new_run(home: Path) -> Path:
    """Make a folder for what this run prepares, beside what interrupted ones left."""
    if home.is_symlink():
        home.unlink()
    home.mkdir(exist_ok=True)
    return Path(tempfile.mkdtemp(dir=home))


def _prepare(folder: Path, run: Path, writes: Mapping[str, bytes]) -> _Stage:
    """Write the new files aside, and keep the old ones for the way back."""
    stage = _Stage(folder, run / "new", run / "old")
    for path in writes:
        _keep(stage, path)
    write(stage.new, writes)
    return stage


def _keep(stage: _Stage, path: str) -> None:
    """Give the file at a path a second name, or copy it where the file system has no such thing."""
    present, kept = stage.folder / path, stage.old / path
    if not os.path.lexists(present) or (present.is_dir() and not present.is_symlink()):
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(present, kept, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(present, kept, follow_symlinks=False)


def _remove(stage: _Stage, path: str, undo: ExitStack) -> None:
    """Take a file away."""
    kept = stage.old / path
    kept.parent.mkdir(parents=True, exist_ok=True)
    undo.callback(_restore, stage, path)
    (stage.folder / path).replace(kept)


def _put(stage: _Stage, path: str, undo: ExitStack) -> None:
    """Put a prepared file in its place."""
    for parent in reversed(PurePosixPath(path).parents[:-1]):
        if not (stage.folder / parent).exists():
            undo.callback(drop_empty, stage.folder / parent)
            (stage.folder / parent).mkdir()
    undo.callback(_restore, stage, path)
    undo.callback(_withdraw, stage, path)
    (stage.new / path).replace(stage.folder / path)


def _withdraw(stage: _Stage, path: str) -> None:
    """Take away a file that was put in its place."""
    if not (stage.new / path).exists():
        (stage.folder / path).unlink(missing_ok=True)


def _restore(stage: _Stage, path: str) -> None:
    """Bring back the file that stood at a path."""
    kept, place = stage.old / path, stage.folder / path
    if os.path.lexists(kept):
        place.parent.mkdir(parents=True, exist_ok=True)
        kept.replace(place)
