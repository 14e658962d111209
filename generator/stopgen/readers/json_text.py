"""Reads JSON strictly: each key once, and nothing that JSON does not have."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Final, NoReturn

from stopgen.description import Json, JsonObject
from stopgen.diagnostic import Checked, Code, Diagnostic, Position, error
from stopgen.readers.excerpt import MOST_DIGITS, Data, Excerpt, quoted
from stopgen.readers.json_origins import JsonOrigins

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_OBJECT: Final = re.compile(r'[ \t\n\r]*\{[ \t\n\r]*["}]')
_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_ESCAPE: Final = re.compile(
    r"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|(?P<half>u[dD][89a-fA-F]..)|.)", re.DOTALL
)
_LONG_NUMBER: Final = re.compile(rf"(?<![\w.])-?[0-9]{{{MOST_DIGITS},}}")


class _DuplicateKeyError(ValueError):
    """An object has a key twice."""


class _NoNumberError(ValueError):
    """A word or a number that no JSON number is; it is the argument."""


def looks_like_json(text: str) -> bool:
    """Tell whether a text begins as a JSON object does, and not as one in YAML's flow style."""
    return _OBJECT.match(text) is not None


def load(excerpt: Excerpt) -> Checked[Data | None]:
    """Read a text; None if there is an error in it."""
    value = _read(excerpt)
    if isinstance(value, Diagnostic):
        yield value
        return None
    return Data(value, JsonOrigins(excerpt, value))


def _read(excerpt: Excerpt) -> Json | Diagnostic:
    text = excerpt.text
    half = half_a_character(text)
    if half is not None:
        sentence = "this escape is half of a surrogate pair and no character"
        return error(Code.BAD_JSON, excerpt.at(half), sentence)
    try:
        return parse(text)
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


def parse(text: str) -> Json:
    """Read a text.

    Raises:
        ValueError: It is not JSON.
        RecursionError: Too many lists and objects stand inside each other.
    """
    value: Json = _DECODER.decode(text)
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


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_unique, parse_float=_finite, parse_constant=_refuse
)


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


def half_a_character(text: str) -> int | None:
    """Return where an escape stands that UTF-16 would need another one for."""
    if "\\" not in text or not _SURROGATE.search(text):
        return None
    halves = (match.start() for match in _ESCAPE.finditer(text) if match["half"])
    return next(halves, None)
