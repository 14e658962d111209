"""Everything that a stop can raise; `except StopError` catches it all."""

from __future__ import annotations

from typing import Any, TypeVar

T = TypeVar("T")


def _revive(kind: type[StopError], args: tuple[Any, ...]) -> StopError:
    """Make an exception without calling its constructor; pickle then fills it."""
    return kind.__new__(kind, *args)


class StopError(Exception):
    """A stop that did not come to a result.

    Attributes:
        attempts: How many requests were sent; 0 if none was.
    """

    attempts: int = 0

    def __reduce__(self) -> tuple[Any, ...]:
        return _revive, (type(self), self.args), self.__dict__


class ConfigurationError(StopError, ValueError):
    """A client was set up wrongly: no key, no address, or one that would expose the key."""


class InvalidArgumentError(StopError, ValueError):
    """A value cannot be sent, such as an empty id; nothing was sent."""


class ClientClosedError(StopError, RuntimeError):
    """A client was used after it had been closed; nothing was sent."""


class TransportError(StopError):
    """No answer came; the platform may or may not have received the request.

    Attributes:
        timed_out: Whether waiting ended it, rather than a failure.
    """

    def __init__(self, summary: str, *, timed_out: bool = False) -> None:
        super().__init__(summary)
        self.timed_out = timed_out


class StatusError(StopError):
    """The platform answered that it did not stop the run.

    Attributes:
        status: The answer's HTTP status.
        message: The platform's own words, where the answer has some.
        raw: The answer's body as it came, at most 1 MiB of it.
        retry_after: Seconds to wait before another try, where the answer says so.
    """

    def __init__(
        self,
        summary: str,
        *,
        status: int,
        body: object = None,
        error: object = None,
        code: str | None = None,
        message: str | None = None,
        raw: bytes = b"",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(summary)
        self.status = status
        self.message = message
        self.raw = raw
        self.retry_after = retry_after
        self._body = body
        self._error = error
        self._code = code

    @property
    def body(self) -> object:
        """The documented model if the answer fits it, else its parsed JSON, else its text."""
        return self._body

    @property
    def error(self) -> object:
        """The part of the answer that describes the error, where the document names it."""
        return self._error

    @property
    def code(self) -> str | None:
        """The platform's own code, where the answer has one."""
        return self._code

    def _error_as(self, kind: type[T]) -> T | None:
        """Read the part that describes the error as a documented type; None if it does not fit."""
        from .decode import fit  # here, so that importing exceptions does not load pydantic

        return None if self._error is None else fit(kind, self._error)


class RedirectError(StatusError):
    """3xx: the platform points to another address; the key is not sent there."""


class BadRequestError(StatusError):
    """400: the platform did not understand the request."""


class AuthenticationError(StatusError):
    """401: the platform does not know the key."""


class PermissionDeniedError(StatusError):
    """403: the key does not allow this."""


class NotFoundError(StatusError):
    """404: the platform does not know the run."""


class ConflictError(StatusError):
    """409: the run is in a state that does not allow this."""


class UnprocessableEntityError(StatusError):
    """422: the platform understood the request and refuses a value in it."""


class RateLimitError(StatusError):
    """429: too many requests; `retry_after` says how long to wait, where the platform does.

    A client with a limit of its own raises it too, before it sends what would be refused.
    """


class ServerError(StatusError):
    """5xx: the platform, or a proxy before it, failed."""


_BY_STATUS: dict[int, type[StatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}
_BY_CLASS: dict[int, type[StatusError]] = {3: RedirectError, 5: ServerError}


def error_for(status: int) -> type[StatusError]:
    """Tell which exception stands for an HTTP status."""
    return _BY_STATUS.get(status) or _BY_CLASS.get(status // 100, StatusError)
