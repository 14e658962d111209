"""Knows the words by which answers tell what became of a run."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from enum import Enum, auto
from typing import Final, TypeAlias

from stopgen.model import Outcome
from stopgen.select.nouns import Kind, kind_of
from stopgen.select.verbs import STOP_VERBS
from stopgen.words import singular, split

Words: TypeAlias = tuple[str, ...]


class State(Enum):
    """What a word says about a run.

    Attributes:
        STOPPED: It was made to end.
        STOPPING: It is being made to end.
        ENDED: It came to its end.
        JUDGED: It came to an end of some kind, or else this judges the request and not the run.
        RUNNING: It can still be stopped.
        NOTHING: There is no run.
        IDLE: There is no run, or none any more.
    """

    STOPPED = auto()
    STOPPING = auto()
    ENDED = auto()
    JUDGED = auto()
    RUNNING = auto()
    NOTHING = auto()
    IDLE = auto()


PARTICIPLES: Final = frozenset(
    "stopped cancelled canceled aborted terminated interrupted killed halted".split()
)
"""What a run is that somebody ended."""

_STOPPING: Final = frozenset(
    "stopping cancelling canceling aborting terminating interrupting killing halting".split()
)
_ENDED: Final = frozenset("complete completed done ended finished succeeded".split())

_OVER: Final = frozenset({"closed", "terminal"})
"""What else may be said to be so already."""

_STATES: Final[dict[Words, State]] = {
    tuple(phrase.split()): state
    for state, phrases in {
        State.STOPPED: PARTICIPLES,
        State.STOPPING: (
            *_STOPPING,
            *(f"{noun} requested" for noun in (*STOP_VERBS, "cancellation", "termination")),
            *(f"{noun} pending" for noun in (*STOP_VERBS, "cancellation", "termination")),
            *(f"pending {noun}" for noun in (*STOP_VERBS, "cancellation", "termination")),
        ),
        State.ENDED: _ENDED,
        State.JUDGED: (
            *("success", "successful", "fail", "failed", "failure", "error", "errored", "expired"),
            *("timeout", "timed out", "crashed", "rejected"),
        ),
        State.RUNNING: (
            *("running", "in progress", "inprogress", "ongoing", "executing", "processing"),
            *("working", "active", "started", "starting", "queued", "enqueued", "pending"),
            *("waiting", "scheduled", "created", "submitted", "paused", "resuming"),
        ),
        State.NOTHING: ("not running", "nothing running", "no active", "not in progress"),
        State.IDLE: ("idle",),
    }.items()
    for phrase in phrases
}

_ADVERBS: Final = frozenset(
    "force forced forcefully forcibly gracefully manually successfully user status state".split()
)
_FILLERS: Final = frozenset(
    """
    a the is was has been be being it this that cannot cant can not error err code state status current
    currently yet found in or and invalid conflict operation bad illegal failed failure unable to exception
    """.split()
)
_NOTHING_RUNS: Final[tuple[Words, ...]] = (
    ("not", "running"),
    ("nothing", "running"),
    ("no", "running"),
    ("not", "in", "progress"),
    ("not", "active"),
    ("no", "active"),
    *(("nothing", "to", verb) for verb in sorted(STOP_VERBS)),
)


def state_of(value: str, subject: Collection[str]) -> State | None:
    """Return what a status word says about a run.

    Args:
        value: The word, as documents spell it: ``IN_PROGRESS``, ``taskStopped``.
        subject: Words for what runs, which may stand before it.
    """
    words = split(value)
    while words:
        if words in _STATES:
            return _STATES[words]
        if words[0] not in _ADVERBS and not is_run(words[0], subject):
            return _no_run(words, subject)
        words = words[1:]
    return None


def state_outcome(state: State, among: Collection[State]) -> Outcome | None:
    """Return what a status means in the answer to a stop, None if that is not clear.

    Args:
        state: What the status says about a run.
        among: What all values say that the document names. Without a word for a stopped run among
            them, ``completed`` may be what one is called, or what the request is.
    """
    has_end = State.ENDED in among
    has_life = State.RUNNING in among or has_end
    has_stopped = State.STOPPED in among
    clear = {
        State.STOPPED: True,
        State.STOPPING: True,
        State.NOTHING: True,
        State.RUNNING: has_stopped or has_end or State.STOPPING in among,
        State.ENDED: has_stopped,
        State.JUDGED: has_stopped and has_life,
        State.IDLE: has_stopped,
    }
    return _OUTCOMES[state] if clear[state] else None


_OUTCOMES: Final = {
    State.STOPPED: Outcome.STOPPED,
    State.STOPPING: Outcome.ACCEPTED,
    State.RUNNING: Outcome.ACCEPTED,
    State.ENDED: Outcome.ALREADY_FINISHED,
    State.JUDGED: Outcome.ALREADY_FINISHED,
    State.NOTHING: Outcome.NOTHING_RUNNING,
    State.IDLE: Outcome.NOTHING_RUNNING,
}


def _no_run(words: Words, subject: Collection[str]) -> State | None:
    """Recognise ``no_active_run``."""
    is_none = words[:2] in {("no", "active"), ("no", "running")}
    return State.NOTHING if is_none and _are_about_run(words[2:], subject) else None


def code_outcome(code: str, subject: Collection[str]) -> Outcome | None:
    """Return what a platform's own error code says about a run; most say nothing.

    Args:
        code: The code, as documents spell it: ``CONVERSATION_ALREADY_COMPLETED``.
        subject: Words for what runs.
    """
    words = tuple(word for word in split(code) if word.isalpha())
    if _cut(words, ("not", "found")) is not None:
        return None
    if "already" in words:
        return _already(words, subject)
    for phrase in _NOTHING_RUNS:
        rest = _cut(words, phrase)
        if rest is not None and _are_about_run(rest, subject):
            return Outcome.NOTHING_RUNNING
    return None


def _already(words: Words, subject: Collection[str]) -> Outcome | None:
    place = words.index("already")
    before, after = words[:place], [word for word in words[place + 1 :] if word not in _FILLERS]
    if before[-1:] == ("not",) or not after or not _are_about_run((*before, *after[1:]), subject):
        return None
    if after[0] in PARTICIPLES | _ENDED | _OVER:
        return Outcome.ALREADY_FINISHED
    return Outcome.ACCEPTED if after[0] in _STOPPING else None


def _cut(words: Words, phrase: Words) -> Words | None:
    """Return the words around a phrase, None if it is not among them."""
    for start in range(len(words) - len(phrase) + 1):
        if words[start : start + len(phrase)] == phrase:
            return words[:start] + words[start + len(phrase) :]
    return None


def _are_about_run(words: Iterable[str], subject: Collection[str]) -> bool:
    known = _FILLERS | PARTICIPLES | _ENDED | STOP_VERBS | _STOPPING
    return all(word in known or is_run(word, subject) for word in words)


def is_run(word: str, subject: Collection[str]) -> bool:
    """Tell whether a word names the thing that runs, or anything that does nothing but run."""
    return singular(word) in subject or kind_of((word,)) in {Kind.WORK, Kind.SPELL}


_PARTICIPLE: Final = "|".join(sorted(PARTICIPLES | _ENDED | _OVER))
_HAS_ENDED: Final = re.compile(
    rf"\balready (?:been )?(?:in a )?(?:{_PARTICIPLE})\b"
    rf"|\b(?:has|have|is|was) (?:{'|'.join(sorted(_ENDED))})\b|\bno longer (?:running|active|in progress)\b"
    rf"|\bin a (?:terminal|final) state\b|已[经經]?(?:结束|完成|停止|取消|终止|結束|終止)"
)
_IS_NONE: Final = re.compile(
    r"\bnot (?:currently )?(?:running|in progress|being processed|executing)\b"
    r"|\bnothing (?:is )?(?:running|in progress|to (?:stop|cancel|abort|terminate|interrupt))\b"
    r"|(?:未|没有|沒有|不)(?:正?在)?(?:运行|执行|进行|運行|執行|進行)"
)
_NO_ACTIVE: Final = re.compile(r"\bno (?:currently )?(?:active|running) (\w+)\b")
_CONDITION: Final = re.compile(r"\b(?:after|before|once|unless|until)\b")
_OR: Final = re.compile(r"\bor\b|[/;]|或")
_BARE: Final = re.compile(rf"\W*(?:{_PARTICIPLE})\W*")


def prose_outcome(text: str, subject: Collection[str]) -> Outcome | None:
    """Return what the description of a conflict says about a run, if that is all that it can mean.

    Args:
        text: The description.
        subject: Words for what runs.
    """
    outcomes = [_alternative(part, subject) for part in _OR.split(text.lower())]
    if None in outcomes:
        return None
    return outcomes[0]


def _alternative(text: str, subject: Collection[str]) -> Outcome | None:
    if _CONDITION.search(text):
        return None
    if _HAS_ENDED.search(text) or _BARE.fullmatch(text):
        return Outcome.ALREADY_FINISHED
    no_active = _NO_ACTIVE.search(text)
    if _IS_NONE.search(text) or (no_active and is_run(no_active[1], subject)):
        return Outcome.NOTHING_RUNNING
    return None
