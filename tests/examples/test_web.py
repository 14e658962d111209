"""The example's endpoint stops the platform's run when a browser hangs up, and only then."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import httpx2
import pytest
import uvicorn

import web
from examples.platform_with_chat import LAST_WORDS, PATIENCE, Platform


@contextmanager
def serving(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve the endpoint; when the block has ended, so has everything that it started."""
    for name, text in platform.environment.items():
        monkeypatch.setenv(name, text)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(web.app, log_level="warning"))
        thread = Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/answer?question=Why"
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
            assert not thread.is_alive()


def test_a_browser_that_hangs_up_stops_the_run(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(platform, monkeypatch) as url:
        with httpx2.stream("GET", url, timeout=PATIENCE) as response:
            assert next(response.iter_text()).startswith("word ")
        assert platform.runs[0].wait(PATIENCE)

    assert platform.stopped == ["task-0"]
    assert platform.fake.problems == []


def test_a_browser_that_reads_no_more_and_breaks_stops_the_run(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform.word = "word " * 100_000
    with serving(platform, monkeypatch) as url:
        address = httpx2.URL(url)
        with socket.create_connection((address.host, address.port)) as browser:
            browser.sendall(b"GET %b HTTP/1.1\r\nHost: here\r\n\r\n" % address.raw_path)
            platform.wait_for_runs()
            time.sleep(0.3)  # for all buffers to be full, so that the endpoint waits to send
            assert platform.stopped == []
            browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        assert platform.runs[0].wait(PATIENCE)

    assert platform.stopped == ["task-0"]


def test_an_answer_that_is_read_to_its_end_stops_nothing(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        serving(platform, monkeypatch) as url,
        httpx2.stream("GET", url, timeout=PATIENCE) as response,
    ):
        words = response.iter_text()
        next(words)
        platform.runs[0].end()
        assert "".join(words).endswith(LAST_WORDS)

    assert platform.stopped == []
