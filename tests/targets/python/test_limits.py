"""The limits of plans become data that is safe for every operation."""

from __future__ import annotations

import ast

import pytest

from stopgen.model import Operation, RateLimit
from stopgen.targets.python.build_limits import build_limits


def operation(*limits: tuple[str, int | None, int | None]) -> Operation:
    return Operation(
        name="stop_run",
        method="POST",
        path="/stop",
        rate_limits=tuple(
            RateLimit(tier=tier, requests=requests, seconds=seconds)
            for tier, requests, seconds in limits
        ),
    )


def built(*operations: Operation) -> dict[str, str]:
    return {limit.name: limit.value for limit in build_limits(operations)}


def test_each_plan_is_one_limit_in_the_documents_order() -> None:
    assert built(operation(("pro", 200, 60), ("free", 5, 3600))) == {
        "pro": "RateLimit(200, 60, 'pro')",
        "free": "RateLimit(5, 3600, 'free')",
    }


@pytest.mark.parametrize(
    "numbers", [(None, None), (None, 60), (5, None), (0, 60), (5, 0), (-1, 60)]
)
def test_a_plan_without_usable_numbers_is_left_to_a_contract(
    numbers: tuple[int | None, int | None],
) -> None:
    (limit,) = build_limits([operation(("enterprise", *numbers))])

    assert (limit.type, limit.value) == ("ContractRateLimit", "ContractRateLimit('enterprise')")


def test_of_several_operations_the_strictest_counts() -> None:
    assert built(operation(("free", 5, 60)), operation(("free", 100, 3600))) == {
        "free": "RateLimit(100, 3600, 'free')"
    }


def test_names_are_free_and_text_stays_data() -> None:
    limits = built(operation(("count", 1, 1), ("Team+", 1, 1), ("team", 1, 1), ("'\n)", 1, 1)))

    assert list(limits) == ["count_2", "team", "team_2", "value"]
    assert all(
        isinstance(ast.parse(value, mode="eval").body, ast.Call) for value in limits.values()
    )


def test_without_limits_there_is_nothing() -> None:
    assert built(operation()) == {}
