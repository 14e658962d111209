"""Decides which calls can be asked how a run stands, and builds what they add to the clients."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from stopgen import model, placeholders
from stopgen.targets.python import view
from stopgen.targets.python.build_operation import constant_value
from stopgen.targets.python.docs import docstring, prose, section
from stopgen.targets.python.literals import literal
from stopgen.targets.python.names import distinct

CONFIRM = "confirm"
CONFIRM_TEXT = "How to find out whether the run has stopped; None to believe the answer"
_RESULT = (
    "What became of the run; for one that had ended, ``evidence`` is POLLED and ``observed_state`` is "
    "its state"
)
_CHECK = "stop_if_running"
_INDENT = 8
_MOST_WORDS = 8


def status_calls(
    operations: Sequence[model.Operation],
) -> dict[tuple[str, str], model.Operation]:
    """Return, for each stop that has one, the call that can be asked about the same run."""
    known = {op.key: op for op in operations if op.states is not None}
    asked = ((op, known.get(op.status_operation)) for op in operations if op.status_operation)
    return {op.key: status for op, status in asked if status and _needs_no_more(status, op)}


def _needs_no_more(status: model.Operation, stop: model.Operation) -> bool:
    """Tell whether what a stop is told says enough to ask how its run stands."""
    given = set(placeholders.names(stop.path))
    needs_more = any(
        parameter.required and constant_value(parameter) is None
        for parameter in status.parameters
        if parameter.location is not model.Location.PATH
    )
    has_body = status.body is not None and status.body.required
    return given.issuperset(placeholders.names(status.path)) and not needs_more and not has_body


def state_constants(operations: Iterable[model.Operation], constants: Sequence[str]) -> list[str]:
    """Name the states of each status call; those of a platform's only one are ``RUN_STATES``."""
    named = [
        f"{constant}_STATES"
        for op, constant in zip(operations, constants, strict=True)
        if op.states
    ]
    return ["RUN_STATES"] if len(named) == 1 else distinct(named, constants)


def build_states(states: model.RunStates, constant: str) -> view.RunStates:
    """Spell what a status call tells as data."""
    return view.RunStates(
        constant=constant,
        pointer=literal(states.pointer),
        running=literal(states.running),
        stopped=literal(states.stopped),
        finished=literal(tuple(word for word in states.ended if word not in states.stopped)),
    )


def check_names(stops: Iterable[str], taken: Iterable[str]) -> list[str]:
    """Name the methods that ask first, each after its stop unless there is one only."""
    names = [f"{name}_if_running" for name in stops]
    return distinct([_CHECK] if len(names) == 1 else names, taken)


def build_checks(
    stops: Mapping[str, model.Operation], methods: Sequence[view.Method]
) -> Iterator[view.Method]:
    """Yield a method that asks first for each stop whose run can be asked about.

    Args:
        stops: The status calls by the names of the methods that stop.
        methods: All other methods.
    """
    by_name = {method.name: method for method in methods}
    for name, free in zip(stops, check_names(stops, by_name), strict=True):
        status = next(m.name for m in methods if m.is_status and m.wire == stops[name].key)
        yield replace(
            by_name[name],
            name=free,
            checks=True,
            doc=_doc(by_name[name], status, stops[name].states or model.RunStates(pointer=())),
        )


def _doc(stop: view.Method, status: str, states: model.RunStates) -> str:
    words = ", ".join(map(repr, states.ended[:_MOST_WORDS]))
    arguments = [(a.name, a.text) for a in (*stop.positional, *stop.keywords)]
    return docstring(
        [
            "Ask how the run stands, and stop it unless it has ended.",
            prose(
                f"It has ended in one of the states {words}. Otherwise, and in a state that the documents "
                f"do not name, it is stopped as ``{stop.name}`` does.",
                _INDENT,
            ),
            section("Args", [*arguments, (CONFIRM, CONFIRM_TEXT)], _INDENT),
            section("Returns", [("", _RESULT)], _INDENT),
            section(
                "Raises", [("StopError", f"What ``{status}`` or ``{stop.name}`` raises")], _INDENT
            ),
        ]
    )
