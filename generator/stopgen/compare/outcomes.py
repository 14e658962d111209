"""Compares what answers say about a run: which outcome, or which exception, callers get for what."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace

from stopgen.compare.change import Change, say
from stopgen.compare.kinds import Kind
from stopgen.compare.pairing import pair_up
from stopgen.compare.responses import pair_responses
from stopgen.compare.sides import Calls, Sides
from stopgen.disagreement import key, show
from stopgen.model import Operation, Outcome, OutcomeRule, Response


def compare_outcomes(calls: Calls) -> Iterator[Change]:
    """Yield what changed in what callers are told about the run.

    A success without a rule is ACCEPTED, which claims nothing. So a rule for it refines what callers know, and
    without it they lose what they could rely on. Any other answer without a rule is an exception.
    """
    statuses = {old.status: new.status for old, new in pair_responses(calls).both}
    before = [
        replace(rule, status=statuses.get(rule.status, rule.status))
        for rule in _reached(calls.old.rules)
    ]
    after = list(_reached(calls.new.rules))
    paired = pair_up(before, after, _condition, _meaning)
    for rule in paired.gone:
        spot, rest = _at(calls.sides, rule, None), _rest(rule, after)
        yield from _outcome(spot, rule, rest) if rest else [_gone(spot, rule, calls.new)]
    for rule in paired.fresh:
        spot, rest = _at(calls.sides, None, rule), _rest(rule, before)
        yield from _outcome(spot, rest, rule) if rest else [_fresh(spot, rule, calls.old)]
    for ours, theirs in paired.both:
        yield from _compare(_at(calls.sides, ours, theirs), ours, theirs)


def _reached(rules: Iterable[OutcomeRule]) -> Iterator[OutcomeRule]:
    """Yield the rules that can decide: none of them comes after one that takes every answer of its status."""
    settled: set[str] = set()
    for rule in rules:
        if rule.status not in settled:
            yield rule
        if rule.pointer is None:
            settled.add(rule.status)


def _rest(rule: OutcomeRule, others: Iterable[OutcomeRule]) -> OutcomeRule | None:
    """Return the rule that takes every other answer of the same status."""
    rests = (other for other in others if other.pointer is None and other.status == rule.status)
    return next(rests, None) if rule.pointer is not None else None


def _condition(rule: OutcomeRule) -> Hashable:
    return rule.status, rule.pointer, key(rule.equals)


def _meaning(rule: OutcomeRule) -> Hashable:
    """Return what a rule keeps when the value that it reads moves to another place."""
    return rule.status, rule.outcome, key(rule.equals)


def _at(sides: Sides, old: OutcomeRule | None, new: OutcomeRule | None) -> Sides:
    rule = new or old
    where = f"answer {rule.status}{_place(rule)}" if rule else "answers"
    return sides.at(where, old, new)


def _place(rule: OutcomeRule) -> str:
    """Say which value a rule looks at."""
    if rule.pointer is None:
        return ""
    return f", {'.'.join(rule.pointer) or 'body'} = {show(rule.equals)}"


def _compare(sides: Sides, old: OutcomeRule, new: OutcomeRule) -> Iterator[Change]:
    yield from _outcome(sides, old, new)
    if old.outcome == new.outcome and old.pointer != new.pointer:
        yield sides.change(Kind.OUTCOME_MOVED, say("the value that tells stands elsewhere"))


def _outcome(sides: Sides, old: OutcomeRule, new: OutcomeRule) -> Iterator[Change]:
    if old.outcome != new.outcome:
        is_refined = old.outcome is Outcome.ACCEPTED
        is_lost = new.outcome is Outcome.ACCEPTED
        kind = Kind.OUTCOME_LOST if is_lost else Kind.OUTCOME_CHANGED
        kind = Kind.OUTCOME_REFINED if is_refined else kind
        sentence = say(f"the outcome is {new.outcome} instead of {old.outcome}")
        yield sides.change(kind, sentence)


def _fresh(sides: Sides, rule: OutcomeRule, before: Operation) -> Change:
    if rule.status.startswith("2"):
        sentence = say(f"the outcome is {rule.outcome} instead of ACCEPTED")
        return sides.change(Kind.OUTCOME_REFINED, sentence)
    if _is_documented(rule, before):
        sentence = say(f"callers get {rule.outcome} instead of an exception")
        return sides.change(Kind.ERROR_BECAME_OUTCOME, sentence)
    return sides.change(Kind.OUTCOME_ADDED, say(f"the outcome is {rule.outcome}"))


def _gone(sides: Sides, rule: OutcomeRule, after: Operation) -> Change:
    if rule.status.startswith("2"):
        sentence = say(f"the outcome is ACCEPTED instead of {rule.outcome}")
        return sides.change(Kind.OUTCOME_LOST, sentence)
    if _is_documented(rule, after):
        sentence = say(f"callers get an exception instead of {rule.outcome}")
        return sides.change(Kind.OUTCOME_BECAME_ERROR, sentence)
    sentence = say(f"the answer that meant {rule.outcome} is not documented any more")
    return sides.change(Kind.OUTCOME_REMOVED, sentence)


def _is_documented(rule: OutcomeRule, operation: Operation) -> bool:
    """Tell whether an operation documents the answer that a rule speaks of: its status, and its code if any."""
    answers: Mapping[str, Response] = {answer.status: answer for answer in operation.responses}
    answer = answers.get(rule.status)
    if answer is None:
        return False
    codes = answer.error.codes if answer.error else answer.codes
    return rule.pointer is None or rule.equals in codes or not codes
