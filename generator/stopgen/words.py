"""Takes identifiers apart into words, and knows how words change."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

_ASCII_WORD = re.compile(r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z]+[0-9]*|[0-9]+")
_WORD = re.compile(r"A+(?!a)0*|A?a+0*|0+|x+")
"""A word by the kinds of its characters: capital, small, digit, other letter."""

_IRREGULAR = {
    "analyses": "analysis",
    "caches": "cache",
    "children": "child",
    "cookies": "cookie",
    "data": "data",
    "indices": "index",
    "media": "media",
    "movies": "movie",
    "news": "news",
    "people": "person",
    "series": "series",
    "shoes": "shoe",
    "uses": "use",
}
_SINGULAR_ENDINGS = ("ss", "us", "is", "os")
_PLURALS_IN_ES = ("sses", "xes", "ches", "shes", "zzes", "uses", "oes")


@cache
def split(identifier: str) -> tuple[str, ...]:
    """Return the words of an identifier in lower case: ``getHTTPStatus-now`` has four."""
    return tuple(word.lower() for word in _words(identifier))


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
    return "".join(word[:1].upper() + word[1:] for word in _words(text))


def _words(text: str) -> Iterator[str]:
    if text.isascii():
        yield from _ASCII_WORD.findall(text)
        return
    for found in _WORD.finditer(_kinds(text)):
        yield text[found.start() : found.end()]


def _kinds(text: str) -> str:
    """Spell each character's kind; an accent that is a character of its own is like the one before it."""
    kinds = ""
    for character in text:
        is_mark = unicodedata.category(character).startswith("M")
        kinds += (kinds[-1:] or " ") if is_mark else _kind(character)
    return kinds


def _kind(character: str) -> str:
    if character.isdecimal():
        return "0"
    if not character.isalpha():
        return " "
    return "A" if character.isupper() else "a" if character.islower() else "x"
