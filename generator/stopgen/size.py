"""Reads and writes numbers of bytes as people do."""

from __future__ import annotations

import re
from typing import Final

_UNITS: Final = {"GiB": 1024**3, "MiB": 1024**2, "KiB": 1024, "": 1}
_SIZE: Final = re.compile(rf"([1-9][0-9]{{0,14}}) ?({'|'.join(_UNITS)})")


def read(text: str) -> int | None:
    """Return how many bytes a text such as ``64MiB`` or ``5000000`` means; None for any other."""
    found = _SIZE.fullmatch(text)
    return int(found[1]) * _UNITS[found[2]] if found else None


def spell(count: int) -> str:
    """Return a number of bytes with the largest unit that it is a multiple of."""
    unit = next(unit for unit, size in _UNITS.items() if count % size == 0)
    return f"{count // _UNITS[unit]}{unit}"
