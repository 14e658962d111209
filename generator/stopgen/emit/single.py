"""Writes a file that stands alone, where a user wants it."""

from __future__ import annotations

from pathlib import Path

from stopgen import whole
from stopgen.change import Status
from stopgen.diagnostic import Checked, Code, Position, error


def write_file(content: bytes, path: Path) -> Checked[Status | None]:
    """Write a file into a folder that is there.

    Returns:
        What was done; None if nothing was, because of an error.
    """
    if not path.parent.is_dir():
        sentence = "there is no such folder; make it, or choose another --output"
        yield error(Code.OUTPUT_INACCESSIBLE, Position(str(path.parent)), sentence)
        return None
    try:
        before = path.read_bytes() if path.is_file() else None
        if before != content:
            whole.write(path, content)
    except OSError as trouble:
        sentence = f"cannot be read or written: {trouble.strerror}"
        yield error(Code.OUTPUT_INACCESSIBLE, Position(str(path)), sentence)
        return None
    if before is None:
        return Status.CREATED
    return Status.UNCHANGED if before == content else Status.UPDATED
