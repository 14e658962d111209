"""Builds the rate limits that the documents name for each plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

from stopgen import model
from stopgen.targets.python import view
from stopgen.targets.python.literals import literal
from stopgen.targets.python.names import argument_name, distinct

_TUPLE_METHODS: Final = ("count", "index")


def build_limits(operations: Iterable[model.Operation]) -> Iterator[view.RateLimit]:
    """Yield one limit for each plan; where operations differ, the strictest is safe for all."""
    tiers: dict[str, list[model.RateLimit]] = {}
    for operation in operations:
        for limit in operation.rate_limits:
            tiers.setdefault(limit.tier, []).append(limit)
    names = distinct((argument_name(tier) for tier in tiers), _TUPLE_METHODS)
    for name, (tier, limits) in zip(names, tiers.items(), strict=True):
        yield _spelled(name, tier, limits)


def _spelled(name: str, tier: str, limits: Iterable[model.RateLimit]) -> view.RateLimit:
    rates = [
        (Fraction(limit.requests, limit.seconds), limit.requests, limit.seconds)
        for limit in limits
        if limit.requests and limit.seconds and limit.requests > 0 and limit.seconds > 0
    ]
    if not rates:
        contract = f"ContractRateLimit({literal(tier)})"
        return view.RateLimit(name=name, type="ContractRateLimit", value=contract)
    _, requests, seconds = min(rates)
    value = f"RateLimit({requests}, {seconds}, {literal(tier)})"
    return view.RateLimit(name=name, type="RateLimit", value=value)
