"""Generated clients of every flavour stay calm on every answer that was observed, over real sockets."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import anyio
import httpx2
import pytest
import stopclients
from stopclients import dify, fay, recoup, xpander

from loopback import LoopbackServer
from platforms import KEY, SCENARIOS, Scenario

TRUST = httpx2.create_ssl_context()


def stop(flavour: str, scenario: Scenario, url: str) -> Any:
    """Call a generated client; return its result or the exception that it raised."""
    platform = import_module(f"stopclients.{scenario.platform}")
    method, arguments, keywords = scenario.call
    options: dict[str, Any] = {"api_key": KEY, "base_url": url, "timeout": scenario.timeout}
    options["max_retries"] = 0

    async def call() -> Any:
        async with (
            httpx2.AsyncClient(verify=TRUST) as http_client,
            platform.AsyncClient(http_client=http_client, **options) as client,
        ):
            return await getattr(client, method)(*arguments, **keywords)

    try:
        if flavour != "sync":
            return anyio.run(call, backend=flavour)
        with (
            httpx2.Client(verify=TRUST) as http_client,
            platform.Client(http_client=http_client, **options) as client,
        ):
            return getattr(client, method)(*arguments, **keywords)
    except stopclients.StopError as error:
        return error


@pytest.mark.filterwarnings(
    # On trio, httpx2 itself leaves a generator open where a body is not in its declared encoding.
    "ignore:.*PoolByteStream.__aiter__:pytest.PytestUnraisableExceptionWarning"
)
@pytest.mark.parametrize("flavour", ["sync", "asyncio", "trio"])
@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_a_generated_client_understands_an_observed_answer(
    flavour: str, server: LoopbackServer, scenario: Scenario
) -> None:
    expected = scenario.expected
    stage = server.play(scenario.reply)

    came = stop(flavour, scenario, stage.url)

    (seen,) = stage.seen
    name, value = scenario.wire.key_header
    assert (seen.method, seen.path) == ("POST", scenario.path or scenario.wire.path)
    assert seen.header(name) == value
    assert seen.header("content-type") == scenario.wire.content_type
    if scenario.keywords is None:
        assert seen.body == scenario.wire.body
    if expected.error is None:
        assert isinstance(came, stopclients.StopResult), repr(came)
        assert (came.outcome, came.evidence) == (expected.outcome, expected.evidence)
        assert (came.body is not None) is expected.has_body
    else:
        assert isinstance(came, getattr(stopclients, expected.error)), repr(came)
    if not isinstance(came, stopclients.TransportError):
        assert (came.code, came.message) == (expected.code, expected.message)


def answer(status: int, json: object) -> httpx2.Client:
    return httpx2.Client(
        transport=httpx2.MockTransport(lambda _: httpx2.Response(status, json=json))
    )


@pytest.mark.parametrize(
    ("status", "json", "outcome"),
    [
        (200, {"status": True, "data": {"status": "STOPPED"}}, "STOPPED"),
        (200, {"status": True, "data": {"status": "HALF-WAY"}}, "ACCEPTED"),
        (400, {"error": {"code": "CONVERSATION_ALREADY_COMPLETED"}}, "ALREADY_FINISHED"),
    ],
)
def test_outcomes_follow_the_documented_words(status: int, json: object, outcome: str) -> None:
    with answer(status, json) as http_client:
        result = fay.Client("key", http_client=http_client).stop_conversation("r1")
    assert result.outcome == outcome


def test_a_documented_error_is_typed_and_caught_by_both_names() -> None:
    body = {"status": False, "error": {"code": "REQUEST_NOT_FOUND", "message": "no such run"}}
    with answer(404, body) as http_client, pytest.raises(stopclients.NotFoundError) as caught:
        fay.Client("key", http_client=http_client).stop_conversation("r1")
    assert isinstance(caught.value, fay.NotFoundError)
    assert caught.value.error == fay.StopConversationError(
        code="REQUEST_NOT_FOUND", message="no such run"
    )
    assert caught.value.code == "REQUEST_NOT_FOUND"
    assert isinstance(caught.value.body, fay.StopConversationErrorResponse)


def test_an_error_model_without_known_fields_is_read_as_a_whole() -> None:
    body = {"detail": [{"loc": ["body"], "msg": "wrong", "type": "value_error"}]}
    with (
        answer(422, body) as http_client,
        pytest.raises(xpander.UnprocessableEntityError) as caught,
    ):
        xpander.Client("key", http_client=http_client).stop_conversation("a1", "c1")
    assert caught.value.error is not None
    assert caught.value.error.detail is not None
    assert caught.value.error.detail[0].msg == "wrong"


@pytest.mark.parametrize("name", ["", ".", ".."])
def test_an_id_that_would_change_the_path_is_refused(name: str) -> None:
    with pytest.raises(stopclients.InvalidArgumentError), answer(200, {}) as http_client:
        dify.Client("key", http_client=http_client).stop_chat_message(name, user="u")


def test_an_id_that_must_be_a_uuid_is_checked() -> None:
    with pytest.raises(stopclients.InvalidArgumentError), answer(200, {}) as http_client:
        recoup.Client("key", http_client=http_client).stop_chat("not-a-uuid")


def test_every_public_name_exists_and_is_listed() -> None:
    for module in (stopclients, dify, fay, recoup, xpander):
        assert sorted(module.__all__) == list(module.__all__) or module is stopclients
        assert all(hasattr(module, name) for name in module.__all__)
    assert set(dir(fay)) == set(fay.__all__)
    with pytest.raises(AttributeError, match="Clinet"):
        _ = fay.Clinet  # type: ignore[attr-defined]
