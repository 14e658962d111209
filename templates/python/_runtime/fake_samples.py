"""Chooses among documented answers, and fits them to what happened."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, cast

from .declare import Rule
from .decode import find
from .fake_check import Problem
from .fake_declare import Route, Sample
from .fake_exchange import Reply
from .outcomes import Outcome
from .unset import UNSET


def documented(route: Route, status: int) -> Sample | None:
    """Find an answer of a status that reports a failure, or a success, and no outcome besides."""
    for spelled in (str(status), f"{status // 100}XX", "default"):
        for sample in route.samples:
            if sample.status == spelled and not _tells(route, sample):
                return sample
    return None


def _tells(route: Route, sample: Sample) -> bool:
    """Tell whether an answer that is no success has an outcome."""
    return not sample.status.startswith("2") and any(
        rule.status == sample.status and (rule.at is None or _has(sample, rule))
        for rule in route.rules
    )


def _has(sample: Sample, rule: Rule) -> bool:
    found = find(sample.body, rule.at or ())
    return found == rule.equals and isinstance(found, bool) == isinstance(rule.equals, bool)


def plain(route: Route) -> Reply:
    """Make the success that the documents show first."""
    for sample in route.samples:
        if sample.status.startswith("2"):
            return reply_of(sample)
    return Reply(json={})


def with_outcome(route: Route, outcome: Outcome) -> Reply | None:
    """Make an answer that means an outcome; None where the documents know no such answer."""
    rule = next((rule for rule in route.rules if rule.outcome is outcome), None)
    if rule is None:
        return None
    samples = [sample for sample in route.samples if sample.status == rule.status]
    sample = next((known for known in samples if _has(known, rule)), None)
    if sample or rule.at is None:
        return reply_of(sample or next(iter(samples), Sample(rule.status)))
    body = samples[0].body if samples else None
    return Reply(status=_number(rule.status), json=put(body, rule.at, rule.equals))


def nothing_to_stop(route: Route) -> Reply:
    """Make the answer for a run that does not run any more."""
    finished = with_outcome(route, Outcome.ALREADY_FINISHED)
    return finished or with_outcome(route, Outcome.NOTHING_RUNNING) or plain(route)


def refusal(route: Route | None, problem: Problem) -> Reply:
    """Answer what is not allowed, as documented for the operation where that is known."""
    statuses = (400, 422) if problem.status == 400 else (problem.status,)
    for status in statuses if route else ():
        if route and (sample := documented(route, status)):
            return reply_of(sample, status, text=problem.text)
    headers = {"Allow": problem.allow} if problem.allow else {}
    return Reply(status=problem.status, json={"message": problem.text}, headers=headers)


def reply_of(sample: Sample, status: int | None = None, *, text: str | None = None) -> Reply:
    """Make a reply of a documented answer.

    Args:
        sample: The answer.
        status: The status, for one that is documented as a range.
        text: What the message says instead.
    """
    body = sample.body
    if text is not None and sample.message is not None and body is not UNSET:
        body = put(body, sample.message, text)
    return Reply(status=status or _number(sample.status), json=body)


def put(body: object, at: tuple[str, ...], value: object) -> object:
    """Return a copy of JSON with a value at a place, whatever was there."""
    if not at:
        return value
    whole: dict[str, object] = deepcopy(cast("Any", body)) if isinstance(body, dict) else {}
    whole[at[0]] = put(whole.get(at[0]), at[1:], value)
    return whole


def personal(body: object, values: Mapping[str, str]) -> object:
    """Return a copy of JSON in which members that are named like values of the path have these."""
    if isinstance(body, list):
        return [personal(item, values) for item in cast("list[object]", body)]
    if not isinstance(body, dict):
        return body
    return {
        name: values[name] if name in values and isinstance(item, str) else personal(item, values)
        for name, item in cast("dict[str, object]", body).items()
    }


def _number(status: str) -> int:
    if status.isdecimal():
        return int(status)
    return int(status[0]) * 100 if status[:1].isdecimal() else 500
