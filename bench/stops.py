"""Stops a second through `stop_many`, against httpx2 alone doing the same calls over loopback."""

from __future__ import annotations

import asyncio
import importlib
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import httpx2

from bench.processes import ROOT
from bench.rows import Row

RUNS = 5
TARGET = 1 / 0.85
_COUNT = 1000
_CONCURRENCY = 16
_PACKAGE = ROOT / "generated" / "stopclients"
_KEY = "app-0123456789abcdef01234567"
_HEADERS = {"Authorization": f"Bearer {_KEY}"}
_SERVER = ROOT / "bench" / "server.py"


def rows(runs: int = RUNS, package: Path = _PACKAGE) -> list[Row]:
    """Measure both flavours, each by turns with plain calls."""
    sys.path.insert(0, str(package.parent))
    clients = importlib.import_module(package.name)
    with _server() as url:
        return [_sync(clients, url, runs), asyncio.run(_asynchronous(clients, url, runs))]


@contextmanager
def _server() -> Iterator[str]:
    with Popen([sys.executable, _SERVER], stdout=PIPE, text=True) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.terminate()


def _sync(clients: Any, url: str, runs: int) -> Row:
    def call(number: int) -> object:
        address = f"{url}/chat-messages/task-{number}/stop"
        return http.post(address, json={"user": "u"}, headers=_HEADERS).json()

    def theirs() -> None:
        with ThreadPoolExecutor(_CONCURRENCY) as pool:
            list(pool.map(call, range(_COUNT)))

    def ours() -> None:
        handles = [clients.Run() for _ in range(_COUNT)]
        _bind(handles, client)
        _check(clients.stop_many(handles, _CONCURRENCY, 60.0))

    with httpx2.Client() as http, _dify().Client(_KEY, base_url=url, http_client=http) as client:
        pairs = [(_timed(ours), _timed(theirs)) for _ in range(runs + 1)][1:]
    return _row("stops: threads, wall µs each", pairs)


async def _asynchronous(clients: Any, url: str, runs: int) -> Row:
    async def theirs() -> None:
        numbers = iter(range(_COUNT))

        async def work() -> None:
            for number in numbers:
                address = f"{url}/chat-messages/task-{number}/stop"
                (await http.post(address, json={"user": "u"}, headers=_HEADERS)).json()

        await asyncio.gather(*(work() for _ in range(_CONCURRENCY)))

    async def ours() -> None:
        handles = [clients.AsyncRun() for _ in range(_COUNT)]
        _bind(handles, client)
        _check(await clients.stop_many(handles, _CONCURRENCY, 60.0))

    async def timed(work: Any) -> float:
        start = time.perf_counter()
        await work()
        return time.perf_counter() - start

    async with (
        httpx2.AsyncClient() as http,
        _dify().AsyncClient(_KEY, base_url=url, http_client=http) as client,
    ):
        pairs = [(await timed(ours), await timed(theirs)) for _ in range(runs + 1)][1:]
    return _row("stops: tasks, wall µs each", pairs)


def _bind(handles: list[Any], client: Any) -> None:
    for number, handle in enumerate(handles):
        handle.bind(client.stop_chat_message, f"task-{number}", user="u")


def _check(reports: list[Any]) -> None:
    if failed := [report for report in reports if report.result is None]:
        raise RuntimeError(f"{len(failed)} of {len(reports)} stops failed")


def _dify() -> Any:
    return importlib.import_module("stopclients.dify")


def _timed(work: Any) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _row(name: str, pairs: list[tuple[float, float]]) -> Row:
    ours, theirs = ([value / _COUNT * 1e6 for value in side] for side in zip(*pairs, strict=True))
    return Row(name, tuple(ours), tuple(theirs), TARGET)
