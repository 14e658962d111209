"""Tells what headings, labels and columns are about, by the vocabulary."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from stopgen.readers.prose import translations
from stopgen.readers.prose.vocabulary import COLUMNS, ENDINGS, FILLERS, TOPICS, Role, Topic
from stopgen.select.verbs import OTHER_VERBS, STOP_VERBS

_ALIKE: Final = 0.87
_LONGEST: Final = 80
_BRACKETED: Final = re.compile(r"\([^()]*\)|（[^（）]*）|\[[^\[\]]*\]")
_NUMBERED: Final = re.compile(
    r"^(?:(?:table|tabelle|tableau|tabla|表) ?\d{1,3}|(?:step )?\d{1,2}(?:\.\d{1,2})*[.):、]?)\s+"
)
_STATUS: Final = re.compile(r" [1-5]\d\d ")
_NOISE: Final = re.compile(r"[^\w\s'/?-]+")
_TOPIC_OF: Final = {
    phrase: topic
    for known in (translations.TOPICS, TOPICS)
    for topic, phrases in known.items()
    for phrase in phrases
}
_ROLE_OF: Final = {
    phrase: role
    for known in (translations.COLUMNS, COLUMNS)
    for role, phrases in known.items()
    for phrase in phrases
}
_FIRST_UNSPACED: Final = "\u2e80"
"""The scripts of East Asia begin here, whose words need no spaces between them."""

_UNSPACED: Final = {
    phrase: topic for phrase, topic in _TOPIC_OF.items() if max(phrase) >= _FIRST_UNSPACED
}
_LAST_WORDS: Final = {
    **dict.fromkeys(("parameter", "param", "name", "field"), Role.NAME),
    "type": Role.TYPE,
    "description": Role.DESCRIPTION,
}
"""What columns hold whose headings end so: ``URL Parameter``, ``Parameter type``."""

_STRANGERS: Final = frozenset("content default error media mime response status".split())
"""Words before these that make something else of a column."""

_MOST_EXTRA: Final = 6
_VERBS: Final = STOP_VERBS | OTHER_VERBS
_OBJECTS: Final = frozenset({Topic.BASE, Topic.QUERY})
"""Topics whose words are also things that something is done to: a server, a query."""

_ARTICLES: Final = ("a ", "an ", "the ")


@lru_cache(maxsize=4096)
def topic_of(text: str, *, exact: bool = False) -> Topic | None:
    """Return what a heading is about, None if the vocabulary does not know.

    Args:
        text: The heading without styles.
        exact: Whether it must be a known phrase from end to end; a page's title must.
    """
    if len(text) > _LONGEST:
        return None
    phrase = _clean(text)
    found = _TOPIC_OF.get(phrase) or _TOPIC_OF.get(_without(phrase, FILLERS))
    found = found or _TOPIC_OF.get(_STATUS.sub(" ", phrase))
    if found or exact or not phrase or phrase[0].isdigit():
        return found
    found = _by_part(phrase)
    return None if _is_deed(phrase, found) else found


def _is_deed(phrase: str, found: Topic | None) -> bool:
    """Tell a heading that says what is done from one about a part of a call: ``Stop a server``."""
    verb, _, rest = phrase.partition(" ")
    is_verb = verb.endswith("ing") or verb in _VERBS or verb.removesuffix("s") in _VERBS
    return is_verb and (found in _OBJECTS or rest.startswith(_ARTICLES))


@lru_cache(maxsize=4096)
def nearest_phrase(text: str) -> str | None:
    """Return the known phrase that a heading nearly is, None if it is none or not that near."""
    phrase = _clean(text) if len(text) <= _LONGEST else ""
    close = (
        get_close_matches(phrase, _TOPIC_OF, n=1, cutoff=_ALIKE) if _is_comparable(phrase) else []
    )
    return close[0] if close else None


def _is_comparable(phrase: str) -> bool:
    return len(phrase) > 5 and not phrase[0].isdigit()


def role_of(text: str) -> Role | None:
    """Return what a column holds, None if the vocabulary does not know."""
    phrase = _clean(text) if len(text) <= _LONGEST else ""
    words = phrase.split()
    is_longer = 1 < len(words) <= 3 and words[0] not in _STRANGERS
    last = _LAST_WORDS.get(words[-1]) if is_longer else None
    return _ROLE_OF.get(phrase) or _ROLE_OF.get(_without(phrase, FILLERS)) or last


def _clean(text: str) -> str:
    """Return a heading in lower case without numbers, brackets, symbols and doubled spaces."""
    bare = _NOISE.sub(" ", _BRACKETED.sub(" ", text.lower()))
    return _NUMBERED.sub("", " ".join(bare.split())).strip(" '/-")


def _without(phrase: str, dropped: frozenset[str]) -> str:
    return " ".join(word for word in phrase.split() if word not in dropped)


def _by_part(phrase: str) -> Topic | None:
    """Find a topic at the end of a short heading, or at its start before words that add nothing."""
    unspaced = [known for known in _UNSPACED if known in phrase]
    longest = max(unspaced, key=lambda known: (len(known), -phrase.find(known)), default=None)
    if longest is not None and len(phrase) <= len(longest) + _MOST_EXTRA:
        return _UNSPACED[longest]
    words = _without(phrase, FILLERS).split()
    shortened = " ".join(words[:-1]) if words and words[-1] in ENDINGS else ""
    if shortened in _TOPIC_OF:
        return _TOPIC_OF[shortened]
    ends = (" ".join(words[start:]) for start in range(1, len(words))) if len(words) <= 4 else ()
    return next((_TOPIC_OF[end] for end in ends if end in _TOPIC_OF), None)
