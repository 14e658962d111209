"""Knows files by their names: documents, and what stands beside them."""

from __future__ import annotations

from pathlib import PurePath

ENDINGS = frozenset({".md", ".mdx", ".txt", ".yaml", ".yml", ".json"})
"""How the names of files end that are looked for in folders."""

OVERLAYS = frozenset({"overlay.yaml", "overlay.yml", "overlay.json"})
"""Files in a provider's folder that correct its documents."""

SETTINGS = "provider.toml"
"""The file in a provider's folder that says what its documents do not."""


def is_document(name: str) -> bool:
    """Tell a document from what stands beside documents."""
    return name not in OVERLAYS and name != SETTINGS


def has_known_ending(name: str) -> bool:
    """Tell whether the name of a file ends as documents do."""
    return PurePath(name).suffix.lower() in ENDINGS


def is_read(name: str) -> bool:
    """Tell whether a file is looked at where it stands in a folder."""
    return has_known_ending(name) or name == SETTINGS
