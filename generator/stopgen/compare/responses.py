"""Compares the answers of an operation: statuses, bodies, error codes."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Final

from stopgen.compare.change import Change, say
from stopgen.compare.direction import RECEIVED
from stopgen.compare.face import Face
from stopgen.compare.kinds import Kind
from stopgen.compare.pairing import Pairing, pair_up
from stopgen.compare.schemas import SchemaDiffer, Told
from stopgen.compare.sides import Calls, Sides
from stopgen.disagreement import listing
from stopgen.model import ErrorShape, Operation, Response
from stopgen.targets.python.build_answers import answer_type, can_be_text
from stopgen.targets.python.shapes import answer_schema

_NONE: Final = "None"


def compare_responses(calls: Calls, told: Told) -> Iterator[Change]:
    """Yield what changed in the answers of an operation."""
    paired = pair_responses(calls)
    old, new = _types(calls.sides.old, calls.old), _types(calls.sides.new, calls.new)
    for response in paired.gone:
        sides = _at(calls.sides, response, None)
        yield sides.change(Kind.STATUS_REMOVED, say("the answer is not documented any more"))
        for spelled in _types(calls.sides.old, calls.old, response) - new:
            kind = Kind.ANSWER_NARROWED if new else Kind.ANSWER_BODY_REMOVED
            yield sides.change(kind, say("the body cannot be {}", spelled))
    for response in paired.fresh:
        sides = _at(calls.sides, None, response)
        yield sides.change(Kind.STATUS_ADDED, say("the answer is documented now"))
        for spelled in old and _types(calls.sides.new, calls.new, response) - old:
            yield sides.change(Kind.ANSWER_RETYPED, say("the body can be {} as well", spelled))
    for ours, theirs in paired.both:
        yield from _compare(_at(calls.sides, ours, theirs), ours, theirs, told)


def pair_responses(calls: Calls) -> Pairing[Response]:
    """Align the answers: by their status, or as the only success that is left."""
    return pair_up(calls.old.responses, calls.new.responses, _status, _only_success)


def _status(response: Response) -> Hashable:
    return response.status


def _only_success(response: Response) -> Hashable:
    return response.is_success or None


def _at(sides: Sides, old: Response | None, new: Response | None) -> Sides:
    response = new or old
    where = f"answer {response.status}" if response else "answers"
    return sides.at(where, old, new)


def _types(face: Face, operation: Operation, *only: Response) -> set[str]:
    """Return the types that the body of a success has, of all answers or only of some."""
    answers = [answer for answer in only or operation.responses if answer.is_success]
    return {answer_type(answer, face.shapes) for answer in answers} - {_NONE}


def _compare(sides: Sides, old: Response, new: Response, told: Told) -> Iterator[Change]:
    if old.status != new.status:
        sentence = say("the status was {} and is {}", old.status, new.status)
        yield sides.change(Kind.STATUS_CHANGED, sentence)
    yield from _body(sides, old, new, told)
    yield from _codes(sides, _all_codes(old), _all_codes(new))
    if not new.is_success:
        yield from _details(sides, old.error or ErrorShape(), new.error or ErrorShape())
    both = zip(old.media, new.media, strict=False)
    if any(before.examples != after.examples for before, after in both):
        yield sides.change(Kind.EXAMPLES_CHANGED, say("the examples are others"))
    yield from sides.prose("the description", old.description, new.description)


def _body(sides: Sides, old: Response, new: Response, told: Told) -> Iterator[Change]:
    before, after = answer_schema(old), answer_schema(new)
    was, now = answer_type(old, sides.old.shapes), answer_type(new, sides.new.shapes)
    if before is not None and after is not None:
        differ = SchemaDiffer(sides, RECEIVED, f"answer {new.status}", told)
        yield from differ.compare(before, after)
        yield from _text(sides, old, new)
    elif was == _NONE != now:
        yield sides.change(Kind.ANSWER_BODY_ADDED, say("the body is documented now"))
    elif now == _NONE != was:
        yield sides.change(Kind.ANSWER_BODY_REMOVED, say("the body is not documented any more"))
    elif was != now:
        yield sides.change(Kind.ANSWER_RETYPED, say("the type was {} and is {}", was, now))


def _text(sides: Sides, old: Response, new: Response) -> Iterator[Change]:
    """Yield whether a body that is JSON can also be text."""
    before, after = can_be_text(old), can_be_text(new)
    if after and not before:
        yield sides.change(Kind.ANSWER_RETYPED, say("the body can be text as well"))
    if before and not after:
        yield sides.change(Kind.ANSWER_NARROWED, say("the body cannot be text any more"))


def _all_codes(response: Response) -> Sequence[str]:
    return response.error.codes if response.error else response.codes


def _codes(sides: Sides, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    gone = [code for code in old if code not in new]
    fresh = [code for code in new if code not in old]
    if gone:
        sentence = say("the error code {} is not documented any more", listing(gone))
        yield sides.change(Kind.ERROR_CODE_REMOVED, sentence)
    if fresh:
        sentence = say("the error code {} is documented now", listing(fresh))
        yield sides.change(Kind.ERROR_CODE_ADDED, sentence)


def _details(sides: Sides, old: ErrorShape, new: ErrorShape) -> Iterator[Change]:
    """Yield whether exceptions find the platform's code and message where they did."""
    for part, before, after in (
        ("code", old.code, new.code),
        ("message", old.message, new.message),
    ):
        if before and not after:
            sentence = say(f"exceptions have no {part} of the platform any more")
            yield sides.change(Kind.ERROR_DETAIL_REMOVED, sentence)
        elif after and not before:
            sentence = say(f"exceptions have the platform's {part} now")
            yield sides.change(Kind.ERROR_DETAIL_ADDED, sentence)
        elif before and after and (*old.at, before) != (*new.at, after):
            sentence = say(f"the {part} of the platform stands elsewhere in the body")
            yield sides.change(Kind.ERROR_DETAIL_MOVED, sentence)
