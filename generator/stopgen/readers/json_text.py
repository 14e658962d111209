"""Reads JSON strictly, and finds the place of a part by reading only what stands before it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NoReturn, TypeAlias

from stopgen.description import Json, JsonObject, Pointer
from stopgen.diagnostic import Checked, Code, Diagnostic, Position, error
from stopgen.readers.excerpt import Data, Excerpt, quoted
from stopgen.readers.yaml_scalars import MOST_DIGITS

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_OBJECT: Final = re.compile(r'[ \t\n\r]*\{[ \t\n\r]*["}]')
_SPACE: Final = re.compile(r"[ \t\n\r]*")
_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_ESCAPE: Final = re.compile(
    r"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|(?P<half>u[dD][89a-fA-F]..)|.)", re.DOTALL
)
_LONG_NUMBER: Final = re.compile(rf"(?<![\w.])-?[0-9]{{{MOST_DIGITS},}}")
_DECODER: Final = json.JSONDecoder()

_Entries: TypeAlias = dict[str | int, tuple[int, int]]
"""The parts of a list or object: where the item or its key begins, and where its value begins."""


class _DuplicateKeyError(Exception):
    """An object has a key twice."""


class _NoNumberError(Exception):
    """A word or a number that no JSON number is; it is the argument."""


@dataclass(frozen=True)
class JsonOrigins:
    """Answers where a part of a JSON text stands.

    Attributes:
        excerpt: The text, which must be valid JSON.
    """

    excerpt: Excerpt
    _known: dict[int, _Entries] = field(default_factory=dict, init=False, repr=False, compare=False)

    def position(self, pointer: Pointer) -> Position:
        """Return the place of the part's key, or of the nearest part around it."""
        place = value = _after_space(self.excerpt.text, 0)
        for part in pointer:
            entries = self._entries(value)
            found = entries.get(part) or entries.get(_other_spelling(part))
            if found is None:
                break
            place, value = found
        return self.excerpt.at(place)

    def _entries(self, start: int) -> _Entries:
        if start not in self._known:
            self._known[start] = _entries(self.excerpt.text, start)
        return self._known[start]


def looks_like_json(text: str) -> bool:
    """Tell whether a text begins as a JSON object does, and not as one in YAML's flow style."""
    return _OBJECT.match(text) is not None


def load(excerpt: Excerpt) -> Checked[Data | None]:
    """Read a text; None if there is an error in it."""
    value = _read(excerpt)
    if isinstance(value, Diagnostic):
        yield value
        return None
    return Data(value, JsonOrigins(excerpt))


def _read(excerpt: Excerpt) -> Json | Diagnostic:
    text = excerpt.text
    half = _half_a_character(text)
    if half is not None:
        sentence = "this escape is half of a surrogate pair and no character"
        return error(Code.BAD_JSON, excerpt.at(half), sentence)
    try:
        return _parse(text)
    except json.JSONDecodeError as problem:
        return error(Code.BAD_JSON, *_explain(excerpt, problem))
    except _DuplicateKeyError:
        return _duplicate(excerpt)
    except _NoNumberError as problem:
        return _no_number(excerpt, str(problem))
    except RecursionError:
        sentence = "too many lists and objects stand inside each other"
        return error(Code.TOO_DEEP, excerpt.at(0), sentence)
    except ValueError:
        return _long_number(excerpt)


def _parse(text: str) -> Json:
    value: Json = json.loads(
        text, object_pairs_hook=_unique, parse_float=_finite, parse_constant=_refuse
    )
    return value


def _unique(pairs: list[tuple[str, Json]]) -> JsonObject:
    unique = dict(pairs)
    if len(unique) != len(pairs):
        raise _DuplicateKeyError
    return unique


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _refuse(text)


def _refuse(text: str) -> NoReturn:
    raise _NoNumberError(text)


def _explain(excerpt: Excerpt, problem: json.JSONDecodeError) -> tuple[Position, str]:
    """Return the place that most likely needs to be changed, and the sentence for it."""
    before = problem.doc[: problem.pos].rstrip()
    here = problem.doc[problem.pos : problem.pos + 1]
    if here and here in "]}" and before.endswith(","):
        return excerpt.at(len(before) - 1), "this is not JSON: nothing follows this comma"
    offset = len(before) if problem.msg == "Expecting ',' delimiter" else problem.pos
    return excerpt.at(offset), f"this is not JSON: {problem.msg[:1].lower()}{problem.msg[1:]}"


def _duplicate(excerpt: Excerpt) -> Diagnostic:
    key, first, second = next(_repeated_keys(excerpt.text))
    sentence = f"the key {quoted(key)} stands here for the second time"
    return error(Code.DUPLICATE_KEY, excerpt.at(second), sentence, excerpt.at(first))


def _repeated_keys(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the keys that their object has already, with both places."""
    objects: list[dict[str, int] | None] = []
    at_key = False
    for token in _TOKEN.finditer(text):
        match token[0]:
            case "{":
                objects.append({})
            case "[":
                objects.append(None)
            case "}" | "]":
                objects.pop()
            case word if at_key and objects[-1] is not None:
                key: str = json.loads(word)
                first = objects[-1].setdefault(key, token.start())
                if first != token.start():
                    yield key, first, token.start()
            case _:
                pass
        at_key = token[0] in "{," and bool(objects) and objects[-1] is not None


def _no_number(excerpt: Excerpt, text: str) -> Diagnostic:
    tokens = _TOKEN.finditer(excerpt.text)
    start = next((token.start() for token in tokens if token[0] == text), 0)
    return error(
        Code.BAD_JSON, excerpt.at(start), f"{quoted(text)} is no number that JSON can hold"
    )


def _long_number(excerpt: Excerpt) -> Diagnostic:
    found = _LONG_NUMBER.search(excerpt.text)
    start = found.start() if found else 0
    return error(Code.BAD_JSON, excerpt.at(start), "this number is too long to be read")


def _half_a_character(text: str) -> int | None:
    """Return where an escape stands that UTF-16 would need another one for."""
    if not _SURROGATE.search(text):
        return None
    halves = (match.start() for match in _ESCAPE.finditer(text) if match["half"])
    return next(halves, None)


def _entries(text: str, start: int) -> _Entries:
    """Return the parts of the list or object that begins at an offset; none for a scalar."""
    found: _Entries = {}
    here = _after_space(text, start + 1)
    while text[start] in "[{" and text[here] not in "]}":
        key: str | int = len(found)
        value = here
        if text[start] == "{":
            key, end = _DECODER.raw_decode(text, here)
            value = _after_space(text, _after_space(text, end) + 1)
        found[key] = here, value
        here = _after_space(text, _DECODER.raw_decode(text, value)[1])
        if text[here] == ",":
            here = _after_space(text, here + 1)
    return found


def _other_spelling(part: str | int) -> str | int:
    """Return an index as text and text as an index; pointers out of references are all text."""
    return int(part) if isinstance(part, str) and part.isdecimal() else str(part)


def _after_space(text: str, offset: int) -> int:
    match = _SPACE.match(text, offset)
    return match.end() if match else offset
