"""The course of a stop, without I/O: it yields what to send and is sent what came back."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeAlias

from .answers import conclude
from .context import Context
from .errors import TransportError
from .outcomes import StopResult
from .protocols import HttpHeaders, HttpRequest
from .request import Call, build_request
from .transport import Received

Flow: TypeAlias = Generator[HttpRequest, Received | Exception, StopResult[Any]]
"""Yields requests, takes the answer or the failure of each, returns the result."""


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
        StatusError: The answer says that the request failed.
    """
    request = build_request(context, call, defaults)
    reply = yield request
    if isinstance(reply, Exception):
        _forget_secrets(request)
        raise _no_answer(context, call, reply) from reply
    if context.settings.key is not None:
        reply.content = context.settings.key.hide(reply.content)
    return conclude(context.platform, call.operation, reply)


def _no_answer(context: Context, call: Call, failure: Exception) -> TransportError:
    reason = f"{type(failure).__name__}: {failure}".rstrip(": ")
    return TransportError(
        f"{context.platform.title} gave no answer to {call.operation.name}: {reason}",
        timed_out=isinstance(failure, context.library.timeouts),
    )


def _forget_secrets(request: HttpRequest) -> None:
    """Empty a request that an exception will carry away."""
    request.headers.clear()
    request.url = request.url.copy_with(query=None)
