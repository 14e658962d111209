"""Finds in example answers the platform's own error codes, and the words for how a run stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from stopgen.readers.infer import infer
from stopgen.readers.markdown_inline import Span
from stopgen.readers.placed import Placed
from stopgen.readers.prose.lexicon import CODE_FIELDS, ERROR_FIELDS
from stopgen.readers.prose.values import is_identifier, is_state
from stopgen.readers.shapes import ITEMS, Path, Shape

_DEEPEST: Final = 4
_SPOKEN_CODE: Final = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[a-z][a-z0-9]*(?:_[a-z0-9]+)+")


def infer_answer(example: Placed) -> Shape:
    """Return the shape of an example; words for how a run stands are values without an end."""
    return _with_states(infer(example), example)


def _with_states(shape: Shape, example: Placed) -> Shape:
    match example.value:
        case dict() as members:
            properties = {
                name: _state(_with_states(part, members[name]), name, members[name])
                for name, part in shape.properties.items()
                if name in members
            }
            return replace(shape, properties={**shape.properties, **properties})
        case _:
            return shape


def _state(shape: Shape, name: str, member: Placed) -> Shape:
    value = member.value
    if is_state(name) and isinstance(value, str) and is_identifier(value):
        return replace(shape, known=(value,), examples=(value,))
    return shape


def error_code(example: Placed, level: int = 0) -> tuple[Path, Span] | None:
    """Return the platform's own code in an example of an error, and the way to it."""
    match example.value:
        case dict() as members if level < _DEEPEST:
            return _own_code(members) or _inner_code(members, level)
        case [first, *_] if level < _DEEPEST:
            found = error_code(first, level + 1)
            return ((ITEMS, *found[0]), found[1]) if found else None
        case _:
            return None


def _own_code(members: Mapping[str, Placed]) -> tuple[Path, Span] | None:
    for name, member in members.items():
        value = member.value
        is_code = name.lower() in CODE_FIELDS and isinstance(value, str) and is_identifier(value)
        is_spoken = name.lower() in ERROR_FIELDS and _is_spoken_code(member)
        if (is_code or is_spoken) and member.position is not None:
            return (name,), Span(str(value), member.position)
    return None


def _is_spoken_code(member: Placed) -> bool:
    """Tell whether a text is a code by its looks: capitals or small letters with underscores."""
    value = member.value
    return isinstance(value, str) and len(value) < 100 and bool(_SPOKEN_CODE.fullmatch(value))


def _inner_code(members: Mapping[str, Placed], level: int) -> tuple[Path, Span] | None:
    for name, member in members.items():
        if name.lower() in ERROR_FIELDS:
            found = error_code(member, level + 1)
            if found is not None:
                return (name, *found[0]), found[1]
    return None
