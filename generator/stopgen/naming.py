"""Names operations after what they do: from a hand-written operationId, else from the path."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain, count
from typing import NamedTuple

from stopgen import placeholders
from stopgen.select.verbs import PARTING_VERBS, STOP_VERBS, SWITCHING_VERBS
from stopgen.words import singular, snake, split

_VERSION = re.compile(r"v\d+(?:(?:alpha|beta)?\d*)?|api|rest|latest", re.IGNORECASE)
_FRAMEWORK_TAIL = re.compile(r"Using(?:DELETE|GET|PATCH|POST|PUT)(?:_\d+)?$")
_WEAK_VERBS = PARTING_VERBS | SWITCHING_VERBS
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
    shortest = 1 if verb[0] in STOP_VERBS or verb in _WEAK_VERBS else 2
    starts = range(max(len(resources) - shortest, 0), -1, -1)
    from_path = [snake((*verb, *chain.from_iterable(resources[start:]))) for start in starts]
    whole = snake((*split(call.path), call.method.lower()))
    return list(dict.fromkeys(name for name in (*_own_names(call), *from_path, whole) if name))


def _own_names(call: Call) -> list[str]:
    """Return the operationId, if a person chose it, before it without what a framework adds to it."""
    identifier, path, method = call.operation_id or "", _squeeze(call.path), call.method.lower()
    words = split(_FRAMEWORK_TAIL.sub("", identifier))
    if _squeeze(identifier).endswith(path + method):
        return []
    if words[:1] == (method,) and len(words) > 2 and words[1] in STOP_VERBS:
        words = words[1:]
    elif words[:1] == (method,):
        is_of_path = path.endswith("".join(words[1:]))
        if is_of_path or (STOP_VERBS.isdisjoint(words) and _stops(call)):
            return []
    return [snake(words), snake(split(identifier))]


def _stops(call: Call) -> bool:
    """Tell whether the path has a verb of stopping, which is a better name than one without."""
    return _verb_and_resources(call)[0][0] in STOP_VERBS


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
    if last in _WEAK_VERBS and call.method != "GET":
        return last, resources
    return _plain_verb(call), [*resources, _one_of(last) if call.path.endswith("}") else last]


def _plain_verb(call: Call) -> tuple[str, ...]:
    """Return what a call without a verb in its path does, by its HTTP method."""
    return ({"GET": "get", "DELETE": "delete"}.get(call.method, call.method.lower()),)


def _literal_segments(path: str) -> list[str]:
    """Return the parts of a path that are neither parameters nor versions; ``:verb`` is a part."""
    parts = re.split(r"[/:]", placeholders.literal(path))
    return [part for part in parts if split(part) and not _VERSION.fullmatch(part)]


def _one_of(words: tuple[str, ...]) -> tuple[str, ...]:
    return (*words[:-1], singular(words[-1]))
