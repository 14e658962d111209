"""Whatever is cancelled, however often: one stop at most, in time, and nothing is left behind."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Generator, Iterator
from typing import Any

import anyio
import httpx2
import pytest
import trio
import trio.testing

from _runtime import Evidence, Outcome, StopResult
from _runtime.async_run import AsyncRun
from _runtime.cancel import stop_on_cancel
from _runtime.detached import _running
from _runtime.run import Run
from loopback import Fault, LoopbackServer, Reply, Stage
from runtime import sample
from runtime.flavours import TRUST

GRACE = 0.3
MARGIN = 2.0
KEY = "app-5ecret-0f-th3-tests"
SERVERS = {
    "healthy": Reply(200, b'{"result": "success"}'),
    "slow": Reply(200, b'{"result": "success"}', delay=0.05),
    "hung": Reply(0, fault=Fault.SILENCE),
    "dying": Reply(0, fault=Fault.RESET),
}
NOTES = {
    "healthy": "stop answered: ACCEPTED (status 200)",
    "slow": "stop answered: ACCEPTED (status 200)",
    "hung": "broken off before an answer came",
    "dying": "stop failed: TransportError: Dify gave no answer",
}
POINTS = (0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 30)
DONE: StopResult[Any] = StopResult(outcome=Outcome.STOPPED, evidence=Evidence.BODY, status=200)


def cases() -> Iterator[Any]:
    for name in SERVERS:
        for point in (None, *(POINTS[::4] if name == "hung" else POINTS)):
            yield pytest.param(name, point, id=f"{name}-{point}")


async def guarded(run: AsyncRun, url: str) -> None:
    async with (
        httpx2.AsyncClient(verify=TRUST) as http,
        sample.AsyncDifyClient(KEY, base_url=url, http_client=http, max_retries=0) as client,
        stop_on_cancel(run, GRACE),
    ):
        run.bind(client.stop_chat_message, "task-1", user="u")
        await anyio.sleep_forever()


def check(name: str, stage: Stage, error: BaseException, started: float) -> None:
    assert time.monotonic() - started < GRACE + MARGIN
    assert len(stage.seen) == 1
    assert NOTES[name] in "".join(error.__notes__)


@pytest.mark.parametrize(("name", "point"), list(cases()))
def test_on_asyncio(server: LoopbackServer, name: str, point: int | None) -> None:
    stage = server.play(SERVERS[name])

    async def play() -> None:
        task = asyncio.create_task(guarded(AsyncRun(), stage.url))
        await asyncio.sleep(0.01)
        started = time.monotonic()
        task.cancel()
        if point is not None:
            for _ in range(point):
                await asyncio.sleep(0)
            task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        assert task.cancelled()
        if point is None:
            check(name, stage, caught.value, started)
        assert time.monotonic() - started < GRACE + MARGIN
        await asyncio.sleep(0)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(play())

    assert len(stage.seen) <= 1
    assert not _running


@pytest.mark.parametrize(("name", "point"), list(cases()))
def test_on_trio(server: LoopbackServer, name: str, point: int | None) -> None:
    stage = server.play(SERVERS[name])
    raised: list[BaseException] = []

    async def work(scope: trio.CancelScope) -> None:
        with scope:
            try:
                await guarded(AsyncRun(), stage.url)
            except BaseException as error:
                raised.append(error)
                raise

    async def play() -> None:
        before = trio.lowlevel.current_statistics().tasks_living
        started = time.monotonic()
        with trio.CancelScope() as outer:
            async with trio.open_nursery() as nursery:
                inner = trio.CancelScope()
                nursery.start_soon(work, inner)
                await trio.sleep(0.01)
                inner.cancel()
                if point is not None:
                    with trio.CancelScope(shield=True):
                        for _ in range(point):
                            await trio.lowlevel.checkpoint()
                    outer.cancel()
        check(name, stage, raised[0], started)
        await trio.testing.wait_all_tasks_blocked()
        assert trio.lowlevel.current_statistics().tasks_living == before

    trio.run(play)

    assert isinstance(raised[0], trio.Cancelled)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_any_exception_is_raised_again_with_a_note(backend: str) -> None:
    async def stop() -> StopResult[Any]:
        return DONE

    async def play() -> None:
        run = AsyncRun()
        async with stop_on_cancel(run):
            run.bind(stop)
            raise LookupError("mine")

    with pytest.raises(LookupError, match="mine") as caught:
        anyio.run(play, backend=backend)

    assert caught.value.__notes__ == ["stop answered: STOPPED (body)"]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_timeout_around_it_stays_a_timeout(backend: str) -> None:
    calls = 0

    async def stop() -> StopResult[Any]:
        nonlocal calls
        calls += 1
        await anyio.sleep(0.01)
        return DONE

    async def play() -> None:
        with anyio.fail_after(0.02):
            async with stop_on_cancel(AsyncRun()) as run:
                run.bind(stop)
                await anyio.sleep_forever()

    with pytest.raises(TimeoutError):
        anyio.run(play, backend=backend)

    assert calls == 1


def test_a_cancellation_during_another_exceptions_stop_is_handed_on() -> None:
    async def stop() -> StopResult[Any]:
        await asyncio.sleep(0.05)
        return DONE

    async def fail() -> None:
        async with stop_on_cancel(AsyncRun()) as run:
            run.bind(stop)
            raise LookupError

    async def work() -> None:
        with pytest.raises(LookupError) as caught:
            await fail()
        assert caught.value.__notes__ == ["stop answered: STOPPED (body)"]
        await asyncio.sleep(30)

    async def play() -> None:
        task = asyncio.create_task(work())
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(play())


@pytest.mark.parametrize("kind", [KeyboardInterrupt, LookupError, SystemExit])
def test_the_synchronous_form_stops_on(kind: type[BaseException], server: LoopbackServer) -> None:
    stage = server.play(SERVERS["healthy"])

    def fail() -> None:
        with (
            httpx2.Client(verify=TRUST) as http,
            sample.DifyClient(KEY, base_url=stage.url, http_client=http, max_retries=0) as client,
            stop_on_cancel(Run()) as run,
        ):
            run.bind(client.stop_chat_message, "task-1", user="u")
            raise kind

    with pytest.raises(kind) as caught:
        fail()

    assert len(stage.seen) == 1
    assert caught.value.__notes__ == ["stop answered: ACCEPTED (status 200)"]


def test_a_generator_that_is_closed_early_stops_its_run() -> None:
    calls: list[int] = []
    run = Run()

    def stop() -> StopResult[Any]:
        calls.append(1)
        return DONE

    def stream() -> Generator[int, None, None]:
        with stop_on_cancel(run):
            run.bind(stop)
            yield from range(10)

    events = stream()
    next(events)
    events.close()

    assert calls == [1]
    assert run.answer is DONE


def test_the_synchronous_form_waits_no_longer_than_its_grace() -> None:
    run, release = Run(), threading.Event()

    def slow() -> StopResult[Any]:
        release.wait()
        return DONE

    def fail() -> None:
        with stop_on_cancel(run, 0.05):
            run.bind(slow)
            raise LookupError

    with pytest.raises(LookupError) as caught:
        fail()

    release.set()
    assert caught.value.__notes__ == ["stop sent: no answer within 0.05 s"]
    assert run.stop() is DONE


def test_a_run_without_an_id_is_not_waited_for() -> None:
    run = Run()

    with pytest.raises(LookupError) as caught, stop_on_cancel(run, 30):
        raise LookupError

    assert caught.value.__notes__ == ["stop not sent: the run's call was not known"]
