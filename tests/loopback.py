"""A server on loopback that answers, or fails to answer, as a test tells it to."""

from __future__ import annotations

import contextlib
import itertools
import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from http import HTTPStatus
from typing import Self

TRICKLED = 100
"""Bytes that come one by one, in five seconds; whoever sets a limit has stopped reading before."""


class Fault(Enum):
    """How a server fails to answer."""

    RESET = "the connection is reset after the request"
    HANG_UP = "the connection is closed after the request"
    CUT = "the connection is reset in the middle of the body"
    RESET_AFTERWARDS = "the connection is reset soon after a whole answer"
    NOT_HTTP = "the answer is not HTTP"
    SILENCE = "no answer comes"
    TRICKLE = "the body comes byte by byte and for long"


@dataclass(frozen=True)
class Reply:
    """What a server sends back."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)
    fault: Fault | None = None
    delay: float = 0.0


@dataclass(frozen=True)
class Seen:
    """A request as it arrived."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The value of a header, None if it is missing; twice the same header is a failure."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        if len(values) > 1:
            raise AssertionError(f"{name} was sent {len(values)} times")
        return values[0] if values else None


@dataclass
class Stage:
    """Where one scenario is played: an address, and what arrived there."""

    url: str
    reply: Reply
    seen: list[Seen] = field(default_factory=list[Seen])
    then: list[Reply] = field(default_factory=list[Reply])

    def next_reply(self) -> Reply:
        """Give the reply to this request, and have the one after it ready."""
        reply = self.reply
        if self.then:
            self.reply = self.then.pop(0)
        return reply


class _Handler(socketserver.StreamRequestHandler):
    @property
    def loopback(self) -> LoopbackServer:
        assert isinstance(self.server, LoopbackServer)
        return self.server

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError, TimeoutError):
            while self._serve():
                pass

    def _serve(self) -> bool:
        """Answer one request; tell whether the connection stays open."""
        start = self.rfile.readline().decode("latin-1").split()
        if len(start) != 3:
            return False
        headers = tuple(self._headers())
        length = next((int(v) for k, v in headers if k.lower() == "content-length"), 0)
        method, target, _ = start
        stage, path = self.loopback.stage_of(target)
        stage.seen.append(Seen(method, path, headers, self.rfile.read(length)))
        reply = stage.next_reply()
        self.loopback.closing.wait(reply.delay)
        return self._answer(reply)

    def _headers(self) -> Iterator[tuple[str, str]]:
        while line := self.rfile.readline().decode("latin-1").rstrip("\r\n"):
            name, _, value = line.partition(":")
            yield name, value.strip()

    def _answer(self, reply: Reply) -> bool:
        match reply.fault:
            case None:
                self._write(reply)
                return True
            case Fault.RESET_AFTERWARDS:
                self._write(reply)
                self.loopback.closing.wait(0.05)
                self._reset()
            case Fault.CUT:
                self._write(reply, missing=10)
                self.loopback.closing.wait(0.05)
                self._reset()
            case Fault.RESET:
                self._reset()
            case Fault.NOT_HTTP:
                self.wfile.write(reply.body)
            case Fault.SILENCE:
                self.loopback.closing.wait(5)
            case Fault.TRICKLE:
                self._write(reply, missing=1 << 30)
                for _ in range(TRICKLED):
                    self.loopback.closing.wait(0.05)
                    self.wfile.write(b" ")
            case Fault.HANG_UP:
                pass
        return False

    def _write(self, reply: Reply, missing: int = 0) -> None:
        try:
            reason = HTTPStatus(reply.status).phrase
        except ValueError:
            reason = ""
        lines = [f"HTTP/1.1 {reply.status} {reason}"]
        lines += [f"{name}: {value}" for name, value in reply.headers]
        if reply.status != 204:
            lines.append(f"Content-Length: {len(reply.body) + missing}")
        self.wfile.write("\r\n".join([*lines, "", ""]).encode("latin-1") + reply.body)

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.rfile.close()
        self.connection.close()


class LoopbackServer(socketserver.ThreadingTCPServer):
    """A server on 127.0.0.1 with one address for each scenario that is played."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.closing = threading.Event()
        self._stages: dict[str, Stage] = {}
        self._names = (f"stage{number}" for number in itertools.count(1))
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self.shutdown()
        self.server_close()
        self._thread.join()

    def play(self, reply: Reply, *then: Reply) -> Stage:
        """Set up an address that gives replies to the requests below it, the last one for ever."""
        name = next(self._names)
        stage = Stage(f"http://127.0.0.1:{self.server_address[1]}/{name}", reply, then=list(then))
        self._stages[name] = stage
        return stage

    def stage_of(self, target: str) -> tuple[Stage, str]:
        """Find the stage that a request is for, and the path below it."""
        _, name, *rest = target.split("/", 2)
        return self._stages[name], "/" + "".join(rest)

    def handle_error(self, request: object, client_address: object) -> None:
        """Let a broken connection end in silence: breaking it is what a scenario is about."""
