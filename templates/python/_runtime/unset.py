"""The value of an argument that nobody gave."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Unset(Enum):
    """The type of an argument that is not sent; None would be sent as null."""

    UNSET = "unset"

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET
