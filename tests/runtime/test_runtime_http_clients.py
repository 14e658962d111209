"""The application's own HTTP client, of either library, is used and left as it was."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import httpx
import httpx2
import pytest

from _runtime import ClientClosedError, ConfigurationError, Outcome, StopError, TransportError
from loopback import Fault, LoopbackServer, Reply
from platforms import KEY, UUID
from runtime import sample
from runtime.flavours import TRUST, Flavour

SYNC_CLASSES: list[Any] = [httpx2.Client, httpx.Client]
ASYNC_CLASSES: list[Any] = [httpx2.AsyncClient, httpx.AsyncClient]


@pytest.fixture(params=[0, 1], ids=["httpx2", "httpx"])
def http(request: pytest.FixtureRequest, flavour: Flavour) -> Any:
    """The class of the application's client."""
    return (ASYNC_CLASSES if flavour.backend else SYNC_CLASSES)[request.param]


def stop(flavour: Flavour, **options: Any) -> Any:
    options.setdefault("api_key", KEY)
    return flavour.stop("dify", "stop_chat_message", ("task-1",), {"user": "u"}, **options)


def test_it_gives_results(flavour: Flavour, http: Any, server: LoopbackServer) -> None:
    stage = server.play(Reply(200, b'{"result": "success"}'))

    result = stop(flavour, base_url=stage.url, http_client=http(verify=False))

    assert result.outcome is Outcome.ACCEPTED
    assert result.body == sample.StopChatMessageResponse(result="success")


@pytest.mark.parametrize("fault", [Fault.RESET, Fault.SILENCE])
def test_its_failures_are_transport_errors(
    flavour: Flavour, http: Any, server: LoopbackServer, fault: Fault
) -> None:
    stage = server.play(Reply(0, fault=fault))

    with pytest.raises(TransportError, match="Dify gave no answer to stop_chat_message") as caught:
        stop(flavour, base_url=stage.url, http_client=http(verify=False), timeout=0.2)

    assert caught.value.timed_out is (fault is Fault.SILENCE)
    assert type(caught.value.__cause__).__module__ == http.__module__


def test_its_own_credentials_address_and_cookies_stay_at_home(
    flavour: Flavour, http: Any, server: LoopbackServer
) -> None:
    stage = server.play(Reply(200, b"{}"))
    own = http(
        verify=False,
        auth=("me", "mine"),
        base_url="https://elsewhere.example/x",
        cookies={"session": "mine"},
        params={"own": "1"},
        headers={"Authorization": "Bearer mine", "Cookie": "a=mine", "X-Trace": "t-1"},
    )

    stop(flavour, base_url=stage.url, http_client=own)

    (seen,) = stage.seen
    assert seen.path == "/chat-messages/task-1/stop"
    assert seen.header("authorization") == f"Bearer {KEY}"
    assert seen.header("cookie") is None
    assert seen.header("x-trace") == "t-1"
    assert "mine" not in repr(seen)


def test_its_authorization_does_not_join_a_key_that_travels_elsewhere(
    flavour: Flavour, http: Any, server: LoopbackServer
) -> None:
    stage = server.play(Reply(200, b"{}"))
    own = http(verify=False, headers={"Authorization": "Bearer mine"})

    flavour.stop("recoup", "stop_chat", (UUID,), api_key=KEY, base_url=stage.url, http_client=own)

    assert stage.seen[0].header("authorization") is None
    assert stage.seen[0].header("x-api-key") == KEY


def test_its_headers_do_not_replace_what_a_stop_needs(
    flavour: Flavour, http: Any, server: LoopbackServer
) -> None:
    stage = server.play(Reply(200, b"{}"))
    headers = {"Content-Type": "text/plain", "Content-Length": "9", "Host": "h", "Accept": "x/y"}

    stop(flavour, base_url=stage.url, http_client=http(verify=False, headers=headers))

    (seen,) = stage.seen
    assert seen.header("content-type") == "application/json"
    assert seen.header("content-length") == str(len(seen.body))
    assert seen.header("accept") == "application/json"
    assert seen.header("host") == stage.url.split("/")[2]


def test_its_user_agent_is_kept(flavour: Flavour, http: Any, server: LoopbackServer) -> None:
    stage = server.play(Reply(200, b"{}"))

    stop(flavour, base_url=stage.url, http_client=http(verify=False, headers={"User-Agent": "me"}))

    assert stage.seen[0].header("user-agent") == "me"


def test_its_hooks_see_the_whole_request(
    flavour: Flavour, http: Any, server: LoopbackServer
) -> None:
    stage = server.play(Reply(200, b"{}"))
    bodies: list[bytes] = []

    def see(request: Any) -> None:
        bodies.append(request.content)

    async def see_async(request: Any) -> None:
        bodies.append(request.content)

    hooks = {"request": [see_async if flavour.backend else see]}
    stop(flavour, base_url=stage.url, http_client=http(verify=False, event_hooks=hooks))

    assert bodies == [b'{"user":"u"}']


@pytest.mark.parametrize("http_class", SYNC_CLASSES)
def test_it_is_not_closed(http_class: Any) -> None:
    with http_class(verify=False) as own:
        with sample.DifyClient(KEY, http_client=own) as client:
            pass

        assert client.is_closed
        assert not own.is_closed


@pytest.mark.parametrize("http_class", ASYNC_CLASSES)
def test_it_is_not_closed_by_the_asynchronous_flavour(http_class: Any) -> None:
    async def run() -> tuple[bool, bool]:
        async with http_class(verify=False) as own:
            async with sample.AsyncDifyClient(KEY, http_client=own) as client:
                pass
            return client.is_closed, own.is_closed

    assert anyio.run(run) == (True, False)


def test_its_being_closed_is_a_clear_error() -> None:
    own = httpx2.Client(verify=TRUST)
    client = sample.DifyClient(KEY, http_client=own)
    own.close()

    with pytest.raises(ClientClosedError, match="is closed"):
        client.stop_chat_message("task-1", user="u")


def use_after_closing() -> None:
    client = sample.DifyClient(KEY)
    client.close()
    client.close()
    client.stop_chat_message("task-1", user="u")


async def use_after_closing_async() -> None:
    client = sample.AsyncDifyClient(KEY)
    await client.aclose()
    await client.aclose()
    await client.stop_chat_message("task-1", user="u")


def test_use_after_closing_is_a_clear_error() -> None:
    with pytest.raises(ClientClosedError, match="is closed") as caught:
        use_after_closing()
    with pytest.raises(ClientClosedError, match="is closed"):
        anyio.run(use_after_closing_async)

    assert isinstance(caught.value, RuntimeError)


def test_client_of_our_own_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    own: list[httpx2.Client] = []

    class Watched(httpx2.Client):
        def __init__(self) -> None:
            super().__init__(verify=TRUST)
            own.append(self)

    monkeypatch.setattr(sample.DifyClient, "_http_class", Watched)
    with sample.DifyClient(KEY):
        assert not own[0].is_closed

    assert own[0].is_closed


def test_asynchronous_client_is_refused_where_a_synchronous_one_is_wanted() -> None:
    with pytest.raises(ConfigurationError, match=r"like httpx2\.Client"):
        sample.DifyClient(KEY, http_client=httpx2.AsyncClient(verify=TRUST))
    with pytest.raises(ConfigurationError, match=r"like httpx2\.AsyncClient"):
        sample.AsyncDifyClient(KEY, http_client=httpx2.Client(verify=TRUST))


def test_subclass_of_httpx_counts_as_httpx(server: LoopbackServer) -> None:
    class Own(httpx.Client):
        pass

    stage = server.play(Reply(200, b"{}"))
    with Own(verify=False) as own, sample.DifyClient(KEY, base_url=stage.url, http_client=own) as c:
        c.stop_chat_message("task-1", user="u")

    assert len(stage.seen) == 1


def test_threads_share_a_client(server: LoopbackServer) -> None:
    stage = server.play(Reply(200, b'{"result": "success"}'))
    start = threading.Barrier(8)

    with sample.DifyClient(KEY, base_url=stage.url) as client, ThreadPoolExecutor(8) as pool:

        def work(number: int) -> Outcome:
            start.wait()
            return client.stop_chat_message(f"task-{number}", user="u").outcome

        outcomes = list(pool.map(work, range(8)))

    assert outcomes == [Outcome.ACCEPTED] * 8
    assert {seen.path for seen in stage.seen} == {
        f"/chat-messages/task-{number}/stop" for number in range(8)
    }


def test_connection_that_was_reset_is_replaced(server: LoopbackServer) -> None:
    stage = server.play(Reply(415, b'{"code": "c"}', fault=Fault.RESET_AFTERWARDS))

    with sample.DifyClient(KEY, base_url=stage.url) as client:
        for _ in range(2):
            with pytest.raises(StopError) as caught:
                client.stop_chat_message("task-1", user="u")
            assert getattr(caught.value, "status", None) == 415
            threading.Event().wait(0.15)

    assert len(stage.seen) == 2


def test_answer_without_end_is_cut_off(server: LoopbackServer) -> None:
    """One that never stops, as fast as can be: bounded by size."""

    class Endless(httpx2.SyncByteStream):
        sent = 0

        def __iter__(self) -> Any:
            while self.sent < 1 << 24:
                self.sent += 1 << 16
                yield b" " * (1 << 16)

    stream = Endless()
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200, stream=stream))
    with httpx2.Client(transport=transport) as own, sample.DifyClient(KEY, http_client=own) as c:
        result = c.stop_chat_message("task-1", user="u")

    assert result.outcome is Outcome.ACCEPTED
    assert len(result.raw) == 1 << 20
    assert stream.sent <= 1 << 21
