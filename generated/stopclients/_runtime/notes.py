"""Says in one line what a stop came to, for the notes of exceptions."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from .outcomes import Evidence, StopResult
from .runs import RunBase, RunState


def account(run: RunBase[Any], grace: float) -> str:
    """Say what became of a run's stop.

    Args:
        run: The run.
        grace: How many seconds its answer was waited for.
    """
    match run.state:
        case RunState.UNBOUND | RunState.REMEMBERED | RunState.BOUND:
            return "stop not sent: the run's call was not known"
        case RunState.STOPPING:
            return f"stop sent: no answer within {grace:g} s"
        case RunState.FINISHED:
            return "stop not needed: the run had ended by itself"
        case RunState.ANSWERED | RunState.FAILED:
            return _told(run.answer)


def _told(answer: StopResult[Any] | Exception | None) -> str:
    if answer is None:
        return "stop sent"
    if isinstance(answer, Exception):
        return f"stop failed: {type(answer).__name__}: {answer}"
    basis = f"status {answer.status}" if answer.evidence is Evidence.STATUS else answer.evidence
    words = f": {answer.message}" if answer.message else ""
    return f"stop answered: {answer.outcome} ({basis.lower()}){words}"


def add_note(error: BaseException, note: str) -> None:
    """Add a note to an exception, unless it is one that cannot be changed."""
    with suppress(AttributeError, TypeError):
        error.add_note(note)
