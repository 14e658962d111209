"""The HTTP library behind a client: httpx2, or httpx where the application brings such a client."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from time import monotonic
from typing import Any, NamedTuple

from .protocols import HttpHeaders, HttpRequest

_LIBRARIES = frozenset({"httpx2", "httpx"})
_LIMIT = 1 << 20


class Library(NamedTuple):
    """The classes that must come from the same library as the client.

    Attributes:
        request: Makes a request.
        stream: Makes a request's body.
        url: The class of addresses.
        failures: What sending and reading raise when the network, the peer or an address fails.
        hopeless: Which of these another attempt cannot mend.
        timeouts: Which of these mean that waiting took too long.
        bad_url: What making a request raises for an address that is too long or malformed.
        no_auth: Keeps a client's own credentials out.
    """

    request: Callable[..., HttpRequest]
    stream: Callable[[bytes], object]
    url: type[Any]
    failures: tuple[type[Exception], ...]
    hopeless: tuple[type[Exception], ...]
    timeouts: type[Exception]
    bad_url: type[Exception]
    no_auth: object


def library_of(client: object) -> Library:
    """Find the library that a client belongs to; one of neither is taken for httpx2's."""
    names = (base.__module__.partition(".")[0] for base in type(client).__mro__)
    module: Any = import_module(next((name for name in names if name in _LIBRARIES), "httpx2"))
    failures = (module.RequestError, module.InvalidURL, OSError)
    return Library(
        request=module.Request,
        stream=module.ByteStream,
        url=module.URL,
        failures=failures,
        hopeless=(module.InvalidURL, module.UnsupportedProtocol, module.LocalProtocolError),
        timeouts=module.TimeoutException,
        bad_url=module.InvalidURL,
        no_auth=module.Auth(),
    )


def hide_query(request: HttpRequest, url_class: type[Any]) -> None:
    """Keep the query of a request's address out of logs, for keys that travel there."""

    def shown(self: Any) -> str:
        return str(self.copy_with(query=None))

    hidden = type("URL", (url_class,), {"__str__": shown, "__repr__": shown})
    request.url = hidden(request.url)


@dataclass(slots=True)
class Received:
    """One answer, read."""

    status: int
    headers: HttpHeaders
    content: bytes = b""


class Intake:
    """Collects an answer's body, up to 1 MiB and for a limited time."""

    __slots__ = ("_chunks", "_deadline", "_size")

    def __init__(self, seconds: float) -> None:
        self._chunks: list[bytes] = []
        self._size = 0
        self._deadline = monotonic() + seconds

    def takes(self, chunk: bytes) -> bool:
        """Keep a chunk; tell whether there is room and time for more."""
        self._chunks.append(chunk)
        self._size += len(chunk)
        return self._size < _LIMIT and monotonic() < self._deadline

    @property
    def content(self) -> bytes:
        """What was collected."""
        return b"".join(self._chunks)[:_LIMIT]
