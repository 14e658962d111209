"""Writes a file that stands alone: wholly, or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Put content in the place of a file; what is no ordinary file is written to as it is.

    Raises:
        OSError: It could not be written; an ordinary file is as it was.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    place = path.resolve()
    aside = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        aside.write_bytes(content)
        if place.exists():
            aside.chmod(place.stat().st_mode & 0o777)
        aside.replace(place)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
