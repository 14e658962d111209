"""The course of a call, without I/O: it yields what to send and is sent what came back."""

from __future__ import annotations

from collections.abc import Callable, Generator
from logging import INFO
from typing import Any, TypeAlias, TypeVar

from .answers import conclude
from .context import Context
from .declare import Operation, Platform
from .errors import ClientClosedError, RateLimitError, StopError, TransportError
from .outcomes import StopResult
from .policy import Budget, Pause
from .protocols import HttpHeaders, HttpRequest
from .request import Call, build_request
from .steps import Flow, logger
from .transport import Received

T = TypeVar("T")
Reader: TypeAlias = Callable[[Platform, Operation, Received, int], T]
"""Makes of an answer, after so many attempts, what the call comes to; or raises."""


def stop_flow(context: Context, call: Call, defaults: HttpHeaders) -> Flow[StopResult[Any]]:
    """Lead one stop from what the caller gave to its result.

    Args:
        context: What the client was told.
        call: What the caller gave.
        defaults: Headers that the HTTP client adds to every request.

    Raises:
        InvalidArgumentError: A value cannot be sent.
        ConfigurationError: The operation needs a key.
        TransportError: No answer came.
        RateLimitError: The client's own limit forbids the request, or the platform's did.
        StatusError: The answer says that the request failed.
    """
    return call_flow(context, call, defaults, conclude)


def call_flow(
    context: Context,
    call: Call,
    defaults: HttpHeaders,
    read: Reader[T],
    within: float | None = None,
) -> Flow[T]:
    """Lead any call; it ends with the client's deadline, or sooner.

    Args:
        context: What the client was told.
        call: What the caller gave.
        defaults: Headers that the HTTP client adds to every request.
        read: Makes of an answer what the call comes to.
        within: Seconds that the call may take.
    """
    flow = _attempts(context, call, defaults, read, within)
    if context.policy.on_event is None and not logger.isEnabledFor(INFO):
        return flow
    from .observe import observed  # here, so that only those who look pay for it

    return observed(flow, context, call.operation.name)


def _attempts(
    context: Context,
    call: Call,
    defaults: HttpHeaders,
    read: Reader[T],
    within: float | None,
) -> Flow[T]:
    policy, budget = context.policy, _budget(context, within)
    attempts, failure = 0, None
    try:
        while True:
            request = build_request(context, call, defaults)
            if policy.limiter is not None and call.operation.is_limited:
                yield from _permission(context, call, budget, attempts, failure)
            if budget is not None:
                request.extensions["timeout"] = budget
            attempts += 1
            reply = yield request
            try:
                return read(
                    context.platform,
                    call.operation,
                    _answer(context, call, request, reply),
                    attempts,
                )
            except StopError as error:
                error.attempts = attempts
                _heed(context, call, error)
                delay = policy.delay_after(error, attempts, budget.left if budget else None)
                if delay is None or isinstance(reply, context.library.hopeless):
                    raise
                failure = error
            yield from _pause(Pause(delay, failure), failure)
    finally:
        del failure  # which holds this frame


def _budget(context: Context, within: float | None) -> Budget | None:
    policy, deadline = context.policy, context.policy.deadline
    if within is not None:
        deadline = within if deadline is None else min(deadline, within)
    return None if deadline is None else Budget(policy.clock, deadline, context.settings.timeout)


def _pause(pause: Pause, failure: StopError | None) -> Generator[Pause, Received | Exception]:
    """Wait for another attempt; if the client is closed meanwhile, the last one is what counts."""
    try:
        yield pause
    except ClientClosedError as closed:
        raise failure or closed from None


def _heed(context: Context, call: Call, error: StopError) -> None:
    """Have the limiter know until when the platform lets nothing pass."""
    policy = context.policy
    if policy.limiter and isinstance(error, RateLimitError) and error.retry_after:
        policy.limiter.hold(_window(context, call), policy.clock.now(), error.retry_after)


def _window(context: Context, call: Call) -> tuple[str, str]:
    """Name what is counted together."""
    return context.platform.name, call.operation.name


def _permission(
    context: Context, call: Call, budget: Budget | None, attempts: int, failure: StopError | None
) -> Generator[Pause, Received | Exception]:
    """Have the request counted, and wait for that if the caller wants so."""
    policy, name = context.policy, call.operation.name
    while policy.limiter and (
        wait := policy.limiter.take(_window(context, call), policy.clock.now())
    ):
        if not policy.waits or (budget is not None and wait >= budget.left):
            error = RateLimitError(
                f"{name} was not sent to {context.platform.title}: the client's rate limit allows "
                f"the next request in {wait:.3f} s",
                status=429,
                retry_after=wait,
            )
            error.attempts = attempts
            raise error from failure
        yield from _pause(Pause(wait), failure)


def _answer(
    context: Context, call: Call, request: HttpRequest, reply: Received | Exception
) -> Received:
    if isinstance(reply, Exception):
        _forget_secrets(request)
        raise _no_answer(context, call, reply) from reply
    for key in context.settings.keys.values():
        reply.content = key.hide(reply.content)
    return reply


def _no_answer(context: Context, call: Call, failure: Exception) -> TransportError:
    reason = f"{type(failure).__name__}: {failure}".rstrip(": ")
    return TransportError(
        f"{context.platform.title} gave no answer to {call.operation.name}: {reason}",
        timed_out=isinstance(failure, (context.library.timeouts, TimeoutError)),
    )


def _forget_secrets(request: HttpRequest) -> None:
    """Empty a request that an exception will carry away."""
    request.headers.clear()
    request.url = request.url.copy_with(query=None)
