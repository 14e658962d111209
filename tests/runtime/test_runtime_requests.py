"""What is sent besides the path and the key: query, headers, body."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx2
import pytest
from pydantic import BaseModel, Field

from _runtime import UNSET, InvalidArgumentError
from _runtime.declare import ApiKey, Operation, PathValue
from platforms import KEY
from runtime import sample

BASE = Operation(name="stop", method="POST", path=("/stop",))


def sent(operation: Operation = BASE, *path: object, **parts: Any) -> httpx2.Request:
    seen: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200)

    http = httpx2.Client(transport=httpx2.MockTransport(answer))
    with http, sample.AnyClient(sample.FAY, KEY, http_client=http) as client:
        client.call(operation, path, **parts)
    return seen[0]


class Options(BaseModel):
    queue: bool = Field(default=False, alias="clear-queue")
    reason: str | None = None


@pytest.mark.parametrize(
    ("body", "content"),
    [
        ({"user": "é"}, '{"user":"é"}'),
        ({"a": UNSET, "b": None, "c": False}, '{"b":null,"c":false}'),
        ({"a": UNSET}, "{}"),
        ([1, "x"], '[1,"x"]'),
        (None, "null"),
        ({"id": UUID(int=1)}, '{"id":"00000000-0000-0000-0000-000000000001"}'),
        ({"at": datetime(2026, 1, 2, tzinfo=UTC)}, '{"at":"2026-01-02T00:00:00Z"}'),
        ({"o": Options.model_validate({"clear-queue": True})}, '{"o":{"clear-queue":true}}'),
    ],
)
def test_body_is_compact_json(body: Any, content: str) -> None:
    request = sent(body=body)

    assert request.content.decode() == content
    assert request.headers["content-type"] == "application/json"
    assert request.headers["content-length"] == str(len(request.content))


def test_no_body_is_sent_where_there_is_none() -> None:
    request = sent()

    assert request.content == b""
    assert "content-type" not in request.headers
    assert request.headers["content-length"] == "0"


def test_get_without_body_has_no_length() -> None:
    assert "content-length" not in sent(BASE._replace(method="GET")).headers


@pytest.mark.parametrize("body", ["\ud800", {"x": object()}], ids=["surrogate", "object"])
def test_body_without_json_form_is_refused(body: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="body"):
        sent(body=body)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ({"limit": 5}, "limit=5"),
        ({"a b": "c&d=é"}, "a%20b=c%26d%3D%C3%A9"),
        ({"deep": True, "none": None, "unset": UNSET}, "deep=true"),
        ({"tag": ["x", "y"]}, "tag=x&tag=y"),
        ({"at": datetime(2026, 1, 2, tzinfo=UTC)}, "at=2026-01-02T00%3A00%3A00Z"),
        ({}, ""),
    ],
)
def test_query_is_encoded(query: dict[str, Any], text: str) -> None:
    url = sent(query=query).url

    assert url.query.decode() == text
    assert url.path == "/stop"


def test_query_joins_one_that_the_path_has() -> None:
    operation = BASE._replace(path=("/stop?beta=true",))

    assert sent(operation, query={"limit": 1}).url.raw_path == b"/stop?beta=true&limit=1"


@pytest.mark.parametrize("value", ["\ud800", object()], ids=["surrogate", "object"])
def test_query_that_cannot_be_sent_is_refused(value: Any) -> None:
    with pytest.raises(InvalidArgumentError):
        sent(query={"limit": value})


def test_headers_are_sent() -> None:
    given = {"x-trace": "t 1", "x-on": True, "x-list": ["a", "b"], "x-none": None, "x-un": UNSET}

    headers = sent(headers=given).headers

    assert (headers["x-trace"], headers["x-on"], headers["x-list"]) == ("t 1", "true", "a,b")
    assert "x-none" not in headers
    assert "x-un" not in headers


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\x00", " a", "a\n", "€"])
def test_header_that_would_break_the_request_is_refused(value: str) -> None:
    with pytest.raises(InvalidArgumentError, match="x-trace"):
        sent(headers={"x-trace": value})


def test_constant_headers_win() -> None:
    operation = BASE._replace(headers=(("X-Version", "2"), ("Accept", "application/x")))

    headers = sent(operation, headers={"x-version": "3"}).headers

    assert headers.get_list("x-version") == ["2"]
    assert headers.get_list("accept") == ["application/x"]


def test_path_takes_what_has_a_text() -> None:
    operation = BASE._replace(path=("runs/", PathValue("a"), "/", PathValue("b"), ":stop"))

    assert sent(operation, 7, True).url.raw_path == b"/runs/7/true:stop"


def test_path_value_without_a_text_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="run_id"):
        sent(BASE._replace(path=("/", PathValue("run_id"))), object())


def test_time_limit_goes_with_the_request() -> None:
    timeout = sent().extensions["timeout"]

    assert timeout == dict.fromkeys(("connect", "read", "write", "pool"), 30.0)


def test_cookies_travel_with_a_key_that_is_one() -> None:
    cookies = {"a": "x; y=é", "b": [1, 2], "c": None, "d": UNSET}
    login = BASE._replace(security=((ApiKey("cookie", "sid"),),))

    assert sent(cookies=cookies).headers["cookie"] == "a=x%3B%20y=%C3%A9; b=1%2C2"
    assert sent(login, cookies=cookies).headers["cookie"] == (
        f"sid={KEY}; a=x%3B%20y=%C3%A9; b=1%2C2"
    )
    assert "cookie" not in sent(cookies={"c": None}).headers


def test_a_cookie_that_is_no_text_is_refused() -> None:
    for value in ("\ud800", object()):
        with pytest.raises(InvalidArgumentError):
            sent(cookies={"a": value})
