"""Names files as GitHub does: from the root of the checkout, wherever a step runs in it."""

from __future__ import annotations

import os
from pathlib import Path


def named(file: str) -> str:
    """Return the path of a file from the root of the checkout; outside of a workflow on GitHub, as it is."""
    root = os.environ.get("GITHUB_WORKSPACE")
    if not root or "://" in file or Path(file).is_absolute():
        return file
    here, home = Path.cwd(), Path(root).resolve()
    if here == home or not here.is_relative_to(home):
        return file
    return os.path.normpath(here.relative_to(home) / file)
