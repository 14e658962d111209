"""A handle sends zero or one request, in whatever order it is bound, stopped, finished, cancelled."""

from __future__ import annotations

import contextlib
from threading import Barrier, Thread
from typing import Any

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from _runtime import Evidence, Outcome, StopResult, TransportError
from _runtime.async_run import AsyncRun
from _runtime.cancel import stop_on_cancel
from _runtime.run import Run
from _runtime.runs import RunState

DONE: StopResult[Any] = StopResult(outcome=Outcome.STOPPED, evidence=Evidence.BODY, status=200)
STEPS = st.lists(st.sampled_from(["bind", "stop", "cancel", "abandon", "finish", "leave"]))
BACKENDS = pytest.mark.parametrize("backend", ["asyncio", "trio"])


class Model:
    """What a handle promises: a run that is known, wanted stopped and not over gets one request."""

    bound = wanted = over = sent = False

    def take(self, step: str) -> None:
        self.bound |= step == "bind"
        self.wanted |= step in {"stop", "cancel", "abandon"}
        self.sent |= self.bound and self.wanted and not self.over
        self.over |= step in {"finish", "leave"}


class BoomError(Exception):
    """What ends a body."""


class Platform:
    """Counts the requests that it is sent."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.requests = 0
        self._failure = failure

    def stop(self, *_: object) -> StopResult[Any]:
        self.requests += 1
        if self._failure:
            raise self._failure
        return DONE

    async def astop(self, *_: object) -> StopResult[Any]:
        result = self.stop()
        await anyio.sleep(0)
        return result


class Orders(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.platform, self.run_, self.model = Platform(), Run(), Model()

    @rule()
    def bind(self) -> None:
        self.run_.bind(self.platform.stop, "task-1")
        self.model.take("bind")

    @rule()
    def stop(self) -> None:
        self.model.take("stop")
        expected = Outcome.STOPPED if self.model.sent else Outcome.ACCEPTED
        over = self.model.over and not self.model.sent
        assert self.run_.stop().outcome is (Outcome.ALREADY_FINISHED if over else expected)

    @rule()
    def finish(self) -> None:
        self.run_.finish()
        self.model.take("finish")

    @rule()
    def cancel(self) -> None:
        with pytest.raises(KeyboardInterrupt), stop_on_cancel(self.run_):
            raise KeyboardInterrupt
        self.model.take("cancel")

    @rule()
    def leave(self) -> None:
        with stop_on_cancel(self.run_):
            pass
        self.model.take("leave")

    @invariant()
    def as_many_requests_as_the_model_says(self) -> None:
        assert self.platform.requests == self.model.sent


Orders.TestCase.settings = settings(max_examples=60, stateful_step_count=12, deadline=None)
TestOrders = Orders.TestCase


async def take(run: AsyncRun, platform: Platform, step: str) -> None:
    match step:
        case "bind":
            run.bind(platform.astop, "task-1")
        case "stop":
            await run.stop(wait=0)
        case "cancel":
            with contextlib.suppress(BoomError):
                async with stop_on_cancel(run):
                    raise BoomError
        case "abandon":
            with anyio.CancelScope() as scope:
                scope.cancel()
                await run.stop()
        case "leave":
            async with stop_on_cancel(run):
                pass
        case _:
            run.finish()


@BACKENDS
@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_any_order_sends_what_the_model_says(backend: str, steps: list[str]) -> None:
    platform, model = Platform(), Model()

    async def play() -> None:
        run = AsyncRun()
        for step in steps:
            await take(run, platform, step)
            model.take(step)
        await run.ended()

    anyio.run(play, backend=backend)

    assert platform.requests == model.sent


@BACKENDS
def test_tasks_that_stop_before_the_id_is_known_share_one_result(backend: str) -> None:
    platform = Platform()
    results: list[StopResult[Any]] = []

    async def press(run: AsyncRun) -> None:
        results.append(await run.stop())

    async def play() -> None:
        run = AsyncRun()
        async with anyio.create_task_group() as group:
            for _ in range(5):
                group.start_soon(press, run)
            await anyio.wait_all_tasks_blocked()
            assert run.state is RunState.REMEMBERED
            run.bind(platform.astop, "task-1")

    anyio.run(play, backend=backend)

    assert platform.requests == 1
    assert len(results) == 5
    assert all(result is DONE for result in results)


def test_threads_share_one_request() -> None:
    platform, run, start = Platform(), Run(), Barrier(8)
    results: list[StopResult[Any]] = []

    def press() -> None:
        start.wait()
        results.append(run.stop())

    run.bind(platform.stop)
    threads = [Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert platform.requests == 1
    assert results == [DONE] * 8


def test_a_thread_may_wait_for_the_id() -> None:
    platform, run = Platform(), Run()
    results: list[StopResult[Any]] = []
    thread = Thread(target=lambda: results.append(run.stop(wait=30)))
    thread.start()
    while run.state is RunState.UNBOUND:
        thread.join(0.001)

    run.bind(platform.stop)
    thread.join()

    assert results == [DONE]


def test_a_stop_without_an_id_says_that_nothing_was_sent() -> None:
    run = Run()

    early = run.stop()
    run.finish()
    late = run.stop()

    assert (early.outcome, early.evidence, early.status) == (Outcome.ACCEPTED, Evidence.LOCAL, 0)
    assert (late.outcome, late.evidence) == (Outcome.ALREADY_FINISHED, Evidence.LOCAL)


def test_the_exception_of_the_one_request_is_shared() -> None:
    platform, run = Platform(TransportError("no answer")), Run()
    run.stop()
    run.bind(platform.stop)

    for _ in range(2):
        with pytest.raises(TransportError, match="no answer"):
            run.stop()

    assert run.state is RunState.FAILED
    assert isinstance(run.answer, TransportError)
    assert platform.requests == 1


@BACKENDS
def test_the_exception_of_the_one_request_is_shared_by_tasks(backend: str) -> None:
    platform = Platform(TransportError("no answer"))

    async def play() -> None:
        run = AsyncRun()
        run.bind(platform.astop)
        for _ in range(2):
            with pytest.raises(TransportError, match="no answer"):
                await run.stop()

    anyio.run(play, backend=backend)

    assert platform.requests == 1


def test_an_interrupted_stop_is_not_sent_again() -> None:
    run, calls = Run(), 0

    def interrupted() -> StopResult[Any]:
        nonlocal calls
        calls += 1
        raise KeyboardInterrupt

    run.bind(interrupted)
    with pytest.raises(KeyboardInterrupt):
        run.stop()
    with pytest.raises(TransportError, match="broken off"):
        run.stop()

    assert calls == 1


def test_a_stop_inside_the_stop_does_not_wait_for_itself() -> None:
    run = Run()
    inside: list[StopResult[Any]] = []

    def reentrant() -> StopResult[Any]:
        inside.append(run.stop())
        return DONE

    run.bind(reentrant)

    assert run.stop() is DONE
    assert inside[0].evidence is Evidence.LOCAL


def test_binding_again_replaces_the_call_until_it_is_used() -> None:
    run = Run()
    used: list[str] = []

    def use(name: str) -> StopResult[Any]:
        used.append(name)
        return DONE

    for name in ("first", "second"):
        run.bind(use, name)
    run.stop()
    run.bind(use, "third")
    run.stop()

    assert used == ["second"]


def test_an_asynchronous_run_without_an_event_loop_says_so() -> None:
    run = AsyncRun()
    run.request_stop()
    run.bind(Platform().astop)

    assert isinstance(run.answer, RuntimeError)
