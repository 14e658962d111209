"""Judges whether an operation stops something that runs."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from stopgen.select.claims import Claim, Words, id_claim, leading_verb, path_claim, things_of_path
from stopgen.select.mentions import may_mention_a_stop
from stopgen.select.nouns import Kind, kind_of
from stopgen.select.sentences import first_verb, is_about_a_stop, kinds_of_object, says_to_stop
from stopgen.select.verbs import PARTING_VERBS, PLAN_VERBS

_LONGEST: Final = 4000
"""No names are longer; a document that has such names means harm."""

_SILENT: Final = frozenset({"HEAD", "OPTIONS", "TRACE"})
_AGREED: Final = frozenset({Kind.BUSINESS, Kind.DOUBT})
_UNCLEAR: Final = (None, Kind.SPELL)
_RUNS: Final = frozenset({Kind.WORK, Kind.SPELL, Kind.HOST})


class Stops(StrEnum):
    """Whether an operation stops something that runs."""

    YES = "yes"
    MAYBE = "maybe"


class Subject(NamedTuple):
    """What an operation says about itself.

    Attributes:
        method: The HTTP method.
        path: The path template.
        operation_id: The document's own name for the operation.
        summary: Its title.
        description: Its description; tells what is stopped, never that something is.
    """

    method: str
    path: str
    operation_id: str | None = None
    summary: str | None = None
    description: str | None = None


class _Case(NamedTuple):
    """What speaks for an operation's stopping something.

    Attributes:
        path: The claim of its path.
        named: The claim of its operationId.
        said: The stop verb that its summary begins with.
    """

    path: Claim | None
    named: Claim | None
    said: str | None

    @property
    def claims(self) -> list[Claim]:
        return [claim for claim in (self.path, self.named) if claim]

    @property
    def verbs(self) -> set[str]:
        """The verbs that can mean nothing but stopping."""
        named = {claim.verb[0] for claim in self.claims if claim.is_plain}
        return named | {self.said} if self.said else named


def judge(subject: Subject) -> Stops | None:
    """Tell whether an operation stops something that runs.

    Returns:
        YES, MAYBE where it can be argued about, None for everything else.
    """
    if len(subject.path) + len(subject.operation_id or "") > _LONGEST or not _has_a_verb(subject):
        return None
    case = _case(subject)
    if case is None or _speaks_of_a_stop(case, subject):
        return None
    kinds = _kinds(case, subject)
    if case.verbs:
        return _verdict(case, kinds, subject)
    return _verdict_of_weak(case, kinds)


def _has_a_verb(subject: Subject) -> bool:
    """Reject at little cost what has no verb anywhere: nearly everything."""
    return may_mention_a_stop(f"{subject.path}\n{subject.operation_id}\n{subject.summary}")


def _case(subject: Subject) -> _Case | None:
    """Gather what speaks for stopping, by the rules of the method; None if that is nothing."""
    method = subject.method.upper()
    path = path_claim(subject.path)
    named = id_claim(subject.operation_id or "", method, subject.path)
    said = first_verb(subject.summary)
    if method == "GET" and not (path and path.is_plain and _may_order(subject)):
        return None
    if method in _SILENT or not (said or named or (path and method != "DELETE")):
        return None
    return _Case(path, named, said)


def _is_ordered(subject: Subject) -> bool:
    return says_to_stop(subject.summary) or says_to_stop(subject.description)


def _may_order(subject: Subject) -> bool:
    """Tell whether the sentences order to stop, or there are none."""
    said = subject.description or subject.summary or ""
    return _is_ordered(subject) or (said.isascii() and " " not in said)


def _speaks_of_a_stop(case: _Case, subject: Subject) -> bool:
    """Tell whether the stop is a thing, such as a bus has."""
    if case.said or case.verbs != {"stop"}:
        return False
    return is_about_a_stop(subject.summary or subject.description) and not _is_ordered(subject)


def _kinds(case: _Case, subject: Subject) -> set[Kind]:
    """Return what kinds of thing the operation acts on, by its names and its sentences."""
    kinds = {_kind(claim.thing, claim.context) for claim in case.claims}
    kinds |= kinds_of_object(subject.summary) or kinds_of_object(subject.description)
    if kinds <= {None}:
        kinds.add(_kind((), things_of_path(subject.path)))
    return {kind for kind in kinds if kind}


def _kind(thing: Words, context: tuple[Words, ...]) -> Kind | None:
    """Return what a thing is by its own name, else by the name before it.

    What stands before that only tells agreements: a part of an order is no run, but a part of a
    run need not be one.
    """
    kind: Kind | None = None
    words = thing
    for index, before in enumerate(((), *context[:3])):
        words = (*before, *words)
        wider = kind_of(words)
        if index < 2 or wider in _AGREED:
            kind = wider or kind
        if kind not in _UNCLEAR:
            break
    return kind


def _verdict(case: _Case, kinds: set[Kind], subject: Subject) -> Stops | None:
    """Judge a plain verb by what it acts on."""
    plans = case.verbs <= PLAN_VERBS
    runs = not kinds.isdisjoint(_RUNS - {Kind.HOST} if case.verbs == {"cancel"} else _RUNS)
    if Kind.BUSINESS in kinds:
        return Stops.MAYBE if runs else None
    if plans and (Kind.UNDONE in kinds or (Kind.PLAN in kinds and not runs)):
        return None
    if Kind.DOUBT in kinds or not (runs or _is_sure(case, subject)):
        return Stops.MAYBE
    return Stops.YES if _is_backed(case, subject) else Stops.MAYBE


def _is_sure(case: _Case, subject: Subject) -> bool:
    """Tell whether the verb alone will do, whatever it acts on."""
    return bool(case.verbs - PLAN_VERBS) and bool(case.claims) and subject.method.upper() != "GET"


def _is_backed(case: _Case, subject: Subject) -> bool:
    """Tell whether nothing that had to be said too is missing, or says something else."""
    if subject.method.upper() == "GET":
        return _is_ordered(subject)
    identifier = subject.operation_id or ""
    return bool(case.claims) or not leading_verb(identifier, subject.method, subject.path)


def _verdict_of_weak(case: _Case, kinds: set[Kind]) -> Stops | None:
    """Judge a verb that may be about something else than what runs."""
    if Kind.BUSINESS in kinds:
        return None
    if any(claim.verb == ("end",) for claim in case.claims) and Kind.PLAN in kinds:
        return Stops.MAYBE
    parting = all(claim.verb in PARTING_VERBS for claim in case.claims)
    return None if parting and kinds.isdisjoint(_RUNS) else Stops.MAYBE
