"""Sends what a stop's flow yields, and awaits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import httpx2

from .base_client import BaseClient
from .declare import UNSET, Operation
from .outcomes import StopResult
from .protocols import AsyncHttpClient, AsyncHttpResponse, HttpRequest
from .transport import Received


class AsyncClient(BaseClient[AsyncHttpClient]):
    """The base of every platform's `AsyncClient`; works on asyncio and trio."""

    _http_class = httpx2.AsyncClient

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """End the use of this client; an `http_client` of the application stays open."""
        self._closed = True
        if self._owns_http:
            await self._http.aclose()

    async def _stop(
        self,
        operation: Operation,
        path: Sequence[object] = (),
        *,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, object] | None = None,
        cookies: Mapping[str, object] | None = None,
        json: object = UNSET,
    ) -> StopResult[Any]:
        flow = self._begin(
            operation, path, query=query, headers=headers, cookies=cookies, json=json
        )
        try:
            request = next(flow)
            while True:
                request = flow.send(await self._exchange(request))
        except StopIteration as end:
            result: StopResult[Any] = end.value
            return result

    async def _exchange(self, request: HttpRequest) -> Received | Exception:
        """Send a request and read the answer; a failure to do so is returned, not raised."""
        library = self._context.library
        try:
            response = await self._http.send(
                request, stream=True, auth=library.no_auth, follow_redirects=False
            )
        except library.failures as error:
            return error
        return Received(response.status_code, response.headers, await self._read(response))

    async def _read(self, response: AsyncHttpResponse) -> bytes:
        """Read a body as far as it goes: the status has already said what matters."""
        intake = self._intake()
        stream = response.aiter_bytes()
        with suppress(*self._context.library.failures):
            try:
                async for chunk in stream:
                    if not intake.takes(chunk):
                        break
            finally:
                await response.aclose()
                await anext(stream, None)  # so that generators which were left early end too
        return intake.content
