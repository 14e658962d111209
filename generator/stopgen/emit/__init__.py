"""Brings the output folder to what was generated; nothing else here writes to the disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from stopgen import lock
from stopgen.change import Change, Status
from stopgen.diagnostic import Checked, Code, Diagnostic, Position, Severity, collect, error
from stopgen.emit import transaction
from stopgen.emit.changes import compare, problem
from stopgen.emit.guard import exclusive
from stopgen.lock import Lock
from stopgen.paths import is_safe

_FORCED = frozenset({Code.EDITED_FILE, Code.FOREIGN_FILE, Code.DAMAGED_LOCK})


@dataclass(frozen=True, slots=True)
class File:
    r"""A generated file.

    Attributes:
        path: The path below the output folder, with forward slashes.
        content: The bytes: text in UTF-8, every line end ``\n``.
    """

    path: str
    content: bytes

    def __post_init__(self) -> None:
        if not is_safe(self.path):
            raise ValueError(f"{self.path!r} is not a path below an output folder")


@dataclass(frozen=True, slots=True)
class Plan:
    """An output folder, compared with what was generated.

    Attributes:
        output: The folder.
        changes: All its files, those that are as they should be included, in the order of their paths.
    """

    output: Path
    changes: tuple[Change, ...] = ()

    @property
    def stale(self) -> tuple[Change, ...]:
        """The files that are not as they should be."""
        return tuple(change for change in self.changes if change.status is not Status.UNCHANGED)


def plan(files: Sequence[File], record: Lock | None, output: Path) -> Checked[Plan]:
    """Compare an output folder with what was generated; write nothing.

    Args:
        files: What was generated.
        record: What the lock says besides the files; None for a folder that has no lock, in which
            every file may be replaced.
        output: The folder; it need not exist.
    """
    try:
        return (yield from _plan(files, record, output))
    except OSError as trouble:
        yield _inaccessible(output, trouble)
        return Plan(output)


def write(
    files: Sequence[File], record: Lock | None, output: Path, *, force: bool = False
) -> Checked[Plan | None]:
    """Bring an output folder to what was generated: wholly, or not at all.

    Args:
        files: What was generated.
        record: What the lock says besides the files; None for a folder that has no lock, in which
            every file may be replaced.
        output: The folder; it is made where it is missing.
        force: Whether files that somebody edited or put in the way are given up.

    Returns:
        What was done; None if nothing was, because of an error.
    """
    is_new = not output.exists()
    try:
        output.mkdir(parents=True, exist_ok=True)
        with exclusive(output):
            return (yield from _write(files, record, output, force=force))
    except TimeoutError:
        yield error(Code.OUTPUT_BUSY, Position(str(output)), "another run is writing here")
    except OSError as trouble:
        yield _inaccessible(output, trouble)
    finally:
        if is_new:
            with suppress(OSError):
                output.rmdir()
    return None


def _plan(files: Sequence[File], record: Lock | None, output: Path) -> Checked[Plan]:
    if output.resolve() == output.resolve().parent:
        reason = "a package cannot take the place of a whole file system; name a folder in it"
        yield error(Code.OUTPUT_INACCESSIBLE, Position(str(output)), reason)
        return Plan(output)
    yield from _collisions(files, output)
    wanted = {file.path: file.content for file in files}
    if record is not None:
        outputs = {path: lock.digest(content) for path, content in wanted.items()}
        wanted[lock.NAME] = lock.render(record._replace(outputs=outputs))
    changes = yield from compare(wanted, output, locked=record is not None)
    return Plan(output, tuple(changes))


def _write(
    files: Sequence[File], record: Lock | None, output: Path, *, force: bool
) -> Checked[Plan | None]:
    """Do what the plan says, if nothing stands against it."""
    found, problems = collect(_plan(files, record, output))
    problems += filter(None, (problem(output, change) for change in found.changes))
    if any(entry.code is Code.DAMAGED_LOCK for entry in problems):
        problems = [entry for entry in problems if entry.code is not Code.FOREIGN_FILE]
    if force:
        problems = [entry for entry in problems if entry.code not in _FORCED]
    yield from problems
    if any(entry.severity is Severity.ERROR for entry in problems):
        return None
    if found.stale:
        _apply(found)
    else:
        transaction.clear(output)
    return found


def _apply(found: Plan) -> None:
    """Write and remove what is stale; the lock comes last, as it speaks of all the others."""
    stale = sorted(found.stale, key=lambda change: change.path == lock.NAME)
    writes = {change.path: change.after for change in stale if change.after is not None}
    removals = [change.path for change in stale if change.after is None]
    transaction.replace(found.output, writes, removals)


def _collisions(files: Sequence[File], output: Path) -> Iterator[Diagnostic]:
    """Yield an error for files that cannot stand beside each other on every system."""
    counted = Counter(file.path.casefold() for file in files)
    for file in files:
        if counted[file.path.casefold()] > 1:
            sentence = "two generated files would go here, but for upper and lower case"
            yield error(Code.COLLIDING_FILES, Position(str(output / file.path)), sentence)


def _inaccessible(output: Path, trouble: OSError) -> Diagnostic:
    place = Position(str(trouble.filename or output))
    return error(Code.OUTPUT_INACCESSIBLE, place, f"cannot be read or written: {trouble.strerror}")
