"""What a fake finds wrong about requests, for every way in which documents can ask for something."""

from __future__ import annotations

from base64 import b64encode

import pytest

from _runtime.declare import ApiKey, Basic, Bearer, PathValue, Scheme
from _runtime.fake_check import Problem, check, find_route, run_id
from _runtime.fake_declare import Body, Member, Route
from _runtime.fake_exchange import Seen
from _runtime.fake_keys import keys_shown

KEY = "user:pa55"
JSON = ("Content-Type", "application/json")


def route(
    *security: tuple[Scheme, ...],
    headers: tuple[tuple[str, str], ...] = (),
    query: tuple[str, ...] = (),
    named: tuple[str, ...] = (),
    body: Body | None = None,
    path: tuple[str | PathValue, ...] = ("/stop",),
) -> Route:
    return Route("stop", "POST", path, security, headers, query, named, body)


def seen(*headers: tuple[str, str], target: str = "/stop", content: bytes = b"") -> Seen:
    return Seen(method="POST", target=target, headers=headers, content=content)


def problem(asked: Route, request: Seen, keys: tuple[str, ...] = ()) -> Problem | None:
    return check(asked, (), request, keys)


@pytest.mark.parametrize(
    ("scheme", "request_"),
    [
        (Bearer(), seen(("Authorization", f"Bearer {KEY}"))),
        (Basic(), seen(("Authorization", f"Basic {b64encode(KEY.encode()).decode()}"))),
        (ApiKey("header", "X-Key"), seen(("x-key", KEY))),
        (ApiKey("query", "key"), seen(target="/stop?key=user%3Apa55")),
        (ApiKey("cookie", "key"), seen(("Cookie", "other=1; key=user%3Apa55"))),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_key_is_found_wherever_documents_put_it(scheme: Scheme, request_: Seen) -> None:
    asked = route((scheme,))

    assert list(keys_shown(asked, request_)) == [KEY]
    assert problem(asked, request_, (KEY,)) is None
    assert problem(asked, request_, ("another",)) == Problem(
        401, "the API key is missing or unknown"
    )


@pytest.mark.parametrize(
    ("scheme", "request_"),
    [
        (Bearer(), seen(("Authorization", f"Token {KEY}"))),
        (Basic(), seen(("Authorization", "Basic not base64"))),
        (Basic(), seen(("Authorization", "Basic /w=="))),
        (ApiKey("cookie", "key"), seen(("Cookie", "other=1"))),
        (ApiKey("cookie", "key"), seen()),
        (ApiKey("query", "key"), seen()),
    ],
)
def test_what_is_no_key_is_none(scheme: Scheme, request_: Seen) -> None:
    missing = problem(route((scheme,)), request_)

    assert missing is not None
    assert missing.status == 401


def test_one_alternative_is_enough_and_all_its_schemes_are_needed() -> None:
    both = (ApiKey("header", "X-App"), ApiKey("header", "X-Key"))
    asked = route(both, (Bearer(),))

    assert problem(asked, seen(("X-App", "app"), ("X-Key", KEY))) is None
    assert problem(asked, seen(("Authorization", f"Bearer {KEY}"))) is None
    assert problem(asked, seen(("X-App", "app"))) is not None
    assert problem(route(both, ()), seen()) is None
    assert problem(route(), seen()) is None


def test_constant_and_named_headers_and_query_parameters_must_be_there() -> None:
    asked = route(headers=(("X-Version", "2"), JSON), named=("X-Trace",), query=("dry",))
    right = seen(("X-Version", "2"), JSON, ("X-Trace", "t"), target="/stop?dry=1")

    assert problem(asked, right) is None
    wrong = {
        seen(("X-Version", "1"), JSON, ("X-Trace", "t"), target="/stop?dry=1"): 400,
        seen(("X-Version", "2"), JSON, target="/stop?dry=1"): 400,
        seen(("X-Version", "2"), JSON, ("X-Trace", "t")): 400,
        seen(("X-Version", "2"), ("X-Trace", "t"), target="/stop?dry=1"): 415,
    }
    for request, status in wrong.items():
        found = problem(asked, request)
        assert found is not None
        assert found.status == status


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b'{"user": "u"}', None),
        (b'{"user": "u", "hard": true}', None),
        (b'{"user": 1}', 400),
        (b'{"hard": true}', 400),
        (b'{"user": "u", "hard": "yes"}', 400),
        (b'["user"]', 400),
        (b"{", 400),
        (b"", 400),
    ],
)
def test_a_body_is_compared_with_its_members(content: bytes, status: int | None) -> None:
    body = Body(True, dict[str, object], (Member("user", str, True), Member("hard", bool)))

    found = problem(route(body=body), seen(JSON, content=content))

    assert (found and found.status) == status


def test_a_body_taken_whole_is_compared_with_its_type() -> None:
    asked = route(body=Body(False, list[int]))

    assert problem(asked, seen(JSON, content=b"[1, 2]")) is None
    assert problem(asked, seen()) is None
    assert problem(asked, seen(JSON, content=b'["a"]')) is not None
    assert problem(asked, seen(("Content-Type", "text/plain"), content=b"[1]")) == Problem(
        415, "the content type must be application/json"
    )
    assert problem(asked, seen(("Content-Type", "application/a+json"), content=b"[1]")) is None


def test_a_path_leads_to_its_operation_or_to_what_would_have_been_right() -> None:
    stop = route(path=("runs/", PathValue("id", format="uuid"), "/stop"))

    found, values = find_route([stop], seen(), "/runs/a%2Fb/stop?why=x")
    assert (found, values) == (stop, ("a/b",))
    assert run_id(stop, values, seen()) == "a/b"
    wrong_id = check(stop, values, seen(), ())
    assert wrong_id is not None
    assert wrong_id.status == 400
    wrong_verb, _ = find_route([stop], Seen(method="GET", target=""), "/runs/1/stop")
    assert isinstance(wrong_verb, Problem)
    assert (wrong_verb.status, wrong_verb.allow) == (405, "POST")
    nowhere, _ = find_route([stop], seen(), "/runs/1/halt")
    assert isinstance(nowhere, Problem)
    assert nowhere.status == 404


def test_operations_at_one_path_are_told_apart_by_what_is_always_sent() -> None:
    one, other = (route(path=(f"/?Action={name}",)) for name in ("Stop", "StopAll"))
    assert find_route([one, other], seen(), "/?Action=StopAll&id=1")[0] is other
    assert isinstance(find_route([one, other], seen(), "/")[0], Problem)

    first, second = (route(headers=(("X-Target", name),)) for name in ("Stop", "StopAll"))
    assert find_route([first, second], seen(("x-target", "StopAll")), "/stop")[0] is second
    assert find_route([first, second], seen(), "/stop")[0] is first


def test_a_run_without_a_place_in_the_path_is_told_by_the_body_or_the_query() -> None:
    body = Body(True, dict[str, object], (Member("hard", bool), Member("id", str, True)))

    assert run_id(route(body=body), (), seen(JSON, content=b'{"id": "r1"}')) == "r1"
    assert run_id(route(query=("id",)), (), seen(target="/stop?id=r2")) == "r2"
    assert run_id(route(), (), seen()) == ""
