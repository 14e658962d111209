"""What a check of a description found, before anybody asked where that stands in the source."""

from __future__ import annotations

from dataclasses import dataclass

from stopgen.description import Pointer
from stopgen.diagnostic import Code, Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with one part of a description.

    Attributes:
        code: The stable name of this kind of finding.
        pointer: The part.
        message: One sentence, without a full stop.
        severity: How much it matters.
        leaves_out: Whether the part is left out, as if the document did not have it.
    """

    code: Code
    pointer: Pointer
    message: str
    severity: Severity = Severity.ERROR
    leaves_out: bool = False
