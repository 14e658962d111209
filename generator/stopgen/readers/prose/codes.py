"""Finds in example answers the platform's own error codes, and the words for how a run stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from stopgen.readers.infer import infer
from stopgen.readers.markdown_inline import Span
from stopgen.readers.placed import Placed
from stopgen.readers.prose.lexicon import CODE_FIELDS, ERROR_FIELDS
from stopgen.readers.prose.values import is_code, is_identifier, is_state
from stopgen.readers.shapes import ITEMS, Path, Shape

_DEEPEST: Final = 4


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
        is_stated = name.lower() in CODE_FIELDS and isinstance(value, str) and is_identifier(value)
        is_spoken = name.lower() in ERROR_FIELDS and isinstance(value, str) and is_code(value)
        if (is_stated or is_spoken) and member.position is not None:
            return (name,), Span(str(value), member.position)
    return None


def _inner_code(members: Mapping[str, Placed], level: int) -> tuple[Path, Span] | None:
    for name, member in members.items():
        if name.lower() in ERROR_FIELDS:
            found = error_code(member, level + 1)
            if found is not None:
                return (name, *found[0]), found[1]
    return None
