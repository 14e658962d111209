from __future__ import annotations

import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from descriptions import PATH, Tree, openapi, provider, response, stop
from stopgen.diagnostic import collect
from stopgen.model import Operation, Outcome, OutcomeRule, Purpose, Response, RunStates
from stopgen.targets.report.diagram import draw

TEXTS = st.text(max_size=70)
RULES = st.builds(
    OutcomeRule,
    status=st.sampled_from(["200", "2XX", "409", "default"]),
    outcome=st.sampled_from(Outcome),
    pointer=st.none() | st.tuples(TEXTS) | st.just(()),
    equals=st.none() | st.booleans() | TEXTS,
)
OPERATIONS = st.builds(
    Operation,
    name=st.just("stop"),
    method=st.just("POST"),
    path=st.just("/stop"),
    responses=st.lists(
        st.builds(Response, status=st.sampled_from(["200", "204", "409", "5XX", "default"])),
        max_size=6,
        unique_by=lambda answer: answer.status,
    ).map(tuple),
    rules=st.lists(RULES, max_size=60).map(tuple),
    states=st.none() | st.builds(RunStates, pointer=st.tuples(TEXTS), ended=st.tuples(TEXTS)),
)


def said(operation: Operation) -> list[str]:
    return list(draw(operation).sentences)


def operation(**members: Any) -> Operation:
    return Operation(name="stop", method="POST", path="/stop", **members)


def test_what_nobody_documents_is_drawn_as_clients_take_it() -> None:
    assert said(operation()) == ["2XX: ACCEPTED", "other: StatusError"]


def test_a_rule_comes_before_what_it_leaves() -> None:
    rule = OutcomeRule(
        status="409", outcome=Outcome.NOTHING_RUNNING, pointer=("a", "b"), equals=None
    )
    answers = (Response(status="204"), Response(status="409"))
    assert said(operation(responses=answers, rules=(rule,))) == [
        "204: ACCEPTED",
        "409, a.b is null: NOTHING_RUNNING",
        "409, anything else: ConflictError",
        "other: StatusError",
    ]


def test_a_status_that_says_all_leaves_nothing() -> None:
    rules = (
        OutcomeRule(status="410", outcome=Outcome.ALREADY_FINISHED),
        OutcomeRule(status="410", outcome=Outcome.STOPPED, pointer=("x",), equals=1),
    )
    assert "410: ALREADY_FINISHED" in said(operation(rules=rules))
    assert not any("STOPPED" in sentence for sentence in said(operation(rules=rules)))


def test_a_rule_for_a_range_speaks_of_each_documented_status_in_it() -> None:
    rule = OutcomeRule(status="2XX", outcome=Outcome.STOPPED, pointer=("ok",), equals=True)
    answers = (Response(status="200"), Response(status="202"))
    drawn = said(operation(responses=answers, rules=(rule,)))
    assert {"200, ok is true: STOPPED", "202, ok is true: STOPPED"} <= set(drawn)


def test_states_are_told_instead_of_outcomes() -> None:
    states = RunStates(
        pointer=("state",), running=("busy",), ended=("done", "dead"), stopped=("dead",)
    )
    assert said(operation(states=states, purpose=Purpose.STATUS)) == [
        '2XX, state is "busy": still running',
        '2XX, state is "done": finished',
        '2XX, state is "dead": stopped',
        "2XX, anything else: not documented",
        "other: StatusError",
    ]


@given(OPERATIONS)
def test_no_box_lies_over_another_and_all_are_inside(made: Operation) -> None:
    drawn = draw(made)
    branches = [branch for fork in drawn.forks for branch in fork.branches]
    assert len(branches) == len(drawn.sentences)
    edges = [(branch.top, branch.top + branch.height) for branch in branches]
    assert all(above[1] < below[0] for above, below in itertools.pairwise(edges))
    assert edges[0][0] > 0
    assert edges[-1][1] < drawn.height
    for branch in branches:
        assert 1 <= len(branch.verdict.lines) <= 4
        assert all(len(line) <= 20 for line in (branch.test.lines if branch.test else ()))


def test_it_is_drawn_of_what_is_found_in_documents() -> None:
    answer: Tree = {"type": "object", "properties": {"stopped": {"type": "boolean"}}}
    from stopgen.classify import classify

    made, _ = collect(
        classify(provider(openapi({PATH: stop(responses={"200": response(answer)})})))
    )
    assert said(made.operations[0])[:2] == [
        "200, stopped is true: STOPPED",
        "200, stopped is false: NOTHING_RUNNING",
    ]
