"""Understands how pages spell types: ``string``, ``array[integer]``, ``uuid``, ``字符串``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from stopgen.readers.prose import translations
from stopgen.readers.prose.lexicon import TYPES
from stopgen.readers.shapes import Shape

_ANY: Final = Shape()
_SHAPES: Final[Mapping[str, Shape]] = {
    **{name: Shape((name,)) for name in ("string", "integer", "number", "boolean", "object")},
    "array": Shape(("array",), items=_ANY),
    "null": Shape(("null",)),
    "any": _ANY,
    "timestamp": Shape(("string", "integer")),
}
_WORDS: Final[Mapping[str, Shape]] = {
    word: _SHAPES.get(name, Shape(("string",), format=name))
    for known in (translations.TYPES, TYPES)
    for name, words in known.items()
    for word in words
}
_ARRAYS: Final = (
    re.compile(r"(?:array|list)\s*(?:\[(.+)\]|<(.+)>|\((.+)\)|\s+of\s+(.+))"),
    re.compile(r"(.+?)\s*\[\s*\]"),
)
_ALTERNATIVES: Final = re.compile(r"\s*(?:\||/|\bor\b|或)\s*")
_BRACKETED: Final = re.compile(r"([^()<>\[\]]+?)\s*[(<\[]([^()<>\[\]]*)[)>\]]")
_LONGEST: Final = 100


def is_type(text: str) -> bool:
    """Tell whether a text spells a type."""
    return read_type(text) is not None


def read_type(text: str) -> Shape | None:
    """Return the shape that a text spells, None if nobody can tell."""
    spelled = " ".join(text.lower().strip(" `*.").split())
    return _read(spelled) if 0 < len(spelled) <= _LONGEST else None


def _read(spelled: str) -> Shape | None:
    known = _WORDS.get(spelled) or _array(spelled)
    if known is not None:
        return known
    options = [part for part in _ALTERNATIVES.split(spelled) if part]
    if len(options) > 1:
        return _united([_read(option) for option in options])
    found = _BRACKETED.fullmatch(spelled)
    return _qualified(found[1], found[2]) if found else _worded(spelled)


def _array(spelled: str) -> Shape | None:
    for form in _ARRAYS:
        found = form.fullmatch(spelled)
        if found:
            inside = next(group for group in found.groups() if group)
            items = _read(inside.strip()) or _read(inside.strip().removesuffix("s"))
            return Shape(("array",), items=items or _ANY)
    return None


def _united(options: list[Shape | None]) -> Shape | None:
    """Join alternatives such as ``string | null``; one that is not known spoils them all."""
    known = [option for option in options if option is not None]
    if len(known) < len(options):
        return None
    types = dict.fromkeys(name for option in known for name in option.types)
    first = next((option for option in known if option.types != ("null",)), Shape(("null",)))
    return replace(first, types=tuple(types) if all(option.types for option in known) else ())


def _qualified(outer: str, inner: str) -> Shape | None:
    """Read ``string (uuid)``: a type and what narrows it."""
    base, detail = _read(outer), _WORDS.get(inner.strip())
    if base is not None and detail is not None and detail.format and detail.types == base.types:
        return detail
    return base


def _worded(spelled: str) -> Shape | None:
    """Read a few words of which only the last is a type: ``optional string``."""
    words = spelled.split()
    last = _WORDS.get(words[-1]) if 1 < len(words) <= 3 else None
    return last or (_WORDS.get(words[0]) if 1 < len(words) <= 3 else None)
