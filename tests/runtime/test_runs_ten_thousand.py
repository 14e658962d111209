"""Ten thousand runs are stopped on a server that fails at times: none is lost, nothing piles up."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import httpx2
import pytest

from _runtime import Outcome
from _runtime.async_run import AsyncRun
from _runtime.base_client import BaseClient
from _runtime.clock import Clock
from _runtime.many import stop_many
from _runtime.report import StopReport
from _runtime.run import Run
from runtime import sample
from runtime.flavours import TRUST

SERVER = Path(__file__).parents[2] / "bench" / "server.py"
KEY = "app-5ecret-0f-th3-tests"
AT_A_TIME = 16
WARM_UP = 200
EVERY = 50
LARGEST = 20_000
"""Blocks of memory that stops on their way may hold, and garbage that waits for its collection."""
LEAST = 1500
"""Fewer blocks than there were runs."""


class NoDelay(Clock):
    def chance(self) -> float:
        return 0.0


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server that, of a hundred requests, meets one with a reset and one with a 503."""
    monkeypatch.setattr(BaseClient, "_clock", NoDelay())
    with subprocess.Popen([sys.executable, SERVER], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/faulty"
        process.kill()


class Watch:
    """Counts workers, and blocks of memory, at every so many reports."""

    def __init__(self, workers: Callable[[], int]) -> None:
        self._workers = workers
        self._idle = workers()
        self._empty = self._begun = blocks()
        self._reports = count(1)
        self._grown: dict[int, int] = {}
        self.most = 0

    def begin(self) -> None:
        """Count from now on, as all handles are there."""
        self._begun = blocks()

    def __call__(self, _: StopReport[Any]) -> None:
        if (number := next(self._reports)) % EVERY == 0:
            self.most = max(self.most, self._workers() - self._idle)
            self._grown[number] = sys.getallocatedblocks() - self._begun

    def beside_reports(self) -> int:
        """The most memory that was held beside the results so far; call it while they are held."""
        kept = (blocks() - self._begun) / max(self._grown)
        return round(max(grown - kept * number for number, grown in self._grown.items()))

    def left(self) -> int:
        """The memory that is held after handles and reports are gone."""
        self._grown.clear()
        return blocks() - self._empty


def blocks() -> int:
    gc.collect()
    return sys.getallocatedblocks()


def check(reports: list[StopReport[Any]], watch: Watch) -> None:
    """Every run was stopped, a few after another attempt, and memory held little else."""
    results = [report.result for report in reports if report.result is not None]
    assert [result.outcome for result in results] == [Outcome.ACCEPTED] * len(reports)
    assert sum(result.attempts for result in results) == pytest.approx(len(reports) * 1.02, abs=20)
    assert watch.most <= 2 * AT_A_TIME
    assert watch.beside_reports() < LARGEST


def test_tasks_stop_ten_thousand_runs(url: str) -> None:
    async def play() -> None:
        async with httpx2.AsyncClient(verify=TRUST) as http:
            client = sample.AsyncDifyClient(KEY, base_url=url, http_client=http)

            def runs(count: int) -> list[AsyncRun]:
                handles = [AsyncRun() for _ in range(count)]
                for number, run in enumerate(handles):
                    run.bind(client.stop_chat_message, f"task-{number}", user="u")
                return handles

            await stop_many(runs(WARM_UP), AT_A_TIME, 60.0)
            watch = Watch(lambda: len(asyncio.all_tasks()))
            handles = runs(10_000)
            watch.begin()
            reports = await stop_many(handles, AT_A_TIME, 300.0, watch)
            check(reports, watch)
            del handles, reports
            assert watch.left() < LEAST

    asyncio.run(play())


def test_threads_stop_thousands_of_runs(url: str) -> None:
    with httpx2.Client(verify=TRUST) as http:
        client = sample.DifyClient(KEY, base_url=url, http_client=http)

        def runs(count: int) -> list[Run]:
            handles = [Run() for _ in range(count)]
            for number, run in enumerate(handles):
                run.bind(client.stop_chat_message, f"task-{number}", user="u")
            return handles

        stop_many(runs(WARM_UP), AT_A_TIME, 60.0)
        watch = Watch(threading.active_count)
        handles = runs(2000)
        watch.begin()
        reports = stop_many(handles, AT_A_TIME, 300.0, watch)
        check(reports, watch)
        del handles, reports
        assert watch.left() < LEAST
