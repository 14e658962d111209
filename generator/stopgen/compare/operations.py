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
from stopgen.compare.servers import compare_own_server
from stopgen.compare.sides import Calls, Sides, origin_of
from stopgen.model import Operation
from stopgen.targets.python.view import Method


def compare_operations(sides: Sides, told: Told) -> Iterator[Change]:
    """Yield what changed in the operations that have a method."""
    calls = [*sides.old.calls.values()], [*sides.new.calls.values()]
    paired = pair_up(*calls, _key, _shape, _name)
    for operation, method in paired.gone:
        sentence = say("{} is not documented any more", _call(operation))
        yield _at(sides, method, operation, None).change(Kind.OPERATION_REMOVED, sentence)
    for operation, method in paired.fresh:
        sentence = say("{} is documented now", _call(operation))
        yield _at(sides, method, None, operation).change(Kind.OPERATION_ADDED, sentence)
    for (old, before), (new, after) in paired.both:
        spot = _at(sides, after, old, new)
        yield from _names(spot, before, after)
        yield from _names(spot, sides.old.checks.get(old.key), sides.new.checks.get(new.key))
        yield from _compare(Calls(spot, old, new), told)


def _key(call: tuple[Operation, Method]) -> Hashable:
    return call[0].purpose, call[0].key


def _shape(call: tuple[Operation, Method]) -> Hashable:
    return call[0].purpose, call[0].method, placeholders.blank(call[0].path)


def _name(call: tuple[Operation, Method]) -> Hashable:
    return call[0].purpose, call[1].name


def _call(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


def _at(sides: Sides, method: Method, old: Operation | None, new: Operation | None) -> Sides:
    """Return the sides of an operation; one that is not there is nowhere."""
    subject = replace(sides.subject, operation=method.name)
    return replace(sides, subject=subject, before=origin_of(old), after=origin_of(new))


def _names(sides: Sides, old: Method | None, new: Method | None) -> Iterator[Change]:
    """Yield whether a method that was there is called otherwise."""
    if old and new and old.name != new.name:
        sentence = say("the method {} is called {} now", old.name, new.name)
        yield sides.change(Kind.METHOD_RENAMED, sentence)


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
    yield from _confirmation(calls)
    yield from compare_security(calls)
    yield from compare_own_server(calls)
    yield from compare_parameters(calls, told)
    yield from compare_responses(calls, told)
    yield from compare_outcomes(calls)
    yield from sides.prose("the summary", old.summary, new.summary)
    yield from sides.prose("the description", old.description, new.description)
    if old.documents != new.documents:
        yield sides.change(Kind.DOCUMENTS_CHANGED, say("other documents describe it"))


def _confirmation(calls: Calls) -> Iterator[Change]:
    """Yield whether clients can ask how a run stands, and what they take from the answer."""
    before = calls.sides.old.method(calls.old).confirms
    after = calls.sides.new.method(calls.new).confirms
    if before and not after:
        sentence = say("nobody can be asked any more whether the run has stopped")
        yield calls.sides.change(Kind.CONFIRMATION_REMOVED, sentence)
    if after and not before:
        sentence = say("clients can ask whether the run has stopped")
        yield calls.sides.change(Kind.CONFIRMATION_ADDED, sentence)
    if calls.old.states != calls.new.states:
        sentence = say("the states of a run are others")
        yield calls.sides.change(Kind.RUN_STATES_CHANGED, sentence)
