"""``stopgen.lock``: what a run read and wrote, so that the next one touches nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from stopgen import __version__
from stopgen.paths import is_safe

NAME = "stopgen.lock"
_FORMAT = 1
_DIGEST_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Lock:
    """The record of a run; nothing in it depends on the machine or the time.

    Attributes:
        inputs: The digest of each document and overlay, by its name below the specs folder.
        outputs: The digest of each written file, by its path below the output folder.
        settings: The configuration that shapes the output.
        generator: The version of stopgen.
    """

    inputs: Mapping[str, str] = field(default_factory=dict[str, str])
    outputs: Mapping[str, str] = field(default_factory=dict[str, str])
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    generator: str = __version__


class DamagedLockError(ValueError):
    """A lock that cannot be relied on; the message says why."""


def digest(content: bytes) -> str:
    """Return what content is recognised by; the line ends of a checkout make no difference."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def render(lock: Lock) -> bytes:
    """Write a lock so that line-based tools can compare and merge it."""
    content = {
        "format": _FORMAT,
        "generator": lock.generator,
        "settings": dict(lock.settings),
        "inputs": dict(lock.inputs),
        "outputs": dict(lock.outputs),
    }
    return f"{json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)}\n".encode()


def parse(content: bytes) -> Lock:
    """Read a lock.

    Raises:
        DamagedLockError: This is not what ``render`` writes, or names a path outside.
    """
    try:
        tree: object = json.loads(content)
    except (ValueError, RecursionError) as problem:
        raise DamagedLockError("it is not JSON") from problem
    if not isinstance(tree, dict) or "format" not in tree:
        raise DamagedLockError("it does not say its format")
    return _lock(cast("dict[str, object]", tree))


def _lock(tree: Mapping[str, object]) -> Lock:
    """Take a lock out of JSON."""
    if tree["format"] != _FORMAT:
        raise DamagedLockError(f"its format {tree['format']} is another version's")
    generator = tree.get("generator")
    if not isinstance(generator, str):
        raise DamagedLockError("its generator is not a version")
    inputs, outputs, settings = (_strings(tree, key) for key in ("inputs", "outputs", "settings"))
    for path, value in outputs.items():
        if not is_safe(path) or path == NAME or len(value) != _DIGEST_LENGTH:
            raise DamagedLockError(f"it lists {path!r}, which no run can have written")
    return Lock(inputs, outputs, settings, generator)


def _strings(tree: Mapping[str, object], key: str) -> Mapping[str, str]:
    """Return a table of texts."""
    table = tree.get(key)
    if not isinstance(table, dict):
        raise DamagedLockError(f"its {key} are not a table")
    entries = cast("dict[str, object]", table)
    if not all(isinstance(value, str) for value in entries.values()):
        raise DamagedLockError(f"its {key} are not all text")
    return cast("dict[str, str]", table)
