"""Generated clients try again, stay inside quotas and tell what happens; the guide says how."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
import stopclients
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from stopclients import dify, fay
from stopclients._runtime import base_client
from stopclients._runtime.clock import Clock

from loopback import LoopbackServer, Reply

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "calls.md"
BLOCKS = re.findall(r"^```python\n(.*?)^```$", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
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


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    return exporter


@pytest.mark.parametrize("block", BLOCKS, ids=["retries", "quota", "shared", "events"])
def test_the_guide_works(
    block: str,
    server: LoopbackServer,
    monkeypatch: pytest.MonkeyPatch,
    spans: InMemorySpanExporter,
) -> None:
    stage = server.play(Reply(200, SUCCESS))
    monkeypatch.setenv("DIFY_BASE_URL", stage.url)
    monkeypatch.setenv("FAY_BASE_URL", stage.url)

    names: dict[str, Any] = {}
    exec(compile(block, GUIDE.name, "exec"), names)

    for client in (names.get(name) for name in ("first", "second", "careful", "client")):
        if client is not None:
            client.close()
    assert len(stage.seen) == block.count(".stop_")
    finished = spans.get_finished_spans()
    assert [span.name for span in finished] == ["dify.stop_chat_message"] * block.count("span)")
    for span in finished:
        assert dict(span.attributes or {}) == {"status": 200, "outcome": "ACCEPTED", "attempts": 1}
