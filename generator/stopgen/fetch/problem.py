"""Says why a page could not be fetched, whatever the layer that it failed in."""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Iterator
from typing import Final, cast
from urllib.request import getproxies

import httpx2

from stopgen.diagnostic import Code

_UNKNOWN_AUTHORITY: Final = frozenset({18, 19, 20, 21})
"""What OpenSSL calls a certificate that nobody vouches for who is known."""

_OWN_AUTHORITY: Final = (
    "; if your organisation has certificates of its own, name them with --ca-file"
)


class FetchError(Exception):
    """A page that could not be had.

    Attributes:
        code: The stable name of the kind of failure.
        message: What to say after the page's address.
    """

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def too_large(size: int) -> FetchError:
    """Return the problem with a page that exceeds the limit."""
    shown = f"{size // 1024**2} MiB" if size >= 1024**2 else f"{size} bytes"
    return FetchError(Code.TOO_LARGE, f"has more than {shown}; is this a document?")


def late(seconds: float) -> FetchError:
    """Return the problem with a page that did not come in time."""
    return FetchError(Code.FETCH_TIMED_OUT, f"did not come within {seconds:g} seconds")


def explained(failure: httpx2.HTTPError) -> FetchError:
    """Say what a failed request failed of."""
    if isinstance(failure, httpx2.TimeoutException):
        return FetchError(Code.FETCH_TIMED_OUT, "did not come: nothing was heard for too long")
    for cause in _causes(failure):
        if problem := _known(cause):
            return problem
    return FetchError(Code.FETCH_FAILED, f"did not come: {_sentence(failure)}")


def _known(cause: BaseException) -> FetchError | None:
    """Recognise what the system or the encryption says."""
    match cause:
        case ssl.SSLCertVerificationError():
            hint = _OWN_AUTHORITY if cause.verify_code in _UNKNOWN_AUTHORITY else ""
            reason = f"cannot be trusted: {cause.verify_message.lower().rstrip('.')}{hint}"
            return FetchError(Code.NO_SECURE_CONNECTION, reason)
        case ssl.SSLError():
            reason = (cause.reason or "the handshake failed").replace("_", " ").lower()
            return FetchError(Code.NO_SECURE_CONNECTION, f"has no secure connection: {reason}")
        case socket.gaierror():
            return FetchError(Code.HOST_UNKNOWN, "is on a host whose name is not known")
        case OSError() if cause.errno:
            way = "is behind a proxy or" if {"https", "all"} & getproxies().keys() else "is"
            reason = f"{way} on a host that cannot be reached: {os.strerror(cause.errno).lower()}"
            return FetchError(Code.HOST_UNREACHABLE, reason)
        case _:
            return None


def _causes(failure: BaseException) -> Iterator[BaseException]:
    """Yield a failure and everything that led to it."""
    pending, seen = [failure], set[int]()
    while pending:
        cause = pending.pop()
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        if isinstance(cause, BaseExceptionGroup):
            pending += cast("tuple[BaseException, ...]", cause.exceptions)
        pending += [other for other in (cause.__context__, cause.__cause__) if other]


def _sentence(failure: Exception) -> str:
    return " ".join(str(failure).split()).rstrip(".").lower() or type(failure).__name__
