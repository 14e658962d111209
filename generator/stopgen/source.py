"""Reads documents from the disk; nothing else here does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Document:
    """One file as text.

    Attributes:
        file: The path as a user would type it; diagnostics show it.
        name: The path below the specs folder, with forward slashes; output shows it.
        provider: The name of the platform: the folder that the file stands in.
        locale: The language of ``stop.zh-hans.md``; None for a file without one.
        text: The content, without a byte order mark, every line end as ``\\n``.
    """

    file: str
    name: str
    provider: str
    locale: str | None
    text: str
