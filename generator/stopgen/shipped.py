"""Finds the files that come with stopgen and are no code: templates, and pages that commands print."""

from __future__ import annotations

from pathlib import Path


def folder(name: str) -> Path:
    """Return a folder that stopgen brings: beside the installed package, else in the checkout.

    Args:
        name: Its path from the root of the checkout, with forward slashes.
    """
    here = Path(__file__).resolve().parent
    installed = here / name
    return installed if installed.is_dir() else here.parent.parent / name
