"""Opens files that references of a document name, and only below the folder that it was read from."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from stopgen import source
from stopgen.diagnostic import Checked
from stopgen.filenames import has_known_ending
from stopgen.source import Document

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file is not opened: the second half of a sentence that begins with its name."""

    reason: str


def below(document: Document, file: str | None = None) -> str:
    """Return the path of a file, or the document's, below the folder that the document was read from."""
    path = Path(file or document.file)
    if document.root is None:
        return path.name
    return path.relative_to(document.root).as_posix()


def locate(base: str, reference: str) -> str | Refusal:
    """Return which file a reference names.

    Args:
        base: The path of the file that the reference stands in, below the folder.
        reference: The reference up to its ``#``.
    """
    if _SCHEME.match(reference) or reference.startswith("//"):
        return Refusal("is not fetched; save it in the folder, and refer to it by a relative path")
    path = unquote(reference)
    if path.startswith("/") or "\\" in path or not path.isprintable():
        return Refusal("is no relative path; files are named by where they stand from here")
    found = posixpath.normpath(posixpath.join(posixpath.dirname(base), path))
    if found == ".." or found.startswith("../"):
        return Refusal("is outside of the folder that is read; move the file into it")
    return found


def load(document: Document, name: str) -> Checked[Document | Refusal | None]:
    """Read a file below the folder that a document was read from.

    Args:
        document: The document.
        name: What ``locate`` returned.

    Returns:
        The file; None if there is an error in it, which then has been reported.
    """
    root = document.root
    if root is None:
        return Refusal("is in another file, which cannot be read from here")
    path = root / name
    if not has_known_ending(path.name) or any(part.startswith(".") for part in Path(name).parts):
        return Refusal("names no file that is read; those end in .yaml, .yml or .json")
    if not _is_file(path):
        return Refusal(f"names a file that is missing; put it in at {path.as_posix()}")
    if not path.resolve().is_relative_to(root.resolve()):
        return Refusal("is a link out of the folder that is read; put the file itself in")
    sources = yield from source.load([path], document.limit)
    return next(iter((*sources.documents, *sources.overlays)), None)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False
