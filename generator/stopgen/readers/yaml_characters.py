"""Characters that YAML forbids, and those that broke lines before YAML 1.2 and are ordinary in it."""

from __future__ import annotations

import re
from typing import Final

_CONTROL: Final = re.compile("[\0-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_BREAKS: Final = "\x85\u2028\u2029"


def find_control(text: str) -> int | None:
    """Return where the first character stands that may not be in YAML."""
    found = _CONTROL.search(text)
    return found.start() if found else None


def without_breaks(text: str) -> tuple[str, dict[int, str]]:
    """Put stand-ins for what parsers of older YAML break lines at.

    Returns:
        The text with stand-ins, and for each the character that it stands for.
    """
    present = [character for character in _BREAKS if character in text]
    free = (chr(code) for code in range(0xE000, 0xF900) if chr(code) not in text)
    pairs = list(zip(present, free, strict=False))
    return (
        text.translate({ord(found): stand_in for found, stand_in in pairs}),
        {ord(stand_in): found for found, stand_in in pairs},
    )
