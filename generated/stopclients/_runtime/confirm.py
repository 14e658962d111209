"""Asks how runs stand, without I/O: on request, before a stop, and after one until it is known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .answers import as_text, documented, failure, read_body, spellings
from .context import Context
from .declare import Operation, PathValue, Platform, RunStates
from .decode import find, parse
from .errors import ConfigurationError, StopError
from .flow import call_flow, stop_flow
from .outcomes import Evidence, Outcome, StopResult
from .policy import Pause
from .poll import Poll, RunStatus
from .protocols import HttpHeaders
from .request import Call
from .steps import Flow
from .transport import Received
from .unset import UNSET
from .watch import Watch


def status_flow(
    context: Context, call: Call, defaults: HttpHeaders, within: float | None = None
) -> Flow[RunStatus[Any]]:
    """Ask how a run stands.

    Args:
        context: What the client was told.
        call: What the caller gave.
        defaults: Headers that the HTTP client adds to every request.
        within: Seconds that this may take.

    Raises:
        StopError: As for a stop.
    """
    return call_flow(context, call, defaults, read_status, within)


def read_status(
    platform: Platform, operation: Operation, received: Received, attempts: int = 1
) -> RunStatus[Any]:
    """Read how a run stands out of an answer.

    Args:
        platform: Who answered.
        operation: What was asked for.
        received: The answer.
        attempts: How many requests it took.

    Raises:
        StatusError: The answer is not a success.
    """
    parsed = parse(received.content)
    statuses = spellings(received.status)
    if statuses[1] != "2XX":
        raise failure(platform, operation, received, parsed)
    states = operation.states or RunStates(())
    state = as_text(find(parsed, states.at))
    return RunStatus(
        state,
        states.outcome(state),
        status=received.status,
        body=read_body(
            documented(operation.answers, statuses, is_error=False), parsed, received.content
        ),
        raw=received.content,
        attempts=attempts,
    )


def confirm_flow(
    context: Context, call: Call, defaults: HttpHeaders, poll: Poll | None
) -> Flow[StopResult[Any]]:
    """Stop a run, unless the answer is known, and ask how it stands until it has ended.

    A status call that fails never costs the stop's result: what its answer says stays.
    """
    asked = None if poll is None or poll.look else _status_call(call)
    result = poll.known if poll else None
    if result is None:
        result = yield from stop_flow(context, call, defaults)
    if poll is None or asked is None:
        return result
    watch, seconds = Watch(result, poll, context.policy.clock), 0.0
    while watch.is_open:
        try:
            yield Pause(seconds)  # also at first, to learn whether the client was closed
            watch.saw((yield from status_flow(context, asked, defaults, watch.left)))
        except StopError as error:
            watch.failed(error)
        seconds = watch.pause
    return watch.result


def stop_if_running_flow(
    context: Context, call: Call, defaults: HttpHeaders, poll: Poll | None
) -> Flow[StopResult[Any]]:
    """Ask how a run stands, and stop it unless it has ended."""
    if poll is not None and poll.known is not None:
        return (yield from confirm_flow(context, call, defaults, poll))
    seen = yield from status_flow(context, _status_call(call), defaults)
    if seen.is_over:
        return _nothing_sent(call.operation, seen)
    result = yield from confirm_flow(context, call, defaults, poll)
    return result if result.observed_state else replace(result, observed_state=seen.state)


def _status_call(call: Call) -> Call:
    """Make the call that asks about the same run: the values of the path have the same names."""
    asked = call.operation.status
    if asked is None:
        raise ConfigurationError(f"{call.operation.name} has no documented status call")
    values = dict(zip(_names(call.operation), call.path, strict=True))
    return Call(asked, [values[name] for name in _names(asked)], {}, {}, {}, UNSET)


def _names(operation: Operation) -> list[str]:
    return [piece.name for piece in operation.path if isinstance(piece, PathValue)]


def _nothing_sent(operation: Operation, seen: RunStatus[Any]) -> StopResult[Any]:
    """Say of a run that had ended what a stop of it would be answered, as documented."""
    told = {rule.outcome for rule in operation.rules}
    is_absent = Outcome.NOTHING_RUNNING in told and Outcome.ALREADY_FINISHED not in told
    return StopResult(
        outcome=Outcome.NOTHING_RUNNING if is_absent else Outcome.ALREADY_FINISHED,
        evidence=Evidence.POLLED,
        status=0,
        attempts=0,
        message="nothing was sent: the run had ended",
        observed_state=seen.state,
    )
