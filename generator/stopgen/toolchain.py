"""Recognises what shapes the output besides documents and settings: this code, templates, libraries."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from stopgen import shipped

SUFFIXES = (".py", ".j2")
"""The endings of the files that a run depends on."""

_SHAPELESS = frozenset({"__pycache__", "commands", "compare", "fetch", "formats", "report"})
"""Folders of what talks to people and fetches documents; nothing in them changes a client."""
_USUAL = 1 << 16
_LIBRARIES = ("black", "datamodel-code-generator")
_INSTALLED = ".dist-info"


@cache
def templates() -> Path:
    """Return the folder of the templates."""
    return shipped.folder("templates")


def code() -> str:
    """Return a digest of stopgen's code and templates, the same installed and in a checkout."""
    found = hashlib.sha256()
    known = str(templates())
    for name, root in (("stopgen", str(Path(__file__).resolve().parent)), ("templates", known)):
        for path in _files(root, skipped=known):
            found.update(f"{name}{path[len(root) :]}\n".replace(os.sep, "/").encode())
            found.update(unified(read(path)))
    return found.hexdigest()


def unified(content: bytes) -> bytes:
    """Write every line end of a checkout as one line feed; looking for one sign is what is quick."""
    return content.replace(b"\r\n", b"\n") if b"\r" in content else content


def libraries() -> dict[str, str]:
    """Return the version of each library that shapes the output, without importing any.

    The names of what installers leave in the folders of ``sys.path`` say it; ``importlib.metadata``
    says the same, but takes as long as all else that a run with nothing to do needs.
    """
    versions: dict[str, str] = {}
    for folder in reversed(sys.path):
        found = (name.rpartition("-") for name in _names(folder or os.curdir))
        names = {name.replace("_", "-").lower(): version for name, _, version in found}
        versions |= {name: names[name] for name in _LIBRARIES if name in names}
    return dict(sorted(versions.items()))


def read(path: str) -> bytes:
    """Return the content of a file, in as few calls of the system as it takes."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        content = os.read(descriptor, _USUAL)
        while len(content) % _USUAL == 0 and (more := os.read(descriptor, len(content) or 1)):
            content += more
    finally:
        os.close(descriptor)
    return content


def _names(folder: str) -> list[str]:
    """Return the names in a folder; none where there is no folder."""
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries]
    except OSError:
        return []
    return [name.removesuffix(_INSTALLED) for name in names if name.endswith(_INSTALLED)]


def _files(root: str, skipped: str) -> Iterator[str]:
    """Yield the files below a folder in an order that depends on names alone."""
    folders: list[str] = []
    with os.scandir(root) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.endswith(SUFFIXES):
                yield entry.path
            elif entry.is_dir() and entry.name not in _SHAPELESS and entry.path != skipped:
                folders.append(entry.path)
    for folder in folders:
        yield from _files(folder, skipped)
