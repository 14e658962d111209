"""Where a client finds its key and address, and which ones it refuses."""

from __future__ import annotations

from collections.abc import Mapping

import httpx2
import pytest

from _runtime import ConfigurationError
from _runtime.declare import Platform, Server
from platforms import KEY
from runtime import sample


def open_client(
    platform: Platform = sample.FAY,
    api_key: str | None = KEY,
    *,
    base_url: str | None = None,
    timeout: float = 30.0,
    allow_http: bool = False,
    variables: Mapping[str, str | None] | None = None,
    sent: list[httpx2.Request] | None = None,
) -> sample.AnyClient:
    def answer(request: httpx2.Request) -> httpx2.Response:
        (sent if sent is not None else []).append(request)
        return httpx2.Response(200)

    return sample.AnyClient(
        platform,
        api_key,
        base_url=base_url,
        timeout=timeout,
        http_client=httpx2.Client(transport=httpx2.MockTransport(answer)),
        allow_http=allow_http,
        variables=variables,
    )


def sent_key(api_key: str | None) -> str:
    sent: list[httpx2.Request] = []
    open_client(api_key=api_key, sent=sent).call(sample.STOP_CONVERSATION, ("r",))
    return sent[0].headers["authorization"]


def test_missing_key_is_an_error_that_names_the_variable() -> None:
    with pytest.raises(ConfigurationError, match=r"Fay .*api_key.*FAY_API_KEY") as caught:
        open_client(api_key=None)

    assert isinstance(caught.value, ValueError)


def test_key_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAY_API_KEY", "from-the-environment")

    assert sent_key(None) == "Bearer from-the-environment"


def test_given_key_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAY_API_KEY", "from-the-environment")

    assert sent_key("given") == "Bearer given"


def test_empty_key_is_missing_even_if_the_environment_has_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FAY_API_KEY", "from-the-environment")

    with pytest.raises(ConfigurationError, match="FAY_API_KEY"):
        open_client(api_key="")


@pytest.mark.parametrize("key", ["se\ncret", "secret\n", " secret", "secr\x00et", "schlüssel€"])
def test_unusable_key_is_refused_without_being_shown(
    monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    with pytest.raises(ConfigurationError, match=r"^api_key has a line break") as caught:
        open_client(api_key=key)
    if "\x00" not in key:
        monkeypatch.setenv("FAY_API_KEY", key)
        with pytest.raises(ConfigurationError, match=r"^FAY_API_KEY has a line break"):
            open_client(api_key=None)

    assert "secr" not in str(caught.value)
    assert "schl" not in str(caught.value)


def test_platform_without_key_needs_none() -> None:
    open_client(sample.FAY._replace(key_required=False), api_key=None)


def test_documented_address_is_the_default() -> None:
    assert open_client(sample.DIFY).base_url == "https://api.dify.ai/v1"


def test_address_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIFY_BASE_URL", "https://dify.example.com/v1/")

    assert open_client(sample.DIFY).base_url == "https://dify.example.com/v1"
    assert open_client(sample.DIFY, base_url="https://b.example").base_url == "https://b.example"


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("https://h.example", "https://h.example"),
        ("https://h.example/", "https://h.example"),
        ("https://h.example/v1//", "https://h.example/v1"),
        ("HTTPS://H.Example/V1", "https://h.example/V1"),
        ("https://h.example:443", "https://h.example"),
        ("https://h.example:8443/a b", "https://h.example:8443/a%20b"),
        ("https://[::1]:8443", "https://[::1]:8443"),
        ("https://münchen.example", "https://xn--mnchen-3ya.example"),
    ],
)
def test_base_path_is_kept_and_a_slash_at_its_end_does_not_matter(given: str, used: str) -> None:
    assert open_client(base_url=given).base_url == used


@pytest.mark.parametrize(
    ("server", "variables", "used"),
    [
        (Server("{u}", {"u": "https://a.example/v1"}), {}, "https://a.example/v1"),
        (Server("{u}", {"u": "https://a.example/v1"}), {"u": None}, "https://a.example/v1"),
        (Server("https://{u}", {"u": "a.example/v1"}), {}, "https://a.example/v1"),
        (Server("https://{u}", {"u": "a.example"}), {"u": "https://b.example/x"}, "https://b.example/x"),
        (Server("https://{r}.example/{v}", {"r": "eu", "v": "1"}), {"r": "us"}, "https://us.example/1"),
    ],
)  # fmt: skip
def test_variables_fill_the_documented_address(
    server: Server, variables: Mapping[str, str | None], used: str
) -> None:
    platform = sample.FAY._replace(server=server)

    assert open_client(platform, variables=variables).base_url == used


def test_variable_without_value_is_an_error_that_names_it() -> None:
    with pytest.raises(ConfigurationError, match="region"):
        open_client(sample.FAY._replace(server=Server("https://{region}.example")))


def test_platform_without_documented_address_asks_for_one() -> None:
    with pytest.raises(ConfigurationError, match=r"base_url .*FAY_BASE_URL"):
        open_client(sample.FAY._replace(server=None))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "api.fay.work",
        "/v1",
        "ftp://h.example",
        "https://",
        "https:///v1",
        "https://h.example:99999",
        "https://h.example:x",
        "https://h.example/\n",
        "https://user:p4ssw0rd@h.example",
        "https://user@h.example",
        "http://localhost\\@p4ssw0rd.example",
        "https://h.example?token=p4ssw0rd",
        "https://h.example#p4ssw0rd",
        "https://" + "p4ssw0rd" * 10_000,
    ],
)
def test_unusable_address_is_refused_without_being_repeated(address: str) -> None:
    with pytest.raises(ConfigurationError, match="base_url") as caught:
        open_client(base_url=address)

    assert "p4ssw0rd" not in str(caught.value)


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "127.9.8.7:81", "[::1]:80", "LOCALHOST"]
)
def test_plain_http_is_fine_on_loopback(host: str) -> None:
    assert open_client(base_url=f"http://{host}").base_url.startswith("http://")


@pytest.mark.parametrize(
    "host",
    ["h.example", "127.0.0.1.h.example", "10.0.0.1", "0.0.0.0", "localhost.h.example", "[::2]"],
)
def test_plain_http_elsewhere_must_be_allowed(host: str) -> None:
    with pytest.raises(ConfigurationError, match="allow_http=True"):
        open_client(base_url=f"http://{host}")

    assert open_client(base_url=f"http://{host}", allow_http=True).base_url == f"http://{host}"


@pytest.mark.parametrize("timeout", [0, -1.0, float("nan"), float("inf")])
def test_timeout_must_be_a_time(timeout: float) -> None:
    with pytest.raises(ConfigurationError, match="timeout"):
        open_client(timeout=timeout)


@pytest.mark.parametrize("key", ["ACME_API_KEY", "ACME_TOKEN"])
def test_every_credential_has_a_variable_of_its_own(key: str) -> None:
    platform = Platform(name="acme", title="Acme", key_variable=key, url_variable="ACME_URL")

    assert platform.variable("api_key") == key
    assert platform.variable("app_id") == "ACME_APP_ID"
