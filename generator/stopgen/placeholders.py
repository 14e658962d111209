"""Knows the placeholders of path templates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_PLACEHOLDER: Final = re.compile(r"\{(\+?)([^{}=]*?)(\*|=[^{}]*)?\}")
"""``{name}``, and what may hold slashes: ``{+name}``, ``{name*}`` and ``{name=projects/*}``."""
_FRAGMENT: Final = re.compile(r"#[^/{}]*\Z")


def sent(path: str) -> str:
    """Return what a request carries of a path: what follows a last ``#`` only tells operations apart."""
    return _FRAGMENT.sub("", path)


def names(path: str) -> list[str]:
    """Return the names of the placeholders, in order."""
    return [name for name, _ in pieces(path) if name is not None]


def pieces(path: str) -> Iterator[tuple[str | None, str]]:
    """Yield each placeholder as its name and what is between braces, and each text beside them without a name."""
    end = 0
    for found in _PLACEHOLDER.finditer(path):
        if path[end : found.start()]:
            yield None, path[end : found.start()]
        yield found[2], found[0][1:-1]
        end = found.end()
    if path[end:]:
        yield None, path[end:]


def blank(path: str) -> str:
    """Return a path without the names of its placeholders: what two paths have in common if they are one."""
    return _PLACEHOLDER.sub("{}", path)


def literal(path: str) -> str:
    """Return a path without its placeholders."""
    return _PLACEHOLDER.sub("", path)
