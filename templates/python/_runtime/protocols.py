"""What the runtime needs of an HTTP client; those of httpx2 and of httpx have it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, Protocol


class HttpHeaders(Protocol):
    """The headers of a client, request or response."""

    @property
    def raw(self) -> list[tuple[bytes, bytes]]: ...

    def get(self, key: str, /) -> str | None: ...


class HttpRequest(Protocol):
    """A request that is ready to be sent."""

    headers: Any
    url: Any
    extensions: Any

    def read(self) -> bytes: ...


class HttpClient(Protocol):
    """What synchronous and asynchronous clients share."""

    @property
    def headers(self) -> HttpHeaders: ...

    @property
    def is_closed(self) -> bool: ...


class SyncHttpResponse(Protocol):
    """An answer whose body is yet to be read."""

    @property
    def status_code(self) -> int: ...

    @property
    def headers(self) -> HttpHeaders: ...

    def iter_bytes(self) -> Iterator[bytes]: ...

    def close(self) -> None: ...


class SyncHttpClient(HttpClient, Protocol):
    """An `httpx2.Client` or `httpx.Client`."""

    def send(
        self, request: Any, *, stream: bool = ..., auth: Any = ..., follow_redirects: Any = ...
    ) -> SyncHttpResponse: ...

    def close(self) -> None: ...


class AsyncHttpResponse(Protocol):
    """An answer whose body is yet to be read."""

    @property
    def status_code(self) -> int: ...

    @property
    def headers(self) -> HttpHeaders: ...

    def aiter_bytes(self) -> AsyncIterator[bytes]: ...

    async def aclose(self) -> None: ...


class AsyncHttpClient(HttpClient, Protocol):
    """An `httpx2.AsyncClient` or `httpx.AsyncClient`."""

    async def send(
        self, request: Any, *, stream: bool = ..., auth: Any = ..., follow_redirects: Any = ...
    ) -> AsyncHttpResponse: ...

    async def aclose(self) -> None: ...
