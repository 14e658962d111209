"""Generated clients try again, stay inside quotas and tell what happens."""

from __future__ import annotations

from typing import Any

import anyio
import httpx2
import pytest
import stopclients
from stopclients import dify, fay
from stopclients._runtime import base_client
from stopclients._runtime.clock import Clock

from loopback import LoopbackServer, Reply

TRUST = httpx2.create_ssl_context()
SUCCESS = b'{"result": "success"}'


class NoDelay(Clock):
    def chance(self) -> float:
        return 0.0


@pytest.fixture(autouse=True)
def no_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base_client.BaseClient, "_clock", NoDelay())


@pytest.mark.parametrize("flavour", ["sync", "asyncio", "trio"])
def test_a_server_that_recovers_is_asked_again(flavour: str, server: LoopbackServer) -> None:
    stage = server.play(Reply(503), Reply(200, SUCCESS))
    events: list[stopclients.Event] = []
    options: dict[str, Any] = {"base_url": stage.url, "deadline": 30.0, "on_event": events.append}

    async def stop() -> Any:
        async with httpx2.AsyncClient(verify=TRUST) as http:
            client = dify.AsyncClient("app-key", http_client=http, **options)
            return await client.stop_chat_message("task-1", user="u")

    if flavour == "sync":
        with httpx2.Client(verify=TRUST) as http:
            client = dify.Client("app-key", http_client=http, **options)
            result = client.stop_chat_message("task-1", user="u")
    else:
        result = anyio.run(stop, backend=flavour)

    assert (result.attempts, len(stage.seen)) == (2, 2)
    assert isinstance(events[-1], stopclients.Finished)
    assert (events[-1].provider, events[-1].method) == ("dify", "stop_chat_message")


def test_the_documented_limits_are_data() -> None:
    limits = fay.RATE_LIMITS

    assert limits.free == stopclients.RateLimit(20, 3600, "free")
    assert limits.pro == stopclients.RateLimit(200, 3600, "pro")
    assert limits.enterprise.agreed(requests=5, seconds=1).tier == "enterprise"
    assert limits._fields == ("free", "pro", "enterprise")
    with pytest.raises(AttributeError):
        limits.free = limits.pro  # type: ignore[misc]
    assert "RATE_LIMITS" not in dify.__all__


def test_a_documented_limit_is_kept() -> None:
    http = httpx2.Client(transport=httpx2.MockTransport(lambda _: httpx2.Response(200)))
    with http, fay.Client("key", http_client=http, rate_limit=fay.RATE_LIMITS.free) as client:
        for _ in range(20):
            client.stop_conversation("r")
        with pytest.raises(fay.RateLimitError) as caught:
            client.stop_conversation("r")

    assert caught.value.attempts == 0
    assert caught.value.retry_after == pytest.approx(3600, abs=60)
