"""Finds the files that paths on a command line stand for."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from stopgen.diagnostic import Checked, Code, Diagnostic, Position, each, error
from stopgen.filenames import ENDINGS, is_document, is_read


class File(NamedTuple):
    """A file that is going to be read; its attributes are what they will be of the document."""

    path: Path
    name: str
    provider: str
    root: Path | None


def find(roots: Sequence[Path]) -> Checked[list[File]]:
    """Return files and what is in folders, each once for each provider, in the order of their names."""
    found = yield from each(_find, roots)
    distinct = {_identity(file): file for files in reversed(found) for file in files}
    return sorted(distinct.values(), key=lambda file: file.name)


def _identity(file: File) -> tuple[Path, str]:
    """Return what tells files apart: one can serve two providers, but each only once."""
    return file.path.parent.resolve() / file.path.name, file.provider


def _find(root: Path) -> Checked[list[File] | None]:
    """Find the files that a root stands for."""
    status = yield from _status(root)
    if status is None:
        return None
    if not stat.S_ISDIR(status.st_mode):
        provider = root.parent.resolve().name
        return [File(root, f"{provider}/{root.name}", provider, root.parent)]
    files = yield from _search(root, (status.st_dev, status.st_ino))
    if not any(is_document(file.path.name) for file in files):
        endings = " ".join(sorted(ENDINGS))
        yield error(Code.NO_DOCUMENTS, Position(str(root)), f"no document in here ({endings})")
    return files


def _search(root: Path, identity: tuple[int, int]) -> Checked[list[File]]:
    """Find the files below a folder; links lead into no folder twice for one provider."""
    files: list[File] = []
    pending: list[tuple[str, ...]] = [()]
    seen: set[tuple[str, int, int]] = set()
    while pending:
        above = pending.pop()
        for name in (yield from _names(root.joinpath(*above))):
            parts = (*above, name)
            status = yield from _status(root.joinpath(*parts))
            if status is None:
                continue
            if not stat.S_ISDIR(status.st_mode):
                files += _wanted(root, parts)
                continue
            mark = (parts[0], status.st_dev, status.st_ino)
            if mark not in seen and mark[1:] != identity:
                seen.add(mark)
                pending.append(parts)
    return files


def _wanted(root: Path, parts: tuple[str, ...]) -> list[File]:
    """Return the file if its name is one of those that are looked for."""
    path = root.joinpath(*parts)
    if not is_read(path.name):
        return []
    provider = parts[0] if len(parts) > 1 else root.resolve().name
    return [File(path, "/".join(parts), provider, root)]


def _names(folder: Path) -> Checked[list[str]]:
    """Return the names in a folder that are not hidden."""
    try:
        return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as problem:
        yield unreadable(folder, problem)
        return []


def _status(path: Path) -> Checked[os.stat_result | None]:
    try:
        return path.stat()
    except OSError as problem:
        yield unreadable(path, problem)
        return None


def unreadable(path: Path, problem: OSError) -> Diagnostic:
    """Say that a file cannot be read, and why."""
    reason = (problem.strerror or str(problem)).lower()
    return error(Code.FILE_UNREADABLE, Position(str(path)), f"cannot be read: {reason}")
