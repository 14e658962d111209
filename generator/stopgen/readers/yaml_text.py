"""Reads YAML 1.2: fast where a text is plain, exactly where it is not."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import ryaml

from stopgen.description import Json, Pointer
from stopgen.diagnostic import Checked, Position
from stopgen.readers.excerpt import Data, Excerpt
from stopgen.readers.yaml_errors import Mark, YamlError
from stopgen.readers.yaml_nodes import Located, exact

_UNUSUAL: Final = (
    re.compile("[\x85\u2028\u2029]"),
    re.compile(r"<<\s*:"),
    re.compile(r"(?<![^\s\[{,])![^\s=\[]"),
    re.compile(r"(?<![\w.)])\.(?:inf|nan)(?![\w.])", re.IGNORECASE),
)
"""Line breaks of older YAML, merge keys, tags and infinities: the fast reader takes them wrongly."""

_ANCHOR: Final = re.compile(r"(?<![^\s\[{,])&([\w-]+)")
_ALIAS: Final = re.compile(r"(?<![^\s\[{,])\*([\w-]+)")
_CLOSED: Final = re.compile(r"""\[[^\[\]{}"'#\n]*\]|\{[^\[\]{}"'#\n]*\}""")
_OPENING: Final = re.compile(r"(?<![^\s\[{,:?-])[\[{]")
_MOST_OPENINGS: Final = 2000


@dataclass(frozen=True)
class YamlOrigins:
    """Answers where a part of a YAML text stands; reads the text exactly when first asked.

    Attributes:
        excerpt: The text.
        known: What exact reading gave, if that has already happened.
    """

    excerpt: Excerpt
    known: tuple[Mark, Located] | None = None

    @cached_property
    def _root(self) -> tuple[Mark, Located]:
        if self.known is not None:
            return self.known
        try:
            return exact(self.excerpt.text)
        except YamlError:
            return (1, 1), Located(None)

    def position(self, pointer: Pointer) -> Position:
        """Return the place of the part's key, or of the nearest part around it."""
        mark, located = self._root
        for part in pointer:
            entry = located.entries.get(_key(located, part))
            if entry is None:
                break
            mark, located = entry
        return self.excerpt.position(*mark)


def load(excerpt: Excerpt) -> Checked[Data | None]:
    """Read a text; None if there is an error in it."""
    plain = load_plain(excerpt.text)
    if plain is not None:
        return Data(plain[0], YamlOrigins(excerpt))
    try:
        found = exact(excerpt.text)
    except YamlError as fault:
        yield fault.diagnostic(excerpt)
        return None
    return Data(found[1].value, YamlOrigins(excerpt, found))


def _key(located: Located, part: str | int) -> str | int:
    """Return how a part of a pointer is written among the entries."""
    if isinstance(located.value, list):
        return int(part) if str(part).isdecimal() else part
    return str(part)


def load_plain(text: str) -> tuple[Json] | None:
    """Read a text that has nothing unusual in it, None for any other.

    The fast reader is strict, but it multiplies what aliases stand for, takes minutes over a hundred
    thousand opening brackets, leaves keys numbers, and has no place for most of its errors.
    """
    if any(unusual.search(text) for unusual in _UNUSUAL) or _uses_aliases(text) or _nests(text):
        return None
    try:
        value: Json = ryaml.load(io.StringIO(text))
    except ValueError:
        return None
    return (value,) if _settle_keys(value) else None


def _uses_aliases(text: str) -> bool:
    names = set(_ALIAS.findall(text)) if "&" in text else set[str]()
    return not names.isdisjoint(_ANCHOR.findall(text)) if names else False


def _nests(text: str) -> bool:
    """Tell whether so many brackets open that they might all stand inside each other."""
    if text.count("[") + text.count("{") <= _MOST_OPENINGS:
        return False
    return len(_OPENING.findall(_CLOSED.sub("", text))) > _MOST_OPENINGS


def _settle_keys(tree: Json) -> bool:
    """Make text of status codes that are keys; False if there is any other key that is no text."""
    waiting: list[Json] = [tree]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if not _has_text_keys(value) and not _settle(value):
                return False
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return True


def _has_text_keys(mapping: dict[str, Json]) -> bool:
    try:
        "".join(mapping)
    except TypeError:
        return False
    return True


def _settle(mapping: dict[str, Json]) -> bool:
    """Make text of the keys from 100 to 599, whose spelling is beyond doubt, in place."""
    keys: list[object] = list(mapping)
    if any(not isinstance(key, str) and key not in _STATUS_CODES for key in keys):
        return False
    settled = {str(key): value for key, value in mapping.items()}
    if len(settled) != len(mapping):
        return False
    mapping.clear()
    mapping.update(settled)
    return True


_STATUS_CODES: Final = frozenset[object](range(100, 600))
