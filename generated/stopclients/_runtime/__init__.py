"""What the clients of all platforms share."""

from __future__ import annotations

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
from .quota import ContractRateLimit, RateLimit, RateLimiter
from .unset import UNSET, Unset

__all__ = [
    "UNSET",
    "AsyncHttpClient",
    "AuthenticationError",
    "BadRequestError",
    "ClientClosedError",
    "ConfigurationError",
    "ConflictError",
    "ContractRateLimit",
    "Evidence",
    "InvalidArgumentError",
    "NotFoundError",
    "Outcome",
    "PermissionDeniedError",
    "RateLimit",
    "RateLimitError",
    "RateLimiter",
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
