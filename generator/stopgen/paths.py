"""Decides which relative paths may stand below an output folder, and which one a run needs for itself."""

from __future__ import annotations

from pathlib import Path

STAGE = ".stopgen"
"""The folder below the output in which a run prepares what it is going to put in place."""

_FORBIDDEN = frozenset('\\:*?"<>|')


def is_safe(path: str) -> bool:
    """Tell whether a path stays below the folder that it is relative to, on every system.

    Args:
        path: Names with forward slashes between them.
    """
    parts = path.split("/")
    return path.isprintable() and _FORBIDDEN.isdisjoint(path) and all(map(_is_name, parts))


def _is_name(part: str) -> bool:
    """Tell a name from nothing, from ``.`` and ``..``, and from what Windows would cut short."""
    return part.rstrip(" .") == part != ""


def twin(folder: Path) -> Path:
    """Return where a run prepares a changed copy of a folder: beside it."""
    home = folder.resolve()
    return home.parent / f".{home.name}{STAGE}"
