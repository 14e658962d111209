"""Says what a YAML scalar means, as YAML 1.2 has it and as the fast reader understands it."""

from __future__ import annotations

import math
import re
from typing import Final

from stopgen.description import Json
from stopgen.readers.excerpt import MOST_DIGITS

_WORDS: Final[dict[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_FIRST: Final = frozenset("+-.0123456789~nNtTfF")
_DECIMAL: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_BASED: Final = re.compile(r"[-+]?0(?:x[0-9a-fA-F]+|o[0-7]+|b[01]+)")
_FLOAT: Final = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_NO_NUMBER: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


def resolve(text: str) -> Json:
    """Return the value of a plain scalar.

    Numbers with a leading zero stay text, as ``012`` is a code and never ten, and so do numbers that
    no machine can hold.

    Raises:
        ValueError: It stands for something that JSON has no value for.
    """
    if text in _WORDS:
        return _WORDS[text]
    return _number(text) if text[0] in _FIRST else text


def _number(text: str) -> Json:
    if _NO_NUMBER.fullmatch(text):
        raise ValueError(f"{text} is no number that JSON can hold")
    if len(text) > MOST_DIGITS:
        return text
    if _DECIMAL.fullmatch(text) or _BASED.fullmatch(text):
        return int(text, 0)
    value = float(text) if _FLOAT.fullmatch(text) else math.inf
    return value if math.isfinite(value) else text
