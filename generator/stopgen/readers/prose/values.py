"""Reads what cells say in words: whether something is required, which values it may have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from stopgen.readers.markdown_inline import Inline, Span
from stopgen.readers.prose.lexicon import (
    CHOICES,
    CONDITIONAL,
    CONSTANT,
    NO,
    SPOKEN_OPTIONAL,
    SPOKEN_REQUIRED,
    STATE_FIELDS,
    YES,
)

MEDIA_TYPE: Final = re.compile(
    r"\b(?:application|multipart|text|image|audio|video)/[A-Za-z0-9][A-Za-z0-9.+*-]*"
)
"""A media type in a text."""

_LONGEST: Final = 1_000
_MARKS: Final = " *_`.。!:："
_SPOKEN: Final = "|".join((*SPOKEN_REQUIRED, *SPOKEN_OPTIONAL))
_FIRST_WORD: Final = re.compile(rf"[(\[]?({_SPOKEN})\b", re.IGNORECASE)
_SPOKEN_CODE: Final = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
_CAPITALS: Final = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")
_IDENTIFIER: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)*")
_IN_BRACKETS: Final = re.compile(r"[(（]([^()（）]{2,200})[)）]")
_LISTED: Final = re.compile(r"[,，、/|]|\bor\b|\band\b|或|和")
_VALUE: Final = re.compile(r"[\s:：=]*[\"'“]?([^\s\"'”,，;；。]+)")


@dataclass(frozen=True, slots=True)
class Requirement:
    """Whether something is required, and whether that depends on something."""

    is_required: bool
    is_conditional: bool = False


def read_required(text: str) -> Requirement | None:
    """Read a cell such as ``Yes``; None if nobody can tell what it means."""
    spelled = text.strip(_MARKS).lower()
    if spelled in YES:
        return Requirement(is_required=True)
    if spelled in NO:
        return Requirement(is_required=False)
    if spelled.startswith(CONDITIONAL):
        return Requirement(is_required=False, is_conditional=True)
    first = re.split(r"[\s,，(（;*]", spelled, maxsplit=1)[0]
    if first and first != spelled and (first in YES or first in NO):
        return Requirement(is_required=first in YES)
    return None


def spoken_requirement(text: str) -> bool | None:
    """Return what a description that starts with ``Required`` or ``Optional`` says."""
    found = _FIRST_WORD.match(text.strip())
    return found[1].lower() in SPOKEN_REQUIRED if found else None


def constant(text: Inline) -> Span | None:
    """Return the one value that a description allows: ``Must be `application/json` ``."""
    lowered = text.text.lower()
    phrase = next((phrase for phrase in CONSTANT if phrase in lowered), None)
    if phrase is None:
        spans = [span for span in text.spans if span.text.strip()]
        is_value = len(spans) == 1 and spans[0].is_code
        return spans[0] if is_value and _is_final(spans[0].text) else None
    start = lowered.find(phrase) + len(phrase)
    rest = text.cut(start)
    if rest.codes:
        return rest.codes[0]
    found = _VALUE.match(rest.text)
    return Span(found[1], rest.cut(found.start(1)).position) if found else None


def _is_final(value: str) -> bool:
    """Tell a value that goes on the wire as it stands from one with a gap to fill."""
    return not any(mark in value for mark in "<>{}$…*") and "YOUR" not in value.upper()


def media_type(text: Inline) -> Span | None:
    """Return the media type that a text names."""
    found = MEDIA_TYPE.search(text.text)
    return Span(found[0], text.cut(found.start()).position) if found else None


def choices(text: Inline, name: str) -> tuple[str, ...]:
    """Return the values that a description names: ``One of `a`, `b` ``, ``New state (DONE)``.

    Args:
        text: The description.
        name: What is described; a single word in brackets is a value only of a state.
    """
    lowered = text.text.lower()
    phrase = next((phrase for phrase in CHOICES if phrase in lowered), None)
    if phrase is not None:
        rest = text.cut(lowered.find(phrase) + len(phrase))
        listed = [span.text.strip("\"'") for span in rest.codes] or list(_split(rest.text))
        return tuple(dict.fromkeys(filter(is_identifier, listed)))
    inside = (found[1] for found in _IN_BRACKETS.finditer(text.text[:_LONGEST]))
    named = tuple(dict.fromkeys(word for part in inside for word in _all_capitals(part)))
    return named if len(named) > 1 or is_state(name) else ()


def is_state(name: str) -> bool:
    """Tell whether a property, by the last part of its name, says how a run stands."""
    return name.rpartition(".")[2].lower() in STATE_FIELDS


def is_code(text: str) -> bool:
    """Tell whether a text looks like an error code: capitals, or small letters with underscores."""
    return len(text) <= _LONGEST and _SPOKEN_CODE.fullmatch(text) is not None


def is_identifier(text: str) -> bool:
    """Tell whether a text is one word as programs use them."""
    return len(text) <= _LONGEST and _IDENTIFIER.fullmatch(text) is not None


def _split(text: str) -> Iterator[str]:
    sentence = re.split(r"[.。;；\n]", text, maxsplit=1)[0]
    for word in _LISTED.split(sentence):
        yield word.strip(" :：\"'“”()")


def _all_capitals(text: str) -> list[str]:
    """Return the words of a list in capitals, nothing if one is not in capitals."""
    words = [word for word in _split(text) if word]
    return words if words and all(_CAPITALS.fullmatch(word) for word in words) else []
