"""What a call's flow yields and takes, and the logger that tells of it."""

from __future__ import annotations

from collections.abc import Generator
from logging import NullHandler, getLogger
from typing import Final, TypeAlias, TypeVar

from .policy import Pause
from .protocols import HttpRequest
from .transport import Received

T = TypeVar("T")

Step: TypeAlias = HttpRequest | Pause
Flow: TypeAlias = Generator[Step, Received | Exception, T]
"""Yields requests and pauses, takes the answer or the failure of each request, returns the result."""

logger: Final = getLogger("stopclients")
logger.addHandler(NullHandler())
