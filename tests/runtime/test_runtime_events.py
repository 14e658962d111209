"""What a stop tells a hook and the log while it happens, and what it keeps to itself."""

from __future__ import annotations

import logging
from dataclasses import FrozenInstanceError
from typing import Any

import anyio
import httpx2
import pytest

from _runtime import ConfigurationError, NotFoundError, Outcome, RateLimit, RateLimiter, ServerError
from _runtime.events import (
    AttemptFinished,
    AttemptStarted,
    Event,
    Finished,
    LimitReached,
    RetryScheduled,
)
from runtime import sample
from runtime.flavours import Flavour
from runtime.virtual import VirtualClock

KEY = "app-5ecret-0f-th3-tests"
TASK = "task-of-ms-doe"
USER = "jane-doe"


def stop(flavour: Flavour, *answers: int | Exception, **options: Any) -> Any:
    remaining = list(answers)

    def answer(_: httpx2.Request) -> httpx2.Response:
        now = remaining.pop(0)
        if isinstance(now, Exception):
            raise now
        return httpx2.Response(now, json={"result": "success", "message": f"{KEY} {TASK}"})

    return flavour.stop(
        "dify",
        "stop_chat_message",
        (TASK,),
        {"user": USER},
        api_key=KEY,
        http_client=flavour.http_client(answer),
        **options,
    )


def test_a_hook_is_told_everything_in_order(flavour: Flavour, clock: VirtualClock) -> None:
    events: list[Event] = []
    names: dict[str, Any] = {"provider": "dify", "method": "stop_chat_message"}

    stop(flavour, httpx2.ConnectError(TASK), 503, 200, max_retries=2, on_event=events.append)

    assert events == [
        AttemptStarted(**names, attempt=1, elapsed=0.0),
        AttemptFinished(**names, attempt=1, elapsed=0.0, error="ConnectError", duration=0.0),
        RetryScheduled(**names, attempt=1, elapsed=0.0, delay=0.25, error="TransportError"),
        AttemptStarted(**names, attempt=2, elapsed=0.25),
        AttemptFinished(**names, attempt=2, elapsed=0.25, status=503, duration=0.0),
        RetryScheduled(**names, attempt=2, elapsed=0.25, delay=0.5, error="ServerError"),
        AttemptStarted(**names, attempt=3, elapsed=0.75),
        AttemptFinished(**names, attempt=3, elapsed=0.75, status=200, duration=0.0),
        Finished(**names, attempt=3, elapsed=0.75, status=200, outcome=Outcome.ACCEPTED),
    ]
    with pytest.raises(FrozenInstanceError):
        events[0].attempt = 2  # type: ignore[misc]


def test_a_hook_is_told_of_the_exception(flavour: Flavour, clock: VirtualClock) -> None:
    events: list[Event] = []

    with pytest.raises(NotFoundError):
        stop(flavour, 404, on_event=events.append)

    assert isinstance(events[-1], Finished)
    assert (events[-1].error, events[-1].status, events[-1].outcome) == ("NotFoundError", 404, None)


def test_a_hook_is_told_of_the_limit(flavour: Flavour, clock: VirtualClock) -> None:
    events: list[Event] = []
    limiter = RateLimiter(RateLimit(1, 60))
    stop(flavour, 200, rate_limit=limiter)

    stop(flavour, 200, rate_limit=limiter, on_limit="wait", on_event=events.append)

    assert isinstance(events[0], LimitReached)
    assert (events[0].attempt, events[0].delay, events[1].elapsed) == (0, 60.0, 60.0)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_hook_is_told_of_a_caller_who_went_away(backend: str) -> None:
    events: list[Event] = []

    async def answer(_: httpx2.Request) -> httpx2.Response:
        await anyio.sleep(60)
        return httpx2.Response(200)

    async def run() -> None:
        http = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
        options: dict[str, Any] = {"http_client": http, "on_event": events.append}
        async with http, sample.AsyncDifyClient(KEY, **options) as client:
            with anyio.move_on_after(0.05):
                await client.stop_chat_message(TASK, user=USER)

    anyio.run(run, backend=backend)

    assert [type(event) for event in events] == [AttemptStarted, Finished]
    assert isinstance(events[-1], Finished)
    assert events[-1].error == "Cancelled"


def test_a_hook_that_fails_breaks_nothing(
    flavour: Flavour, clock: VirtualClock, caplog: pytest.LogCaptureFixture
) -> None:
    def hook(event: Event) -> None:
        raise RuntimeError(f"cannot take {type(event).__name__}")

    result = stop(flavour, 503, 200, max_retries=1, on_event=hook)

    assert result.attempts == 2
    failed = [record for record in caplog.records if "on_event failed" in record.getMessage()]
    assert len(failed) == 6
    assert all(record.name == "stopclients" and record.exc_info for record in failed)


async def awaited(_: Event) -> None: ...


@pytest.mark.parametrize("hook", [awaited, "print"])
def test_a_hook_that_nobody_can_call_is_refused(flavour: Flavour, hook: Any) -> None:
    with pytest.raises(ConfigurationError, match="on_event"):
        stop(flavour, 200, on_event=hook)


def test_a_stop_that_ends_well_is_one_line(
    flavour: Flavour, clock: VirtualClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "stopclients")

    stop(flavour, 503, 200, max_retries=1)

    (record,) = [record for record in caplog.records if record.name == "stopclients"]
    assert record.getMessage() == (
        "Finished provider=dify method=stop_chat_message elapsed=0.250 outcome=ACCEPTED "
        "status=200 attempts=2"
    )
    facts = vars(record)
    assert (facts["provider"], facts["attempts"], facts["outcome"]) == ("dify", 2, "ACCEPTED")


def test_every_step_is_a_line_for_those_who_debug(
    flavour: Flavour, clock: VirtualClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "stopclients")

    stop(flavour, 503, 200, max_retries=1)

    lines = [r.getMessage().split()[0] for r in caplog.records if r.name == "stopclients"]
    attempt = ["AttemptStarted", "AttemptFinished"]
    assert lines == [*attempt, "RetryScheduled", *attempt, "Finished"]


def test_neither_hook_nor_log_gets_a_key_an_id_or_an_answer(
    flavour: Flavour, clock: VirtualClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "stopclients")
    events: list[Event] = []

    with pytest.raises(ServerError):
        stop(
            flavour,
            httpx2.ConnectError(f"{KEY} {TASK}"),
            503,
            max_retries=1,
            on_event=events.append,
        )

    told = repr(events) + repr([vars(r) for r in caplog.records if r.name == "stopclients"])
    assert len(events) == 6
    assert not any(secret in told for secret in (KEY, TASK, USER, "success"))


def test_nothing_is_logged_and_nothing_said_unless_somebody_asks(
    flavour: Flavour, clock: VirtualClock, caplog: pytest.LogCaptureFixture
) -> None:
    stop(flavour, 200)

    assert [record for record in caplog.records if record.name == "stopclients"] == []
    handlers = logging.getLogger("stopclients").handlers
    assert {type(handler) for handler in handlers} == {logging.NullHandler}
