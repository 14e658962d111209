"""What a fetch may cost at most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from stopgen.source import LIMIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a fetch may cost at most.

    Attributes:
        size: Bytes of a page, as they travel and as they are when unpacked.
        seconds: How long a page may take from the first name lookup to the last byte.
        connect: How long a connection may take to be there.
        redirects: How often a server may point elsewhere.
        at_once: Pages that are fetched at the same time.
        pages: Pages of an index that are looked at.
    """

    size: int = LIMIT
    seconds: float = 60.0
    connect: float = 10.0
    redirects: int = 5
    at_once: int = 8
    pages: int = 500


DEFAULT: Final = Limits()
