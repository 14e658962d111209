"""Generated clients understand the fakes, and the fakes see through clients that are broken."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import anyio
import httpx
import httpx2
import pytest
import stopclients
from stopclients import dify, fay
from stopclients._runtime import request as making
from stopclients._runtime.fake import FakePlatform
from stopclients._runtime.fake_exchange import Fault, Reply, RunState
from stopclients._runtime.sync_client import SyncClient

from platforms import KEY, SCENARIOS, WIRES, Scenario

FLAVOURS = ("sync", "asyncio", "trio")
TRUST = httpx2.create_ssl_context()
STOPPED = {"dify": "ACCEPTED", "recoup": "STOPPED", "xpander": "ACCEPTED", "fay": "STOPPED"}
ENDED = STOPPED | {"recoup": "NOTHING_RUNNING", "fay": "ALREADY_FINISHED"}
UNKNOWN = STOPPED | {"recoup": "NotFoundError", "fay": "NotFoundError"}
FOREIGN = UNKNOWN | {"recoup": "PermissionDeniedError"}


def fake_of(platform: str, **options: Any) -> FakePlatform:
    fake: FakePlatform = import_module(f"stopclients.{platform}.fake").Fake(**options)
    return fake


def arguments_of(platform: str) -> tuple[str, ...]:
    return WIRES[platform].arguments


@dataclass(frozen=True)
class Calling:
    """How a test calls a fake: which client, and whether over a real connection."""

    flavour: str
    served: bool

    def __str__(self) -> str:
        return f"{self.flavour}-{'served' if self.served else 'in-process'}"

    def stop(
        self,
        fake: FakePlatform,
        arguments: tuple[str, ...] | None = None,
        keywords: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> Any:
        """Call a generated client; return its result or the exception that it raised."""
        name = fake.platform.name
        method = WIRES[name].stop
        arguments = arguments_of(name) if arguments is None else arguments
        keywords = WIRES[name].keywords if keywords is None else keywords
        settings = {"api_key": KEY, "timeout": 5.0, "max_retries": 0, **options}

        async def call(**target: Any) -> Any:
            transport = target.pop("transport", None)
            async with (
                httpx2.AsyncClient(transport=transport, verify=TRUST) as http_client,
                import_module(f"stopclients.{name}").AsyncClient(
                    http_client=http_client, **target, **settings
                ) as client,
            ):
                return await getattr(client, method)(*arguments, **keywords)

        def run(**target: Any) -> Any:
            if self.flavour != "sync":

                async def main() -> Any:
                    return await call(**target)

                return anyio.run(main, backend=self.flavour)
            transport = target.pop("transport", None)
            with (
                httpx2.Client(transport=transport, verify=TRUST) as http_client,
                import_module(f"stopclients.{name}").Client(
                    http_client=http_client, **target, **settings
                ) as client,
            ):
                return getattr(client, method)(*arguments, **keywords)

        try:
            if not self.served:
                return run(transport=httpx2.MockTransport(fake))
            with fake.serve() as url:
                return run(base_url=url)
        except stopclients.StopError as error:
            return error


def summary(came: Any) -> str:
    """The outcome, or the shared name of the exception."""
    if isinstance(came, stopclients.StopResult):
        return came.outcome.value
    shared = (
        kind for kind in type(came).__mro__ if kind.__module__ == "stopclients._runtime.errors"
    )
    return next(shared).__name__


SYNC = Calling("sync", served=False)
everywhere = pytest.mark.parametrize(
    "calling", [Calling(f, s) for f in FLAVOURS for s in (False, True)], ids=str
)
on_every_platform = pytest.mark.parametrize("platform", sorted(WIRES))


@everywhere
@on_every_platform
def test_a_running_run_is_stopped_once(platform: str, calling: Calling) -> None:
    fake = fake_of(platform)
    run = fake.start(arguments_of(platform)[-1])

    came = [summary(calling.stop(fake)) for _ in range(2)]

    assert came == [STOPPED[platform], ENDED[platform]]
    assert run.state is RunState.STOPPED
    assert run.wait(0)
    assert fake.problems == []
    assert [seen.run for seen in fake.seen] == [run.id] * 2


@everywhere
@on_every_platform
def test_a_run_that_came_to_its_end_stays_ended(platform: str, calling: Calling) -> None:
    fake = fake_of(platform)
    run = fake.start(arguments_of(platform)[-1])
    run.end()

    assert summary(calling.stop(fake)) == ENDED[platform]
    assert run.state is RunState.ENDED


@everywhere
@on_every_platform
def test_an_unknown_run_is_answered_as_documented(platform: str, calling: Calling) -> None:
    fake = fake_of(platform)
    assert summary(calling.stop(fake)) == UNKNOWN[platform]
    assert fake.problems == []


@on_every_platform
def test_a_run_of_somebody_else_goes_on(platform: str) -> None:
    fake = fake_of(platform)
    run = fake.start(arguments_of(platform)[-1], owner="somebody else")
    assert summary(SYNC.stop(fake)) == FOREIGN[platform]
    assert not run.wait(0)
    run.owner = KEY
    assert summary(SYNC.stop(fake)) == STOPPED[platform]
    assert run.state is RunState.STOPPED


def test_users_of_one_key_are_told_apart_by_the_body() -> None:
    fake = fake_of("dify")
    run = fake.start("t1", owner="u1")
    SYNC.stop(fake, ("t1",), {"user": "u2"})
    assert not run.wait(0)
    SYNC.stop(fake, ("t1",), {"user": "u1"})
    assert run.wait(0)


def played(scenario: Scenario) -> Reply:
    """The reply of a scenario, as a fake takes it."""
    reply = scenario.reply
    return Reply(
        status=reply.status,
        content=reply.body,
        headers=dict(reply.headers),
        delay=reply.delay,
        fault=Fault[reply.fault.name] if reply.fault else None,
    )


OBSERVED = [s for s in SCENARIOS if not s.reply.fault or s.reply.fault.name in Fault.__members__]


@pytest.mark.filterwarnings(
    # On trio, httpx2 itself leaves a generator open where a body is not in its declared encoding.
    "ignore:.*PoolByteStream.__aiter__:pytest.PytestUnraisableExceptionWarning"
)
@pytest.mark.parametrize("scenario", OBSERVED, ids=str)
def test_every_observed_answer_can_be_played(scenario: Scenario) -> None:
    expected = scenario.expected
    timeout = scenario.timeout if scenario.reply.fault else 10.0
    for served in (False, True):
        calling = Calling("asyncio" if served else "sync", served)
        fake = fake_of(scenario.platform)
        fake.answer(played(scenario))
        came = calling.stop(fake, scenario.arguments, scenario.keywords, timeout=timeout)
        assert summary(came) == (expected.outcome or expected.error)
        if not isinstance(came, stopclients.TransportError):
            assert (came.code, came.message) == (expected.code, expected.message)
        assert fake.problems == []


DOCUMENTED = [
    (name, int(sample.status))
    for name in sorted(WIRES)
    for sample in fake_of(name).routes[0].samples
]


@pytest.mark.parametrize(("platform", "status"), DOCUMENTED)
def test_every_documented_answer_can_be_selected(platform: str, status: int) -> None:
    fake = fake_of(platform)
    fake.answer(fake.documented(status))
    came = SYNC.stop(fake)
    assert came.status == status
    if not isinstance(came, stopclients.StopResult):
        kind = getattr(import_module(f"stopclients.{platform}"), summary(came))
        assert isinstance(came, kind)
        assert came.error is not None, "the documented shape was not recognised"


def test_a_documented_answer_takes_another_code_and_undocumented_ones_are_refused() -> None:
    fake = fake_of("fay")
    fake.always(fake.documented(400, code="TOO_LATE"))
    assert [SYNC.stop(fake).code for _ in range(2)] == ["TOO_LATE"] * 2
    fake.always(None)
    assert SYNC.stop(fake).code == "REQUEST_NOT_FOUND"
    with pytest.raises(ValueError, match="have no answer 418"):
        fake.documented(418)


def test_one_run_can_have_an_answer_of_its_own() -> None:
    fake = fake_of("dify")
    fake.start("bad", reply=Reply(status=503, headers={"Retry-After": "7"}))
    assert summary(SYNC.stop(fake, ("bad",))) == "ServerError"
    assert summary(SYNC.stop(fake, ("good",))) == "ACCEPTED"


@everywhere
def test_an_answer_that_takes_too_long_is_a_timeout(calling: Calling) -> None:
    fake = fake_of("dify")
    fake.delay = 30.0
    came = calling.stop(fake, timeout=0.1)
    assert isinstance(came, stopclients.TransportError)
    assert came.timed_out


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_a_fake_is_a_transport_itself_and_serves_httpx_too(flavour: str) -> None:
    fake = fake_of("fay")
    fake.delay = 0.01
    if flavour == "sync":
        with httpx2.Client(transport=fake) as http_client:
            client = fay.Client(KEY, http_client=http_client)
            with pytest.raises(stopclients.NotFoundError):
                client.stop_conversation("r")
        with httpx.Client(transport=httpx.MockTransport(fake)) as older:
            assert older.post("https://api.fay.work/nowhere").status_code == 404
        return

    async def call() -> None:
        async with httpx2.AsyncClient(transport=fake) as http_client:
            client = fay.AsyncClient(KEY, http_client=http_client)
            with pytest.raises(stopclients.NotFoundError):
                await client.stop_conversation("r")

    anyio.run(call, backend=flavour)


RIGHT = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
PLAIN = {**RIGHT, "Content-Type": "text/plain"}
STOP = "/v1/chat-messages/t1/stop"
WRONG: tuple[tuple[str, str, str, dict[str, str], bytes, int], ...] = (
    ("no key", "POST", STOP, {"Content-Type": "application/json"}, b'{"user":"u"}', 401),
    ("other scheme", "POST", STOP, RIGHT | {"Authorization": KEY}, b'{"user":"u"}', 401),
    ("other key", "POST", STOP, RIGHT | {"Authorization": "Bearer x"}, b'{"user":"u"}', 401),
    ("no user", "POST", STOP, RIGHT, b"{}", 400),
    ("user is no text", "POST", STOP, RIGHT, b'{"user":1}', 400),
    ("null user", "POST", STOP, RIGHT, b'{"user":null}', 400),
    ("an array", "POST", STOP, RIGHT, b"[]", 400),
    ("half a body", "POST", STOP, RIGHT, b'{"user":', 400),
    ("no body", "POST", STOP, RIGHT, b"", 400),
    ("not JSON", "POST", STOP, PLAIN, b'{"user":"u"}', 415),
    ("other verb", "GET", STOP, RIGHT, b"", 405),
    ("other path", "POST", "/v1/chat-messages/t1/halt", RIGHT, b'{"user":"u"}', 404),
    ("slash at the end", "POST", STOP + "/", RIGHT, b'{"user":"u"}', 404),
    ("empty id", "POST", "/v1/chat-messages//stop", RIGHT, b'{"user":"u"}', 404),
    ("other base", "POST", STOP.removeprefix("/v1"), RIGHT, b'{"user":"u"}', 404),
)


@pytest.mark.parametrize(
    ("method", "path", "headers", "content", "status"),
    [pytest.param(*row[1:], id=row[0]) for row in WRONG],
)
def test_a_request_that_the_document_does_not_allow_is_refused(
    method: str, path: str, headers: dict[str, str], content: bytes, status: int
) -> None:
    fake = fake_of("dify", api_keys=[KEY])
    run = fake.start("t1")
    with httpx2.Client(transport=fake) as http:
        answer = http.request(method, f"https://fake{path}", headers=headers, content=content)
    assert answer.status_code == status
    assert fake.problems == [answer.json()["message"]]
    assert run.state is RunState.RUNNING
    assert answer.headers.get("allow") == ("POST" if status == 405 else None)


def test_a_bad_uuid_gets_the_documented_refusal() -> None:
    fake = fake_of("recoup")
    with httpx2.Client(transport=fake, headers={"x-api-key": KEY}) as http:
        answer = http.post("https://fake/api/chat/not-a-uuid/stop")
    assert (answer.status_code, answer.json()["status"]) == (400, "error")
    assert fake.problems == ["chatId must be a UUID"]


def test_a_wrong_member_gets_the_status_that_is_documented_for_it() -> None:
    fake = fake_of("xpander")
    path = WIRES["xpander"].path
    with httpx2.Client(transport=fake, headers={"x-api-key": KEY}) as http:
        answer = http.post(f"https://fake{path}", json={"clear_queue": "yes"})
    assert answer.status_code == 422


def test_a_refusal_never_looks_like_an_outcome() -> None:
    fake = fake_of("fay")
    with httpx2.Client(transport=fake, headers=RIGHT | {"Content-Type": "text/plain"}) as http:
        answer = http.post("https://fake/api/v1/conversation/r/stop")
    assert answer.status_code == 415
    assert "COMPLETED" not in answer.text


def test_a_status_call_tells_where_the_run_stands() -> None:
    fake = fake_of("fay")
    first, second = fake.start("one"), fake.start("two")

    def state(run: str) -> str:
        with httpx2.Client(transport=fake, headers={"Authorization": f"Bearer {KEY}"}) as http:
            found: str = http.get(f"https://fake/api/v1/conversation/{run}/status").json()["data"][
                "status"
            ]
        return found

    assert state("one") == "PROCESSING"
    SYNC.stop(fake, ("one",))
    second.end()
    assert (state("one"), state("two")) == ("STOPPED", "COMPLETED")
    assert first.state is RunState.STOPPED

    slow = fake.start("slow", stops_after=2)
    assert state("slow") == "PROCESSING"
    assert str(SYNC.stop(fake, ("slow",)).outcome) == "STOPPED"
    assert slow.state is RunState.STOPPING
    assert not slow.wait(timeout=0)
    assert [state("slow") for _ in range(3)] == ["PROCESSING", "PROCESSING", "STOPPED"]
    assert slow.wait(timeout=0)


# Broken clients: each must fail what the right one passes.


def contract(platform: str, run: str) -> None:
    """What every client must keep."""
    fake = fake_of(platform, api_keys=[KEY])
    started = fake.start(run)
    arguments = (*arguments_of(platform)[:-1], run)
    came = SYNC.stop(fake, arguments)
    assert fake.problems == []
    assert summary(came) == STOPPED[platform]
    assert started.state is RunState.STOPPED


def operation_of(platform: str) -> tuple[Any, str, Any]:
    operations = import_module(f"stopclients.{platform}.operations")
    name = WIRES[platform].stop.upper()
    return operations, name, getattr(operations, name)


Mutation = Callable[[str, pytest.MonkeyPatch], None]


def changing(**changes: Any) -> Mutation:
    def mutate(platform: str, patch: pytest.MonkeyPatch) -> None:
        operations, name, operation = operation_of(platform)
        patch.setattr(operations, name, operation._replace(**changes))

    return mutate


def unescaped(_: str, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(making, "path_segment", lambda _declared, value: str(value))


def sending(change: Callable[[Any], Any]) -> Mutation:
    def mutate(_: str, patch: pytest.MonkeyPatch) -> None:
        send = SyncClient._stop

        def broken(self: Any, *args: Any, body: Any = stopclients.UNSET, **kwargs: Any) -> Any:
            return send(self, *args, body=change(body), **kwargs)

        patch.setattr(SyncClient, "_stop", broken)

    return mutate


ALL = tuple(sorted(WIRES))
MUTANTS: tuple[tuple[str, Mutation, tuple[str, ...]], ...] = (
    ("no auth header", changing(security=()), ALL),
    ("GET", changing(method="GET"), ALL),
    ("DELETE", changing(method="DELETE"), ALL),
    ("another path", changing(path=("/stop",)), ALL),
    ("unescaped id", unescaped, ("dify", "xpander", "fay")),
    ("no body", sending(lambda _: stopclients.UNSET), ("dify", "xpander")),
    ("misspelled member", sending(lambda _: {"usr": "u"}), ("dify",)),
    ("wrong type", sending(lambda _: {"user": 7, "clear_queue": "no"}), ("dify", "xpander")),
    (
        "another content type",
        changing(headers=(("Content-Type", "text/plain"),)),
        ALL[:1] + ALL[1:2],
    ),
)


def id_for(platform: str) -> str:
    return arguments_of(platform)[-1] if platform == "recoup" else "a/b?c é"


@on_every_platform
def test_the_right_client_keeps_the_contract(platform: str) -> None:
    contract(platform, id_for(platform))


@pytest.mark.parametrize(
    ("mutate", "platform"),
    [pytest.param(m, p, id=f"{name}-{p}") for name, m, names in MUTANTS for p in names],
)
def test_a_broken_client_does_not(
    mutate: Mutation, platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutate(platform, monkeypatch)
    with pytest.raises(AssertionError):
        contract(platform, id_for(platform))


@contextmanager
def no_thread_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    assert {thread for thread in threading.enumerate() if thread.is_alive()} <= before


def test_a_served_fake_leaves_nothing_behind_even_when_clients_stay_connected() -> None:
    fake = fake_of("dify")
    with no_thread_left(), httpx2.Client(verify=TRUST) as http:
        with fake.serve() as url:
            client = dify.Client(KEY, base_url=url, http_client=http, max_retries=0)
            client.stop_chat_message("t1", user="u")
            client.stop_chat_message("t2", user="u")
        with pytest.raises(stopclients.TransportError):
            client.stop_chat_message("t3", user="u")
    assert [seen.run for seen in fake.seen] == ["t1", "t2"]


def test_fakes_are_loaded_only_when_asked_for() -> None:
    code = (
        "import sys; from stopclients import dify; dify.Client('key-of-tests').close();"
        "assert not [name for name in sys.modules if 'fake' in name];"
        "assert dify.fake.Fake().seen == []"
    )
    generated = Path(stopclients.__file__).parents[1]
    subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=generated, check=True)
