"""Calls every method of generated clients, and keeps what arrives on loopback."""

from __future__ import annotations

import asyncio
import inspect
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import httpx2

from corpus.values import value
from loopback import LoopbackServer, Reply, Seen, Stage

GIVEN_SERVER = "https://given.example/base"
"""The address of a client whose document has none."""

_SECRET = "secret-of-"
_SETTINGS = set(
    "self api_key base_url timeout http_client allow_http max_retries deadline rate_limit on_limit "
    "on_event confirm".split()
)


@dataclass(frozen=True)
class Arrival:
    """A request that arrived, and how it was made.

    Attributes:
        method: The client's method.
        is_whole: Whether optional arguments were given too.
        seen: The request.
        arguments: What was given.
    """

    method: str
    is_whole: bool
    seen: Seen
    arguments: dict[str, Any]


class Sink(LoopbackServer):
    """Takes every request, wherever it wants to go, and keeps its path as it is."""

    def __init__(self) -> None:
        super().__init__()
        self.stage = Stage("", Reply(200, b"{}"))

    def stage_of(self, target: str) -> tuple[Stage, str]:
        return self.stage, target

    def taken(self) -> Seen:
        (seen,) = self.stage.seen
        self.stage.seen.clear()
        return seen

    def divert(self, request: httpx2.Request) -> None:
        """Send a request here; its Host header still says where it was meant to go."""
        port = self.server_address[1]
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=port)


def arrivals(platform: ModuleType, server: str | None, sink: Sink) -> Iterator[Arrival]:
    """Call each method of both clients, with what it needs and with all that it takes.

    Raises:
        AssertionError: What the asynchronous client sends is not what the synchronous one does.
    """
    for name, is_whole in _methods(platform.Client):
        options = _options(platform.Client, server)
        arguments = _arguments(getattr(platform.Client, name), is_whole=is_whole)
        with httpx2.Client(transport=_Transport(sink)) as http:
            _call(getattr(platform.Client(http_client=http, **options), name), arguments)
        first = sink.taken()
        asyncio.run(_call_async(platform, name, arguments, options, sink))
        assert _same(first) == _same(sink.taken()), f"{name} of both clients"
        yield Arrival(name, is_whole, first, arguments)


class _Transport(httpx2.HTTPTransport):
    def __init__(self, sink: Sink) -> None:
        super().__init__(trust_env=False, verify=False)
        self._sink = sink

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self._sink.divert(request)
        return super().handle_request(request)


class _AsyncTransport(httpx2.AsyncHTTPTransport):
    def __init__(self, sink: Sink) -> None:
        super().__init__(trust_env=False, verify=False)
        self._sink = sink

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self._sink.divert(request)
        return await super().handle_async_request(request)


async def _call_async(
    platform: ModuleType, name: str, arguments: dict[str, Any], options: dict[str, Any], sink: Sink
) -> None:
    async with httpx2.AsyncClient(transport=_AsyncTransport(sink)) as http:
        client = platform.AsyncClient(http_client=http, **options)
        await _call(getattr(client, name), arguments)


def _methods(client: type) -> Iterator[tuple[str, bool]]:
    """Yield the stop methods of a client, each for both ways of calling it."""
    for name, method in vars(client).items():
        if not name.startswith("_") and "StopResult" in str(method.__annotations__["return"]):
            yield from ((name, False), (name, True))


def _options(client: Any, server: str | None) -> dict[str, Any]:
    """Return the arguments of a client: every secret, and nothing else that has a default."""
    own = [
        name
        for name, parameter in inspect.signature(client.__init__).parameters.items()
        if name not in _SETTINGS and parameter.default is None
    ]
    address = {} if server else {"base_url": GIVEN_SERVER}
    secrets = {name: secret(name) for name in ("api_key", *own)}
    return {"allow_http": True, "max_retries": 0, **address, **secrets}


def secret(name: str) -> str:
    """Return the secret that clients are given under a name."""
    return _SECRET + name


def _arguments(method: Any, *, is_whole: bool) -> dict[str, Any]:
    hints = typing.get_type_hints(method)
    return {
        name: value(name, hints[name])
        for name, parameter in inspect.signature(method).parameters.items()
        if name not in _SETTINGS and (is_whole or parameter.default is parameter.empty)
    }


def _call(method: Any, arguments: dict[str, Any]) -> Any:
    positional = [
        name
        for name, parameter in inspect.signature(method).parameters.items()
        if parameter.kind is parameter.POSITIONAL_OR_KEYWORD and name in arguments
    ]
    named = {name: entry for name, entry in arguments.items() if name not in positional}
    return method(*(arguments[name] for name in positional), **named)


def _same(seen: Seen) -> tuple[object, ...]:
    return seen.method, seen.path, sorted(seen.headers), seen.body
