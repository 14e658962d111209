"""Ten thousand runs are stopped on a server that fails at times: none is lost, nothing piles up."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
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
WARM_UP = 100
LARGEST = 20_000
"""Blocks of memory that stops on their way may hold, and garbage that waits for its collection."""


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
    """Counts workers, and blocks of memory, at each report."""

    def __init__(self, workers: Callable[[], int]) -> None:
        gc.collect()
        self._workers = workers
        self._idle, self._blocks = workers(), sys.getallocatedblocks()
        self.most = 0
        self._grown: list[int] = []

    def __call__(self, _: StopReport[Any]) -> None:
        self.most = max(self.most, self._workers() - self._idle)
        self._grown.append(sys.getallocatedblocks() - self._blocks)

    def most_beside_reports(self) -> int:
        """The most memory that was held beside the results so far; call it while they are held."""
        gc.collect()
        kept = (sys.getallocatedblocks() - self._blocks) / len(self._grown)
        return round(max(grown - kept * number for number, grown in enumerate(self._grown)))


def check(reports: list[StopReport[Any]], watch: Watch) -> None:
    """Every run was stopped, a few after another attempt, and memory held little else."""
    count = len(reports)
    results = [report.result for report in reports if report.result is not None]
    assert [result.outcome for result in results] == [Outcome.ACCEPTED] * count
    assert sum(result.attempts for result in results) == pytest.approx(count * 1.02, abs=20)
    assert watch.most <= 2 * AT_A_TIME
    assert watch.most_beside_reports() < LARGEST


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
            handles = runs(10_000)
            watch = Watch(lambda: len(asyncio.all_tasks()))
            reports = await stop_many(handles, AT_A_TIME, 300.0, watch)
            check(reports, watch)

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
        handles = runs(2000)
        watch = Watch(threading.active_count)
        reports = stop_many(handles, AT_A_TIME, 300.0, watch)
        check(reports, watch)
