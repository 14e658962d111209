"""Finds the stop verb in the names that an operation has: its path and its operationId."""

from __future__ import annotations

import re
from typing import Final, NamedTuple, TypeAlias

from stopgen.select.nouns import is_running_noun
from stopgen.select.verbs import (
    ARTICLES,
    END_USERS,
    GLUED_VERBS,
    LEAD_INS,
    NOUN_AFTER,
    NOUN_BEFORE,
    OTHER_VERBS,
    PARTING_VERBS,
    PREPOSITIONS,
    STOP_NOUN_VERBS,
    STOP_VERBS,
    SWITCHING_VERBS,
)
from stopgen.words import split

Words: TypeAlias = tuple[str, ...]

_PARAMETER = re.compile(r"\{[^{}]*\}|<[^<>]*>|(?<=/):\w+")
_EXTENSION = re.compile(r"\.(?:action|aspx?|cgi|do|html?|json|jsonp?|php|xml)$")
_IN_QUERY = re.compile(
    r"[#?&][\w-]*(?:action|cmd|command|func|funcs|method|operation|target)=([\w.-]+)", re.IGNORECASE
)
_FRAMEWORK_TAIL = re.compile(r"Using(?:DELETE|GET|PATCH|POST|PUT)(?:_\d+)?$|_\d+$")
_GROUPED = re.compile(r"(?P<group>.+)_(?P<name>[A-Z]\w*)")
_QUANTITIES: Final = frozenset({("all",), ("batch",), ("bulk",)})
_VERSION = re.compile(r"v\d+\w*")
_SCOPES: Final = frozenset(
    "action actions admin all api async batch bulk command commands control current internal latest "
    "me op ops public rest state status".split()
)


class Claim(NamedTuple):
    """A name that says: this stops something.

    Attributes:
        verb: The verb as the words that spell it.
        thing: The words beside it, which say what it acts on; often none.
        context: The names before that, each as words, the nearest first.
    """

    verb: Words
    thing: Words
    context: tuple[Words, ...]

    @property
    def is_plain(self) -> bool:
        """Whether the verb can mean nothing but stopping."""
        return self.verb[0] in STOP_VERBS


def path_claim(path: str) -> Claim | None:
    """Return what the last literal segment of a path claims."""
    called = _IN_QUERY.search(path)
    if called:
        *before, last = called[1].split(".")
        return _claim(split(last), [split(part) for part in reversed(before)])
    segments = _segments(path)
    while len(segments) > 1 and segments[-1] in _QUANTITIES:
        segments.pop()
    *before, last = segments or [()]
    return None if _is_of_a_thing(path, last) else _claim(last, _things(before))


def things_of_path(path: str) -> tuple[Words, ...]:
    """Return what a path speaks of, each as words, the nearest to its end first."""
    return tuple(_things(_segments(path)))


def id_claim(operation_id: str, method: str, path: str) -> Claim | None:
    """Return what the last part of an operationId claims."""
    *before, name = re.split(r"[./:]", _FRAMEWORK_TAIL.sub("", operation_id))
    grouped = _GROUPED.fullmatch(name)
    if grouped:
        before, name = [*before, grouped["group"]], grouped["name"]
    words = _without_method(split(name), method.lower(), split(path))
    return _claim(words, [split(part) for part in reversed(before)][:1])


def leading_verb(operation_id: str, method: str, path: str) -> str | None:
    """Return the word of an operationId that says that something else is done."""
    words = split(_FRAMEWORK_TAIL.sub("", operation_id))
    if operation_id.startswith(f"{method.upper()}_") or _repeats(words, method, path):
        return None
    return next((word for word in (*words[:1], *words[-1:]) if word in OTHER_VERBS), None)


def _repeats(words: Words, method: str, path: str) -> bool:
    """Tell whether a name is nothing but the method and words of the path, up to its parameter."""
    whole = split(path)
    rest = iter(whole)
    is_of_path = words[:1] == (method.lower(),) and all(word in rest for word in words[1:])
    return is_of_path and path.endswith("}") and words[-1] == whole[-1]


def _segments(path: str) -> list[Words]:
    """Return the words of each literal segment."""
    bare = _PARAMETER.sub("", path.partition("?")[0].partition("#")[0])
    whole = (_EXTENSION.sub("", part) for part in re.split("[/:]", bare))
    parts = (split(part) for dotted in whole for part in dotted.split("."))
    return [words for words in parts if words]


def _things(segments: list[Words]) -> list[Words]:
    return [words for words in reversed(segments) if not _is_scope(words)]


def _is_of_a_thing(path: str, words: Words) -> bool:
    """Tell a verb that is the name of a thing, for its parameter says so: ``/stop/{stop_id}``."""
    parameters = [split(found) for found in re.findall(r"\{([^{}]*)\}", path)[-1:]]
    ends_so = path.rstrip("/").endswith("}")
    return ends_so and len(words) == 1 and any(words[0] == name[0] for name in parameters if name)


def _is_scope(words: Words) -> bool:
    """Tell a segment that names nothing that could be stopped."""
    return len(words) == 1 and (words[0] in _SCOPES or bool(_VERSION.fullmatch(words[0])))


def _without_method(words: Words, method: str, path: Words) -> Words:
    """Take off what frameworks add: the method at either end, the whole path behind."""
    if len(words) > 1 and words[-1] == method:
        words = words[:-1]
    if len(words) > len(path) and path and words[-len(path) :] == path:
        words = words[: -len(path)]
    return words[1:] if len(words) > 1 and words[0] == method else words


def _claim(words: Words, context: list[Words]) -> Claim | None:
    """Return the claim of one name, if its first or its last words are a verb of stopping."""
    while len(words) > 1 and words[0] in LEAD_INS:
        words = words[1:]
    found = _first(words) or _last(words) or (_glued(words[0]) if len(words) == 1 else None)
    if found is None:
        return None
    verb, rest = found
    return Claim(verb, rest, tuple(filter(None, context)))


def _first(words: Words) -> tuple[Words, Words] | None:
    verb = _verb(words[:1], words[:2])
    rest = _up_to_preposition(words[len(verb) :])
    is_noun = bool(rest) and (rest[0] in NOUN_AFTER or (*verb, rest[0]) in END_USERS)
    turns = "and" in rest and not OTHER_VERBS.isdisjoint(rest)
    return (verb, rest) if verb and not is_noun and not turns else None


def _up_to_preposition(words: Words) -> Words:
    return next((words[:i] for i, word in enumerate(words) if word in PREPOSITIONS), words)


def _last(words: Words) -> tuple[Words, Words] | None:
    verb = _verb(words[-1:], words[-2:])
    rest = words[: len(words) - len(verb)]
    return (verb, rest) if verb and rest and not _is_noun(verb, rest) else None


def _verb(*choices: Words) -> Words:
    for choice in choices:
        if (
            choice in SWITCHING_VERBS
            or choice in PARTING_VERBS
            or (len(choice) == 1 and choice[0] in STOP_VERBS)
        ):
            return choice
    return ()


def _is_noun(verb: Words, before: Words) -> bool:
    """Tell a verb at the end of a name that is what something else is done to."""
    is_done_to = before[0] in OTHER_VERBS or (verb == ("stop",) and before[0] in STOP_NOUN_VERBS)
    return is_done_to or before[-1] in NOUN_BEFORE or before[-1] in ARTICLES


def _glued(word: str) -> tuple[Words, Words] | None:
    """Take apart a verb and a noun that are written together: ``cancelpipelinerun``."""
    found = GLUED_VERBS.fullmatch(word)
    if not found:
        return None
    noun = found["noun"] or found["front"]
    is_known = is_running_noun(noun) or noun in LEAD_INS
    return ((found["verb"] or found["last"],), (noun,)) if is_known else None
