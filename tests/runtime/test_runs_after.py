"""When its time is over, a run is stopped, and the timeout names what the platform answered."""

from __future__ import annotations

from threading import Event
from typing import Any

import anyio
import pytest

from _runtime import Evidence, Outcome, ServerError, StopResult
from _runtime.after import stop_after
from _runtime.async_run import AsyncRun
from _runtime.run import Run
from _runtime.runs import RunState

BACKENDS = pytest.mark.parametrize("backend", ["asyncio", "trio"])
DONE: StopResult[Any] = StopResult(
    outcome=Outcome.ACCEPTED, evidence=Evidence.STATUS, status=200, message="on its way"
)
TOLD = (
    r"^the run was not finished after 0\.02 s; stop answered: ACCEPTED \(status 200\): on its way$"
)


async def stop() -> StopResult[Any]:
    await anyio.sleep(0)
    return DONE


async def refuse() -> StopResult[Any]:
    raise ServerError("busy", status=503)


@BACKENDS
def test_a_body_that_takes_too_long_is_cancelled(backend: str) -> None:
    async def play() -> None:
        async with stop_after(AsyncRun(), 0.02) as run:
            run.bind(stop)
            await anyio.sleep_forever()

    with pytest.raises(TimeoutError, match=TOLD):
        anyio.run(play, backend=backend)


@BACKENDS
def test_a_stop_that_fails_is_named_too(backend: str) -> None:
    async def play() -> None:
        async with stop_after(AsyncRun(), 0.02) as run:
            run.bind(refuse)
            await anyio.sleep_forever()

    with pytest.raises(TimeoutError, match="stop failed: ServerError: busy"):
        anyio.run(play, backend=backend)


@BACKENDS
def test_a_body_in_time_sends_nothing(backend: str) -> None:
    async def play() -> RunState:
        async with stop_after(AsyncRun(), 30) as run:
            run.bind(refuse)
        await run.stop()
        return run.state

    assert anyio.run(play, backend=backend) is RunState.FINISHED


@BACKENDS
def test_a_body_that_fails_in_time_fails_as_before(backend: str) -> None:
    async def play() -> None:
        async with stop_after(AsyncRun(), 30) as run:
            run.bind(stop)
            raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        anyio.run(play, backend=backend)


def test_the_synchronous_form_stops_the_run_meanwhile() -> None:
    stopped = Event()

    def end() -> StopResult[Any]:
        stopped.set()
        return DONE

    def read() -> None:
        with stop_after(Run(), 0.02) as run:
            run.bind(end)
            assert stopped.wait(30)

    with pytest.raises(TimeoutError, match=TOLD):
        read()


def test_the_synchronous_form_keeps_what_the_body_raised_as_the_cause() -> None:
    stopped = Event()

    def end() -> StopResult[Any]:
        stopped.set()
        return DONE

    def read() -> None:
        with stop_after(Run(), 0.02) as run:
            run.bind(end)
            assert stopped.wait(30)
            raise ConnectionError

    with pytest.raises(TimeoutError, match=TOLD) as caught:
        read()

    assert isinstance(caught.value.__cause__, ConnectionError)


def test_the_synchronous_form_sends_nothing_for_a_body_in_time() -> None:
    with stop_after(Run(), 30) as run:
        run.bind(lambda: DONE)

    assert run.state is RunState.FINISHED
