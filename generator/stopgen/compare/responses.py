"""Compares the answers of an operation: statuses, bodies, error codes."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from stopgen.compare.change import Change, say
from stopgen.compare.direction import RECEIVED
from stopgen.compare.kinds import Kind
from stopgen.compare.pairing import pair_up
from stopgen.compare.schemas import SchemaDiffer, Told
from stopgen.compare.sides import Calls, Sides
from stopgen.disagreement import listing
from stopgen.model import ErrorShape, Response
from stopgen.targets.python.shapes import answer_schema


def compare_responses(calls: Calls, told: Told) -> Iterator[Change]:
    """Yield what changed in the answers of an operation."""
    paired = pair_up(calls.old.responses, calls.new.responses, _status, _only_success)
    for response in paired.gone:
        sentence = say("the answer is not documented any more")
        yield _at(calls.sides, response, None).change(Kind.STATUS_REMOVED, sentence)
    for response in paired.fresh:
        sides = _at(calls.sides, None, response)
        yield sides.change(Kind.STATUS_ADDED, say("the answer is documented now"))
        yield from _further_type(calls, sides, response)
    for ours, theirs in paired.both:
        yield from _compare(_at(calls.sides, ours, theirs), ours, theirs, told)


def _status(response: Response) -> Hashable:
    return response.status


def _only_success(response: Response) -> Hashable:
    return response.is_success or None


def _at(sides: Sides, old: Response | None, new: Response | None) -> Sides:
    response = new or old
    where = f"answer {response.status}" if response else "answers"
    return sides.at(where, old, new)


def _further_type(calls: Calls, sides: Sides, response: Response) -> Iterator[Change]:
    """Yield whether a success that was not there gives the method a return type more."""
    schema = answer_schema(response) if response.is_success else None
    if schema is None:
        return
    known, spelled = _types(calls), sides.new.spell(schema)
    if known and spelled not in known:
        yield sides.change(Kind.ANSWER_RETYPED, say("the body can be {} as well", spelled))


def _types(calls: Calls) -> set[str]:
    """Return the types that the body of a success had before."""
    schemas = [answer_schema(answer) for answer in calls.old.responses if answer.is_success]
    return {calls.sides.old.spell(schema) for schema in schemas if schema is not None}


def _compare(sides: Sides, old: Response, new: Response, told: Told) -> Iterator[Change]:
    if old.status != new.status:
        sentence = say("the status was {} and is {}", old.status, new.status)
        yield sides.change(Kind.STATUS_CHANGED, sentence)
    yield from _body(sides, old, new, told)
    yield from _codes(sides, _all_codes(old), _all_codes(new))
    if not new.is_success:
        yield from _details(sides, old.error or ErrorShape(), new.error or ErrorShape())
    if [form.examples for form in old.media] != [form.examples for form in new.media]:
        yield sides.change(Kind.EXAMPLES_CHANGED, say("the examples are others"))
    yield from sides.prose("the description", old.description, new.description)


def _body(sides: Sides, old: Response, new: Response, told: Told) -> Iterator[Change]:
    before, after = answer_schema(old), answer_schema(new)
    if before is not None and after is not None:
        differ = SchemaDiffer(sides, RECEIVED, f"answer {new.status}", told)
        yield from differ.compare(before, after)
    elif after is not None:
        yield sides.change(Kind.ANSWER_BODY_ADDED, say("the body is documented now"))
    elif before is not None:
        yield sides.change(Kind.ANSWER_BODY_REMOVED, say("the body is not documented any more"))


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
