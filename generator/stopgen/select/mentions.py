"""Tells at little cost whether a text can be about a stop at all: nearly none is."""

from __future__ import annotations

import re
from typing import Final

from stopgen.select.languages import ROOTS as FOREIGN_ROOTS
from stopgen.select.verbs import ROOTS

_ROOTS: Final = (*ROOTS, *FOREIGN_ROOTS)
_END: Final = re.compile(r"(?<![A-Za-z])end(?![a-z])|End(?![a-z])")


def may_mention_a_stop(text: str) -> bool:
    """Tell whether any stop verb may be in a text; of a language that is not known, any text may have one."""
    lower = text.lower()
    if any(root in lower for root in _ROOTS):
        return True
    return not text.isascii() or ("end" in lower and bool(_END.search(text)))
