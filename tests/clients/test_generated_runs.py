"""The run handles of the generated package work with its clients, as the guide shows."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import anyio
import httpx2
import pytest
import stopclients
from stopclients import ActiveRuns, AsyncRun, Evidence, Outcome, Run, dify, stop_many

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "runs.md"
seen: list[str] = []


def answer(request: httpx2.Request) -> httpx2.Response:
    seen.append(request.url.path)
    return httpx2.Response(200, json={"result": "success"})


@pytest.fixture(autouse=True)
def nothing_seen() -> None:
    seen.clear()


def guide() -> dict[str, Any]:
    """Run all code blocks of the guide, one after another, and return the names they define."""
    names: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL):
        exec(compile(block, str(GUIDE), "exec"), names)
    return names


async def endless() -> AsyncIterator[SimpleNamespace]:
    while True:
        yield SimpleNamespace(task_id="t-1")
        await anyio.sleep(0.001)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("name", ["answer", "limited"])
def test_the_guides_streams_stop_when_they_are_cancelled(backend: str, name: str) -> None:
    function = guide()[name]

    async def play() -> bool:
        async with (
            httpx2.AsyncClient(transport=httpx2.MockTransport(answer)) as http,
            dify.AsyncClient("app-key", http_client=http) as client,
        ):
            with anyio.move_on_after(0.05) as scope:
                await function(client, endless())
            return scope.cancelled_caught

    assert anyio.run(play, backend=backend)
    assert seen == (["/v1/chat-messages/t-1/stop"] if name == "answer" else [])


def test_the_guides_worker_can_be_stopped() -> None:
    names = guide()
    active: ActiveRuns[Run] = names["active"]

    def stop(request: httpx2.Request) -> httpx2.Response:
        raise AssertionError(request)

    with (
        httpx2.Client(transport=httpx2.MockTransport(stop)) as http,
        dify.Client("app-key", http_client=http) as client,
    ):
        names["work"](client, "t-1")

    assert len(active) == 0


def test_the_guides_reports_name_errors() -> None:
    async def play() -> list[str]:
        async with (
            httpx2.AsyncClient(transport=httpx2.MockTransport(answer)) as http,
            dify.AsyncClient("app-key", http_client=http) as client,
        ):
            good, bad = AsyncRun(), AsyncRun()
            good.bind(client.stop_chat_message, "t-1", user="u")
            bad.bind(client.stop_chat_message, "", user="u")
            errors: list[str] = await guide()["stop_them"]([good, bad])
            return errors

    (error,) = anyio.run(play)

    assert "task_id must not be" in error
    assert len(seen) == 1


def test_threads_stop_many_with_a_generated_client() -> None:
    with (
        httpx2.Client(transport=httpx2.MockTransport(answer)) as http,
        dify.Client("app-key", http_client=http) as client,
    ):
        runs = [Run() for _ in range(3)]
        for number, run in enumerate(runs):
            run.bind(client.stop_chat_message, f"t-{number}", user="u")
        reports = stop_many(runs)

    results = [report.result for report in reports if report.result]
    assert [result.outcome for result in results] == [Outcome.ACCEPTED] * 3
    assert {result.evidence for result in results} == {Evidence.STATUS}


def test_all_handles_are_exported() -> None:
    names = set(
        "ActiveRuns AsyncRun Run RunState StopReport stop_after stop_all_at_exit "
        "stop_all_on_signals stop_many stop_on_cancel".split()
    )

    assert names <= set(stopclients.__all__)
    assert all(getattr(stopclients, name).__module__.startswith("stopclients.") for name in names)
