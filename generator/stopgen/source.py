"""Reads documents from the disk; nothing else here does."""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from stopgen.diagnostic import Checked, Code, Diagnostic, Position, each, error
from stopgen.filenames import ENDINGS, OVERLAYS, SETTINGS, is_document, is_read
from stopgen.paths import is_safe

LIMIT = 64 * 1024 * 1024
"""A file with more bytes than this is not a document that anybody wrote."""

_LANGUAGE = r"(?:[a-z]{2}|[a-z]{3}(?=-))(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"


@dataclass(frozen=True, slots=True)
class Document:
    r"""One file as text.

    Attributes:
        file: The path as a user would type it; diagnostics show it.
        name: The path below the specs folder, with forward slashes; output shows it.
        provider: The name of the platform: the folder that the file stands in.
        locale: The language of ``stop.zh-hans.md``; None for a file without one.
        text: The content, without a byte order mark, every line end as ``\n``.
        root: The folder in which references of the document may name other files; None for no folder.
    """

    file: str
    name: str
    provider: str
    locale: str | None
    text: str
    root: Path | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Sources:
    """What was read.

    Attributes:
        documents: The documents, in the order of their names.
        overlays: The corrections that stand beside them, in the order of their names.
        settings: The ``provider.toml`` of each provider that has one, in the order of their names.
    """

    documents: tuple[Document, ...]
    overlays: tuple[Document, ...] = ()
    settings: tuple[Document, ...] = ()

    @property
    def inputs(self) -> tuple[Document, ...]:
        """Everything that was read."""
        return self.documents + self.overlays + self.settings


class _File(NamedTuple):
    """A file that is going to be read; path as a user would type it, name as output shows it."""

    path: Path
    name: str
    provider: str
    root: Path | None


def load(roots: Sequence[Path]) -> Checked[Sources]:
    """Read documents and overlays.

    Args:
        roots: Folders, searched down to the last one for files with a known ending, and files, read
            whatever their ending is.

    Returns:
        Everything that could be read. The order depends on nothing but the names.
    """
    found = yield from each(_find, roots)
    distinct = {_identity(file): file for files in reversed(found) for file in files}
    files = sorted(distinct.values(), key=lambda file: file.name)
    documents = yield from each(_read, [file for file in files if is_document(file.path.name)])
    overlays = yield from each(_read, [file for file in files if file.path.name in OVERLAYS])
    settings = yield from each(_read, [file for file in files if file.path.name == SETTINGS])
    return Sources(tuple(documents), tuple(overlays), tuple(settings))


def language(text: str) -> str | None:
    """Return a language tag in its usual spelling (``zh-hans``), or None for any other text."""
    tag = text.lower().replace("_", "-")
    return tag if re.fullmatch(_LANGUAGE, tag) else None


def line(position: Position) -> str | None:
    """Return the line of a document that a finding is about; None if it can no longer be read."""
    known = lines(position.file)
    return known[position.line - 1] if position.line <= len(known) else None


def lines(file: str) -> list[str]:
    """Return the lines of a document that findings are about; none if it can no longer be read."""
    try:
        data = content(Path(file))
    except (OSError, ValueError):
        return []
    return _unified(data.decode(errors="replace")).split("\n")


def _identity(file: _File) -> tuple[Path, str]:
    """Return what tells files apart: one can serve two providers, but each only once."""
    return file.path.parent.resolve() / file.path.name, file.provider


def _find(root: Path) -> Checked[list[_File] | None]:
    """Find the files that a root stands for."""
    status = yield from _status(root)
    if status is None:
        return None
    if not stat.S_ISDIR(status.st_mode):
        provider = root.parent.resolve().name
        return [_File(root, f"{provider}/{root.name}", provider, root.parent)]
    files = yield from _search(root, (status.st_dev, status.st_ino))
    if not any(is_document(file.path.name) for file in files):
        endings = " ".join(sorted(ENDINGS))
        yield error(Code.NO_DOCUMENTS, Position(str(root)), f"no document in here ({endings})")
    return files


def _search(root: Path, identity: tuple[int, int]) -> Checked[list[_File]]:
    """Find the files below a folder; links lead into no folder twice for one provider."""
    files: list[_File] = []
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


def _wanted(root: Path, parts: tuple[str, ...]) -> list[_File]:
    """Return the file if its name is one of those that are looked for."""
    path = root.joinpath(*parts)
    if not is_read(path.name):
        return []
    provider = parts[0] if len(parts) > 1 else root.resolve().name
    return [_File(path, "/".join(parts), provider, root)]


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


def from_bytes(
    path: Path, name: str, provider: str, data: bytes, root: Path | None = None
) -> Checked[Document | None]:
    """Make a document of bytes, as if they were read from a file; the rest is as in ``Document``."""
    if len(data) > LIMIT:
        reason = f"the file has more than {LIMIT // 1024**2} MiB; is this a document?"
        yield error(Code.TOO_LARGE, Position(str(path)), reason)
        return None
    plain = data.removeprefix(codecs.BOM_UTF8)
    return (yield from _document(_File(path, name, provider, root), plain))


def content(path: Path) -> bytes:
    """Return the content of a file, up to a byte more than the limit; never wait for a pipe.

    Raises:
        OSError: It cannot be read.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "not a regular file")
    with path.open("rb") as file:
        return file.read(LIMIT + 1)


def _read(file: _File) -> Checked[Document | None]:
    """Read one file as a document."""
    if flaw := _flaw(file):
        yield error(Code.UNUSABLE_FILE_NAME, Position(str(file.path)), flaw)
        return None
    try:
        data = content(file.path)
    except OSError as problem:
        yield unreadable(file.path, problem)
        return None
    return (yield from from_bytes(file.path, file.name, file.provider, data, file.root))


def _flaw(file: _File) -> str | None:
    """Say what makes a file's path unfit to be named in what is generated."""
    if not file.name.isprintable():
        return "the path has characters that cannot be printed; rename the file or its folder"
    if not is_safe(file.provider):
        return f"the folder's name {file.provider!r} cannot be a provider's; rename the folder"
    return None


def _document(file: _File, data: bytes) -> Checked[Document | None]:
    """Decode a file."""
    try:
        text = _unified(data.decode())
    except UnicodeDecodeError as problem:
        before = _unified(data[: problem.start].decode())
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        reason = f"byte 0x{data[problem.start]:02x} is not UTF-8; save the file as UTF-8"
        yield error(Code.NOT_UTF8, Position(str(file.path), line, column), reason)
        return None
    locale = language(Path(file.path.stem).suffix.removeprefix("."))
    return Document(str(file.path), file.name, file.provider, locale, text, file.root)


def _unified(text: str) -> str:
    """Write every line end as one line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unreadable(path: Path, problem: OSError) -> Diagnostic:
    """Say that a file cannot be read, and why."""
    reason = (problem.strerror or str(problem)).lower()
    return error(Code.FILE_UNREADABLE, Position(str(path)), f"cannot be read: {reason}")
