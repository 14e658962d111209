"""Takes identifiers apart into words, and knows how words change."""

from __future__ import annotations

import re
from functools import cache

_WORD = re.compile(r"[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+|[^\W\d_a-zA-Z]+")

_IRREGULAR = {
    "analyses": "analysis",
    "children": "child",
    "data": "data",
    "indices": "index",
    "media": "media",
    "people": "person",
    "series": "series",
    "news": "news",
}
_SINGULAR_ENDINGS = ("ss", "us", "is", "os")
_PLURALS_IN_ES = ("sses", "xes", "ches", "shes", "zes", "uses", "oes")


@cache
def split(identifier: str) -> tuple[str, ...]:
    """Return the words of an identifier in lower case: ``getHTTPStatus-now`` has four."""
    return tuple(word.lower() for word in _WORD.findall(identifier))


def singular(word: str) -> str:
    """Return the singular of an English noun in lower case; a singular stays as it is."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(_PLURALS_IN_ES) and not word.endswith(("auses", "ouses", "axes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(_SINGULAR_ENDINGS) and len(word) > 2:
        return word[:-1]
    return word


def snake(words: tuple[str, ...]) -> str:
    """Join words as ``stop_chat_message``."""
    return "_".join(words)


def pascal(text: str) -> str:
    """Join the words of an identifier as ``StopChatMessage``; capitals inside a word stay."""
    return "".join(word[:1].upper() + word[1:] for word in _WORD.findall(text))
