"""Joins what two documents tell about runs, limits, servers and keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

from stopgen import placeholders
from stopgen.diagnostic import Checked
from stopgen.disagreement import FIRST, LOOSER, Side, key, listing, show
from stopgen.link.lists import Lists
from stopgen.link.wire import Accounts
from stopgen.model import OutcomeRule, RateLimit, Requirement, RunStates, SecurityScheme, Server

Schemes: TypeAlias = Mapping[str, SecurityScheme]


def join_security(
    both: Accounts, here: Schemes, there: Schemes
) -> Checked[tuple[Requirement, ...]]:
    """Return the way of showing who is calling; where the documents differ, the first one counts."""
    ours = [credentials(requirement, here) for requirement in both.here.security]
    theirs = [credentials(requirement, there) for requirement in both.there.security]
    if set(ours) == set(theirs):
        return both.here.security
    sides = both.sides("security", " or ".join(ours) or "none", " or ".join(theirs) or "none")
    yield both.sent.pair.differ("the security", both.name, *sides, FIRST)
    return both.here.security or both.there.security


def credentials(requirement: Requirement, schemes: Schemes) -> str:
    """Return what travels with a call, in words; how a document calls that does not matter."""
    words = [_credential(schemes[name]) if name in schemes else name for name in requirement]
    return " and ".join(sorted(words)) or "no key"


def _credential(scheme: SecurityScheme) -> str:
    return f"{scheme.kind} '{scheme.name}'" if scheme.name else str(scheme.kind)


def join_servers(both: Accounts) -> Checked[tuple[Server, ...]]:
    """Return where the platform answers; where the documents differ, the first one counts."""
    ours, theirs = both.here.servers, both.there.servers
    if list(map(_address, ours)) == list(map(_address, theirs)):
        return ours
    says = [listing(server.url for server in servers) or "none" for servers in (ours, theirs)]
    sides = (
        Side(says[0], ours[0].origin if ours else both.here.origin),
        Side(says[1], theirs[0].origin if theirs else both.there.origin),
    )
    yield both.sent.pair.differ("the servers", both.name, *sides, FIRST)
    return ours or theirs


def _address(server: Server) -> tuple[object, ...]:
    variables = [(each.name, each.default, each.values) for each in server.variables]
    return server.url, tuple(variables)


def join_rules(both: Accounts) -> Checked[tuple[OutcomeRule, ...]]:
    """Return the outcome rules of both; of two that contradict each other the first one counts."""
    ours = {_condition(rule): rule for rule in both.here.rules}
    for rule in both.there.rules:
        known = ours.setdefault(_condition(rule), rule)
        if known.outcome != rule.outcome:
            sides = Side(known.outcome, known.origin), Side(rule.outcome, rule.origin)
            fact = f"the outcome of an answer {rule.status}"
            yield both.received.pair.differ(fact, both.name, *sides, FIRST)
    return tuple(ours.values())


def _condition(rule: OutcomeRule) -> tuple[object, ...]:
    return rule.status, rule.pointer, key(rule.equals)


def join_rate_limits(both: Accounts) -> Checked[tuple[RateLimit, ...]]:
    """Return the rate limits of both; a client must not hold back a stop that would be taken."""

    def subject(limit: RateLimit) -> str:
        return f"the rate limit of the tier '{limit.tier}' of {both.name}"

    def join(here: RateLimit, there: RateLimit, subject: str) -> Checked[RateLimit]:
        if _rate(here) != _rate(there) or here.seconds != there.seconds:
            sides = Side(_spell(here), here.origin), Side(_spell(there), there.origin)
            yield both.received.pair.differ("the number", subject, *sides, LOOSER)
        return there if _rate(there) > _rate(here) else here

    places = both.here.origin, both.there.origin
    pair, ours, theirs = both.received.pair, both.here.rate_limits, both.there.rate_limits
    return (yield from Lists(pair, ours, theirs, places, subject).join(join))


def _rate(limit: RateLimit) -> float:
    """Return calls per second."""
    return float("inf") if limit.requests is None else limit.requests / (limit.seconds or 1)


def _spell(limit: RateLimit) -> str:
    return "none" if limit.requests is None else f"{limit.requests} in {limit.seconds} s"


def join_states(both: Accounts) -> Checked[RunStates | None]:
    """Return the states of a run; one that only one document takes for an end can still be stopped."""
    ours, theirs = both.here.states, both.there.states
    if ours is None or theirs is None:
        return ours or theirs
    if ours.pointer != theirs.pointer:
        sides = both.sides(
            "x-run-states", show("/".join(ours.pointer)), show("/".join(theirs.pointer))
        )
        yield both.received.pair.differ("where the state stands", both.name, *sides, FIRST)
        return ours
    running = tuple(dict.fromkeys((*ours.running, *theirs.running)))
    ended = tuple(dict.fromkeys((*ours.ended, *theirs.ended)))
    if {*ours.running} != {*theirs.running} or {*ours.ended} != {*theirs.ended}:
        sides = both.sides("x-run-states", _states(ours), _states(theirs))
        yield both.received.pair.differ("the states", both.name, *sides, "all of them count")
    ended = tuple(state for state in ended if state not in running)
    stopped = tuple(state for state in ended if state in {*ours.stopped, *theirs.stopped})
    return replace(ours, running=running, ended=ended, stopped=stopped)


def _states(states: RunStates) -> str:
    return f"{listing(states.running)} before {listing(states.ended)}"


def join_status_operation(both: Accounts) -> Checked[tuple[str, str] | None]:
    """Return the call that tells how the run stands."""
    ours, theirs = both.here.status_operation, both.there.status_operation
    if ours is None or theirs is None:
        return ours or theirs
    if (ours[0], placeholders.blank(ours[1])) != (theirs[0], placeholders.blank(theirs[1])):
        sides = both.sides("x-status-operation", " ".join(ours), " ".join(theirs))
        yield both.received.pair.differ("the status call", both.name, *sides, FIRST)
    return ours
