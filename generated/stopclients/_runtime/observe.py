"""Watches the course of a call, tells a hook and the log about it, and changes nothing."""

from __future__ import annotations

from dataclasses import fields
from logging import DEBUG, INFO
from typing import Any, TypeVar

from .context import Context
from .errors import ClientClosedError
from .events import (
    AttemptFinished,
    AttemptStarted,
    Event,
    Finished,
    LimitReached,
    RetryScheduled,
)
from .outcomes import StopResult
from .policy import Pause
from .steps import Flow, Step, logger
from .transport import Received

T = TypeVar("T")


def observed(flow: Flow[T], context: Context, method: str) -> Flow[T]:
    """Lead a call as it would go anyway, and tell what happens.

    Args:
        flow: The call.
        context: What the client was told.
        method: The client's method.
    """
    watch = _Watch(context, method)
    try:
        result = yield from _steps(flow, watch)
    except GeneratorExit:
        flow.close()
        watch.finished(error="Cancelled")
        raise
    except Exception as error:
        watch.finished(error=type(error).__name__)
        raise
    watch.finished(result)
    return result


def _steps(flow: Flow[T], watch: _Watch) -> Flow[T]:
    try:
        step = next(flow)
        while True:
            watch.before(step)
            try:
                reply = yield step
            except ClientClosedError as error:
                step = flow.throw(error)
                continue
            watch.after(step, reply)
            step = next(flow) if isinstance(step, Pause) else flow.send(reply)
    except StopIteration as end:
        result: T = end.value
        return result


class _Watch:
    """Knows how far a call is, and whom to tell."""

    def __init__(self, context: Context, method: str) -> None:
        self._policy = context.policy
        self._provider = context.platform.name
        self._method = method
        self._began = self._attempt_began = self._policy.clock.now()
        self._attempt = 0
        self._status: int | None = None

    def before(self, step: Step) -> None:
        """Tell what comes next."""
        if not isinstance(step, Pause):
            self._attempt += 1
            self._attempt_began = self._policy.clock.now()
            self._tell(AttemptStarted)
        elif step.failure is None:
            self._tell(LimitReached, delay=step.seconds)
        else:
            self._tell(RetryScheduled, delay=step.seconds, error=type(step.failure).__name__)

    def after(self, step: Step, reply: Received | Exception) -> None:
        """Tell what came of an attempt."""
        if isinstance(step, Pause):
            return
        self._status = reply.status if isinstance(reply, Received) else None
        self._tell(
            AttemptFinished,
            status=self._status,
            error=type(reply).__name__ if isinstance(reply, Exception) else None,
            duration=self._policy.clock.now() - self._attempt_began,
        )

    def finished(self, result: object = None, error: str | None = None) -> None:
        """Tell what came of it all."""
        outcome = result.outcome if isinstance(result, StopResult) else None
        self._tell(Finished, outcome=outcome, status=self._status, error=error)

    def _tell(self, kind: type[Event], **facts: Any) -> None:
        event = kind(
            provider=self._provider,
            method=self._method,
            attempt=self._attempt,
            elapsed=self._policy.clock.now() - self._began,
            **facts,
        )
        _log(event)
        if self._policy.on_event is not None:
            try:
                self._policy.on_event(event)
            except Exception:
                logger.exception("on_event failed for %s", type(event).__name__)


def _log(event: Event) -> None:
    """Write one line, with the facts as attributes of the record too."""
    level = INFO if isinstance(event, Finished) else DEBUG
    if logger.isEnabledFor(level):
        facts = {field.name: getattr(event, field.name) for field in fields(event)}
        facts["attempts"] = facts.pop("attempt")
        told = " ".join(
            f"{name}={_shown(fact)}" for name, fact in facts.items() if fact is not None
        )
        logger.log(level, "%s %s", type(event).__name__, told, extra=facts)


def _shown(fact: object) -> str:
    return f"{fact:.3f}" if isinstance(fact, float) else str(fact)
