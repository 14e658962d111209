"""Calls go to the server and carry the secrets that their documents name."""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from descriptions import Tree, parameter
from loopback import LoopbackServer, Reply, Seen
from targets.python.wire import FLAVOURS, Case, call, document, generated

SCHEMES: Tree = {
    "oauth": {"type": "oauth2", "flows": {}},
    "oidc": {"type": "openIdConnect", "openIdConnectUrl": "https://id.example"},
    "login": {"type": "http", "scheme": "basic"},
    "appId": {"type": "apiKey", "in": "header", "name": "X-App"},
    "query": {"type": "apiKey", "in": "query", "name": "key"},
    "session": {"type": "apiKey", "in": "cookie", "name": "sid"},
    "raw": {"type": "apiKey", "in": "header", "name": "Authorization"},
    "token": {"type": "http", "scheme": "Token"},
    "wire": {"type": "mutualTLS"},
}
SECRET = "s3cret-of-the-tests"
PAIR = "Basic " + b64encode(b"me:pa:ss-word").decode()
LOGIN = {"username": "me", "password": "pa:ss-word"}
ALL = {
    "app_id": "app-5ecret",
    "session": "c00kie;x",
    "raw": "r4w-k3y-of-tests",
    "token": "t0ken-key",
}

WAYS: list[tuple[str, list[Tree], Tree, Tree]] = [
    ("oauth2", [{"oauth": ["stop"]}], {"api_key": SECRET}, {"Authorization": f"Bearer {SECRET}"}),
    ("openIdConnect", [{"oidc": []}], {"api_key": SECRET}, {"Authorization": f"Bearer {SECRET}"}),
    ("two that are one", [{"oauth": [], "oidc": []}], {"api_key": SECRET},
     {"Authorization": f"Bearer {SECRET}"}),
    ("basic", [{"login": []}], LOGIN, {"Authorization": PAIR}),
    ("basic as one", [{"login": []}], {"api_key": "me:pa:ss-word"}, {"Authorization": PAIR}),
    ("first of two", [{"oauth": []}, {"appId": []}], {"api_key": SECRET},
     {"Authorization": f"Bearer {SECRET}", "X-App": None}),
    ("second of two", [{"oauth": []}, {"appId": []}], {"app_id": "a"},
     {"Authorization": None, "X-App": "a"}),
    ("both at once", [{"oauth": [], "appId": []}], {"api_key": SECRET, "app_id": "a"},
     {"Authorization": f"Bearer {SECRET}", "X-App": "a"}),
    ("more rather than less", [{"oauth": []}, {"oauth": [], "appId": []}],
     {"api_key": SECRET, "app_id": "a"}, {"Authorization": f"Bearer {SECRET}", "X-App": "a"}),
    ("basic and a key", [{"login": [], "appId": []}], LOGIN | {"app_id": "a"},
     {"Authorization": PAIR, "X-App": "a"}),
    ("query", [{"query": []}], {"query": "q&"}, {"Authorization": None}),
    ("cookie", [{"session": []}], {"session": "a;b"}, {"Cookie": "sid=a%3Bb"}),
    ("anonymous", [{"oauth": []}, {}], {}, {"Authorization": None}),
    ("anonymous with a key", [{}, {"oauth": []}], {"api_key": SECRET},
     {"Authorization": f"Bearer {SECRET}"}),
    ("none", [], {"api_key": SECRET}, {"Authorization": None}),
    ("raw", [{"raw": []}], {"raw": "abc"}, {"Authorization": "abc"}),
    ("a word before it", [{"token": []}], {"token": "abc"}, {"Authorization": "Token abc"}),
    ("the word is there already", [{"token": []}], {"token": "Token abc"},
     {"Authorization": "Token abc"}),
    ("certificate and key", [{"wire": [], "appId": []}], {"app_id": "a"}, {"X-App": "a"}),
]  # fmt: skip

PLAIN = "https://api.acme.example/v2/"
SERVERS: list[tuple[str, Tree, Tree, str]] = [
    ("the document's", {}, {}, "https://api.acme.example/v2"),
    ("its own", {"servers": [{"url": "https://own.example"}]}, {}, "https://own.example"),
    ("without a scheme", {"servers": [{"url": "//own.example/x"}]}, {}, "https://own.example/x"),
    ("of this machine", {"servers": [{"url": "http://localhost:8/x/"}]}, {}, "http://localhost:8/x"),
    ("with a variable",
     {"servers": [{"url": "https://{region}.own.example", "variables": {"region": {"default": "eu"}}}]},
     {"region": "us"}, "https://us.own.example"),
    ("with a variable that nobody declared",
     {"servers": [{"url": "https://{tenant}.own.example"}]}, {"tenant": "t"}, "https://t.own.example"),
    ("with a variable behind a sign",
     {"servers": [{"url": "https://{+site}.own.example"}]}, {"site": "s"}, "https://s.own.example"),
    ("behind what strangers cannot reach",
     {"servers": [{"url": "http://localhost:8"}, {"url": "/v1"}, {"url": "https://own.example"}]},
     {}, "https://own.example"),
    ("in a variable",
     {"servers": [{"url": "{base}", "variables": {"base": {"default": "https://b.example/v1"}}}]},
     {}, "https://b.example/v1"),
    ("behind a scheme in a variable",
     {"servers": [{"url": "https://{host}", "variables": {"host": {"default": "h.example/v1"}}}]},
     {"host": "https://h2.example/v1"}, "https://h2.example/v1"),
]  # fmt: skip
NOWHERE: list[tuple[str, Tree, str]] = [
    ("relative", {"servers": [{"url": "/api/v3"}]}, "'/api/v3'"),
    ("unset",
     {"servers": [{"url": "https://{t}.x.example", "variables": {"t": {"default": ""}}}]},
     "t has no value"),
    ("plain", {"servers": [{"url": "http://own.example"}]}, "plain http"),
]  # fmt: skip


def _cases() -> Iterator[Case]:
    for name, security, _, _ in WAYS:
        yield Case(name=name, operation={"security": security, "parameters": _again(security)})
    for name, operation, _, _ in SERVERS:
        yield Case(name=name, operation={"security": [], **operation})
    for name, operation, _ in NOWHERE:
        yield Case(name=name, operation={"security": [], **operation})
    yield Case(name="nothing is said about secrets", operation={"parameters": _again([{}])})


def _again(security: list[Tree]) -> list[Tree]:
    """Describe as parameters what the schemes say, and headers that no parameter describes."""
    names = ["Authorization", "content-type"] if security else []
    names += ["x-app"] if any("appId" in way for way in security) else []
    return [parameter(name, "header", {"type": "string"}, required=True) for name in names]


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    whole = document(
        list(_cases()), servers=[{"url": PLAIN}], components={"securitySchemes": SCHEMES}
    )
    with generated(tmp_path_factory.mktemp("access"), "wire_access", whole) as module:
        yield module


@pytest.fixture(scope="module")
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as running:
        yield running


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("API_KEY", "BASE_URL", "USERNAME", "PASSWORD", "APP_ID"):
        monkeypatch.delenv(f"ACME_{name}", raising=False)


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("number", range(len(WAYS)), ids=[entry[0] for entry in WAYS])
def test_secrets_travel_as_documented(
    acme: Any, server: LoopbackServer, flavour: str, number: int
) -> None:
    _, _, given, expected = WAYS[number]
    stage = server.play(Reply(200))
    call(flavour, acme, stage.url, f"stop{number}", Case(name=""), **given)
    (seen,) = stage.seen
    assert {name: seen.header(name) for name in expected} == expected
    assert seen.path == f"/{number}/stop" + ("?key=q%26" if "query" in given else "")


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize(
    ("given", "sent"), [({"api_key": SECRET}, f"Bearer {SECRET}"), ({}, None)], ids=["key", "none"]
)
def test_where_nothing_is_said_a_key_is_a_bearer_token(
    acme: Any, server: LoopbackServer, flavour: str, given: Tree, sent: str | None
) -> None:
    stage = server.play(Reply(200))
    call(flavour, acme, stage.url, f"stop{len(list(_cases())) - 1}", Case(name=""), **given)
    assert [seen.header("Authorization") for seen in stage.seen] == [sent]
    assert "as a bearer token, as the documents" in " ".join(acme.Client.__doc__.split())


def test_secrets_come_from_the_environment(
    acme: Any, server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in (("USERNAME", "me"), ("PASSWORD", "pa:ss-word"), ("APP_ID", "a")):
        monkeypatch.setenv(f"ACME_{name}", text)
    number = [name for name, *_ in WAYS].index("basic and a key")
    stage = server.play(Reply(200))
    call("sync", acme, stage.url, f"stop{number}", Case(name=""))
    assert (stage.seen[0].header("Authorization"), stage.seen[0].header("X-App")) == (PAIR, "a")


@pytest.mark.parametrize(
    ("way", "given", "missing"),
    [
        ("both at once", {"api_key": SECRET}, "api_key and app_id"),
        ("both at once", {"app_id": "a"}, "ACME_API_KEY, ACME_APP_ID"),
        ("second of two", {}, "api_key or app_id"),
        ("basic and a key", LOGIN, "username and password and app_id"),
    ],
)
def test_what_is_missing_is_said_before_anything_is_sent(
    acme: Any, server: LoopbackServer, way: str, given: Tree, missing: str
) -> None:
    number = [name for name, *_ in WAYS].index(way)
    stage = server.play(Reply(200))
    with pytest.raises(acme.ConfigurationError, match=missing):
        call("sync", acme, stage.url, f"stop{number}", Case(name=""), **given)
    assert stage.seen == []


def test_a_name_with_a_colon_is_no_name(acme: Any) -> None:
    with pytest.raises(acme.ConfigurationError, match="colon"):
        acme.Client(username="a:b", password="c")


def test_no_secret_is_shown(
    acme: Any, server: LoopbackServer, caplog: pytest.LogCaptureFixture
) -> None:
    secrets = {"api_key": SECRET, "query": "qu3ry-secret", **LOGIN, **ALL}
    echo = " ".join([*secrets.values(), PAIR.removeprefix("Basic ")]).encode()
    shown: list[str] = []
    with caplog.at_level(logging.DEBUG):
        for number in range(len(WAYS)):
            stage = server.play(Reply(400, echo))
            with pytest.raises(acme.BadRequestError) as caught:
                call("sync", acme, stage.url, f"stop{number}", Case(name=""), **secrets)
            shown += [repr(caught.value), str(caught.value.body), repr(caught.value.raw)]
    client: object = acme.Client(**secrets)
    shown.append(repr(vars(client)))
    for secret in [*secrets.values(), PAIR.removeprefix("Basic ")]:
        if secret != "me":
            assert secret not in " ".join([*shown, caplog.text])


def _address(acme: Any, number: int, **options: Any) -> str:
    seen: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.extend((str(request.url), request.headers["host"]))
        return httpx2.Response(200)

    with httpx2.Client(transport=httpx2.MockTransport(answer)) as http:
        client = acme.Client("key", http_client=http, max_retries=0, **options)
        getattr(client, f"stop{number}")()
    address, host = seen
    assert f"//{host}/" in address
    return address


@pytest.mark.parametrize("index", range(len(SERVERS)), ids=[entry[0] for entry in SERVERS])
def test_a_call_goes_where_its_document_says(acme: Any, index: int) -> None:
    _, _, variables, expected = SERVERS[index]
    number = len(WAYS) + index
    assert _address(acme, number, **variables) == f"{expected}/{number}/stop"
    chosen = _address(acme, number, base_url="https://proxy.example/p/", **variables)
    assert chosen == f"https://proxy.example/p/{number}/stop"


@pytest.mark.parametrize("index", range(len(NOWHERE)), ids=[entry[0] for entry in NOWHERE])
def test_an_address_that_is_no_whole_one_is_said_before_anything_is_sent(
    acme: Any, index: int
) -> None:
    number = len(WAYS) + len(SERVERS) + index
    with pytest.raises(acme.ConfigurationError, match=NOWHERE[index][2]):
        _address(acme, number)
    assert _address(acme, number, base_url="https://a.example").startswith("https://a.example/")


def test_a_path_item_has_servers_of_its_own(tmp_path: Path) -> None:
    whole = document([Case(name="only")], servers=[])
    (item,) = whole["paths"].values()
    item["servers"] = [{"url": "/only/relative"}]
    with generated(tmp_path, "wire_item", whole) as acme:
        with pytest.raises(acme.ConfigurationError, match=r"'/only/relative'.*ACME_BASE_URL"):
            acme.Client()
        seen: list[Seen] = []
        with LoopbackServer() as running:
            stage = running.play(Reply(200))
            call("sync", acme, stage.url, "stop0", Case(name=""))
            seen += stage.seen
    assert [request.path for request in seen] == ["/0/stop"]
