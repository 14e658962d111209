"""Tracked runs are found by their keys, stopped one or all, and never mixed up."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import pytest

from _runtime import Evidence, Outcome, StopResult
from _runtime.active import ActiveRuns
from _runtime.async_run import AsyncRun
from _runtime.run import Run
from _runtime.runs import RunState

BACKENDS = pytest.mark.parametrize("backend", ["asyncio", "trio"])
DONE: StopResult[Any] = StopResult(outcome=Outcome.STOPPED, evidence=Evidence.BODY, status=200)


async def stop() -> StopResult[Any]:
    await anyio.sleep(0)
    return DONE


def test_a_run_is_tracked_while_the_body_takes() -> None:
    active = ActiveRuns()

    with active.track("a") as run:
        assert "a" in active
        assert active.get("a") is run
        run.bind(lambda: DONE)
        assert active.stop("a") is DONE
        assert active.stop("b") is None

    assert len(active) == 0


def test_a_body_that_ends_finishes_its_run_and_one_that_fails_does_not() -> None:
    active, failing = ActiveRuns(), Run()

    with active.track("a") as run:
        pass
    with pytest.raises(LookupError), active.track("b", failing):
        raise LookupError

    assert run.state is RunState.FINISHED
    assert failing.state is RunState.UNBOUND
    assert len(active) == 0


def test_the_exit_of_a_replaced_run_does_not_remove_the_new_one() -> None:
    active = ActiveRuns()

    with active.track("a") as old:
        new = Run()
        active.add("a", new)

    assert active.get("a") is new
    assert not active.remove("a", old)
    assert active.remove("a", new)
    assert not active.remove("a", new)


def test_all_runs_are_stopped_and_reported() -> None:
    active = ActiveRuns()
    runs = [Run() for _ in range(3)]
    for number, run in enumerate(runs):
        run.bind(lambda: DONE)
        active.add(number, run)

    reports = active.stop_all(grace=5)

    assert [(report.run, report.result) for report in reports] == [(run, DONE) for run in runs]
    assert ActiveRuns().stop_all() == []


@BACKENDS
def test_tasks_track_and_stop(backend: str) -> None:
    async def play() -> None:
        active = ActiveRuns(AsyncRun)
        assert await active.stop("a") is None
        assert await active.stop_all() == []
        async with active.track("a") as run:
            run.bind(stop)
            assert await active.stop("a") is DONE
            with active.track("b") as second:
                second.bind(stop)
                reports = await active.stop_all()
        assert [report.result for report in reports] == [DONE, DONE]
        assert len(active) == 0

    anyio.run(play, backend=backend)


def test_handles_for_threads_are_not_tracked_by_tasks() -> None:
    async def play() -> None:
        async with ActiveRuns().track("a"):
            raise AssertionError

    with pytest.raises(TypeError, match=r"ActiveRuns\(AsyncRun\)"):
        anyio.run(play)


def test_threads_may_share_it() -> None:
    active, requests = ActiveRuns(), list[int]()

    def count(number: int) -> StopResult[Any]:
        requests.append(number)
        return DONE

    def work(number: int) -> None:
        for turn in range(50):
            with active.track(turn % 7) as run:
                run.bind(count, number)
                active.stop_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    assert len(active) == 0
    assert len(requests) <= 200
