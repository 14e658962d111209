"""Names operations after what they do: from a hand-written operationId, else from the path."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain, count
from typing import NamedTuple

from stopgen.select.verbs import STOP_VERBS
from stopgen.words import singular, snake, split

_VERSION = re.compile(r"v\d+(?:(?:alpha|beta)?\d*)?|api|rest|latest", re.IGNORECASE)
_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")


class Call(NamedTuple):
    """What a name is made from.

    Attributes:
        method: The HTTP method.
        path: The path template.
        operation_id: The document's own name for the operation.
    """

    method: str
    path: str
    operation_id: str | None = None


def operation_names(calls: Sequence[Call]) -> list[str]:
    """Name calls of one provider; names are unique and depend on nothing but the calls.

    Returns:
        Snake case names in the order of the calls. Names that would be equal are lengthened from the path;
        where that does not tell them apart, path and method are spelled out, and as a last resort numbered.
    """
    choices = [_choices(call) for call in calls]
    levels = [0] * len(calls)
    while clashing := _clashing(choices, levels):
        readable = [i for i in clashing if levels[i] + 2 < len(choices[i])]
        for index in readable or [i for i in clashing if levels[i] + 1 < len(choices[i])]:
            levels[index] += 1
    return _numbered(calls, _chosen(choices, levels))


def _numbered(calls: Sequence[Call], names: list[str]) -> list[str]:
    """Put numbers behind names that are still equal, in the order of path and method."""
    taken, seen = set(names), set[str]()
    result = names.copy()
    for index in sorted(range(len(names)), key=lambda i: _identity(calls[i])):
        if names[index] in seen:
            free = (f"{names[index]}_{number}" for number in count(2))
            result[index] = next(name for name in free if name not in taken)
            taken.add(result[index])
        seen.add(names[index])
    return result


def _identity(call: Call) -> tuple[str, str, str]:
    return call.path, call.method, call.operation_id or ""


def _chosen(choices: list[list[str]], levels: list[int]) -> list[str]:
    return [options[level] for options, level in zip(choices, levels, strict=True)]


def _clashing(choices: list[list[str]], levels: list[int]) -> list[int]:
    """Return the calls whose present name is not theirs alone, unless nothing longer is left for any."""
    names = _chosen(choices, levels)
    times = Counter(names)
    clashing = [i for i, name in enumerate(names) if times[name] > 1]
    return clashing if any(levels[i] + 1 < len(choices[i]) for i in clashing) else []


def _choices(call: Call) -> list[str]:
    """Return the names that a call could have, best first; the last one is its whole identity."""
    verb, resources = _verb_and_resources(call)
    shortest = 1 if verb[0] in STOP_VERBS else 2
    starts = range(max(len(resources) - shortest, 0), -1, -1)
    from_path = [snake((*verb, *chain.from_iterable(resources[start:]))) for start in starts]
    whole = snake((*split(call.path), call.method.lower()))
    own = [snake(split(call.operation_id))] if call.operation_id and _is_hand_written(call) else []
    return list(dict.fromkeys(name for name in (*own, *from_path, whole) if name))


def _is_hand_written(call: Call) -> bool:
    """Tell a name that a person chose from one that a framework made of path and method."""
    identifier = _squeeze(call.operation_id or "")
    made = _squeeze(call.path) + call.method.lower()
    return bool(identifier) and not identifier.endswith(made)


def _squeeze(text: str) -> str:
    return _NOT_ALPHANUMERIC.sub("", text.lower())


def _verb_and_resources(call: Call) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the verb of a path and the resources before it, each as words, the last in singular."""
    literals = [split(part) for part in _literal_segments(call.path)]
    if not literals:
        return (call.method.lower(),), []
    *before, last = literals
    resources = [_one_of(words) for words in before]
    for verb in (last[0], last[-1]) if last else ():
        if verb in STOP_VERBS:
            rest = last[1:] if verb == last[0] else last[:-1]
            return (verb,), ([*resources, rest] if rest else resources)
    return _plain_verb(call), [*resources, _one_of(last) if call.path.endswith("}") else last]


def _plain_verb(call: Call) -> tuple[str, ...]:
    """Return what a call without a verb in its path does, by its HTTP method."""
    return ({"GET": "get", "DELETE": "delete"}.get(call.method, call.method.lower()),)


def _literal_segments(path: str) -> list[str]:
    """Return the parts of a path that are neither parameters nor versions; ``:verb`` is a part."""
    parts = re.split(r"[/:]", re.sub(r"\{[^{}]*\}", "", path))
    return [part for part in parts if split(part) and not _VERSION.fullmatch(part)]


def _one_of(words: tuple[str, ...]) -> tuple[str, ...]:
    return (*words[:-1], singular(words[-1]))
