"""Builds the rate limits that the documents name for each plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from stopgen import model
from stopgen.targets.python import view
from stopgen.targets.python.literals import literal
from stopgen.targets.python.names import argument_name, distinct

_TUPLE_METHODS: Final = ("count", "index")


def build_limits(operations: Iterable[model.Operation]) -> Iterator[view.RateLimit]:
    """Yield one limit for each plan."""
    limits = strictest(operations)
    names = distinct((argument_name(tier) for tier in limits), _TUPLE_METHODS)
    for name, limit in zip(names, limits.values(), strict=True):
        yield _spelled(name, limit)


def strictest(operations: Iterable[model.Operation]) -> dict[str, model.RateLimit]:
    """Return the limit of each plan: where operations differ, the strictest is safe for all.

    Returns:
        Limits by plan; one without a usable number has none at all.
    """
    tiers: dict[str, list[model.RateLimit]] = {}
    for operation in operations:
        for limit in operation.rate_limits:
            tiers.setdefault(limit.tier, []).append(limit)
    return {tier: _strictest(limits) for tier, limits in tiers.items()}


def rate(limit: model.RateLimit) -> Fraction | None:
    """Return calls per second; None for a limit without usable numbers."""
    requests, seconds = limit.requests or 0, limit.seconds or 0
    return Fraction(requests, seconds) if requests > 0 and seconds > 0 else None


def _strictest(limits: Sequence[model.RateLimit]) -> model.RateLimit:
    usable = [(known, limit.requests or 0, limit) for limit in limits if (known := rate(limit))]
    if not usable:
        return replace(limits[0], requests=None, seconds=None)
    return min(usable, key=lambda entry: entry[:2])[2]


def _spelled(name: str, limit: model.RateLimit) -> view.RateLimit:
    tier = literal(limit.tier)
    if limit.requests is None:
        return view.RateLimit(
            name=name, type="ContractRateLimit", value=f"ContractRateLimit({tier})"
        )
    value = f"RateLimit({limit.requests}, {limit.seconds}, {tier})"
    return view.RateLimit(name=name, type="RateLimit", value=value)
