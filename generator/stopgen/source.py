"""Reads documents from the disk; nothing else here does."""

from __future__ import annotations

import codecs
import errno
import re
import stat
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from stopgen import folders, size
from stopgen.diagnostic import Checked, Code, Position, each, error
from stopgen.filenames import OVERLAYS, SETTINGS, is_document
from stopgen.folders import File
from stopgen.paths import is_safe

LIMIT = 64 * 1024 * 1024
"""A file with more bytes than this is not a document that anybody wrote."""

_LANGUAGE = r"(?:[a-z]{2}|[a-z]{3}(?=-))(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"


class Document(NamedTuple):
    r"""One file as text.

    Attributes:
        file: The path as a user would type it; diagnostics show it.
        name: The path below the specs folder, with forward slashes; output shows it.
        provider: The name of the platform: the folder that the file stands in.
        locale: The language of ``stop.zh-hans.md``; None for a file without one.
        text: The content, without a byte order mark, every line end as ``\n``.
        root: The folder in which references of the document may name other files; None for no folder.
        limit: How many bytes each of those may have.
    """

    file: str
    name: str
    provider: str
    locale: str | None
    text: str
    root: Path | None = None
    limit: int = LIMIT


class Sources(NamedTuple):
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


def load(roots: Sequence[Path], limit: int = LIMIT) -> Checked[Sources]:
    """Read documents and overlays.

    Args:
        roots: Folders, searched down to the last one for files with a known ending, and files, read
            whatever their ending is.
        limit: How many bytes a file may have.

    Returns:
        Everything that could be read. The order depends on nothing but the names.
    """
    files = yield from folders.find(roots)
    read = partial(_read, limit=limit)
    documents = yield from each(read, [file for file in files if is_document(file.path.name)])
    overlays = yield from each(read, [file for file in files if file.path.name in OVERLAYS])
    settings = yield from each(read, [file for file in files if file.path.name == SETTINGS])
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


def from_bytes(
    path: Path,
    name: str,
    provider: str,
    data: bytes,
    root: Path | None = None,
    *,
    limit: int = LIMIT,
) -> Checked[Document | None]:
    """Make a document of bytes, as if they were read from a file; the rest is as in ``Document``."""
    if len(data) > limit:
        reason = (
            f"the file has more than {size.spell(limit)}; is this a document? 'max-document-size'"
            " of [tool.stopgen] allows more"
        )
        yield error(Code.TOO_LARGE, Position(str(path)), reason)
        return None
    plain = data.removeprefix(codecs.BOM_UTF8)
    return (yield from _document(File(path, name, provider, root), plain, limit))


def content(path: Path, limit: int = LIMIT) -> bytes:
    """Return the content of a file, up to a byte more than the limit; never wait for a pipe.

    Raises:
        OSError: It cannot be read.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "not a regular file")
    with path.open("rb") as file:
        return file.read(min(status.st_size, limit) + 1)


def _read(file: File, limit: int) -> Checked[Document | None]:
    """Read one file as a document."""
    if flaw := _flaw(file):
        yield error(Code.UNUSABLE_FILE_NAME, Position(str(file.path)), flaw)
        return None
    try:
        data = content(file.path, limit)
    except OSError as problem:
        yield folders.unreadable(file.path, problem)
        return None
    made = from_bytes(file.path, file.name, file.provider, data, file.root, limit=limit)
    return (yield from made)


def _flaw(file: File) -> str | None:
    """Say what makes a file's path unfit to be named in what is generated."""
    if not file.name.isprintable():
        return "the path has characters that cannot be printed; rename the file or its folder"
    if not is_safe(file.provider):
        return f"the folder's name {file.provider!r} cannot be a provider's; rename the folder"
    return None


def _document(file: File, data: bytes, limit: int) -> Checked[Document | None]:
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
    return Document(str(file.path), file.name, file.provider, locale, text, file.root, limit)


def _unified(text: str) -> str:
    """Write every line end as one line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
