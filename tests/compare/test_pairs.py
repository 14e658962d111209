"""What each kind of edit means to callers, against a table that was labelled by hand."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import pytest

from compare.pairs import PAIRS, Pair
from compare.provided import provided
from compare.signatures import takes_all_calls
from stopgen.compare import Change, Kind, Level, changes
from stopgen.compare.face import Face

_OPPOSITES = """
added removed, required-parameter-added parameter-removed, parameter-required parameter-optional,
parameter-retyped parameter-widened,
parameter-retyped parameter-limits-tightened, limits-tightened limits-loosened, deprecated undeprecated,
parameter-field-required parameter-field-removed, field-required field-optional,
answer-retyped answer-narrowed, auth-required auth-optional, server-documented server-removed,
raised lowered, refined lost, error-became-outcome outcome-became-error
"""
OPPOSITES = [tuple(pair.split()) for pair in _OPPOSITES.split(",")]
ITS_OWN = ("renamed", "respelled", "moved", "retyped", "changed")
ELSEWHERE = {
    Kind.CONFIRMATION_ADDED,
    Kind.CONFIRMATION_REMOVED,
    Kind.DOCUMENTS_CHANGED,
    Kind.ENVIRONMENT_CHANGED,
    Kind.POSITIONAL_ARGUMENTS_CHANGED,
    Kind.PROVIDER_ADDED,
    Kind.PROVIDER_REMOVED,
    Kind.RUN_STATES_CHANGED,
    Kind.SERVER_VALUE_ADDED,
    Kind.SERVER_VALUE_REMOVED,
}
"""Kinds that ``test_compare.py`` shows."""


def found(old: str, new: str, name: str) -> list[Change]:
    return changes(provided(name, old), provided(name, new))


def opposites(kind: Kind) -> set[str]:
    """What a change of a kind can look like to somebody who goes the other way."""
    both = [*OPPOSITES, *((other, one) for one, other in OPPOSITES)]
    stems = {kind.removesuffix(one) + other for one, other in both if kind.endswith(one)}
    return stems | ({kind} if kind.endswith(ITS_OWN) else set())


def unanswered(kinds: Iterable[Kind], others: Iterable[Kind]) -> list[Kind]:
    return [kind for kind in kinds if opposites(kind).isdisjoint(others)]


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_an_edit_is_what_people_say_it_is(pair: Pair) -> None:
    made = found(pair.before, pair.after, pair.document)
    assert {change.kind: change.level for change in made} == pair.changes


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_undoing_an_edit_is_the_opposite_of_it(pair: Pair) -> None:
    there = [change.kind for change in found(pair.before, pair.after, pair.document)]
    back = [change.kind for change in found(pair.after, pair.before, pair.document)]
    assert unanswered(there, back) == unanswered(back, there) == []


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_a_change_says_where_it_is_on_both_sides(pair: Pair) -> None:
    for change in found(pair.before, pair.after, pair.document):
        alone = {Kind.OPERATION_ADDED: "before", Kind.OPERATION_REMOVED: "after"}.get(change.kind)
        assert [side for side in ("before", "after") if not getattr(change, side)] == [
            side for side in [alone] if side
        ]


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_calls_that_were_right_stay_right_unless_the_edit_is_breaking(pair: Pair) -> None:
    old, new = provided(pair.document, pair.before), provided(pair.document, pair.after)
    is_breaking = Level.BREAKING in pair.changes.values()
    assert is_breaking or takes_all_calls(Face.of(old[0]), Face.of(new[0]))


def test_names_of_edits_are_their_own() -> None:
    assert len({pair.name for pair in PAIRS}) == len(PAIRS) >= 40


def test_the_table_has_every_kind_that_an_edit_of_one_of_these_documents_can_be() -> None:
    shown = set(chain.from_iterable(pair.changes for pair in PAIRS))
    assert set(Kind) - shown == ELSEWHERE
