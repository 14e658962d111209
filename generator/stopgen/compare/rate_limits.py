"""Compares how often each plan may call."""

from __future__ import annotations

from collections.abc import Iterator

from stopgen.compare.change import Change, say
from stopgen.compare.kinds import Kind
from stopgen.compare.sides import Sides
from stopgen.model import RateLimit
from stopgen.targets.python.build_limits import rate, strictest


def compare_rate_limits(sides: Sides) -> Iterator[Change]:
    """Yield what changed in the limits that the package knows."""
    old, new = strictest(sides.old.stops), strictest(sides.new.stops)
    for tier in (*new, *(tier for tier in old if tier not in new)):
        before, after = old.get(tier), new.get(tier)
        spot = sides.at(f"rate limit {tier}", before, after)
        if before and after:
            yield from _compare(spot, before, after)
        elif after:
            yield spot.change(Kind.RATE_LIMIT_ADDED, say(f"the plan has {_spell(after)}"))
        else:
            yield spot.change(Kind.RATE_LIMIT_REMOVED, say("the plan has no documented limit"))


def _compare(sides: Sides, old: RateLimit, new: RateLimit) -> Iterator[Change]:
    if (old.requests, old.seconds) == (new.requests, new.seconds):
        return
    yield sides.change(_kind(old, new), say(f"{_spell(old)} became {_spell(new)}"))


def _kind(old: RateLimit, new: RateLimit) -> Kind:
    before, after = rate(old), rate(new)
    if before is None or after is None:
        return Kind.RATE_LIMIT_RETYPED
    is_lower = (after, new.requests or 0) < (before, old.requests or 0)
    return Kind.RATE_LIMIT_LOWERED if is_lower else Kind.RATE_LIMIT_RAISED


def _spell(limit: RateLimit) -> str:
    if rate(limit) is None:
        return "a limit by contract"
    return f"{limit.requests} calls in {limit.seconds} s"
