"""The course of a stop, without I/O: it yields what to send and is sent what came back."""

from __future__ import annotations

from collections.abc import Generator
from logging import INFO, NullHandler, getLogger
from typing import Any, Final, TypeAlias

from .answers import conclude
from .context import Context
from .errors import ClientClosedError, RateLimitError, StopError, TransportError
from .outcomes import StopResult
from .policy import Budget, Pause
from .protocols import HttpHeaders, HttpRequest
from .request import Call, build_request
from .transport import Received

Step: TypeAlias = HttpRequest | Pause
Flow: TypeAlias = Generator[Step, Received | Exception, StopResult[Any]]
"""Yields requests and pauses, takes the answer or the failure of each request, returns the result."""

logger: Final = getLogger("stopclients")
logger.addHandler(NullHandler())


def stop_flow(context: Context, call: Call, defaults: HttpHeaders) -> Flow:
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
    flow = _attempts(context, call, defaults)
    if context.policy.on_event is None and not logger.isEnabledFor(INFO):
        return flow
    from .observe import observed  # here, so that only those who look pay for it

    return observed(flow, context, call.operation.name)


def _attempts(context: Context, call: Call, defaults: HttpHeaders) -> Flow:
    policy = context.policy
    budget = None
    if policy.deadline is not None:
        budget = Budget(policy.clock, policy.deadline, context.settings.timeout)
    attempts, failure = 0, None
    try:
        while True:
            request = build_request(context, call, defaults)
            if policy.limiter is not None:
                yield from _permission(context, call, budget, attempts, failure)
            if budget is not None:
                request.extensions["timeout"] = budget
            attempts += 1
            reply = yield request
            try:
                return _conclude(context, call, request, reply, attempts)
            except StopError as error:
                error.attempts = attempts
                delay = policy.delay_after(error, attempts, budget.left if budget else None)
                if delay is None or isinstance(reply, context.library.hopeless):
                    raise
                failure = error
            yield from _pause(delay, failure)
    finally:
        del failure  # which holds this frame


def _pause(seconds: float, failure: StopError) -> Generator[Pause, Received | Exception]:
    """Wait for another attempt; there is none if the client is closed meanwhile."""
    try:
        yield Pause(seconds, failure)
    except ClientClosedError:
        raise failure from None


def _permission(
    context: Context, call: Call, budget: Budget | None, attempts: int, failure: StopError | None
) -> Generator[Pause, Received | Exception]:
    """Have the request counted, and wait for that if the caller wants so."""
    policy, name = context.policy, call.operation.name
    while policy.limiter and (
        wait := policy.limiter.take((context.platform.name, name), policy.clock.now())
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
        yield Pause(wait)


def _conclude(
    context: Context,
    call: Call,
    request: HttpRequest,
    reply: Received | Exception,
    attempts: int,
) -> StopResult[Any]:
    if isinstance(reply, Exception):
        _forget_secrets(request)
        raise _no_answer(context, call, reply) from reply
    if context.settings.key is not None:
        reply.content = context.settings.key.hide(reply.content)
    return conclude(context.platform, call.operation, reply, attempts)


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
