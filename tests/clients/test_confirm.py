"""What a stop came to is looked for: with the documented status call, or as the application says."""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import Any

import anyio
import httpx2
import pytest
import trio
from stopclients import (
    ActiveRuns,
    AsyncRun,
    ConfigurationError,
    Event,
    Evidence,
    Finished,
    InvalidArgumentError,
    NotFoundError,
    Outcome,
    Poll,
    RateLimit,
    RateLimitError,
    Run,
    RunStatus,
    ServerError,
    StopResult,
    dify,
    fay,
    stop_many,
)
from stopclients._runtime.base_client import BaseClient
from stopclients._runtime.clock import Clock
from stopclients.dify.fake import Fake as DifyFake
from stopclients.fay.fake import Fake, Fault, Reply, RunState

TRUST = httpx2.create_ssl_context()
STOP, LOOK = "stop_conversation", "get_conversation_status"
SOON = Poll(interval=0.01, deadline=5.0)
GONE: RunStatus[None] = RunStatus("gone", Outcome.STOPPED)


class NoDelay(Clock):
    def chance(self) -> float:
        return 0.0


@pytest.fixture(autouse=True)
def no_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BaseClient, "_clock", NoDelay())


@pytest.fixture
def fake() -> Fake:
    return Fake()


@pytest.fixture
def url(fake: Fake) -> Iterator[str]:
    with fake.serve() as address:
        yield address


class Flavour:
    """Calls generated clients, synchronous or on an event loop."""

    def __init__(self, name: str) -> None:
        self.name = name

    def with_client(
        self, url: str, work: Callable[[Any], Any], platform: str = "fay", **options: Any
    ) -> Any:
        """Do something with a client; what that returns is awaited where it must be."""
        options = {"base_url": url, "timeout": 5.0, **options}
        package = import_module(f"stopclients.{platform}")
        if self.name == "sync":
            with httpx2.Client(verify=TRUST) as http:
                return work(package.Client("key", http_client=http, **options))

        async def run() -> Any:
            async with httpx2.AsyncClient(verify=TRUST) as http:
                return await work(package.AsyncClient("key", http_client=http, **options))

        return anyio.run(run, backend=self.name)

    def call(
        self, url: str, method: str = STOP, confirm: Poll | None = SOON, **options: Any
    ) -> Any:
        """Call a method of a client of a run that is called `r`."""
        keywords = {} if method == LOOK else {"confirm": confirm}
        return self.with_client(
            url, lambda client: getattr(client, method)("r", **keywords), **options
        )

    def run(self) -> Any:
        """Make a handle."""
        return Run() if self.name == "sync" else AsyncRun()


@pytest.fixture(params=["sync", "asyncio", "trio"])
def flavour(request: pytest.FixtureRequest) -> Flavour:
    return Flavour(request.param)


def summary(result: StopResult[Any]) -> tuple[Outcome, Evidence, str | None]:
    return result.outcome, result.evidence, result.observed_state


def asked(fake: Any) -> list[str | None]:
    return [seen.operation for seen in fake.seen]


def test_a_run_is_looked_at_until_it_has_stopped(flavour: Flavour, fake: Fake, url: str) -> None:
    fake.start("r", stops_after=2)

    result = flavour.call(url)

    assert summary(result) == (Outcome.STOPPED, Evidence.POLLED, "STOPPED")
    assert (result.attempts, result.status, result.code) == (1, 200, None)
    assert asked(fake) == [STOP, LOOK, LOOK, LOOK]
    assert fake.problems == []


def test_a_run_that_ended_by_itself_was_not_stopped(flavour: Flavour, fake: Fake, url: str) -> None:
    run = fake.start("r", stops_after=math.inf)

    def end_it(event: Event) -> None:
        if event.method == LOOK:
            run.end()

    result = flavour.call(url, on_event=end_it)

    assert summary(result) == (Outcome.ALREADY_FINISHED, Evidence.POLLED, "COMPLETED")


def test_an_accepted_stop_becomes_what_was_seen(flavour: Flavour, fake: Fake, url: str) -> None:
    fake.start("r").leave(RunState.STOPPED)
    fake.answer(Reply(status=202))

    result = flavour.call(url)

    assert summary(result) == (Outcome.STOPPED, Evidence.POLLED, "STOPPED")
    assert result.status == 202


def test_a_run_that_goes_on_leaves_the_answers_word(flavour: Flavour, fake: Fake, url: str) -> None:
    fake.start("r", stops_after=math.inf)

    result = flavour.call(url, confirm=Poll(interval=0.05, deadline=0.2))

    assert summary(result) == (Outcome.STOPPED, Evidence.BODY, "PROCESSING")
    assert 2 <= asked(fake).count(LOOK) <= 4
    assert asked(fake).count(STOP) == 1


def test_what_had_ended_is_not_looked_at(flavour: Flavour, fake: Fake, url: str) -> None:
    fake.start("r").end()

    result = flavour.call(url)

    assert summary(result) == (Outcome.ALREADY_FINISHED, Evidence.BODY, None)
    assert asked(fake) == [STOP]


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_refused_look_keeps_the_answer_and_is_the_last(
    flavour: Flavour, fake: Fake, url: str, status: int
) -> None:
    fake.start("r")
    fake.answer(fake.documented(200), Reply(status=status))
    events: list[Event] = []

    result = flavour.call(url, on_event=events.append)

    assert summary(result) == (Outcome.STOPPED, Evidence.BODY, None)
    assert asked(fake) == [STOP, LOOK]
    assert isinstance(events[-1], Finished)
    assert (events[-1].method, events[-1].status) == (LOOK, status)


@pytest.mark.parametrize("reply", [Reply(status=500), Reply(status=429), Reply(fault=Fault.RESET)])
def test_a_look_that_fails_is_followed_by_another(
    flavour: Flavour, fake: Fake, url: str, reply: Reply
) -> None:
    fake.start("r").leave(RunState.STOPPED)
    fake.answer(fake.documented(200), reply)

    result = flavour.call(url, max_retries=0)

    assert summary(result) == (Outcome.STOPPED, Evidence.POLLED, "STOPPED")
    assert asked(fake) == [STOP, LOOK, LOOK]


@pytest.mark.parametrize("deadline", [None, 30.0])
def test_a_look_that_hangs_ends_at_the_deadline(
    flavour: Flavour, fake: Fake, url: str, deadline: float | None
) -> None:
    fake.start("r")
    fake.answer(fake.documented(200), Reply(fault=Fault.SILENCE))
    began = time.monotonic()

    result = flavour.call(url, confirm=Poll(0.01, 0.2), timeout=30.0, deadline=deadline)

    assert summary(result) == (Outcome.STOPPED, Evidence.BODY, None)
    assert time.monotonic() - began < 5


def test_each_look_ends_at_the_clients_deadline(flavour: Flavour, fake: Fake, url: str) -> None:
    fake.start("r")
    fake.answer(Reply(status=202), Reply(fault=Fault.SILENCE), Reply(fault=Fault.SILENCE))
    fake.runs["r"].leave(RunState.STOPPED)

    result = flavour.call(url, confirm=Poll(0.01, 30), timeout=30.0, deadline=0.2)

    assert summary(result) == (Outcome.STOPPED, Evidence.POLLED, "STOPPED")
    assert asked(fake) == [STOP, LOOK, LOOK, LOOK]


def test_looks_are_tried_again_and_told_of_like_stops(
    flavour: Flavour, fake: Fake, url: str
) -> None:
    fake.start("r").leave(RunState.STOPPED)
    fake.answer(fake.documented(200), Reply(status=503))
    events: list[Event] = []

    flavour.call(url, on_event=events.append)

    assert [(type(event).__name__, event.attempt) for event in events if event.method == LOOK] == [
        ("AttemptStarted", 1),
        ("AttemptFinished", 1),
        ("RetryScheduled", 1),
        ("AttemptStarted", 2),
        ("AttemptFinished", 2),
        ("Finished", 2),
    ]


def test_looks_are_not_charged_to_the_quota_of_stops(
    flavour: Flavour, fake: Fake, url: str
) -> None:
    fake.start("r", stops_after=3)

    result = flavour.call(url, rate_limit=RateLimit(1, 3600))

    assert summary(result) == (Outcome.STOPPED, Evidence.POLLED, "STOPPED")
    assert asked(fake).count(LOOK) == 4


def test_a_limit_counts_stops_that_are_confirmed(fake: Fake, url: str) -> None:
    fake.start("r")
    with fay.Client("key", base_url=url, rate_limit=RateLimit(1, 3600)) as client:
        client.stop_conversation("r", confirm=SOON)
        with pytest.raises(RateLimitError):
            client.stop_conversation("r", confirm=SOON)


@pytest.mark.parametrize("look", [None, Reply(fault=Fault.SILENCE)], ids=["between", "within"])
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_cancelled_look_ends_at_once_and_leaves_nothing(
    backend: str, look: Reply | None, fake: Fake, url: str
) -> None:
    fake.start("r", stops_after=math.inf)
    if look is not None:
        fake.answer(fake.documented(200), look)

    async def stop() -> float:
        began = anyio.current_time()
        async with fay.AsyncClient("key", base_url=url) as client:
            with anyio.move_on_after(0.2) as scope:
                await client.stop_conversation("r", confirm=Poll(interval=60, deadline=600))
        assert scope.cancelled_caught
        if backend == "asyncio":
            assert len(asyncio.all_tasks()) == 1
        else:
            assert not trio.lowlevel.current_task().child_nurseries
        return anyio.current_time() - began

    assert anyio.run(stop, backend=backend) < 5
    assert asked(fake) == [STOP, LOOK]


def test_closing_the_client_ends_the_looking_with_what_is_known(fake: Fake, url: str) -> None:
    fake.start("r", stops_after=math.inf)
    with fay.Client("key", base_url=url) as client:
        threading.Timer(0.2, client.close).start()
        result = client.stop_conversation("r", confirm=Poll(interval=60, deadline=600))

    assert summary(result) == (Outcome.STOPPED, Evidence.BODY, "PROCESSING")


def test_a_state_is_told_typed_and_raw(flavour: Flavour, fake: Fake, url: str) -> None:
    fake.start("r")

    status = flavour.call(url, LOOK)

    assert (status.state, status.outcome, status.is_over) == ("PROCESSING", None, False)
    assert status.body.data.status == "PROCESSING"
    assert (status.status, status.attempts) == (200, 1)
    assert b"PROCESSING" in status.raw


def test_asking_for_a_state_raises_what_clients_raise(
    flavour: Flavour, fake: Fake, url: str
) -> None:
    with pytest.raises(fay.NotFoundError):
        flavour.call(url, LOOK)
    with pytest.raises(InvalidArgumentError):
        flavour.with_client(url, lambda client: client.get_conversation_status(""))
    assert asked(fake) == [LOOK]


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"data": {"status": {}}}'])
def test_an_answer_without_a_state_tells_none(fake: Fake, url: str, body: bytes) -> None:
    fake.answer(Reply(content=body))

    with fay.Client("key", base_url=url) as client:
        status = client.get_conversation_status("r")

    assert (status.state, status.outcome, status.raw) == (None, None, body)


@pytest.mark.parametrize("state", ["COMPLETED", "FAILED", "STOPPED"])
def test_nothing_is_sent_for_a_run_that_has_ended(
    flavour: Flavour, fake: Fake, url: str, state: str
) -> None:
    fake.answer(Reply(json={"data": {"status": state}}))

    result = flavour.call(url, "stop_if_running")

    assert summary(result) == (Outcome.ALREADY_FINISHED, Evidence.POLLED, state)
    assert (result.attempts, result.status) == (0, 0)
    assert asked(fake) == [LOOK]


@pytest.mark.parametrize("state", ["PENDING", "PROCESSING", "NEVER HEARD OF", None])
def test_any_other_run_is_stopped(
    flavour: Flavour, fake: Fake, url: str, state: str | None
) -> None:
    fake.start("r")
    fake.answer(Reply(json={"data": {"status": state}}))

    result = flavour.call(url, "stop_if_running", confirm=None)

    assert summary(result) == (Outcome.STOPPED, Evidence.BODY, state)
    assert asked(fake) == [LOOK, STOP]


def test_a_run_can_be_looked_at_before_and_after(flavour: Flavour, fake: Fake, url: str) -> None:
    fake.start("r", stops_after=1)

    result = flavour.call(url, "stop_if_running")

    assert summary(result) == (Outcome.STOPPED, Evidence.POLLED, "STOPPED")
    assert asked(fake) == [LOOK, STOP, LOOK, LOOK]


@pytest.mark.parametrize(("status", "error"), [(404, NotFoundError), (500, ServerError)])
def test_nothing_is_sent_where_the_state_cannot_be_told(
    flavour: Flavour, fake: Fake, url: str, status: int, error: type[Exception]
) -> None:
    fake.start("r")
    fake.answer(Reply(status=status))

    with pytest.raises(error):
        flavour.call(url, "stop_if_running")
    assert asked(fake) == [LOOK]


def bound(flavour: Flavour, client: Any, method: str = STOP) -> Any:
    run = flavour.run()
    run.bind(getattr(client, method), "r")
    return run


def test_a_handle_looks_with_the_documented_call(flavour: Flavour, fake: Fake, url: str) -> None:
    fake.start("r", stops_after=1)
    runs: list[Any] = []

    def stop(client: Any) -> Any:
        runs.append(bound(flavour, client))
        return runs[0].stop(confirm=SOON)

    result = flavour.with_client(url, stop)

    assert summary(result) == (Outcome.STOPPED, Evidence.POLLED, "STOPPED")
    assert asked(fake) == [STOP, LOOK, LOOK]
    assert runs[0].answer is result


def test_a_handle_looks_at_a_run_that_was_stopped_before(fake: Fake, url: str) -> None:
    fake.start("r", stops_after=1)
    with fay.Client("key", base_url=url) as client:
        run = bound(Flavour("sync"), client)
        assert summary(run.stop()) == (Outcome.STOPPED, Evidence.BODY, None)
        seen = run.stop(confirm=SOON)
        assert run.stop() is seen
        assert summary(run.stop(confirm=SOON)) == summary(seen)

    assert asked(fake) == [STOP, LOOK, LOOK]


def test_a_handle_of_a_call_that_asks_first_does_not_ask_twice(
    flavour: Flavour, fake: Fake, url: str
) -> None:
    fake.start("r")

    result = flavour.with_client(
        url, lambda client: bound(flavour, client, "stop_if_running").stop(confirm=SOON)
    )

    assert summary(result) == (Outcome.STOPPED, Evidence.POLLED, "STOPPED")
    assert asked(fake) == [LOOK, STOP, LOOK]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_stop_that_is_confirmed_before_its_call_is_known(
    backend: str, fake: Fake, url: str
) -> None:
    fake.start("r", stops_after=1)

    async def play() -> StopResult[Any]:
        results: list[StopResult[Any]] = []

        async def stop(run: AsyncRun) -> None:
            results.append(await run.stop(confirm=SOON))

        async with fay.AsyncClient("key", base_url=url) as client, anyio.create_task_group() as g:
            run = AsyncRun()
            g.start_soon(stop, run)
            await anyio.sleep(0.02)
            run.bind(client.stop_conversation, "r")
        return results[0]

    assert summary(anyio.run(play, backend=backend)) == (
        Outcome.STOPPED,
        Evidence.POLLED,
        "STOPPED",
    )


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_who_goes_away_while_looking_leaves_the_answer_to_others(
    backend: str, fake: Fake, url: str
) -> None:
    fake.start("r", stops_after=math.inf)

    async def play() -> tuple[StopResult[Any], bool]:
        async with fay.AsyncClient("key", base_url=url) as client:
            run = AsyncRun()
            run.bind(client.stop_conversation, "r")
            with anyio.move_on_after(0.2):
                await run.stop(confirm=Poll(interval=60, deadline=600))
            return await run.stop(), run.has_ended

    result, has_ended = anyio.run(play, backend=backend)

    assert summary(result) == (Outcome.STOPPED, Evidence.BODY, None)
    assert has_ended
    assert asked(fake) == [STOP, LOOK]


def test_each_of_many_runs_is_looked_at(flavour: Flavour, fake: Fake, url: str) -> None:
    fake.start("r", stops_after=1)
    fake.start("endless", stops_after=math.inf)

    def stop(client: Any) -> Any:
        runs = [bound(flavour, client), flavour.run(), bound(flavour, client)]
        runs[2].bind(client.stop_conversation, "endless")
        return stop_many(runs, deadline=0.5, confirm=SOON)

    stopped, unknown, endless = flavour.with_client(url, stop)

    assert summary(stopped.result) == (Outcome.STOPPED, Evidence.POLLED, "STOPPED")
    assert unknown.result.evidence is Evidence.LOCAL
    assert (endless.result.outcome, endless.result.evidence) == (Outcome.STOPPED, Evidence.BODY)
    assert endless.error is None


def test_a_tracked_run_is_looked_at(flavour: Flavour, fake: Fake, url: str) -> None:
    fake.start("r", stops_after=1)

    def stop(client: Any) -> Any:
        active: ActiveRuns[Any] = ActiveRuns(type(flavour.run()))
        active.add("key", bound(flavour, client))
        return active.stop("key", confirm=SOON)

    assert summary(flavour.with_client(url, stop)) == (
        Outcome.STOPPED,
        Evidence.POLLED,
        "STOPPED",
    )


# Platforms without a documented status call


@pytest.fixture
def other() -> DifyFake:
    fake = DifyFake()
    fake.start("task-1")
    return fake


def stop_other(flavour: Flavour, fake: DifyFake, confirm: Poll) -> Any:
    def stop(client: Any) -> Any:
        run = flavour.run()
        run.bind(client.stop_chat_message, "task-1", user="u")
        return run.stop(confirm=confirm)

    with fake.serve() as url:
        return flavour.with_client(url, stop, platform="dify")


def test_a_function_of_the_application_looks_elsewhere(flavour: Flavour, other: DifyFake) -> None:
    seen = iter([RunStatus("busy"), RunStatus("busy", Outcome.ACCEPTED), GONE])

    result = stop_other(flavour, other, Poll(0.01, 5, look=lambda: next(seen)))

    assert summary(result) == (Outcome.STOPPED, Evidence.POLLED, "gone")
    assert asked(other) == ["stop_chat_message"]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_such_a_function_may_be_asynchronous(backend: str, other: DifyFake) -> None:
    async def look() -> RunStatus[None]:
        await anyio.sleep(0)
        return GONE

    result = stop_other(Flavour(backend), other, Poll(0.01, 5, look))

    assert summary(result) == (Outcome.STOPPED, Evidence.POLLED, "gone")


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_such_a_function_is_broken_off_at_the_deadline(backend: str, other: DifyFake) -> None:
    async def look() -> RunStatus[None]:
        await anyio.sleep(60)
        return GONE

    result = stop_other(Flavour(backend), other, Poll(0.01, 0.1, look))

    assert summary(result) == (Outcome.ACCEPTED, Evidence.STATUS, None)


@pytest.mark.parametrize("fault", [ValueError("secret"), None])
def test_such_a_function_may_fail(
    flavour: Flavour, other: DifyFake, fault: Exception | None, caplog: pytest.LogCaptureFixture
) -> None:
    seen = iter([fault, GONE])

    def look() -> Any:
        told = next(seen)
        if isinstance(told, Exception):
            raise told
        return told

    result = stop_other(flavour, other, Poll(0.01, 5, look))

    assert summary(result) == (Outcome.STOPPED, Evidence.POLLED, "gone")
    kind = "TypeError" if fault is None else "ValueError"
    assert [record.message for record in caplog.records] == [f"look failed: {kind}"]


def test_nothing_is_sent_where_nobody_knows_how_to_look(flavour: Flavour, other: DifyFake) -> None:
    with pytest.raises(ConfigurationError, match="stop_chat_message has no documented status"):
        stop_other(flavour, other, SOON)
    assert other.seen == []


def test_a_thread_cannot_look_asynchronously(other: DifyFake, fake: Fake, url: str) -> None:
    async def look() -> RunStatus[None]:
        raise AssertionError

    with pytest.raises(ConfigurationError, match="asynchronous"):
        stop_other(Flavour("sync"), other, Poll(look=look))
    with pytest.raises(ConfigurationError, match="asynchronous"):
        Flavour("sync").call(url, confirm=Poll(look=partial(look)))
    assert (other.seen, fake.seen) == ([], [])


def test_a_function_goes_before_the_documented_call(flavour: Flavour, fake: Fake, url: str) -> None:
    fake.start("r")

    result = flavour.call(url, confirm=Poll(look=lambda: GONE))

    assert summary(result) == (Outcome.STOPPED, Evidence.POLLED, "gone")
    assert asked(fake) == [STOP]


@pytest.mark.parametrize(
    "settings",
    [
        {"interval": 0},
        {"interval": math.nan},
        {"deadline": -1},
        {"deadline": math.inf},
        {"look": 1},
    ],
)
def test_what_cannot_be_followed_is_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(settings))):
        Poll(**settings)


def test_the_states_are_data() -> None:
    states = fay.RUN_STATES

    assert states.running == ("PENDING", "PROCESSING")
    assert (states.stopped, states.finished) == (("STOPPED",), ("COMPLETED", "FAILED"))
    assert not hasattr(dify, "RUN_STATES")
