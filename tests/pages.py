"""A site on loopback with real TLS, whose pages are as good or bad as a test wants them."""

from __future__ import annotations

import contextlib
import gzip
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import trustme

Answer: TypeAlias = Callable[["Exchange"], None]

MARKDOWN = "text/markdown; charset=utf-8"


@dataclass
class Exchange:
    """One request, and the way to answer it."""

    path: str
    headers: Mapping[str, str]
    send: Callable[[bytes], None]
    wait: Callable[[float], bool]

    def answer(self, status: int, body: bytes = b"", /, **headers: str) -> None:
        """Send a whole answer."""
        self.begin(status, len(body), **headers)
        self.send(body)

    def begin(self, status: int, length: int, /, **headers: str) -> None:
        """Send the head of an answer whose body may be another one than announced."""
        lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {length}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.send("\r\n".join([*lines, "Connection: close", "", ""]).encode())


@dataclass
class Site:
    """The address of a site, its pages, and what was asked of it."""

    url: str
    ca_file: Path
    pages: dict[str, Answer] = field(default_factory=dict[str, Answer])
    seen: list[Exchange] = field(default_factory=list[Exchange])

    def put(self, path: str, answer: Answer) -> str:
        """Publish something, and return its address."""
        self.pages[path] = answer
        return f"{self.url}{path}"

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def asked(self) -> list[str]:
        return [exchange.path for exchange in self.seen]


def page(text: str | bytes, **headers: str) -> Answer:
    """A page as it should be."""
    body = text if isinstance(text, bytes) else text.encode()
    return lambda exchange: exchange.answer(200, body, **{"Content_Type": MARKDOWN, **headers})


def status(number: int, **headers: str) -> Answer:
    """An answer without a page."""
    return lambda exchange: exchange.answer(number, b"# No page\n", **headers)


def redirect(location: str, number: int = 302) -> Answer:
    """An answer that points elsewhere."""
    return status(number, Location=location)


def versioned(text: str, etag: str) -> Answer:
    """A page that is sent only to those who have another version."""

    def answer(exchange: Exchange) -> None:
        if exchange.headers.get("if-none-match") == etag:
            exchange.answer(304)
        else:
            exchange.answer(200, text.encode(), Content_Type=MARKDOWN, ETag=etag)

    return answer


def truncated(exchange: Exchange) -> None:
    """Half of what was announced."""
    exchange.begin(200, 1000, Content_Type=MARKDOWN)
    exchange.send(b"# Half\n")


def unmeasured(exchange: Exchange) -> None:
    """A page that ends where the connection does."""
    exchange.send(f"HTTP/1.1 200 OK\r\nContent-Type: {MARKDOWN}\r\n\r\n# Perhaps half\n".encode())


def endless(exchange: Exchange) -> None:
    """A body without an end, in chunks."""
    exchange.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    chunk = b"%x\r\n%s\r\n" % (1 << 16, b"x" * (1 << 16))
    while not exchange.wait(0):
        exchange.send(chunk)


def announced(exchange: Exchange) -> None:
    """Ten gigabytes, if anybody believes it."""
    exchange.begin(200, 10 * 1024**3, Content_Type=MARKDOWN)
    exchange.wait(10)


def drip(exchange: Exchange) -> None:
    """A byte now and then."""
    exchange.begin(200, 1 << 20, Content_Type=MARKDOWN)
    while not exchange.wait(0.02):
        exchange.send(b"x")


def dripping_head(exchange: Exchange) -> None:
    """An answer that does not even begin, a byte now and then."""
    exchange.send(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not exchange.wait(0.02):
        exchange.send(b"x")


def silence(exchange: Exchange) -> None:
    """Nothing at all."""
    exchange.wait(10)


def bomb(exchange: Exchange) -> None:
    """A small body that unpacks to 8 MiB."""
    packed = gzip.compress(bytes(8 * 1024**2), compresslevel=1)
    exchange.answer(200, packed, Content_Type=MARKDOWN, Content_Encoding="gzip")


def hot_air(exchange: Exchange) -> None:
    """Packed bytes without end that unpack to nothing."""
    exchange.send(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
    )
    head, empty = gzip.compress(b"")[:10], b"\x00\x00\x00\xff\xff" * 10000
    exchange.send(b"%x\r\n%s\r\n" % (len(head), head))
    while not exchange.wait(0):
        exchange.send(b"%x\r\n%s\r\n" % (len(empty), empty))


class _Handler(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            self._answer(self.server.context.wrap_socket(self.request, server_side=True))

    def _answer(self, connection: ssl.SSLSocket) -> None:
        with connection, connection.makefile("rb") as lines:
            first, *rest = iter(lambda: lines.readline().decode().strip(), "")
            headers = dict(_header(line) for line in rest)
            wait = self.server.closing.wait
            exchange = Exchange(first.split()[1], headers, connection.sendall, wait)
            self.server.site.seen.append(exchange)
            self.server.site.pages.get(exchange.path, status(404))(exchange)


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.lower(), value.strip()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, folder: Path, names: tuple[str, ...]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.closing = threading.Event()
        authority = trustme.CA()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*names).configure_cert(self.context)
        authority.cert_pem.write_to_path(folder / "ca.pem")
        port = self.server_address[1]
        self.site = Site(f"https://127.0.0.1:{port}", folder / "ca.pem")

    def handle_error(self, request: object, client_address: object) -> None:
        """Let a connection that somebody broke end in silence."""


@contextlib.contextmanager
def serve(folder: Path, *names: str) -> Iterator[Site]:
    """Open a site.

    Args:
        folder: Where the certificate of its authority is put.
        names: The hosts that its own certificate is for; the right ones if none is named.
    """
    server = _Server(folder, names or ("127.0.0.1", "localhost"))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.site
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
