"""Compares the output folder with what was generated: what is stale, and what must not be touched."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from stopgen import lock
from stopgen.change import Change, Conflict, Status
from stopgen.diagnostic import Checked, Code, Diagnostic, Position, error
from stopgen.emit import transaction
from stopgen.lock import DamagedLockError, Lock

_Listed: TypeAlias = Mapping[str, frozenset[str]]
_LIMIT = 64 * 1024 * 1024
_EDITED = (
    "this generated file was edited; say it in a document or an overlay instead,"
    " or give the edit up with --force"
)
_FOREIGN = (
    f"{lock.NAME} does not list this file, but a generated one must go here; move it away,"
    " or give it up with --force"
)
_BLOCKED = "a generated file must go here, but a link or a folder is in the way; move that away"
_DAMAGED = (
    "the lock is damaged: {}; restore it from version control,"
    " or take every generated file anew with --force"
)


@dataclass(frozen=True, slots=True)
class _Present:
    """What stands at a path: its content, or why it has none."""

    content: bytes | None = None
    conflict: Conflict | None = None


@dataclass(frozen=True, slots=True)
class _Folder:
    """An output folder.

    Attributes:
        path: Where it is.
        listed: The digests that stopgen gave each file; several after a run that was interrupted.
    """

    path: Path
    listed: _Listed

    def wrote(self, path: str, content: bytes) -> bool:
        return lock.digest(content) in self.listed.get(path, ())


def compare(wanted: Mapping[str, bytes], output: Path, *, locked: bool) -> Checked[list[Change]]:
    """Compare a folder with what was generated.

    Args:
        wanted: The content of each generated file.
        output: The folder; it need not exist.
        locked: Whether a lock says which files are stopgen's; otherwise every file is.

    Returns:
        All files, those that are as they should be included, in the order of their paths.

    Raises:
        OSError: A file cannot be read.
    """
    listed: _Listed = (yield from _listed(output)) if locked else {}
    folder = _Folder(output, listed)
    changes = [_wanted(folder, path, content, locked=locked) for path, content in wanted.items()]
    changes += [change for path in listed if path not in wanted for change in _left(folder, path)]
    return sorted(changes, key=lambda change: change.path)


def problem(output: Path, change: Change) -> Diagnostic | None:
    """Say why a file must not be touched; None if it can be."""
    place = Position(str(output / change.path))
    match change.conflict:
        case Conflict.EDITED:
            return error(Code.EDITED_FILE, place, _EDITED)
        case Conflict.FOREIGN:
            return error(Code.FOREIGN_FILE, place, _FOREIGN)
        case Conflict.BLOCKED:
            return error(Code.OUTPUT_BLOCKED, place, _BLOCKED)
        case None:
            return None


def _listed(output: Path) -> Checked[_Listed]:
    """Return the files that stopgen wrote, by the lock and by what interrupted runs prepared."""
    locks = [*_interrupted(output)]
    present = _present(_Folder(output, {}), lock.NAME)
    try:
        locks += [] if present == _Present() else [lock.parse(present.content or b"")]
    except DamagedLockError as reason:
        yield error(Code.DAMAGED_LOCK, Position(str(output / lock.NAME)), _DAMAGED.format(reason))
    paths = sorted({path for known in locks for path in known.outputs})
    return {
        path: frozenset(known.outputs[path] for known in locks if path in known.outputs)
        for path in paths
    }


def _interrupted(output: Path) -> Iterator[Lock]:
    """Yield the locks that runs had prepared before they were cut short."""
    for content in transaction.interrupted(output, lock.NAME):
        try:
            yield lock.parse(content)
        except DamagedLockError:
            continue


def _wanted(folder: _Folder, path: str, content: bytes, *, locked: bool) -> Change:
    """Compare a generated file with what stands in its place."""
    present = _present(folder, path)
    before = present.content
    if present.conflict is not None:
        return Change(path, Status.UPDATED, before, content, present.conflict)
    if before is None:
        return Change(path, Status.CREATED, None, content)
    if lock.digest(before) == lock.digest(content):
        return Change(path, Status.UNCHANGED, before, content)
    if not locked or path == lock.NAME or folder.wrote(path, before):
        return Change(path, Status.UPDATED, before, content)
    conflict = Conflict.EDITED if path in folder.listed else Conflict.FOREIGN
    return Change(path, Status.UPDATED, before, content, conflict)


def _left(folder: _Folder, path: str) -> Iterator[Change]:
    """Yield the removal of a file that is no longer generated, if it is still there."""
    before = _present(folder, path).content
    if before is not None:
        conflict = None if folder.wrote(path, before) else Conflict.EDITED
        yield Change(path, Status.REMOVED, before, None, conflict)


def _present(folder: _Folder, path: str) -> _Present:
    """Look at what stands at a path, following no link."""
    for parent in reversed(PurePosixPath(path).parents[:-1]):
        mode = _mode(folder.path / parent)
        if not mode or (stat.S_ISREG(mode) and str(parent) in folder.listed):
            return _Present()
        if not stat.S_ISDIR(mode):
            return _Present(conflict=Conflict.BLOCKED)
    return _file(folder, path)


def _file(folder: _Folder, path: str) -> _Present:
    """Look at what stands at a path whose folder is a real one."""
    place = folder.path / path
    mode = _mode(place)
    if stat.S_ISDIR(mode):
        ours = any(known.startswith(f"{path}/") for known in folder.listed)
        return _Present(conflict=None if ours else Conflict.BLOCKED)
    if not mode:
        return _Present()
    if not stat.S_ISREG(mode) or place.stat().st_size > _LIMIT:
        return _Present(conflict=Conflict.FOREIGN)
    return _Present(place.read_bytes())


def _mode(path: Path) -> int:
    """Return the kind of what stands at a path, a link being a link; 0 for nothing."""
    return path.lstat().st_mode if os.path.lexists(path) else 0
