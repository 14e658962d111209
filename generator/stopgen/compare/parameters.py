"""Compares what callers give to a method: the arguments, and how their values travel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from stopgen.compare.change import Change, say
from stopgen.compare.direction import SENT
from stopgen.compare.face import Face, Given
from stopgen.compare.kinds import Kind, Level
from stopgen.compare.pairing import pair_up
from stopgen.compare.schemas import SchemaDiffer, Told
from stopgen.compare.sides import Calls, Sides
from stopgen.model import Operation, RequestBody
from stopgen.targets.python.build_operation import constant_headers
from stopgen.targets.python.media import content_type, sent_form

_ABSENT: Final = frozenset({"None", "Unset"})
_MILD: Final = frozenset({Kind.PARAMETER_WIDENED, Kind.PARAMETER_FORMAT_CHANGED})
"""What is not worth telling of a value that Python spells otherwise altogether."""


def compare_parameters(calls: Calls, told: Told) -> Iterator[Change]:
    """Yield what changed in the arguments of a method."""
    old = calls.sides.old.given(calls.old)
    new = calls.sides.new.given(calls.new)
    paired = pair_up(old, new, _wire, _keyword, _name, _index, _renamed)
    for given in paired.gone:
        sentence = say("callers cannot give it any more")
        yield _at(calls.sides, given, None).change(Kind.PARAMETER_REMOVED, sentence)
    for given in paired.fresh:
        yield _added(_at(calls.sides, None, given), given)
    for ours, theirs in paired.both:
        yield from _compare(_at(calls.sides, ours, theirs), ours, theirs, told)
    yield from _order(calls.sides, paired.both)
    if [*constant_headers(calls.old)] != [*constant_headers(calls.new)]:
        sentence = say("the headers that the client sends by itself are others")
        yield calls.sides.change(Kind.CONSTANT_HEADERS_CHANGED, sentence)
    yield from _body(calls)


def _at(sides: Sides, old: Given | None, new: Given | None) -> Sides:
    given = new or old
    where = f"argument {given.name}" if given else "arguments"
    return sides.at(where, old, new)


def _wire(given: Given) -> tuple[str, str]:
    return given.place, given.wire.lower() if given.place == "header" else given.wire


def _keyword(given: Given) -> tuple[bool, str]:
    return given.index is None, given.wire


def _name(given: Given) -> tuple[bool, str]:
    return given.index is None, given.name


def _index(given: Given) -> int | None:
    return given.index


def _renamed(given: Given) -> tuple[object, ...]:
    """Return what stays the same when only the name of an argument changes."""
    return given.place, given.required, given.default, type(given.schema), given.description


def _added(sides: Sides, given: Given) -> Change:
    if given.required:
        return sides.change(Kind.REQUIRED_PARAMETER_ADDED, say("callers must give it now"))
    return sides.change(Kind.PARAMETER_ADDED, say("callers can give it now"))


def _compare(sides: Sides, old: Given, new: Given, told: Told) -> Iterator[Change]:
    yield from _names(sides, old, new)
    if old.required != new.required:
        kind = Kind.PARAMETER_REQUIRED if new.required else Kind.PARAMETER_OPTIONAL
        words = "callers must give it now" if new.required else "callers can leave it out now"
        yield sides.change(kind, say(words))
    elif old.default != new.default:
        yield _default(sides, old.default, new.default)
    differ = SchemaDiffer(sides, SENT, f"argument {new.name}", told)
    yield from _type(sides, old, new, [*differ.compare(old.schema, new.schema)])
    if old.deprecated != new.deprecated:
        kind = Kind.PARAMETER_DEPRECATED if new.deprecated else Kind.PARAMETER_UNDEPRECATED
        yield sides.change(kind, say(f"it is {'' if new.deprecated else 'not '}deprecated"))
    if old.style != new.style:
        sentence = say("its value is spelled otherwise on the wire")
        yield sides.change(Kind.PARAMETER_STYLE_CHANGED, sentence)
    yield from sides.prose("the description", old.description, new.description)


def _type(sides: Sides, old: Given, new: Given, found: Sequence[Change]) -> Iterator[Change]:
    """Yield what changed in a value, also where Python spells it otherwise than its schema: in paths, in files."""
    is_told = any(change.level is Level.BREAKING for change in found)
    is_special = _is_special(sides.old, old) or _is_special(sides.new, new)
    special = _special(sides, old, new) if is_special and not is_told else None
    yield from [special] if special else []
    yield from (change for change in found if not special or change.kind not in _MILD)


def _special(sides: Sides, old: Given, new: Given) -> Change | None:
    """Tell that fewer values can be given, by the types alone; clients take no other text for a UUID."""
    if _lost(old.spelled, new.spelled):
        sentence = say("the type was {} and is {}", old.spelled, new.spelled)
        return sides.change(Kind.PARAMETER_RETYPED, sentence)
    if "UUID" in _lost(new.spelled, old.spelled):
        return sides.change(Kind.PARAMETER_LIMITS_TIGHTENED, say("clients take nothing but UUIDs"))
    return None


def _is_special(face: Face, given: Given) -> bool:
    usual = face.spell(given.schema)
    return given.spelled not in (usual, *(f"{usual} | {absent}" for absent in _ABSENT))


def _lost(old: str, new: str) -> set[str]:
    """Return the alternatives of a type that another one lacks; any text takes those of a list."""
    before, after = {*old.split(" | ")}, {*new.split(" | ")}
    listed = {part for part in before if part.startswith("Literal[") and "str" in after}
    return before - after - listed - _ABSENT


def _body(calls: Calls) -> Iterator[Change]:
    """Yield whether a body, whose fields may be the same, travels in another form."""
    old, new = calls.old.body, calls.new.body
    if old is None or new is None:
        return
    before, after = _media(old), _media(new)
    if before and after and before != after:
        sentence = say("it travels as {} instead of {}", after, before)
        yield calls.sides.at("body", old, new).change(Kind.PARAMETER_STYLE_CHANGED, sentence)
    if old.required != new.required and _is_loose(calls.sides.old, calls.old) != _is_loose(
        calls.sides.new, calls.new
    ):
        words = "it is sent even if" if new.required else "it is not sent any more if"
        sentence = say(f"{words} nothing of it is given")
        yield calls.sides.at("body", old, new).change(Kind.PARAMETER_STYLE_CHANGED, sentence)


def _is_loose(face: Face, operation: Operation) -> bool:
    """Tell whether a body is left out of which nothing is given."""
    groups = face.method(operation).groups
    return any(group.is_optional for group in groups if group.keyword == "body")


def _media(body: RequestBody) -> str | None:
    form = sent_form(body.media)
    return content_type(form.name) if form else None


def _names(sides: Sides, old: Given, new: Given) -> Iterator[Change]:
    """Yield whether callers, or only the platform, know a value by another name or at another place."""
    if old.name != new.name:
        sentence = say("the argument {} is called {} now", old.name, new.name)
        yield sides.change(Kind.PARAMETER_RENAMED, sentence)
    elif _wire(old)[1] != _wire(new)[1]:
        sentence = say("it travels as {} instead of {}", new.wire, old.wire)
        yield sides.change(Kind.PARAMETER_RESPELLED, sentence)
    if old.place != new.place:
        sentence = say(f"it travels in the {new.place} instead of the {old.place}")
        yield sides.change(Kind.PARAMETER_MOVED, sentence)


def _default(sides: Sides, old: str | None, new: str | None) -> Change:
    """Tell that what a method sends without the argument is another value."""
    if old is None:
        return sides.change(Kind.PARAMETER_DEFAULT_ADDED, say("left out, it is {} now", new))
    if new is None:
        sentence = say("left out, it is not sent any more instead of being {}", old)
        return sides.change(Kind.PARAMETER_DEFAULT_REMOVED, sentence)
    sentence = say("left out, it is {} instead of {}", new, old)
    return sides.change(Kind.PARAMETER_DEFAULT_CHANGED, sentence)


def _order(sides: Sides, both: Sequence[tuple[Given, Given]]) -> Iterator[Change]:
    """Yield whether positional arguments that stayed stand in another order."""
    places = [(old.index, new.index) for old, new in both]
    kept = sorted((o, n) for o, n in places if o is not None and n is not None)
    if [n for _, n in kept] != sorted(n for _, n in kept):
        sentence = say("the positional arguments stand in another order")
        yield sides.change(Kind.POSITIONAL_ARGUMENTS_CHANGED, sentence)
