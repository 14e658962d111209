"""Compares the operations of a platform: which there are, what their methods are called, what each is."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import replace

from stopgen import placeholders
from stopgen.compare.change import Change, say
from stopgen.compare.kinds import Kind
from stopgen.compare.outcomes import compare_outcomes
from stopgen.compare.pairing import pair_up
from stopgen.compare.parameters import compare_parameters
from stopgen.compare.responses import compare_responses
from stopgen.compare.schemas import Told
from stopgen.compare.security import compare_security
from stopgen.compare.sides import Calls, Sides, origin_of
from stopgen.model import Operation
from stopgen.targets.python.view import Method


def compare_operations(sides: Sides, told: Told) -> Iterator[Change]:
    """Yield what changed in the operations that have a method."""
    stops = [*sides.old.stops.values()], [*sides.new.stops.values()]
    paired = pair_up(*stops, _key, _shape, _name)
    for operation, method in paired.gone:
        sentence = say("{} is not documented any more", _call(operation))
        yield _at(sides, method, operation, None).change(Kind.OPERATION_REMOVED, sentence)
    for operation, method in paired.fresh:
        sentence = say("{} is documented now", _call(operation))
        yield _at(sides, method, None, operation).change(Kind.OPERATION_ADDED, sentence)
    for (old, before), (new, after) in paired.both:
        spot = _at(sides, after, old, new)
        if before.name != after.name:
            sentence = say("the method was called {}", before.name)
            yield spot.change(Kind.METHOD_RENAMED, sentence)
        yield from _compare(Calls(spot, old, new), told)


def compare_status_calls(sides: Sides) -> Iterator[Change]:
    """Yield what changed in the operations that only fakes know."""
    old, new = sides.old.status_calls, sides.new.status_calls
    paired = pair_up(old, new, lambda op: op.key, lambda op: placeholders.blank(op.path))
    for operation in paired.gone:
        spot = sides.at(_call(operation), operation, None)
        yield spot.change(Kind.STATUS_CALL_REMOVED, say("fakes do not know the call any more"))
    for operation in paired.fresh:
        spot = sides.at(_call(operation), None, operation)
        yield spot.change(Kind.STATUS_CALL_ADDED, say("fakes know the call now"))
    for ours, theirs in paired.both:
        if (ours.states, ours.path) != (theirs.states, theirs.path):
            spot = sides.at(_call(theirs), ours, theirs)
            sentence = say("fakes tell the state of a run otherwise")
            yield spot.change(Kind.RUN_STATES_CHANGED, sentence)


def _key(stop: tuple[Operation, Method]) -> Hashable:
    return stop[0].key


def _shape(stop: tuple[Operation, Method]) -> Hashable:
    return stop[0].method, placeholders.blank(stop[0].path)


def _name(stop: tuple[Operation, Method]) -> Hashable:
    return stop[1].name


def _call(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


def _at(sides: Sides, method: Method, old: Operation | None, new: Operation | None) -> Sides:
    """Return the sides of an operation; one that is not there is nowhere."""
    subject = replace(sides.subject, operation=method.name)
    return replace(sides, subject=subject, before=origin_of(old), after=origin_of(new))


def _compare(calls: Calls, told: Told) -> Iterator[Change]:
    sides, old, new = calls.sides, calls.old, calls.new
    if (old.method, placeholders.blank(old.path)) != (new.method, placeholders.blank(new.path)):
        sentence = say(
            "the call is {} instead of {}; the method is the same", _call(new), _call(old)
        )
        yield sides.change(Kind.OPERATION_MOVED, sentence)
    if old.deprecated != new.deprecated:
        kind = Kind.OPERATION_DEPRECATED if new.deprecated else Kind.OPERATION_UNDEPRECATED
        yield sides.change(kind, say(f"it is {'' if new.deprecated else 'not '}deprecated"))
    yield from compare_security(calls)
    yield from compare_parameters(calls, told)
    yield from compare_responses(calls, told)
    yield from compare_outcomes(calls)
    yield from sides.prose("the summary", old.summary, new.summary)
    yield from sides.prose("the description", old.description, new.description)
    if old.documents != new.documents:
        yield sides.change(Kind.DOCUMENTS_CHANGED, say("other documents describe it"))
