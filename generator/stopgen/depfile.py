"""Writes what a run depends on as a rule that Make and Ninja read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath

from stopgen import whole
from stopgen.diagnostic import Checked, Code, Position, error

_SPECIAL = re.compile(r"(\\*)([ #:])")


def write(path: Path, target: Path, inputs: Iterable[Path]) -> Checked[None]:
    """Write a dependency file; one that says so already is not touched.

    Args:
        path: The dependency file; its folder is made where it is missing.
        target: What is to be made anew.
        inputs: What it is made from.
    """
    content = render(target, sorted(set(inputs))).encode(errors="surrogateescape")
    try:
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            whole.write(path, content)
    except OSError as problem:
        sentence = f"cannot be written: {problem.strerror}"
        yield error(Code.OUTPUT_INACCESSIBLE, Position(str(path)), sentence)


def render(target: PurePath, inputs: Sequence[PurePath]) -> str:
    """Return a rule for a target, and an empty one for each input: it may be gone the next time."""
    names = [escape(path) for path in inputs]
    rule = " \\\n  ".join([f"{escape(target)}:", *names])
    return "".join(f"{line}\n" for line in (rule, *(f"{name}:" for name in names)))


def escape(path: PurePath) -> str:
    """Write a path so that both tools take it for one; what doubles are backslashes before a sign."""
    text = path.as_posix()
    drive = len(path.drive) if path.drive.endswith(":") else 0
    quoted = _SPECIAL.sub(lambda found: f"{found[1] * 2}\\{found[2]}", text[drive:])
    return text[:drive] + quoted.replace("$", "$$")


def folders(specs: Path, inputs: Iterable[Path]) -> set[Path]:
    """Return the folders in which a new document would be found."""
    above = (parent for path in inputs for parent in path.parents)
    return {specs, *(folder for folder in above if folder.is_relative_to(specs))}
