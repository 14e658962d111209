"""Many runs are stopped at once, and each is accounted for."""

from __future__ import annotations

import threading
import time
from collections import Counter
from typing import Any

import anyio
import httpx2
import pytest

from _runtime import Evidence, Outcome, ServerError, StopResult, TransportError
from _runtime.async_run import AsyncRun
from _runtime.many import stop_many
from _runtime.report import StopReport
from _runtime.run import Run
from loopback import Fault, LoopbackServer, Reply, Stage
from runtime import sample
from runtime.flavours import TRUST

KEY = "app-5ecret-0f-th3-tests"
BACKENDS = pytest.mark.parametrize("backend", ["asyncio", "trio"])
DONE: StopResult[Any] = StopResult(outcome=Outcome.STOPPED, evidence=Evidence.BODY, status=200)
COUNT = 300
EXPECTED = {"ACCEPTED": COUNT - 6, "TransportError": 3, "ServerError": 3}


def stages(server: LoopbackServer) -> list[Stage]:
    """One percent of faults, one percent of 503."""
    faulty = server.play(Reply(0, fault=Fault.RESET))
    busy = server.play(Reply(503, b"<html>busy</html>"))
    healthy = server.play(Reply(200, b'{"result": "success"}'))
    return [faulty, busy, *[healthy] * 98]


def tally(reports: list[StopReport[Any]]) -> Counter[str]:
    return Counter(
        str(report.result.outcome) if report.result else type(report.error).__name__
        for report in reports
    )


def test_threads_account_for_every_run(server: LoopbackServer) -> None:
    played = stages(server)
    seen: list[StopReport[Any]] = []
    with httpx2.Client(verify=TRUST) as http:
        clients = [
            sample.DifyClient(KEY, base_url=s.url, http_client=http, max_retries=0) for s in played
        ]
        runs = [Run() for _ in range(COUNT)]
        for number, run in enumerate(runs):
            run.bind(clients[number % 100].stop_chat_message, f"task-{number}", user="u")

        reports = stop_many(runs, deadline=60, on_progress=seen.append)

    assert [report.run for report in reports] == runs
    assert tally(reports) == EXPECTED
    assert len(seen) == COUNT
    assert sum(len(stage.seen) for stage in played[:3]) == COUNT


@BACKENDS
def test_tasks_account_for_every_run(server: LoopbackServer, backend: str) -> None:
    played = stages(server)
    seen: list[StopReport[Any]] = []

    async def play() -> tuple[list[AsyncRun], list[StopReport[AsyncRun]]]:
        async with httpx2.AsyncClient(verify=TRUST) as http:
            clients = [
                sample.AsyncDifyClient(KEY, base_url=s.url, http_client=http, max_retries=0)
                for s in played
            ]
            runs = [AsyncRun() for _ in range(COUNT)]
            for number, run in enumerate(runs):
                run.bind(clients[number % 100].stop_chat_message, f"task-{number}", user="u")
            return runs, await stop_many(runs, deadline=60, on_progress=seen.append)

    runs, reports = anyio.run(play, backend=backend)

    assert [report.run for report in reports] == runs
    assert tally(reports) == EXPECTED
    assert len(seen) == COUNT
    assert {type(report.error) for report in reports} == {
        type(None),
        TransportError,
        ServerError,
    }


@BACKENDS
def test_no_more_tasks_than_asked_for_are_at_work(backend: str) -> None:
    now = most = 0

    async def stop() -> StopResult[Any]:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await anyio.sleep(0.001)
        now -= 1
        return DONE

    async def play() -> None:
        runs = [AsyncRun() for _ in range(20)]
        for run in runs:
            run.bind(stop)
        await stop_many(runs, concurrency=3)

    anyio.run(play, backend=backend)

    assert most == 3


@BACKENDS
def test_what_is_late_has_a_timeout_and_no_task_stays(backend: str) -> None:
    async def play() -> list[StopReport[AsyncRun]]:
        runs = [AsyncRun() for _ in range(4)]
        for run in runs:
            run.bind(hang)
        reports = await stop_many(runs, concurrency=2, deadline=0.05)
        assert all(run.has_ended for run in runs)
        return reports

    async def hang() -> StopResult[Any]:
        await anyio.sleep_forever()
        raise AssertionError

    reports = anyio.run(play, backend=backend)

    assert [type(report.error) for report in reports] == [TimeoutError] * 4
    assert [report.elapsed > 0 for report in reports] == [True, True, False, False]


@BACKENDS
def test_whoever_stops_waiting_breaks_no_request_off_and_begins_none(backend: str) -> None:
    async def play() -> list[str]:
        begun, release = anyio.Event(), anyio.Event()

        async def stop() -> StopResult[Any]:
            begun.set()
            await release.wait()
            return DONE

        runs = [AsyncRun() for _ in range(3)]
        for run in runs:
            run.bind(stop)

        async def wait() -> None:
            await stop_many(runs, 1, 30.0)

        async with anyio.create_task_group() as group:
            group.start_soon(wait)
            await begun.wait()
            group.cancel_scope.cancel()
        release.set()
        await runs[0].ended()
        await anyio.wait_all_tasks_blocked()
        return [str(run.state) for run in runs]

    assert anyio.run(play, backend=backend) == ["ANSWERED", "BOUND", "BOUND"]


@BACKENDS
def test_a_request_that_does_not_end_when_broken_off_holds_nobody_up(backend: str) -> None:
    async def play() -> list[StopReport[AsyncRun]]:
        release = anyio.Event()

        async def cling() -> StopResult[Any]:
            with anyio.CancelScope(shield=True):
                await release.wait()
            return DONE

        run = AsyncRun()
        run.bind(cling)
        with anyio.fail_after(20):
            reports = await stop_many([run], deadline=0.05)
        release.set()
        await run.ended()
        return reports

    (report,) = anyio.run(play, backend=backend)

    assert isinstance(report.error, TimeoutError)


def test_what_is_late_in_a_thread_has_a_timeout() -> None:
    release = threading.Event()

    def hang() -> StopResult[Any]:
        release.wait()
        return DONE

    runs = [Run() for _ in range(4)]
    for run in runs:
        run.bind(hang)
    started = time.monotonic()
    reports = stop_many(runs, concurrency=2, deadline=0.05)
    release.set()

    assert time.monotonic() - started < 5
    assert [type(report.error) for report in reports] == [TimeoutError] * 4
    assert runs[0].stop() is DONE
    assert str(runs[3].state) == "BOUND"


def test_a_run_without_an_id_holds_nobody_up() -> None:
    waiting, known = Run(), Run()
    known.bind(lambda: DONE)

    first, second = stop_many([waiting, known], concurrency=1)

    assert first.result is not None
    assert first.result.evidence is Evidence.LOCAL
    assert second.result is DONE


def test_no_runs_need_no_flavour() -> None:
    async def play() -> list[StopReport[AsyncRun]]:
        none: list[AsyncRun] = []
        return await stop_many(none)

    no_runs: list[Run] = []
    assert stop_many(no_runs) == []
    assert anyio.run(play) == []


def test_flavours_do_not_mix() -> None:
    mixed: list[Any] = [Run(), AsyncRun()]
    with pytest.raises(TypeError, match="one flavour"):
        stop_many(mixed)


def test_nobody_at_work_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        stop_many([Run()], concurrency=0)


def test_a_progress_callback_that_fails_does_not_keep_runs_from_being_stopped() -> None:
    runs = [Run() for _ in range(3)]
    for run in runs:
        run.bind(lambda: DONE)

    def fail(report: StopReport[Any]) -> None:
        raise LookupError(str(report.elapsed))

    with pytest.raises(LookupError):
        stop_many(runs, on_progress=fail)

    assert [run.answer for run in runs] == [DONE] * 3


async def awaited(_: StopReport[Any]) -> None: ...


def test_a_callback_that_would_have_to_be_awaited_is_refused() -> None:
    with pytest.raises(TypeError, match="on_progress"):
        stop_many([Run()], on_progress=awaited)
