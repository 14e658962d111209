"""Turns the extension keys of readers and overlays into parts of the model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stopgen.description import Json
from stopgen.diagnostic import Checked, Code, Diagnostic, error
from stopgen.model import Outcome, OutcomeRule, RateLimit, RunStates
from stopgen.node import Node
from stopgen.references import read

_CHOICES: Final = ", ".join(Outcome)


def lower_status(text: str) -> str:
    """Return a status as the model spells it: ``200``, ``4XX`` or ``default``."""
    return text.lower() if text.lower() == "default" else text.upper()


def lower_call(node: Node) -> tuple[str, str] | None:
    """Lower the name of a call, such as ``GET /tasks/{id}``, into method and path."""
    method, _, path = (node.text or "").partition(" ")
    return (method.upper(), path) if path else None


def lower_rate_limits(node: Node) -> Iterator[RateLimit]:
    """Lower ``x-rate-limits``."""
    for entry in node.items():
        yield RateLimit(
            tier=entry["tier"].text or "",
            requests=entry["requests"].number,
            seconds=entry["seconds"].number,
            origin=entry.origin,
        )


def lower_states(node: Node) -> RunStates | None:
    """Lower ``x-run-states``."""
    if not node:
        return None
    return RunStates(
        pointer=_names(node["pointer"]) or (),
        running=node["running"].texts,
        ended=node["ended"].texts,
        stopped=node["stopped"].texts,
    )


def lower_rules(node: Node) -> Checked[tuple[OutcomeRule, ...]]:
    """Lower ``x-stop-outcomes``, the outcome rules that somebody wrote by hand."""
    if node and not isinstance(node.value, list):
        yield _bad(node, "outcome rules stand in a list")
    rules: list[OutcomeRule] = []
    for entry in node.items():
        rule = _rule(entry)
        if isinstance(rule, Diagnostic):
            yield rule
        else:
            rules.append(rule)
    return tuple(rules)


def _rule(entry: Node) -> OutcomeRule | Diagnostic:
    outcome, status, equals = entry["outcome"].text, entry["status"].value, entry["equals"].value
    if outcome not in set(Outcome) or not isinstance(status, str | int):
        return _bad(entry, f"an outcome rule needs a status and an outcome, one of {_CHOICES}")
    if "equals" in entry and "pointer" not in entry:
        return _bad(entry, "an outcome rule that compares a value needs a pointer to it")
    if "pointer" in entry and _names(entry["pointer"]) is None:
        return _bad(entry, "the pointer of an outcome rule is empty or begins with a slash")
    if not _is_plain(equals):
        return _bad(entry, "an outcome rule compares with a text, a number, true, false or null")
    return OutcomeRule(
        status=lower_status(str(status)),
        outcome=Outcome(outcome),
        pointer=_names(entry["pointer"]) if "pointer" in entry else None,
        equals=equals,
        origin=entry.origin,
    )


def _bad(node: Node, sentence: str) -> Diagnostic:
    return error(Code.BAD_OUTCOME_RULE, node.origin.position, sentence)


def _is_plain(value: Json) -> bool:
    return not isinstance(value, list | dict)


def _names(node: Node) -> tuple[str, ...] | None:
    """Return the property names of a JSON pointer, None if the value is none."""
    pointer = None if node.text is None else read(node.text)
    return None if pointer is None else tuple(map(str, pointer))
