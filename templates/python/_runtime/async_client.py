"""Sends what a stop's flow yields, and awaits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

import httpx2

from .base_client import BaseClient
from .declare import Operation
from .outcomes import StopResult
from .policy import Pause
from .protocols import AsyncHttpClient, AsyncHttpResponse, HttpRequest
from .request import Call
from .steps import Flow
from .timer import AsyncClosing, AsyncTimer
from .transport import Intake, Received
from .unset import UNSET

if TYPE_CHECKING:
    from .poll import Poll, RunStatus

T = TypeVar("T")


class AsyncClient(BaseClient[AsyncHttpClient]):
    """The base of every platform's `AsyncClient`; works on asyncio and trio."""

    _http_class = httpx2.AsyncClient
    _leaving_class = AsyncClosing
    _timer = AsyncTimer()

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
        self._leaving.set()
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
        body: object = UNSET,
        confirm: Poll | None = None,
        check: bool = False,
    ) -> StopResult[Any]:
        call = Call(operation, path, query or {}, headers or {}, cookies or {}, body)
        begun = self._begin(call, confirm, check=check)
        if confirm is not None and confirm.look is not None:
            from .look import AsyncOnlooker  # here, for those who confirm

            return await AsyncOnlooker(confirm).confirm(await self._drive(begun))
        return await self._drive(begun)

    async def _status(
        self,
        operation: Operation,
        path: Sequence[object] = (),
        *,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, object] | None = None,
        cookies: Mapping[str, object] | None = None,
        body: object = UNSET,
    ) -> RunStatus[Any]:
        call = Call(operation, path, query or {}, headers or {}, cookies or {}, body)
        return await self._drive(self._begin_status(call))

    async def _drive(self, flow: Flow[T]) -> T:
        try:
            step = next(flow)
            while True:
                if not isinstance(step, Pause):
                    step = flow.send(await self._exchange(step))
                elif await self._timer.sleep(step.seconds, self._leaving):
                    step = flow.throw(self._leave())
                else:
                    step = next(flow)
        except StopIteration as end:
            result: T = end.value
            return result
        except BaseException:
            flow.close()
            raise

    async def _exchange(self, request: HttpRequest) -> Received | Exception:
        """Send a request and read the answer; a failure to do so is returned, not raised."""
        library = self._context.library
        timeouts = request.extensions["timeout"]
        received: Received | None = None
        try:
            with self._timer.within(timeouts):
                response = await self._http.send(
                    request, stream=True, auth=library.no_auth, follow_redirects=False
                )
                received = Received(response.status_code, response.headers)
                await self._read(response, received, timeouts["read"])
        except library.failures as error:
            return received or error
        return received

    async def _read(self, response: AsyncHttpResponse, received: Received, seconds: float) -> None:
        """Read a body as far as it goes: the status has already said what matters."""
        intake = Intake(seconds)
        stream = response.aiter_bytes()
        try:
            async for chunk in stream:
                if not intake.takes(chunk):
                    await response.aclose()
                    await anext(stream, None)  # so that generators which are left early end too
                    break
        finally:
            received.content = intake.content
            await response.aclose()
