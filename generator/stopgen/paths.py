"""Decides which relative paths may stand below an output folder."""

from __future__ import annotations

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
