"""Reads out of the documents what each answer says about the run, and how errors describe themselves."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Final

from stopgen.classify.error_shape import error_shape
from stopgen.classify.spot import Spot, bodies
from stopgen.classify.words import (
    PARTICIPLES,
    State,
    code_outcome,
    is_run,
    prose_outcome,
    state_of,
    state_outcome,
)
from stopgen.description import Json
from stopgen.diagnostic import Checked, Code, Diagnostic, Position, warning
from stopgen.disagreement import key, same
from stopgen.model import (
    Enumeration,
    Operation,
    Outcome,
    OutcomeRule,
    Provider,
    Purpose,
    Response,
    RunStates,
    Schema,
)
from stopgen.select.verbs import STOP_VERBS
from stopgen.words import singular, split

_DEEPEST: Final = 4
_ENVELOPES: Final = frozenset("data result response payload body item resource".split())
_STATE_NAMES: Final = frozenset({"status", "state"})
_BEFORE_STATE: Final = frozenset("new current final".split())
_AUXILIARIES: Final = frozenset("is was has been".split())
_SEGMENT: Final = re.compile(r"[/:]")
_NO_SUBJECT: Final = STOP_VERBS | {"id", "uuid"}
_CONFLICTS: Final = frozenset({"304", "409", "410"})
_ABOUT_THE_CALLER: Final = frozenset({"401", "403", "407", "429"})
"""Statuses of which a code such as ``SESSION_ALREADY_TERMINATED`` does not speak about the run."""


def classify(provider: Provider) -> Checked[Provider]:
    """Set the outcome rules of all stop operations, the error shapes of all answers, and what states mean.

    Rules that are there already were written by hand: they come first and stay as they are. A 2xx that
    no rule fits needs none, as it is accepted without saying more.
    """
    operations: list[Operation] = []
    for operation in provider.operations:
        yield from _unused(operation, provider.schemas)
        operations.append(_classified(operation, provider.schemas))
    return replace(provider, operations=tuple(operations))


def _classified(operation: Operation, schemas: Mapping[str, Schema]) -> Operation:
    responses = tuple(
        replace(response, error=None if response.is_success else error_shape(response, schemas))
        for response in operation.responses
    )
    subject = _subject(operation)
    rules = {_condition(rule): rule for rule in operation.rules}
    for response in responses if operation.purpose is Purpose.STOP else ():
        for rule in _rules(response, schemas, subject):
            rules.setdefault(_condition(rule), rule)
    states = operation.states and _states(operation.states, subject)
    return replace(operation, responses=responses, rules=tuple(rules.values()), states=states)


def _states(states: RunStates, subject: Collection[str]) -> RunStates:
    """Tell in which states a run was ended by somebody, where nobody wrote that by hand."""
    found = (state for state in states.ended if state_of(state, subject) is State.STOPPED)
    return replace(states, stopped=states.stopped or tuple(found))


def _condition(rule: OutcomeRule) -> tuple[object, ...]:
    return rule.status, rule.pointer, key(rule.equals)


def _subject(operation: Operation) -> frozenset[str]:
    """Return the words for what an operation acts on: the last resource of its path, and what names it."""
    subject: set[str] = set()
    for segment in reversed(_SEGMENT.split(operation.path)):
        words = {singular(word) for word in split(segment)} - _NO_SUBJECT
        subject |= words
        if words and "{" not in segment:
            break
    return frozenset(subject)


def _rules(
    response: Response, schemas: Mapping[str, Schema], subject: Collection[str]
) -> Iterator[OutcomeRule]:
    """Yield what the document lets each answer of one status mean."""
    if response.is_success:
        places = [p for body in bodies(response, schemas) for p in _places(body, subject)]
        for place in places:
            yield from _flag_rules(response, place, subject)
        for place in places:
            yield from _state_rules(response, place, subject)
    elif response.status not in _ABOUT_THE_CALLER and not response.status.startswith("5"):
        yield from _error_rules(response, subject)


def _places(body: Spot, subject: Collection[str]) -> Iterator[Spot]:
    """Yield the properties that can tell about the run, those further out first."""
    waiting = [body]
    while waiting:
        holder = waiting.pop(0)
        for name in holder.names:
            place = holder.member(name)
            yield place
            if place.is_object and len(place.pointer) < _DEEPEST and _holds_run(name, subject):
                waiting.append(place)


def _holds_run(name: str, subject: Collection[str]) -> bool:
    """Tell whether a property is an envelope or the run itself, and not something about either."""
    words = split(name)
    return name in _ENVELOPES or (bool(words) and all(is_run(word, subject) for word in words))


def _flag_rules(response: Response, place: Spot, subject: Collection[str]) -> Iterator[OutcomeRule]:
    """Yield what a boolean such as ``stopped`` means."""
    *before, last = split(place.pointer[-1]) or ("",)
    if not place.is_boolean or last not in PARTICIPLES:
        return
    meanings = {True: Outcome.STOPPED, False: Outcome.NOTHING_RUNNING}
    if before == ["already"]:
        meanings = {True: Outcome.ALREADY_FINISHED}
    elif not all(word in _AUXILIARIES or is_run(word, subject) for word in before):
        return
    elif not _AUXILIARIES.isdisjoint(before):
        del meanings[False]
    for value, outcome in meanings.items():
        if _is_possible(place, value):
            yield _rule(response, place, value, outcome)


def _is_possible(place: Spot, value: Json) -> bool:
    """Tell whether a value is not kept out by closed lists."""
    lists = [layer.values for layer in place.layers if isinstance(layer, Enumeration)]
    return not lists or any(same(value, listed) for values in lists for listed in values)


def _state_rules(
    response: Response, place: Spot, subject: Collection[str]
) -> Iterator[OutcomeRule]:
    """Yield what each value of a status means that the document names."""
    *before, last = split(place.pointer[-1]) or ("",)
    is_state = last in _STATE_NAMES and all(
        w in _BEFORE_STATE or is_run(w, subject) for w in before
    )
    if not is_state or not place.is_text:
        return
    states = {
        value: state
        for value in place.values
        if isinstance(value, str) and (state := state_of(value, subject))
    }
    for value, state in states.items():
        outcome = state_outcome(state, set(states.values()))
        if outcome is not None:
            yield _rule(response, place, value, outcome)


def _error_rules(response: Response, subject: Collection[str]) -> Iterator[OutcomeRule]:
    """Yield what each error code means that the document names, or else the status alone."""
    shape = response.error
    found: list[OutcomeRule] = []
    for code in shape.codes if shape and shape.code else ():
        outcome = code_outcome(code, subject)
        if shape and shape.code and outcome:
            pointer = (*shape.at, shape.code)
            found.append(
                OutcomeRule(
                    status=response.status,
                    pointer=pointer,
                    equals=code,
                    outcome=outcome,
                    origin=response.origin,
                )
            )
    yield from found
    outcome = prose_outcome(response.description, subject)
    if response.status in _CONFLICTS and not found and outcome:
        yield OutcomeRule(status=response.status, outcome=outcome, origin=response.origin)


def _rule(response: Response, place: Spot, value: Json, outcome: Outcome) -> OutcomeRule:
    return OutcomeRule(
        status=response.status,
        pointer=place.pointer,
        equals=value,
        outcome=outcome,
        origin=place.origin or response.origin,
    )


def _unused(operation: Operation, schemas: Mapping[str, Schema]) -> Iterator[Diagnostic]:
    """Yield the rules that no documented answer can ever meet."""
    for rule in operation.rules if operation.responses else ():
        spellings = {rule.status, f"{rule.status[:1]}XX", "default"}
        answers = [answer for answer in operation.responses if answer.status in spellings]
        if not any(_can_meet(answer, rule, schemas) for answer in answers):
            message = f"no documented answer of {operation.method} {operation.path} fits this rule"
            fallback = Position(next(iter(operation.documents), ""))
            position = rule.origin.position if rule.origin else fallback
            yield warning(Code.OUTCOME_RULE_UNUSED, position, message)


def _can_meet(answer: Response, rule: OutcomeRule, schemas: Mapping[str, Schema]) -> bool:
    """Tell whether a body may hold what a rule looks for; what is not documented may hold anything."""
    documented = bodies(answer, schemas)
    return not documented or any(_can_hold(body, rule) for body in documented)


def _can_hold(spot: Spot, rule: OutcomeRule) -> bool:
    for name in rule.pointer or ():
        if spot.is_object and name not in spot.names:
            return False
        spot = spot.member(name)
    return rule.pointer is None or _is_possible(spot, rule.equals)
