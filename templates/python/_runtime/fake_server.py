"""Serves a fake on loopback, over real connections."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn
from threading import Event, Thread
from typing import Any

from .fake_exchange import Fault, Reply, Seen

_SOON = 0.05
_PHRASES = tuple((status.value, status.phrase) for status in HTTPStatus)


@contextmanager
def serve(answer: Callable[[Seen], Reply]) -> Generator[str]:
    """Listen on a free port of 127.0.0.1.

    Args:
        answer: What to answer to a request.

    Yields:
        The address, without a slash at its end.
    """
    server = _Server(answer)
    thread = Thread(target=server.serve_forever, args=(_SOON,), name="fake platform", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.end()
        thread.join()


class _Server(ThreadingMixIn, TCPServer):
    allow_reuse_address = True
    request_queue_size = 1024

    def __init__(self, answer: Callable[[Seen], Reply]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.closing = Event()
        self._open: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Let a broken connection end in silence."""

    def end(self) -> None:
        """Stop listening, and hang up on those who are still connected."""
        self.closing.set()
        self.shutdown()
        for connection in tuple(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server  # pyright: ignore[reportIncompatibleVariableOverride] - only it makes handlers

    def handle(self) -> None:
        with suppress(OSError):
            super().handle()

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        length = self.headers.get("Content-Length", "0")
        seen = Seen(
            method=self.command,
            target=self.path,
            headers=tuple(self.headers.items()),
            content=self.rfile.read(int(length) if length.isdecimal() else 0),
        )
        self._perform(self.server.answer(seen))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base names it so
        """Keep quiet."""

    def _perform(self, reply: Reply) -> None:
        self.server.closing.wait(reply.delay)
        self.close_connection = self.close_connection or reply.fault is not None
        match reply.fault:
            case None:
                self._write(reply, reply.body)
            case Fault.REFUSED | Fault.RESET:
                self._reset()
            case Fault.CUT:
                self._write(reply, reply.body[: len(reply.body) // 2])
                self._reset(_SOON)
            case Fault.RESET_AFTERWARDS:
                self._write(reply, reply.body)
                self._reset(_SOON)
            case Fault.NOT_HTTP:
                self.wfile.write(reply.body or b"hello\r\n")
            case Fault.SILENCE:
                self.server.closing.wait()
            case Fault.HANG_UP:
                pass

    def _write(self, reply: Reply, content: bytes) -> None:
        known = (phrase for status, phrase in _PHRASES if status == reply.status)
        reason = next(known, "")
        lines = [f"HTTP/1.1 {reply.status} {reason}"]
        lines += [f"{name}: {text}" for name, text in reply.all_headers()]
        self.wfile.write("\r\n".join([*lines, "", ""]).encode("latin-1") + content)

    def _reset(self, after: float = 0.0) -> None:
        self.server.closing.wait(after)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.rfile.close()
        self.connection.close()
