"""What the clients of all platforms share."""

from __future__ import annotations

from .declare import UNSET, Unset
from .errors import (
    AuthenticationError,
    BadRequestError,
    ClientClosedError,
    ConfigurationError,
    ConflictError,
    InvalidArgumentError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    RedirectError,
    ServerError,
    StatusError,
    StopError,
    TransportError,
    UnprocessableEntityError,
)
from .outcomes import Evidence, Outcome, StopResult
from .protocols import AsyncHttpClient, SyncHttpClient

__all__ = [
    "UNSET",
    "AsyncHttpClient",
    "AuthenticationError",
    "BadRequestError",
    "ClientClosedError",
    "ConfigurationError",
    "ConflictError",
    "Evidence",
    "InvalidArgumentError",
    "NotFoundError",
    "Outcome",
    "PermissionDeniedError",
    "RateLimitError",
    "RedirectError",
    "ServerError",
    "StatusError",
    "StopError",
    "StopResult",
    "SyncHttpClient",
    "TransportError",
    "UnprocessableEntityError",
    "Unset",
]
