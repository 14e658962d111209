"""What a body means, however odd it is."""

from __future__ import annotations

import gzip
import json
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from _runtime import (
    Evidence,
    Outcome,
    ServerError,
    StatusError,
    StopResult,
)
from _runtime import errors as shared
from _runtime.declare import Answer, Error, Operation, Rule
from platforms import KEY
from runtime import sample
from runtime.flavours import Flavour

BASE = Operation(name="stop", method="POST", path=("/stop",))


def answered(
    operation: Operation, status: int, body: Any, headers: dict[str, str] | None = None
) -> StopResult[Any]:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()

    def answer(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(status, content=content, headers=headers)

    http = httpx2.Client(transport=httpx2.MockTransport(answer))
    with http, sample.AnyClient(sample.FAY, KEY, http_client=http) as client:
        return client.call(operation)


def failed(operation: Operation, status: int, body: Any, **headers: str) -> StatusError:
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    with pytest.raises(StatusError) as caught:
        answered(operation, status, body, fields)
    return caught.value


# Rules


def test_first_rule_that_fits_decides() -> None:
    rules = (
        Rule("200", Outcome.NOTHING_RUNNING, ("n",), 0),
        Rule("2XX", Outcome.STOPPED, ("n",), 1),
        Rule("default", Outcome.ALREADY_FINISHED),
    )
    operation = BASE._replace(rules=rules)

    outcomes = [
        answered(operation, status, {"n": n}) for status, n in [(200, 0), (202, 1), (200, 2)]
    ]

    assert [result.outcome for result in outcomes] == [
        Outcome.NOTHING_RUNNING,
        Outcome.STOPPED,
        Outcome.ALREADY_FINISHED,
    ]
    assert [result.evidence for result in outcomes] == [
        Evidence.BODY,
        Evidence.BODY,
        Evidence.STATUS,
    ]


@pytest.mark.parametrize(
    ("wanted", "found", "fits"),
    [
        (True, True, True),
        (True, 1, False),
        (1, True, False),
        (1, 1.0, True),
        (False, 0, False),
        (None, None, True),
        ("STOPPED", "STOPPED", True),
        ("STOPPED", "stopped", False),
        ("1", 1, False),
    ],
)
def test_rule_compares_as_json_does(wanted: Any, found: Any, fits: bool) -> None:
    operation = BASE._replace(rules=(Rule("200", Outcome.STOPPED, ("value",), wanted),))

    outcome = answered(operation, 200, {"value": found}).outcome

    assert outcome is (Outcome.STOPPED if fits else Outcome.ACCEPTED)


def test_missing_value_is_not_null() -> None:
    operation = BASE._replace(rules=(Rule("200", Outcome.STOPPED, ("value",), None),))

    assert answered(operation, 200, {}).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(
    ("at", "body"),
    [
        ((), "done"),
        (("runs", "1", "state"), {"runs": [{}, {"state": "done"}]}),
        (("0",), {"0": "done"}),
    ],
)
def test_rule_reaches_everywhere(at: tuple[str, ...], body: Any) -> None:
    operation = BASE._replace(rules=(Rule("200", Outcome.STOPPED, at, "done"),))

    assert answered(operation, 200, body).outcome is Outcome.STOPPED


@pytest.mark.parametrize("body", [[], [1], "x", 5, None, {"runs": []}, {"runs": {"1": 2}}, b"no"])
def test_rule_that_leads_nowhere_does_not_fit(body: Any) -> None:
    operation = BASE._replace(rules=(Rule("200", Outcome.STOPPED, ("runs", "1", "state"), "done"),))

    assert answered(operation, 200, body).outcome is Outcome.ACCEPTED


def test_rule_on_an_error_status_makes_it_a_result() -> None:
    rules = (Rule("404", Outcome.NOTHING_RUNNING), Rule("4XX", Outcome.ALREADY_FINISHED))
    operation = BASE._replace(rules=rules, answers=(Answer("200", dict[str, str]),))

    result = answered(operation, 404, {"code": "gone", "message": "It is gone"})

    assert (result.outcome, result.evidence) == (Outcome.NOTHING_RUNNING, Evidence.STATUS)
    assert (result.status, result.body) == (404, None)
    assert (result.code, result.message) == ("gone", "It is gone")
    assert answered(operation, 410, b"").outcome is Outcome.ALREADY_FINISHED


def test_rule_counts_even_if_the_body_does_not_fit_its_model() -> None:
    result = answered(sample.without_path(sample.STOP_CHAT), 200, {"stopped": True})

    assert (result.outcome, result.body) == (Outcome.STOPPED, None)
    assert result.raw == b'{"stopped": true}'


# Bodies


@pytest.mark.parametrize(
    ("model", "body", "read"),
    [
        (Any, [1], [1]),
        (str, "x", "x"),
        (list[int], [1, 2], [1, 2]),
        (list[int], ["x"], None),
        (sample.StopChatResponse | int, 7, 7),
        (None, {"x": 1}, None),
    ],
)
def test_body_is_read_as_the_documented_type(model: Any, body: Any, read: Any) -> None:
    assert answered(BASE._replace(answers=(Answer("200", model),)), 200, body).body == read


def test_byte_order_mark_before_json_does_not_matter() -> None:
    operation = BASE._replace(rules=(Rule("200", Outcome.STOPPED, ("stopped",), True),))

    assert answered(operation, 200, b'\xef\xbb\xbf{"stopped": true}').outcome is Outcome.STOPPED


def test_closest_documented_status_is_used() -> None:
    kinds = {"default": str, "2XX": bool, "200": int}
    operation = BASE._replace(answers=tuple(Answer(s, kind) for s, kind in kinds.items()))

    assert answered(operation, 200, 1).body == 1
    assert answered(operation, 202, True).body is True
    assert answered(operation._replace(answers=operation.answers[:1]), 202, "x").body == "x"


def test_error_for_every_status_is_not_read_into_a_success() -> None:
    documented = Answer("default", dict[str, str], Error(shared.StatusError))

    assert answered(BASE._replace(answers=(documented,)), 200, {"a": "b"}).body is None


def test_success_keeps_the_code_and_message_that_it_carries() -> None:
    result = answered(BASE, 200, {"code": 0, "message": "Stopping"})

    assert (result.code, result.message) == ("0", "Stopping")


# Errors


BY_STATUS = {
    400: shared.BadRequestError,
    401: shared.AuthenticationError,
    402: shared.StatusError,
    403: shared.PermissionDeniedError,
    404: shared.NotFoundError,
    405: shared.StatusError,
    409: shared.ConflictError,
    422: shared.UnprocessableEntityError,
    429: shared.RateLimitError,
    500: shared.ServerError,
    503: shared.ServerError,
    599: shared.ServerError,
    300: shared.RedirectError,
    304: shared.RedirectError,
    103: shared.StatusError,
    600: shared.StatusError,
    999: shared.StatusError,
}


@pytest.mark.parametrize(("status", "kind"), BY_STATUS.items())
def test_status_chooses_the_exception(status: int, kind: type[StatusError]) -> None:
    error = failed(BASE, status, b"")

    assert type(error) is kind
    assert (error.status, error.body, error.raw) == (status, "", b"")
    assert (error.code, error.message, error.error) == (None, None, None)
    assert str(error).startswith(f"Fay answered {status} to stop")


STOP_FAY = sample.STOP_CONVERSATION._replace(path=("/stop",))
FAY_404 = {"status": False, "version": "1", "error": {"message": "No", "code": "REQUEST_NOT_FOUND"}}


def test_documented_error_is_of_its_own_class_with_its_model() -> None:
    error = failed(STOP_FAY, 404, FAY_404)

    assert type(error) is sample.FayNotFoundError
    assert isinstance(error, shared.NotFoundError)
    assert error.body == sample.StopConversationErrorResponse.model_validate(FAY_404)
    assert error.error == sample.StopConversationError(message="No", code="REQUEST_NOT_FOUND")
    assert (error.code, error.message) == ("REQUEST_NOT_FOUND", "No")
    assert str(error) == "Fay answered 404 to stop_conversation: No [REQUEST_NOT_FOUND]"


def test_part_that_fits_is_typed_even_if_the_whole_does_not_fit() -> None:
    error = failed(STOP_FAY, 404, {"error": FAY_404["error"]})

    assert isinstance(error, sample.FayNotFoundError)
    assert error.body == {"error": FAY_404["error"]}
    assert error.error is not None
    assert error.error.code == "REQUEST_NOT_FOUND"


@pytest.mark.parametrize(
    "body", [b"<h1>No</h1>", b"[]", b"null", b'{"error": null}', b'{"error": 5}']
)
def test_documented_error_that_does_not_fit_keeps_its_class(body: bytes) -> None:
    error = failed(STOP_FAY, 404, body)

    assert type(error) is sample.FayNotFoundError
    assert error.error is None
    assert error.raw == body


def test_text_is_the_body_where_there_is_no_json() -> None:
    assert failed(BASE, 502, "<h1>Störung</h1>".encode()).body == "<h1>Störung</h1>"
    assert failed(BASE, 502, b"\xff").body == "\ufffd"


class AnyError(shared.StatusError):
    pass


class AnyNotFoundError(AnyError, shared.NotFoundError):
    pass


@pytest.mark.parametrize(("status", "kind"), [(404, shared.NotFoundError), (418, AnyError)])
def test_class_for_every_status_does_not_hide_the_class_of_a_status(
    status: int, kind: type[StatusError]
) -> None:
    documented = Answer("default", list[int], Error(AnyError))

    error = failed(BASE._replace(answers=(documented,)), status, [1])

    assert type(error) is kind
    assert error.body == [1]


def test_closest_documented_error_is_used() -> None:
    answers = (
        Answer("default", None, Error(AnyError)),
        Answer("4XX", None, Error(AnyError, code="a")),
        Answer("404", None, Error(AnyNotFoundError, code="b")),
    )
    operation = BASE._replace(answers=answers)
    body = {"a": "from a", "b": "from b", "code": "usual"}

    assert type(failed(operation, 404, body)) is AnyNotFoundError
    assert [failed(operation, status, body).code for status in (404, 418, 500)] == [
        "from b",
        "from a",
        "usual",
    ]


PLACES: list[tuple[Any, str | None, str | None]] = [
    ({"code": "c", "message": "m"}, "c", "m"),
    ({"error": {"code": "c", "message": "m"}}, "c", "m"),
    ({"error": {"code": None, "type": "t", "message": "m"}}, "t", "m"),
    ({"error": "m"}, None, "m"),
    ({"error": "m", "message": "words"}, None, "words"),
    ({"detail": "m"}, None, "m"),
    ({"detail": {"code": 7, "message": "m"}}, "7", "m"),
    ({"detail": [{"loc": [], "msg": "m", "type": "t"}]}, None, "m"),
    ({"title": "m", "type": "about:blank"}, None, "m"),
    ({"code": True, "message": ""}, None, None),
    ({"code": [], "message": {"x": 1}}, None, None),
    ([{"code": "c"}], None, None),
    ("m", None, None),
]


@pytest.mark.parametrize(("body", "code", "message"), PLACES)
def test_code_and_message_are_found_where_they_usually_are(
    body: Any, code: str | None, message: str | None
) -> None:
    error = failed(BASE, 400, body)

    assert (error.code, error.message) == (code, message)


def test_sentence_is_one_short_printable_line() -> None:
    message = "a\r\nb\x1b[31m\u2028" + "x" * 1000

    error = failed(BASE, 400, {"message": message})

    assert error.message == message
    assert str(error).isprintable()
    assert len(str(error)) < 300


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        ("1.5", 1.5),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        ("Wed, 21 Oct 2015 07:28:00 -0000", 0.0),
        ("-1", None),
        ("nan", None),
        ("inf", None),
        ("", None),
        ("soon", None),
        ("Wed, 99 Oct 2015 07:28:00 GMT", None),
        ("Wed, 21 Oct 99999999999 07:28:00 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str, seconds: float | None) -> None:
    assert failed(BASE, 429, b"", retry_after=header).retry_after == seconds


def test_retry_after_counts_down_to_a_date() -> None:
    seconds = failed(BASE, 503, b"", retry_after="Fri, 01 Jan 2100 00:00:00 GMT").retry_after

    assert seconds is not None
    assert seconds > 60 * 60 * 24 * 365


# Anything at all

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["error", "code", "message", "detail", "data", "status", "stopped"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
BODIES = JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=40)
OPERATIONS = st.sampled_from(
    [
        STOP_FAY,
        sample.without_path(sample.STOP_CHAT),
        sample.without_path(sample.STOP_GATEWAY),
        sample.without_path(sample.STOP_CHAT_MESSAGE),
    ]
)


@given(operation=OPERATIONS, status=st.integers(200, 299), body=BODIES)
def test_no_success_ever_raises(operation: Operation, status: int, body: bytes) -> None:
    result = answered(operation, status, body)

    assert result.raw == body
    assert result.outcome is Outcome.ACCEPTED or result.evidence is Evidence.BODY


@given(operation=OPERATIONS, status=st.integers(300, 999), body=BODIES)
def test_every_other_answer_is_a_status_error(
    operation: Operation, status: int, body: bytes
) -> None:
    if b"ALREADY" in body:
        return

    error = failed(operation, status, body)

    assert (error.status, error.raw) == (status, body)
    assert isinstance(error, shared.error_for(status))
    assert error.error is None or error.body is not None


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"error":' * 100_000,
        b"9" * 100_000,
        b'{"code": ' + b"9" * 4_299 + b"}",
        b"NaN",
        b"-Infinity",
        b'"\\ud800"',
        b"\xef\xbb\xbf{}",
        b"x" * (1 << 20),
    ],
    ids=range(9),
)
def test_monstrous_body_is_calm(body: bytes) -> None:
    assert answered(STOP_FAY, 200, body).outcome is Outcome.ACCEPTED
    assert isinstance(failed(STOP_FAY, 500, body), ServerError)


def test_compressed_answer_is_read(flavour: Flavour) -> None:
    content = gzip.compress(b'{"result": "success"}')
    response = httpx2.Response(200, content=content, headers={"Content-Encoding": "gzip"})

    assert flavour.stop_with(lambda _: response).body == sample.StopChatMessageResponse(
        result="success"
    )
