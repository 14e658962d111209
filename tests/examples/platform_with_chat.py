"""A fake platform that also writes answers, for programs that ask for one and stop it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Semaphore, Thread

from stopclients.dify.fake import Fake, FakeRun, Seen

PATIENCE = 30.0
LAST_WORDS = "the end"


class Platform(ThreadingHTTPServer):
    """Writes a word every now and then until a run ends or is stopped; knows one key.

    Attributes:
        word: What is written again and again.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.fake = Fake(api_keys=["app-key"], base_path="")
        self.word = "word "
        self._started = Semaphore(0)

    @property
    def environment(self) -> dict[str, str]:
        """What programs are told."""
        url = f"http://127.0.0.1:{self.server_address[1]}"
        return {"DIFY_API_KEY": "app-key", "DIFY_BASE_URL": url}

    @property
    def runs(self) -> list[FakeRun]:
        """What was started, in order."""
        return list(self.fake.runs.values())

    @property
    def stopped(self) -> list[str]:
        """The runs that were asked to stop, as often as they were."""
        return sorted(str(seen.run) for seen in self.fake.seen)

    def start(self, user: str) -> FakeRun:
        run = self.fake.start(f"task-{len(self.fake.runs)}", owner=user)
        self._started.release()
        return run

    def wait_for_runs(self, number: int = 1) -> None:
        """Wait until as many more runs have started."""
        for _ in range(number):
            assert self._started.acquire(timeout=PATIENCE), "no run was started"


class _Handler(BaseHTTPRequestHandler):
    server: Platform

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        with suppress(ConnectionError):  # as when a browser hangs up
            if self.path == "/chat-messages":
                self._answer(json.loads(content)["user"])
            else:
                headers = tuple(self.headers.items())
                self._stop(Seen(method="POST", target=self.path, headers=headers, content=content))

    def _answer(self, user: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.wfile.write(b"event: ping\n\n")
        run = self.server.start(user)
        self._write(run, self.server.word)
        while not run.wait(0.02):
            self._write(run, self.server.word)
        self._write(run, LAST_WORDS)

    def _write(self, run: FakeRun, words: str) -> None:
        event = {"event": "message", "task_id": run.id, "answer": words}
        self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())

    def _stop(self, seen: Seen) -> None:
        reply = self.server.fake.reply_to(seen)
        self.send_response(reply.status)
        for name, text in reply.all_headers():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base names it so
        """Keep quiet."""


@contextmanager
def serve() -> Iterator[Platform]:
    with Platform() as platform:
        thread = Thread(target=platform.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield platform
        finally:
            for run in platform.runs:
                run.end()
            platform.shutdown()
            thread.join()
