"""Reads the sentences of an operation: does one begin with stopping, and what does it stop?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from stopgen.select.languages import (
    COMPACT_NOUNS,
    COMPACT_VERBS,
    LAST_VERBS,
    SENTENCE_VERBS,
    kinds_in,
)
from stopgen.select.nouns import Kind, kind_of
from stopgen.select.verbs import LEAD_INS, STOP_VERBS

_READ: Final = 300
_PART = re.compile(r"[\w’'-]+|[^\w\s]")
_LETTERS = re.compile(r"[^\W\d_]+")
_VERB = f"(?:{'|'.join(sorted(STOP_VERBS))})"
_VERB_FORM = re.compile(
    rf"(?<!\bthe )(?<!\bthis )\b(?:{_VERB}(?:l?ing|ping|l?ed|ped|s|d)?|terminating)\b"
)
_WEAK_VERB_FORM = re.compile(
    r"\b(?:shut\W?down|power\W?off|hang\W?up|end|close|disconnect|exit|quit)(?:s|ed|d|ing)?\b|\bclosing\b"
)
_COMPACT_TAIL = re.compile(
    r"[\W_]*(?:する|します|してください|します|하기|합니다|하다|한다|하세요)?[\W_]*$"
)
_COMPACT_LEAD = re.compile(r"[\W_]*(?:批量|强制|立即|手动|一括|強制|일괄|강제)?")
_OF_THE_CALL = re.compile(
    rf"\W*(?:use )?(?:this|the|it)\b.{{0,60}}?\b(?:(?:to|can|will|you) {_VERB}"
    rf"|(?:action|api|call|command|endpoint|function|it|method|operation|request|route) {_VERB}s)\b"
)
_TURNS = re.compile(
    rf"\W*{_VERB}s?(?:,| and| then)+ "
    r"(?:re(?:create|initiali[sz]e|launch|place|queue|run|schedule|set|start|submit|sume|try)|start)s?\b"
)
_NOUN_STOP = re.compile(
    r"\b(?:an?|bus|each|every|nearest|new|next|per|the|this|trading|trailing|train|transit) stops?\b"
    r"(?! (?:action|button|call|command|endpoint|event|instruction|message|operation|request|signal))"
)
_TAG = re.compile(r"</?(?:a|b|br|code|div|em|h\d|i|li|note|ol|p|pre|span|strong|ul)\b[^<>]*>")
_ENDS: Final = frozenset(".!?;")
_PARTICIPLES: Final = ("ed", "ing")
_LINKS: Final = frozenset({"and", "or", ","})
_JOINTS: Final = frozenset({"and", "of", "or", "(", ","})
_BOUNDARIES: Final = frozenset(
    """
    after and as at because been before but by during for from given has have if immediately in into
    is it of on onto or so that to until using via was when where which while whose will with within
    without
    """.split()
)


def first_verb(sentence: str | None) -> str | None:
    """Return the stop verb that a sentence begins with, as its imperative in English."""
    text = _text(sentence)
    if not text.isascii() and (verb := _compact_verb(text)):
        return verb
    words = (word for word in _LETTERS.findall(text) if word not in LEAD_INS)
    first, last = next(words, ""), text.rstrip(" .!").rpartition(" ")[2]
    verb = _imperative(first) or SENTENCE_VERBS.get(first)
    if verb:
        return None if _TURNS.match(text) else verb
    return SENTENCE_VERBS[last] if last in LAST_VERBS else None


def says_to_stop(sentence: str | None) -> bool:
    """Tell whether a sentence orders to stop, or says that this call does so."""
    if first_verb(sentence):
        return True
    return bool(_OF_THE_CALL.match(_text(sentence)))


def is_about_a_stop(sentence: str | None) -> bool:
    """Tell whether a sentence speaks of a stop as a thing, such as a bus has."""
    return bool(_NOUN_STOP.search(_text(sentence)))


def kinds_of_object(sentence: str | None) -> set[Kind]:
    """Return what the first verb of stopping in a sentence acts on."""
    text = _text(sentence)
    found = _VERB_FORM.search(text) or _WEAK_VERB_FORM.search(text)
    if found:
        return {kind} if (kind := _object_kind(text[found.end() :])) else set()
    return kinds_in(text) if not text.isascii() or first_verb(text) else set()


def _text(sentence: str | None) -> str:
    """Return the beginning of a text in lower case, without HTML."""
    text = (sentence or "")[:_READ].lower()
    return _TAG.sub("", text) if "<" in text else text


def _imperative(word: str) -> str | None:
    for verb in (word, word.removesuffix("s")):
        if verb in STOP_VERBS:
            return verb
    return None


def _compact_verb(text: str) -> str | None:
    """Return the verb at the start or the end of the first sentence of a text without spaces."""
    if any(noun in text for noun in COMPACT_NOUNS):
        return None
    sentence = re.split("[。.\n]", text, maxsplit=1)[0]
    front = _COMPACT_LEAD.sub("", sentence, count=1)
    back = _COMPACT_TAIL.sub("", sentence)
    for form, verb in COMPACT_VERBS.items():
        if front.startswith(form) or back.endswith(form):
            return verb
    return None


def _object_kind(text: str) -> Kind | None:
    """Return the kind of the first phrases after a verb, the first that says something."""
    for phrase, _ in zip(_phrases(text), range(2), strict=False):
        kind = kind_of(phrase)
        if kind:
            return kind
    return None


def _phrases(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the noun phrases of an object, as far as prepositions and commas show them."""
    phrase: list[str] = []
    for part in _PART.findall(text):
        if part in _ENDS:
            break
        if part in _LINKS and phrase and phrase[-1].endswith(_PARTICIPLES):
            continue
        if part in _BOUNDARIES or not part[0].isalnum() or _imperative(part):
            if phrase:
                yield tuple(phrase)
            if phrase and part not in _JOINTS:
                return
            phrase = []
        else:
            phrase.extend(part.replace("'s", "").split("-"))
    if phrase:
        yield tuple(phrase)
