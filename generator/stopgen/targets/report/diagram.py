"""Draws what each answer means: from its status over a value in its body to what follows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from unicodedata import east_asian_width

from stopgen.disagreement import show
from stopgen.model import Operation, Outcome, OutcomeRule, RunStates
from stopgen.targets.python.build_answers import error_class
from stopgen.targets.report.view import Branch, Diagram, Fork, Label

_STATUS_X, _TEST_X, _VERDICT_X = 43, 98, 325
_TEST_COLUMNS, _VERDICT_COLUMNS = 20, 17
_LINE, _PADDING, _GAP, _MARGIN = 15, 13, 9, 6
_MOST_LINES = 4
_MOST_BRANCHES = 40
_REST = "anything else"
_BREAK = re.compile(r"(?<=[\s._/-])|(?<=[a-z])(?=[A-Z])")
_KINDS = {
    Outcome.STOPPED: "stopped",
    Outcome.ACCEPTED: "accepted",
    Outcome.NOTHING_RUNNING: "idle",
    Outcome.ALREADY_FINISHED: "finished",
}


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What one answer means.

    Attributes:
        status: Its status.
        place: Where the body says something; None where the status alone does.
        says: What it says there; None for anything that no other meaning has.
        verdict: What follows.
        kind: How that is coloured.
    """

    status: str
    place: str | None
    says: str | None
    verdict: str
    kind: str

    @property
    def test(self) -> tuple[str, ...]:
        """What is asked of the body."""
        if self.place is not None and self.says is not None:
            return (f"{self.place} is", self.says)
        return () if self.place is None else (_REST,)

    @property
    def sentence(self) -> str:
        """The same in words."""
        return f"{self.status}{''.join(f', {part}' for part in (' '.join(self.test),) if part)}: {self.verdict}"


def draw(operation: Operation) -> Diagram:
    """Draw what the answers to a call mean."""
    told = _states(operation.states) if operation.states else _outcomes(operation)
    meanings = list(told)[:_MOST_BRANCHES]
    forks, height = _laid_out(meanings)
    return Diagram(height, tuple(forks), tuple(meaning.sentence for meaning in meanings))


def _outcomes(operation: Operation) -> Iterator[_Meaning]:
    """Yield what each answer to a stop means, in the order of the documents."""
    documented = dict.fromkeys(
        (*(r.status for r in operation.responses), *(r.status for r in operation.rules))
    )
    success = [] if any(status.startswith("2") for status in documented) else ["2XX"]
    rest = [] if "default" in documented else ["other"]
    for status in (*success, *documented, *rest):
        yield from _of_status(status, [r for r in operation.rules if _speaks_of(r, status)])


def _speaks_of(rule: OutcomeRule, status: str) -> bool:
    return rule.status in (status, f"{status[:1]}XX", "default")


def _of_status(status: str, rules: Iterable[OutcomeRule]) -> Iterator[_Meaning]:
    place = None
    for rule in rules:
        kind = _KINDS[rule.outcome]
        if rule.pointer is None:
            yield _Meaning(status, place, None, rule.outcome, kind)
            return
        place = ".".join(rule.pointer) or "the body"
        yield _Meaning(status, place, show(rule.equals), rule.outcome, kind)
    if status.startswith("2"):
        yield _Meaning(status, place, None, Outcome.ACCEPTED, "accepted")
    else:
        yield _Meaning(status, place, None, error_class(status) or "StatusError", "error")


def _states(states: RunStates) -> Iterator[_Meaning]:
    """Yield what each state means of which a status call tells."""
    place = ".".join(states.pointer) or "the body"
    for state in states.running:
        yield _Meaning("2XX", place, show(state), "still running", "accepted")
    for state in states.ended:
        stopped = state in states.stopped
        verdict, kind = ("stopped", "stopped") if stopped else ("finished", "finished")
        yield _Meaning("2XX", place, show(state), verdict, kind)
    yield _Meaning("2XX", place, None, "not documented", "idle")
    yield _Meaning("other", None, None, "StatusError", "error")


def _laid_out(meanings: Iterable[_Meaning]) -> tuple[list[Fork], int]:
    """Give everything its place; return the height of the whole as well."""
    forks: list[Fork] = []
    top = _MARGIN
    for status, group in groupby(meanings, key=lambda meaning: meaning.status):
        branches: list[Branch] = []
        for meaning in group:
            branches.append(_branch(meaning, top))
            top += branches[-1].height + _GAP
        y = branches[0].y
        forks.append(Fork(y, _label(_STATUS_X, y, [_short(status, 7)]), tuple(branches)))
    return forks, top - _GAP + _MARGIN


def _branch(meaning: _Meaning, top: int) -> Branch:
    test = [line for part in meaning.test for line in _wrapped(part, _TEST_COLUMNS)]
    verdict = _wrapped(meaning.verdict, _VERDICT_COLUMNS)
    height = _LINE * max(len(test), len(verdict)) + _PADDING
    y = top + height // 2
    return Branch(
        y=y,
        top=top,
        height=height,
        test=_label(_TEST_X, y, test) if test else None,
        is_rest=meaning.says is None,
        verdict=_label(_VERDICT_X, y, verdict),
        kind=meaning.kind,
    )


def _label(x: int, y: int, lines: list[str]) -> Label:
    """Return lines around a middle; y is the base of the first one."""
    return Label(x, y + 4 - _LINE * (len(lines) - 1) // 2, tuple(lines))


def _wrapped(text: str, columns: int) -> list[str]:
    """Break text into lines, where words or their parts end if that is possible."""
    lines = [""]
    for piece in (part for word in _BREAK.split(text) for part in _cut(word, columns)):
        if lines[-1] and _width(lines[-1]) + _width(piece.rstrip()) > columns:
            lines.append("")
        lines[-1] += piece
    lines = [line.strip() for line in lines]
    return lines if len(lines) <= _MOST_LINES else [*lines[: _MOST_LINES - 1], "…"]


def _cut(word: str, columns: int) -> Iterator[str]:
    """Cut what is too long for any line."""
    while _width(word) > columns:
        yield word[: columns // 2]
        word = word[columns // 2 :]
    yield word


def _short(text: str, columns: int) -> str:
    return text if _width(text) <= columns else text[: columns - 1] + "…"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
