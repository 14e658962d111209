"""The key is seen by the platform and by nobody else."""

from __future__ import annotations

import copy
import logging
import pickle
import traceback
from base64 import b64encode
from collections.abc import Callable
from typing import Any, Literal

import httpx2
import pytest

from _runtime import (
    ConfigurationError,
    InvalidArgumentError,
    NotFoundError,
    RedirectError,
    StatusError,
    StopError,
    TransportError,
)
from _runtime.declare import ApiKey, Basic, Bearer, Operation, Scheme
from loopback import LoopbackServer, Reply
from platforms import KEY
from runtime import sample
from runtime.flavours import Flavour

OPEN_FAY = sample.FAY._replace(key_required=False)
IN_QUERY = ((ApiKey("query", "token"),),)


def request_of(*security: tuple[Scheme, ...], key: str | None = KEY) -> httpx2.Request:
    """Send an operation and give back its request as the transport got it."""
    seen: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200)

    stop = Operation(name="stop", method="POST", path=("/stop",), security=security)
    http = httpx2.Client(transport=httpx2.MockTransport(answer))
    with http, sample.AnyClient(OPEN_FAY, key, http_client=http) as client:
        client.call(stop)
    return seen[0]


def test_bearer() -> None:
    assert request_of((Bearer(),)).headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(("key", "pair"), [("user:pass", b"user:pass"), ("token", b"token:")])
def test_basic(key: str, pair: bytes) -> None:
    sent = request_of((Basic(),), key=key).headers["authorization"]

    assert sent == "Basic " + b64encode(pair).decode()


def test_header() -> None:
    request = request_of((ApiKey("header", "X-Api-Key"),))

    assert request.headers["x-api-key"] == KEY
    assert "authorization" not in request.headers


@pytest.mark.parametrize(("key", "value"), [("k-1/2=", "k-1/2="), ("a;b c", "a%3Bb%20c")])
def test_cookie(key: str, value: str) -> None:
    assert request_of((ApiKey("cookie", "sid"),), key=key).headers["cookie"] == f"sid={value}"


def test_query() -> None:
    assert request_of(*IN_QUERY, key="a&b=c").url.params["token"] == "a&b=c"


def test_schemes_that_are_needed_together_are_all_sent() -> None:
    request = request_of((Bearer(), ApiKey("header", "x-api-key")))

    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.headers["x-api-key"] == KEY


def test_of_alternatives_the_one_that_needs_least_is_sent() -> None:
    request = request_of((), (Bearer(), ApiKey("header", "x-app")), (ApiKey("header", "x-key"),))

    assert request.headers["x-key"] == KEY
    assert "authorization" not in request.headers
    assert "x-app" not in request.headers


@pytest.mark.parametrize("security", [(), ((),), ((Bearer(),), ())])
def test_without_key_an_open_operation_is_called_without(
    security: tuple[tuple[Scheme, ...], ...],
) -> None:
    assert "authorization" not in request_of(*security, key=None).headers


def test_without_key_a_closed_operation_is_an_error_that_names_the_variable() -> None:
    with pytest.raises(ConfigurationError, match="FAY_API_KEY"):
        request_of((Bearer(),), key=None)


def test_client_does_not_show_its_key() -> None:
    with sample.DifyClient(KEY) as client:
        shown = [repr(client), str(client), repr(vars(client))]

    assert shown[0] == "dify.DifyClient(base_url='https://api.dify.ai/v1')"
    assert all(KEY not in text for text in shown)


def test_client_is_not_pickled() -> None:
    with sample.DifyClient(KEY) as client, pytest.raises(TypeError):
        pickle.dumps(client)


def test_key_in_a_query_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        request = request_of(*IN_QUERY)

    assert "api.fay.work/stop" in caplog.text
    assert KEY not in caplog.text
    assert KEY not in repr(request) + repr(request.url)


@pytest.mark.parametrize("platform", ["dify", "recoup"])
def test_key_in_a_header_is_not_logged(
    flavour: Flavour, server: LoopbackServer, caplog: pytest.LogCaptureFixture, platform: str
) -> None:
    stage = server.play(Reply(200, b"{}"))
    method, arguments, keywords = CALLS[platform]

    with caplog.at_level(logging.DEBUG):
        flavour.stop(platform, method, arguments, keywords, api_key=KEY, base_url=stage.url)

    assert stage.url in caplog.text
    assert KEY not in caplog.text


CALLS: dict[str, tuple[str, tuple[str, ...], dict[str, str]]] = {
    "dify": ("stop_chat_message", ("task-1",), {"user": "u"}),
    "recoup": ("stop_chat", ("0b5c8a0e-7a43-4d2c-9a52-3f1d5c7e9b21",), {}),
}


def caught(flavour: Flavour, platform: str, url: str, **options: object) -> StopError:
    method, arguments, keywords = CALLS[platform]
    with pytest.raises(StopError) as info:
        flavour.stop(platform, method, arguments, keywords, api_key=KEY, base_url=url, **options)
    return info.value


def everything_in(error: BaseException) -> str:
    """Everything that a log, a crash report or another process may get of an exception."""
    texts = ["".join(traceback.format_exception(error)), repr(error), str(error)]
    texts += [repr(vars(error)), repr(pickle.dumps(error))]
    request = getattr(error, "request", None)
    if request is not None:
        texts += [repr(request), repr(request.headers.raw), str(request.url)]
    return "\n".join(texts) + (everything_in(error.__cause__) if error.__cause__ else "")


@pytest.mark.parametrize("platform", CALLS)
def test_echoed_key_is_taken_out_of_errors(
    flavour: Flavour, server: LoopbackServer, platform: str
) -> None:
    stage = server.play(Reply(401, f'{{"code": "bad", "message": "no key {KEY}"}}'.encode()))

    error = caught(flavour, platform, stage.url)

    assert isinstance(error, StatusError)
    assert KEY not in everything_in(error)
    assert KEY.encode() not in error.raw
    assert error.message == "no key [hidden]"


def test_echoed_key_is_taken_out_of_results(server: LoopbackServer) -> None:
    stage = server.play(Reply(200, f'{{"result": "{KEY}"}}'.encode()))

    with sample.DifyClient(KEY, base_url=stage.url) as client:
        result = client.stop_chat_message("task-1", user="u")

    assert KEY not in repr(result)
    assert result.body == sample.StopChatMessageResponse(result="[hidden]")


def test_short_key_does_not_tear_answers_apart(server: LoopbackServer) -> None:
    stage = server.play(Reply(200, b'{"result": "success"}'))

    with sample.DifyClient("e", base_url=stage.url) as client:
        assert client.stop_chat_message("task-1", user="u").raw == b'{"result": "success"}'


@pytest.mark.parametrize("platform", CALLS)
def test_transport_error_carries_no_key(flavour: Flavour, platform: str) -> None:
    error = caught(flavour, platform, "http://127.0.0.1:1")

    assert isinstance(error, TransportError)
    assert KEY not in everything_in(error)


def test_transport_error_carries_no_key_of_a_query() -> None:
    def fail(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("no route", request=request)

    stop = Operation(name="stop", method="POST", path=("/stop",), security=IN_QUERY)
    http = httpx2.Client(transport=httpx2.MockTransport(fail))
    with (
        http,
        sample.AnyClient(sample.FAY, KEY, http_client=http) as client,
        pytest.raises(TransportError) as info,
    ):
        client.call(stop)

    assert KEY not in everything_in(info.value)


def variables_of(error: BaseException) -> str:
    """Everything that a crash report may get of the variables of a traceback."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    ours = [frame for frame in frames if "_runtime" in frame.f_code.co_filename]
    assert ours
    return "\n".join(repr(value) for frame in ours for value in list(frame.f_locals.values()))


@pytest.mark.parametrize(
    ("task_id", "answer", "kind"),
    [
        ("..", 200, InvalidArgumentError),
        ("x" * 70_000, 200, InvalidArgumentError),
        ("task-1", 404, NotFoundError),
        ("task-1", httpx2.ConnectError("no route"), TransportError),
    ],
    ids=["refused", "too long", "refused by the platform", "no answer"],
)
def test_no_variable_of_a_traceback_shows_the_key(
    flavour: Flavour,
    task_id: str,
    answer: int | httpx2.ConnectError,
    kind: type[StopError],
) -> None:
    def reply(_: httpx2.Request) -> httpx2.Response:
        if isinstance(answer, Exception):
            raise answer
        return httpx2.Response(answer)

    keywords = {"http_client": flavour.http_client(reply), "max_retries": 0}
    with pytest.raises(kind) as info:
        flavour.stop(
            "dify", "stop_chat_message", (task_id,), {"user": "u"}, api_key=KEY, **keywords
        )

    assert KEY not in variables_of(info.value)


@pytest.mark.parametrize("location", ["header", "query", "cookie"])
@pytest.mark.parametrize("given", ["query", "headers", "cookies"])
def test_no_variable_shows_the_key_when_a_parameter_is_refused(
    location: Literal["header", "query", "cookie"], given: str
) -> None:
    stop = Operation("stop", "POST", ("/stop",), ((ApiKey(location, "token"),),))
    parameter: dict[str, Any] = {given: {"name": {"\ud800": object()}}}

    with (
        sample.AnyClient(sample.FAY, KEY) as client,
        pytest.raises(InvalidArgumentError) as info,
    ):
        client.call(stop, **parameter)

    assert KEY not in variables_of(info.value)


def pickled(error: StopError) -> StopError:
    again: StopError = pickle.loads(pickle.dumps(error))
    return again


COPIES: list[Callable[[StopError], StopError]] = [copy.copy, copy.deepcopy, pickled]


@pytest.mark.parametrize("copied", COPIES, ids=["copy", "deepcopy", "pickle"])
def test_errors_survive_copying_and_pickling(
    server: LoopbackServer, copied: Callable[[StopError], StopError]
) -> None:
    stage = server.play(Reply(404, b'{"status": "error", "error": "Chat not found"}'))

    error = caught(Flavour("sync"), "recoup", stage.url)
    again = copied(error)

    assert isinstance(again, sample.RecoupNotFoundError)
    assert str(again) == str(error)
    assert (again.status, again.message, again.retry_after) == (404, "Chat not found", None)
    assert again.body == sample.StopChatErrorResponse(status="error", error="Chat not found")
    assert again.error == again.body
    assert vars(again) == vars(error)


def http_client(flavour: Flavour, *, follow_redirects: bool) -> object:
    if flavour.backend is None:
        return httpx2.Client(follow_redirects=follow_redirects, verify=False)
    return httpx2.AsyncClient(follow_redirects=follow_redirects, verify=False)


@pytest.mark.parametrize("status", [301, 302, 303, 304, 307, 308])
@pytest.mark.parametrize("follow", [True, False])
def test_no_redirect_is_followed(
    flavour: Flavour, server: LoopbackServer, status: int, follow: bool
) -> None:
    elsewhere = server.play(Reply(200, b'{"result": "success"}'))
    stage = server.play(Reply(status, b"", (("Location", elsewhere.url + "/x"),)))
    http = http_client(flavour, follow_redirects=follow)

    error = caught(flavour, "dify", stage.url, http_client=http)

    assert isinstance(error, RedirectError)
    assert error.status == status
    assert "redirects are not followed" in str(error)
    assert len(stage.seen) == 1
    assert not elsewhere.seen


@pytest.mark.parametrize("location", ["http://[", "\\\\x", "http://", "//", "x" * 5000])
def test_redirect_to_nowhere_is_calm(
    flavour: Flavour, server: LoopbackServer, location: str
) -> None:
    stage = server.play(Reply(302, b"", (("Location", location),)))

    assert isinstance(caught(flavour, "dify", stage.url), RedirectError)
