"""One way to call all flavours of a client, so that each promise is tested on all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import anyio
import httpx2

from _runtime import StopResult
from runtime import sample

TRUST = httpx2.create_ssl_context()
"""Making one takes longer than a whole test."""

Handler = Callable[[httpx2.Request], httpx2.Response]


@dataclass(frozen=True)
class Flavour:
    """Synchronous, or asynchronous on an event loop.

    Attributes:
        name: How test reports call it.
        backend: The event loop; None for the synchronous flavour.
    """

    name: str
    backend: str | None = None

    def stop(
        self,
        platform: str,
        method: str,
        arguments: tuple[Any, ...] = (),
        keywords: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> StopResult[Any]:
        """Make a client, call one of its methods, close it; one attempt unless told otherwise."""
        options.setdefault("max_retries", 0)
        if self.backend is None:
            options.setdefault("http_client", httpx2.Client(verify=TRUST))
            with options["http_client"], sample.SYNC[platform](**options) as client:
                result: StopResult[Any] = getattr(client, method)(*arguments, **keywords or {})
                return result

        async def run() -> StopResult[Any]:
            options.setdefault("http_client", httpx2.AsyncClient(verify=TRUST))
            async with options["http_client"], sample.ASYNC[platform](**options) as client:
                result: StopResult[Any] = await getattr(client, method)(
                    *arguments, **keywords or {}
                )
                return result

        return anyio.run(run, backend=self.backend)

    def http_client(self, handler: Handler, **options: Any) -> Any:
        """Make an application's own client that never touches the network."""
        transport = httpx2.MockTransport(handler)
        if self.backend is None:
            return httpx2.Client(transport=transport, **options)
        return httpx2.AsyncClient(transport=transport, **options)

    def stop_with(self, handler: Handler, **options: Any) -> StopResult[Any]:
        """Stop a Dify task through an application's own client."""
        client = self.http_client(handler, **options)
        keywords = {"user": "user-123"}
        return self.stop(
            "dify",
            "stop_chat_message",
            ("task-1",),
            keywords,
            api_key="app-5ecret-0f-th3-tests",
            http_client=client,
        )


FLAVOURS = (Flavour("sync"), Flavour("asyncio", "asyncio"), Flavour("trio", "trio"))
