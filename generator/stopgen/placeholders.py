"""Knows the placeholders of path templates."""

from __future__ import annotations

import re
from typing import Final

_PLACEHOLDER: Final = re.compile(r"\{\+?([^{}]*)\}")
_FRAGMENT: Final = re.compile(r"#[^/{}]*\Z")


def sent(path: str) -> str:
    """Return what a request carries of a path: what follows a last ``#`` only tells operations apart."""
    return _FRAGMENT.sub("", path)


def names(path: str) -> list[str]:
    """Return the names of the placeholders, in order; ``{+name}`` may hold slashes."""
    return _PLACEHOLDER.findall(path)


def blank(path: str) -> str:
    """Return a path without the names of its placeholders: what two paths have in common if they are one."""
    return _PLACEHOLDER.sub("{}", path)


def literal(path: str) -> str:
    """Return a path without its placeholders."""
    return _PLACEHOLDER.sub("", path)
