"""A stop is tried again where that can help, within its deadline, and never where it does damage."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import anyio
import httpx
import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from _runtime import ConfigurationError, RateLimitError, StatusError, StopError, TransportError
from _runtime.policy import Policy
from loopback import TRICKLED, Fault, LoopbackServer, Reply
from runtime import sample
from runtime.flavours import Flavour
from runtime.virtual import VirtualClock

KEY = "app-5ecret-0f-th3-tests"


class Script:
    """Answers by turns; the last one for ever."""

    def __init__(self, *answers: int | Exception | httpx2.Response) -> None:
        self.answers = list(answers)
        self.requests: list[httpx2.Request] = []
        self.before: Callable[[], object] = lambda: None

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.before()
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, httpx2.Response) else httpx2.Response(answer)

    @property
    def count(self) -> int:
        return len(self.requests)


def stop(flavour: Flavour, script: Script, **options: Any) -> Any:
    options.setdefault("max_retries", 2)
    return flavour.stop(
        "dify",
        "stop_chat_message",
        ("task-1",),
        {"user": "user-123"},
        api_key=KEY,
        http_client=flavour.http_client(script),
        **options,
    )


def late(seconds: str | float, status: int = 503) -> httpx2.Response:
    return httpx2.Response(status, headers={"Retry-After": str(seconds)})


PASSING: list[int | Exception] = [
    429,
    502,
    503,
    504,
    httpx2.ConnectError("refused"),
    httpx2.ReadTimeout("slow"),
    httpx2.RemoteProtocolError("gone"),
    ConnectionResetError("reset"),
]


@pytest.mark.parametrize("first", PASSING, ids=repr)
def test_what_may_pass_is_tried_again(
    flavour: Flavour, clock: VirtualClock, first: int | Exception
) -> None:
    script = Script(first, 200)

    result = stop(flavour, script)

    assert (result.status, result.attempts, script.count) == (200, 2, 2)
    assert clock.slept == [0.25]
    assert script.requests[0].content == script.requests[1].content == b'{"user":"user-123"}'


@pytest.mark.parametrize(
    "final",
    [*(400, 401, 403, 404, 405, 408, 409, 422, 425, 301, 500, 501, 505, 599), 600],
)
def test_what_another_attempt_cannot_mend_is_not_tried_again(
    flavour: Flavour, clock: VirtualClock, final: int
) -> None:
    script = Script(final, 200)

    with pytest.raises(StatusError) as caught:
        stop(flavour, script)

    assert (caught.value.attempts, script.count, clock.slept) == (1, 1, [])


@pytest.mark.parametrize(
    "final", [httpx2.UnsupportedProtocol("ftp"), httpx2.LocalProtocolError("bad header")], ids=repr
)
def test_a_request_that_cannot_be_sent_is_not_tried_again(
    flavour: Flavour, clock: VirtualClock, final: Exception
) -> None:
    script = Script(final)

    with pytest.raises(TransportError) as caught:
        stop(flavour, script)

    assert (caught.value.attempts, script.count, clock.slept) == (1, 1, [])


@pytest.mark.parametrize("retries", [0, 1, 2, 5])
def test_the_last_failure_is_raised_with_the_number_of_attempts(
    flavour: Flavour, clock: VirtualClock, retries: int
) -> None:
    script = Script(httpx2.ConnectError("refused"), *[503] * retries)

    with pytest.raises(StopError) as caught:
        stop(flavour, script, max_retries=retries)

    assert caught.value.attempts == script.count == retries + 1
    assert pickle.loads(pickle.dumps(caught.value)).attempts == retries + 1


def test_first_success_is_one_attempt(flavour: Flavour, clock: VirtualClock) -> None:
    assert stop(flavour, Script(200)).attempts == 1


def test_delays_grow_up_to_a_limit(flavour: Flavour, clock: VirtualClock) -> None:
    with pytest.raises(StatusError):
        stop(flavour, Script(503), max_retries=7)

    assert clock.slept == [0.25, 0.5, 1.0, 2.0, 4.0, 4.0, 4.0]


@pytest.mark.parametrize("chance", [0.0, 0.999])
def test_delays_are_spread_from_nothing_to_all(
    flavour: Flavour, clock: VirtualClock, chance: float
) -> None:
    clock.fixed_chance = chance

    stop(flavour, Script(503, 200))

    assert clock.slept == [chance * 0.5]


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_retry_after_in_seconds_is_obeyed(
    flavour: Flavour, clock: VirtualClock, status: int
) -> None:
    stop(flavour, Script(late(7, status), 200))

    assert clock.slept == [7.0]


def test_retry_after_as_a_date_is_obeyed(flavour: Flavour, clock: VirtualClock) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)

    stop(flavour, Script(late(date), 200), deadline=60.0)

    assert clock.slept[0] == pytest.approx(40, abs=10)


@pytest.mark.parametrize(
    ("retry_after", "deadline"), [(10, 10.0), (11, 10.0), (3600, None), (60, None)]
)
def test_retry_after_that_is_too_late_raises_at_once(
    flavour: Flavour, clock: VirtualClock, retry_after: float, deadline: float | None
) -> None:
    script = Script(late(retry_after, 429), 200)

    with pytest.raises(RateLimitError) as caught:
        stop(flavour, script, deadline=deadline)

    assert (caught.value.retry_after, caught.value.attempts) == (retry_after, 1)
    assert (script.count, clock.slept) == (1, [])


def test_a_retry_after_of_nothing_does_not_hammer(flavour: Flavour, clock: VirtualClock) -> None:
    stop(flavour, Script(late(0), 200))

    assert clock.slept == [0.25]


def test_no_attempt_begins_after_the_deadline(flavour: Flavour, clock: VirtualClock) -> None:
    script = Script(503)
    script.before = lambda: clock.pass_time(2.0)

    with pytest.raises(StatusError) as caught:
        stop(flavour, script, deadline=5.0, max_retries=50)

    assert caught.value.attempts == script.count
    assert clock.now() - 1000.0 <= 5.0 + 2.0
    assert script.count == 3


def test_no_timeout_of_an_attempt_goes_beyond_the_deadline(
    flavour: Flavour, clock: VirtualClock
) -> None:
    script = Script(503, 503, 200)
    script.before = lambda: clock.pass_time(2.0)

    stop(flavour, script, deadline=10.0, timeout=9.0)

    timeouts = [request.extensions["timeout"] for request in script.requests]
    assert all(set(limits) == {"connect", "read", "write", "pool"} for limits in timeouts)
    assert all(limits.get("read") <= 10.0 - (clock.now() - 1000.0) for limits in timeouts)
    assert timeouts[0].get("nothing") is None


def test_timeouts_are_the_callers_without_a_deadline(flavour: Flavour, clock: VirtualClock) -> None:
    script = Script(200)

    stop(flavour, script, timeout=9.0)

    assert set(dict(script.requests[0].extensions["timeout"]).values()) == {9.0}


@given(
    attempts=st.integers(1, 2000),
    left=st.none() | st.floats(-5, 1e6, exclude_min=True),
    chance=st.floats(0, 1, exclude_max=True),
    ordered=st.none() | st.floats(0, 1e5),
)
def test_every_delay_ends_before_the_deadline(
    attempts: int, left: float | None, chance: float, ordered: float | None
) -> None:
    policy = Policy(clock=VirtualClock(chance), max_retries=3000)
    error = StatusError("", status=503, retry_after=ordered)

    delay = policy.delay_after(error, attempts, left)

    if delay is None:
        assert (ordered or 0) >= (60 if left is None else left)
    else:
        assert (ordered or 0) <= delay <= max(ordered or 0, 8)
        assert left is None or delay < left


@pytest.mark.parametrize(
    "options",
    [
        {"max_retries": -1},
        {"deadline": 0},
        {"deadline": -1.0},
        {"deadline": float("nan")},
        {"deadline": float("inf")},
        {"on_limit": "drop"},
        {"rate_limit": 20},
    ],
    ids=str,
)
def test_what_cannot_be_followed_is_refused(flavour: Flavour, options: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(options))):
        stop(flavour, Script(200), **options)


def test_closing_ends_a_pause_of_another_thread_at_once() -> None:
    paused = threading.Event()
    raised: list[BaseException] = []

    def answer(_: httpx2.Request) -> httpx2.Response:
        paused.set()
        return late(50)

    http = httpx2.Client(transport=httpx2.MockTransport(answer))
    client = sample.DifyClient(KEY, http_client=http)

    def run() -> None:
        with pytest.raises(StatusError) as caught:
            client.stop_chat_message("task-1", user="u")
        raised.append(caught.value)

    thread = threading.Thread(target=run)
    thread.start()
    assert paused.wait(10)
    client.close()
    thread.join(30)
    http.close()

    assert not thread.is_alive()
    assert [type(error).__name__ for error in raised] == ["ServerError"]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_cancellation_ends_a_pause_at_once(backend: str) -> None:
    async def run() -> tuple[bool, int]:
        script = Script(late(50))
        http = httpx2.AsyncClient(transport=httpx2.MockTransport(script))
        async with http, sample.AsyncDifyClient(KEY, http_client=http) as client:
            with anyio.move_on_after(0.05) as scope:
                await client.stop_chat_message("task-1", user="u")
            return scope.cancelled_caught, script.count

    async def limited() -> tuple[bool, int]:
        with anyio.fail_after(20):
            return await run()

    assert anyio.run(limited, backend=backend) == (True, 1)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_closing_ends_the_pauses_of_all_tasks_at_once(backend: str) -> None:
    script = Script(late(50))
    raised: list[str] = []

    async def stop_one(client: sample.AsyncDifyClient) -> None:
        with pytest.raises(StatusError) as caught:
            await client.stop_chat_message("task-1", user="u")
        raised.append(type(caught.value).__name__)

    async def run() -> None:
        http = httpx2.AsyncClient(transport=httpx2.MockTransport(script))
        async with http, sample.AsyncDifyClient(KEY, http_client=http) as client:
            with anyio.fail_after(20):
                async with anyio.create_task_group() as group:
                    for _ in range(3):
                        group.start_soon(stop_one, client)
                    while script.count < 3:
                        await anyio.sleep(0.001)
                    await anyio.wait_all_tasks_blocked()
                    await client.aclose()

    anyio.run(run, backend=backend)

    assert raised == ["ServerError"] * 3
    assert script.count == 3


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_client_that_was_closed_in_a_pause_sends_nothing_more(backend: str) -> None:
    async def run() -> int:
        script = Script(late(0.01))
        http = httpx2.AsyncClient(transport=httpx2.MockTransport(script))
        async with http, sample.AsyncDifyClient(KEY, http_client=http) as client:
            script.before = client._leaving.set
            with pytest.raises(StatusError):
                await client.stop_chat_message("task-1", user="u")
        return script.count

    assert anyio.run(run, backend=backend) == 1


def test_a_real_server_that_recovers_is_asked_again(
    flavour: Flavour, server: LoopbackServer, clock: VirtualClock
) -> None:
    stage = server.play(
        Reply(503), Reply(0, fault=Fault.RESET), Reply(200, b'{"result": "success"}')
    )

    result = flavour.stop(
        "dify",
        "stop_chat_message",
        ("task-1",),
        {"user": "u"},
        api_key=KEY,
        base_url=stage.url,
        max_retries=2,
        deadline=30.0,
    )

    assert (result.attempts, result.raw) == (3, b'{"result": "success"}')
    assert len({(seen.path, seen.body) for seen in stage.seen}) == 1
    assert len(stage.seen) == 3


def hang(flavour: Flavour, server: LoopbackServer, fault: Fault | None, **options: Any) -> Any:
    """Stop with a deadline far below the timeout, where a server answers too slowly."""
    options |= {"base_url": server.play(Reply(200, b"{", fault=fault)).url, "deadline": 0.3}
    return flavour.stop("dify", "stop_chat_message", ("t",), {"user": "u"}, api_key=KEY, **options)


def test_a_real_server_that_hangs_is_left_at_the_deadline(
    flavour: Flavour, server: LoopbackServer
) -> None:
    with pytest.raises(TransportError) as caught:
        hang(flavour, server, Fault.SILENCE)

    assert caught.value.timed_out


def test_an_endless_answer_is_left_at_the_deadline(
    flavour: Flavour, server: LoopbackServer
) -> None:
    result = hang(flavour, server, Fault.TRICKLE)

    assert result.status == 200
    assert len(result.raw) < TRICKLED


@pytest.mark.parametrize("library", [httpx2, httpx], ids=["httpx2", "httpx"])
def test_a_deadline_holds_with_clients_of_either_library(
    flavour: Flavour, server: LoopbackServer, library: Any
) -> None:
    http = (library.AsyncClient if flavour.backend else library.Client)(verify=False)

    assert hang(flavour, server, None, http_client=http).attempts == 1
    http = (library.AsyncClient if flavour.backend else library.Client)(verify=False)
    with pytest.raises(TransportError):
        hang(flavour, server, Fault.SILENCE, http_client=http)
