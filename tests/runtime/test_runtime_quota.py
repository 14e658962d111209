"""A client stays inside a limit: never more than is allowed, never less."""

from __future__ import annotations

import threading
from bisect import bisect_right
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from _runtime import (
    ClientClosedError,
    ConfigurationError,
    ContractRateLimit,
    InvalidArgumentError,
    RateLimit,
    RateLimiter,
    RateLimitError,
    ServerError,
    StatusError,
    StopError,
)
from runtime import sample
from runtime.flavours import Flavour
from runtime.virtual import VirtualClock

KEY = "app-5ecret-0f-th3-tests"
TWO_A_MINUTE = RateLimit(2, 60.0)


class Server:
    """Answers with statuses by turns, the last one for ever, and counts requests."""

    def __init__(self, *statuses: int, retry_after: int | None = None) -> None:
        self.statuses = list(statuses)
        self.headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
        self.count = 0

    def __call__(self, _: httpx2.Request) -> httpx2.Response:
        self.count += 1
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        return httpx2.Response(status, headers=self.headers)


def stop(flavour: Flavour, server: Server, rate_limit: object, **options: Any) -> Any:
    return flavour.stop(
        "dify",
        "stop_chat_message",
        ("task-1",),
        {"user": "u"},
        api_key=KEY,
        http_client=flavour.http_client(server),
        rate_limit=rate_limit,
        **options,
    )


@given(
    requests=st.integers(1, 5),
    seconds=st.floats(0.1, 100),
    steps=st.lists(st.floats(0, 60), max_size=60),
)
def test_a_window_never_holds_more_and_nothing_allowed_is_refused(
    requests: int, seconds: float, steps: list[float]
) -> None:
    limiter, now, taken = RateLimiter(RateLimit(requests, seconds)), 0.0, list[float]()
    for step in steps:
        now += step
        in_window = sum(moment + seconds > now for moment in taken)

        wait = limiter.take("stop", now)

        assert (wait == 0) is (in_window < requests)
        if wait == 0:
            taken.append(now)
        else:
            assert limiter.limit.requests == requests
            assert wait == pytest.approx(taken[-requests] + seconds - now, abs=0.002)
    for moment in taken:
        assert sum(moment <= other < moment + seconds * (1 - 1e-9) for other in taken) <= requests


@given(requests=st.integers(1, 4), seconds=st.floats(0.1, 1e6), calls=st.integers(1, 20))
def test_who_waits_as_told_is_let_in(requests: int, seconds: float, calls: int) -> None:
    limiter, now, rounds = RateLimiter(RateLimit(requests, seconds)), 1e6, 0
    for _ in range(calls):
        while wait := limiter.take("stop", now):
            now, rounds = now + wait, rounds + 1

    assert rounds <= 2 * calls
    assert now - 1e6 == pytest.approx((calls - 1) // requests * seconds, abs=0.05, rel=0.01)


def test_threads_together_get_exactly_what_is_allowed() -> None:
    limiter, start = RateLimiter(RateLimit(500, 3600)), threading.Barrier(8)

    def hammer(_: int) -> int:
        start.wait(30)
        return sum(limiter.take("stop", 1.0) == 0 for _ in range(500))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(hammer, range(8))) == 500


def test_a_call_too_many_raises_before_anything_is_sent(
    flavour: Flavour, clock: VirtualClock
) -> None:
    limiter, server = RateLimiter(TWO_A_MINUTE), Server(200)
    stop(flavour, server, limiter)
    clock.time += 20
    stop(flavour, server, limiter)
    clock.time += 10

    with pytest.raises(RateLimitError, match=r"next request in 30\.000 s") as caught:
        stop(flavour, server, limiter)

    assert (caught.value.retry_after, caught.value.attempts, server.count) == (30.0, 0, 2)
    assert (caught.value.status, caught.value.body, clock.slept) == (429, None, [])
    clock.time += 30
    stop(flavour, server, limiter)
    assert server.count == 3


def test_a_call_too_many_waits_if_told_to(flavour: Flavour, clock: VirtualClock) -> None:
    limiter, server = RateLimiter(TWO_A_MINUTE), Server(200)

    results = [stop(flavour, server, limiter, on_limit="wait") for _ in range(5)]

    assert [result.attempts for result in results] == [1] * 5
    assert clock.slept == [60.0, 60.0]


def test_waiting_stays_inside_the_deadline(flavour: Flavour, clock: VirtualClock) -> None:
    limiter, server = RateLimiter(RateLimit(1, 60)), Server(200)
    stop(flavour, server, limiter)

    with pytest.raises(RateLimitError):
        stop(flavour, server, limiter, on_limit="wait", deadline=60)
    stop(flavour, server, limiter, on_limit="wait", deadline=61)

    assert (server.count, clock.slept) == (2, [60.0])


def test_retries_are_charged(flavour: Flavour, clock: VirtualClock) -> None:
    limiter, server = RateLimiter(TWO_A_MINUTE), Server(503)

    with pytest.raises(RateLimitError) as caught:
        stop(flavour, server, limiter, max_retries=5)

    assert (caught.value.attempts, server.count) == (2, 2)
    assert isinstance(caught.value.__cause__, StatusError)
    assert caught.value.__cause__.status == 503


def test_retries_wait_for_their_turn(flavour: Flavour, clock: VirtualClock) -> None:
    limiter, server = RateLimiter(RateLimit(1, 60)), Server(503, 200)

    result = stop(flavour, server, limiter, max_retries=1, on_limit="wait")

    assert (result.attempts, clock.slept) == (2, [0.25, 59.75])


def test_a_refusal_of_the_platform_holds_further_calls_until_it_says(
    flavour: Flavour, clock: VirtualClock
) -> None:
    limiter, server = RateLimiter(RateLimit(100, 3600)), Server(429, 200, retry_after=30)

    with pytest.raises(RateLimitError) as refused:
        stop(flavour, server, limiter)
    clock.time += 10
    with pytest.raises(RateLimitError) as held:
        stop(flavour, server, limiter)

    assert (refused.value.attempts, held.value.attempts) == (1, 0)
    assert held.value.retry_after == 20
    assert server.count == 1
    assert stop(flavour, server, limiter, on_limit="wait").attempts == 1
    assert clock.slept == [20]


def test_the_attempt_after_a_refusal_is_let_in(flavour: Flavour, clock: VirtualClock) -> None:
    limiter, server = RateLimiter(RateLimit(100, 3600)), Server(429, 200, retry_after=30)

    assert stop(flavour, server, limiter, max_retries=1).attempts == 2
    assert clock.slept == [30]


def test_a_refusal_holds_no_longer_than_a_period(flavour: Flavour, clock: VirtualClock) -> None:
    limiter, server = RateLimiter(TWO_A_MINUTE), Server(429, 200, retry_after=10**9)

    with pytest.raises(RateLimitError):
        stop(flavour, server, limiter)
    with pytest.raises(RateLimitError) as held:
        stop(flavour, server, limiter)

    assert held.value.retry_after == 60
    clock.time += 60
    assert stop(flavour, server, limiter).attempts == 1


def test_another_status_with_retry_after_holds_nothing(
    flavour: Flavour, clock: VirtualClock
) -> None:
    limiter, server = RateLimiter(RateLimit(100, 3600)), Server(503, 200, retry_after=30)

    with pytest.raises(ServerError):
        stop(flavour, server, limiter)

    assert stop(flavour, server, limiter).attempts == 1


def test_a_call_that_cannot_be_sent_is_not_charged(flavour: Flavour, clock: VirtualClock) -> None:
    limiter, server = RateLimiter(RateLimit(1, 60)), Server(200)

    with pytest.raises(InvalidArgumentError):
        flavour.stop(
            "dify",
            "stop_chat_message",
            ("..",),
            {"user": "u"},
            api_key=KEY,
            http_client=flavour.http_client(server),
            rate_limit=limiter,
        )

    assert stop(flavour, server, limiter).attempts == 1


def test_a_limit_gives_each_client_a_window_of_its_own(
    flavour: Flavour, clock: VirtualClock
) -> None:
    server = Server(200)

    for _ in range(3):
        stop(flavour, server, RateLimit(1, 60))

    assert server.count == 3


def test_operations_have_windows_of_their_own(clock: VirtualClock) -> None:
    server = Server(200)
    http = httpx2.Client(transport=httpx2.MockTransport(server))
    limiter = RateLimiter(RateLimit(1, 60))
    with http:
        dify = sample.DifyClient(KEY, http_client=http, rate_limit=limiter)
        fay = sample.FayClient(KEY, http_client=http, rate_limit=limiter)
        dify.stop_chat_message("t", user="u")
        fay.stop_conversation("r")
        with pytest.raises(RateLimitError):
            fay.stop_conversation("r")

    assert server.count == 2


def test_threads_share_the_window_of_a_client() -> None:
    server = Server(200)
    http = httpx2.Client(transport=httpx2.MockTransport(server))

    def call(client: sample.DifyClient) -> bool:
        try:
            client.stop_chat_message("t", user="u")
        except RateLimitError:
            return False
        return True

    client = sample.DifyClient(KEY, http_client=http, rate_limit=RateLimit(7, 3600))
    with http, client, ThreadPoolExecutor(8) as pool:
        allowed = list(pool.map(call, [client] * 40))

    assert sum(allowed) == server.count == 7


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_tasks_wait_for_their_turn_together(backend: str, clock: VirtualClock) -> None:
    server, sent = Server(200), list[float]()

    async def run() -> None:
        http = httpx2.AsyncClient(transport=httpx2.MockTransport(server))
        options: dict[str, Any] = {"rate_limit": RateLimit(3, 60), "on_limit": "wait"}
        async with http, sample.AsyncDifyClient(KEY, http_client=http, **options) as client:

            async def call() -> None:
                await client.stop_chat_message("t", user="u")
                sent.append(clock.now())

            async with anyio.create_task_group() as group:
                for _ in range(10):
                    group.start_soon(call)

    anyio.run(run, backend=backend)

    assert len(sent) == server.count == 10
    assert all(bisect_right(sent, moment + 59.9) - index <= 3 for index, moment in enumerate(sent))


def test_a_contract_is_filled_in_before_use(flavour: Flavour) -> None:
    contract = ContractRateLimit("enterprise")

    assert contract.agreed(requests=9, seconds=1) == RateLimit(9, 1, "enterprise")
    with pytest.raises(ConfigurationError, match="agreed"):
        stop(flavour, Server(200), contract)


@pytest.mark.parametrize(("requests", "seconds"), [(0, 1), (-1, 1), (1, 0), (1, float("inf"))])
def test_a_limit_that_allows_nothing_is_refused(requests: int, seconds: float) -> None:
    with pytest.raises(ConfigurationError, match="rate limit"):
        RateLimit(requests, seconds)


def test_a_limiter_shows_its_limit() -> None:
    assert repr(RateLimiter(RateLimit(1, 2.0))).startswith("RateLimiter(RateLimit(requests=1")


@pytest.mark.parametrize(
    ("statuses", "raised"), [((200,), ClientClosedError), ((200, 503), ServerError)]
)
def test_closing_ends_the_wait_for_a_turn(
    clock: VirtualClock, statuses: tuple[int, ...], raised: type[StopError]
) -> None:
    server = Server(*statuses)
    http = httpx2.Client(transport=httpx2.MockTransport(server))
    limit = RateLimit(len(statuses), 60)
    with (
        http,
        sample.DifyClient(KEY, http_client=http, rate_limit=limit, on_limit="wait") as client,
    ):
        client.stop_chat_message("t", user="u")

        def close() -> None:
            if clock.slept[-1] > 1:
                client.close()

        clock.after_sleep = close

        with pytest.raises(raised) as caught:
            client.stop_chat_message("t", user="u")

    assert caught.value.attempts == len(statuses) - 1
    assert server.count == len(statuses)
