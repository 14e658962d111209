"""Plays a fake's replies without a network: answers and failures as an HTTP library would have them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from importlib import import_module
from math import inf
from time import sleep
from typing import Any

from .fake_exchange import Fault, Reply, Seen

_LONGEST_SILENCE = 3600.0


def seen_of(request: Any) -> Seen:
    """Read a request of httpx2 or httpx whose body is loaded."""
    return Seen(
        method=request.method,
        target=request.url.raw_path.decode("ascii"),
        headers=tuple((n.decode("latin-1"), v.decode("latin-1")) for n, v in request.headers.raw),
        content=request.content,
    )


def in_event_loop() -> bool:
    """Tell whether the caller runs in asyncio or trio."""
    import anyio

    try:
        anyio.get_current_task()
    except RuntimeError:
        return False
    return True


def perform(request: Any, reply: Reply) -> Any:
    """Wait as long as a reply says, then answer or fail."""
    sleep(_pause(request, reply))
    return _result(request, reply)


async def perform_async(request: Any, reply: Reply) -> Any:
    """Do the same without blocking."""
    if pause := _pause(request, reply):
        import anyio

        await anyio.sleep(pause)
    return _result(request, reply)


def _patience(request: Any) -> float:
    seconds = request.extensions.get("timeout", {}).get("read")
    return inf if seconds is None else float(seconds)


def _pause(request: Any, reply: Reply) -> float:
    wanted = _LONGEST_SILENCE if reply.fault is Fault.SILENCE else reply.delay
    return min(wanted, _patience(request))


def _result(request: Any, reply: Reply) -> Any:
    library: Any = import_module(type(request).__module__.partition(".")[0])
    late = reply.fault is Fault.SILENCE or reply.delay > _patience(request)
    if late:
        raise library.ReadTimeout("the fake platform did not answer in time", request=request)
    match reply.fault:
        case Fault.REFUSED:
            raise library.ConnectError(reply.fault.value, request=request)
        case Fault.RESET:
            raise library.ReadError(reply.fault.value, request=request)
        case Fault.HANG_UP | Fault.NOT_HTTP:
            raise library.RemoteProtocolError(reply.fault.value, request=request)
        case _:
            return _response(library, request, reply)


def _response(library: Any, request: Any, reply: Reply) -> Any:
    failure = None
    content = reply.body
    if reply.fault is Fault.CUT:
        failure = library.ReadError(reply.fault.value, request=request)
        content = content[: len(content) // 2]
    headers = [
        (name.encode("latin-1"), text.encode("latin-1")) for name, text in reply.all_headers()
    ]
    stream = _stream(library, content, failure)
    return library.Response(reply.status, headers=headers, stream=stream, request=request)


def _stream(library: Any, content: bytes, failure: Exception | None) -> Any:
    """Make a body for both flavours that ends as a fault wants it."""

    def chunks(_: object) -> Iterator[bytes]:
        yield content
        if failure:
            raise failure

    async def chunks_async(_: object) -> AsyncIterator[bytes]:
        yield content
        if failure:
            raise failure

    bases = (library.SyncByteStream, library.AsyncByteStream)
    return type("Body", bases, {"__iter__": chunks, "__aiter__": chunks_async})()
