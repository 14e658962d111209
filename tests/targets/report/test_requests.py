from __future__ import annotations

import importlib
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

import pytest

from descriptions import PATH, Tree, json_content, openapi, parameter, response, stop
from stopgen import pipeline
from stopgen.diagnostic import collect
from stopgen.model import Operation, Provider
from stopgen.targets.report.operations import Maker
from targets.report.spelled import requests_of, words

ROOT = Path(__file__).parents[3]
PROVIDERS = {entry.name: entry for entry in collect(pipeline.provide(ROOT / "specs", "en"))[0][0]}
CALLS = [(entry, op) for entry in PROVIDERS.values() for op in entry.operations]


@pytest.fixture(params=CALLS, ids=lambda call: call[1].name + "-" + call[0].name)
def call(request: pytest.FixtureRequest) -> tuple[Provider, Operation]:
    chosen: tuple[Provider, Operation] = request.param
    return chosen


@pytest.fixture
def served(call: tuple[Provider, Operation]) -> Iterator[tuple[Any, str]]:
    """A fake of the platform, and where it answers."""
    fake = importlib.import_module(f"stopclients.{call[0].name}.fake").Fake(api_keys=["s3cret"])
    with fake.serve() as url:
        yield fake, url


def test_the_python_shown_does_what_the_documents_want(
    call: tuple[Provider, Operation], served: tuple[Any, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (platform, operation), (fake, url) = call, served
    monkeypatch.setenv(f"{platform.name.upper()}_API_KEY", "s3cret")
    monkeypatch.setenv(f"{platform.name.upper()}_BASE_URL", url)
    shown = Maker(platform, platform.name, "stopclients").python(operation)
    assert shown is not None
    ids = re.findall(r"'([A-Z_]+_ID|0000[0-9-]+)'", shown)
    fake.start(ids[-1])
    exec(compile(shown, "shown", "exec"), {})
    assert fake.problems == []
    assert [seen.method for seen in fake.seen] == [operation.method]


def test_the_curl_shown_does_what_the_documents_want(
    call: tuple[Provider, Operation], served: tuple[Any, str]
) -> None:
    (platform, operation), (fake, url) = call, served
    shown = Maker(platform, platform.name, "stopclients").curl(operation)
    server = next(word for word in shlex.split(shown) if word.startswith("https://"))
    path = re.sub(r"\{\w+\}", "[^/]+", operation.path)
    base = re.sub(f"{path}$", "", server)
    key = f"{platform.name.upper()}_API_KEY"
    subprocess.run(
        ["bash", "-c", shown.replace(base, url)],
        env={key: "s3cret", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=True,
        timeout=30,
    )
    assert fake.problems == []
    assert [seen.method for seen in fake.seen] == [operation.method]


SCHEMES: Tree = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "basic": {"type": "http", "scheme": "basic"},
    "header": {"type": "apiKey", "in": "header", "name": "x-key"},
    "team": {"type": "apiKey", "in": "query", "name": "team id"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "sid"},
    "prefixed": {"type": "apiKey", "in": "header", "name": "Authorization"}
    | {"description": "Prefixed with `Token`."},
}
STOP_URL = "https://api.acme.example/jobs/JOB_ID/stop"


@pytest.mark.parametrize(
    ("keys", "sent", "client"),
    [
        (["bearer"], [STOP_URL, "-H", "Authorization: Bearer s3cret"], ""),
        (["basic"], [STOP_URL, "-u", "me:pass"], "username='USERNAME', password='PASSWORD'"),
        (["header"], [STOP_URL, "-H", "x-key: s3cret"], ""),
        (["team"], [f"{STOP_URL}?team%20id=s3cret"], ""),
        (["cookie"], [STOP_URL, "-b", "sid=s3cret"], ""),
        (["prefixed"], [STOP_URL, "-H", "Authorization: Token s3cret"], ""),
        (
            ["header", "team"],
            [f"{STOP_URL}?team%20id=t3am", "-H", "x-key: s3cret"],
            "team='TEAM'",
        ),
    ],
)
def test_every_key_travels_where_it_should(keys: list[str], sent: list[str], client: str) -> None:
    operation = stop(security=[{key: [] for key in keys}])
    curl, code = requests_of(openapi({PATH: operation}, components={"securitySchemes": SCHEMES}))
    assert words(curl)[2:] == sent
    assert f"with acme.Client({client}) as client:" in code
    assert ("# The key is in ACME_API_KEY." in code) == (keys != ["basic"])


def test_everything_that_must_be_there_is() -> None:
    text = {"type": "string"}
    operation = stop(
        parameters=[
            parameter("job_id", "path", text),
            parameter("dry run", "query", {"type": "boolean"}, required=True),
            parameter("kinds", "query", {"type": "array", "items": text, "examples": [["a", "b"]]})
            | {"required": True},
            parameter("left out", "query", text),
            parameter("X-Mode", "header", {"enum": ["hard", "soft"]}, required=True),
            parameter("sid", "cookie", {"type": "integer"}, required=True),
        ],
        requestBody={
            "content": json_content(
                {
                    "type": "object",
                    "required": ["reason"],
                    "properties": {"reason": text, "force": {"type": "boolean", "default": False}},
                }
            )
        },
    )
    curl, code = requests_of(openapi({PATH: operation}))
    assert words(curl)[1:] == [
        "POST",
        "https://api.acme.example/jobs/JOB_ID/stop?dry%20run=true&kinds=a&kinds=b",
        *("-H", "X-Mode: hard", "-H", "Content-Type: application/json"),
        *("-b", "sid=0"),
        *("-d", '{"reason": "REASON", "force": false}'),
    ]
    (called,) = re.findall(r"client\.stop_job\((.*?)\)\n\nprint", code, re.DOTALL)
    arguments = [part.strip() for part in called.split(",\n") if part.strip()]
    assert arguments[0] == "'JOB_ID'"
    assert set(arguments[1:]) == {
        "dry_run=True",
        "kinds=['a', 'b']",
        "x_mode='hard'",
        "sid=0",
        "reason='REASON'",
        "force=False",
    }


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        (f"{PATH}?force=true", f"{STOP_URL}?force=true&mode=hard"),
        (f"{PATH}?mode=hard", f"{STOP_URL}?mode=hard"),
        (f"{PATH}#Stop", f"{STOP_URL}?mode=hard"),
    ],
)
def test_what_follows_a_path_is_sent_as_clients_send_it(path: str, sent: str) -> None:
    parameters = [
        parameter("job_id", "path", {"type": "string"}),
        parameter("mode", "query", {"const": "hard"}, required=True),
    ]
    curl, _ = requests_of(openapi({path: stop(parameters=parameters)}))
    assert words(curl)[2:] == [sent]


@pytest.mark.parametrize("url", ["", "/v1", "v1", "https://{host}", "https://{+host}/v1"])
def test_a_server_that_nobody_names_comes_from_the_environment(url: str) -> None:
    curl, _ = requests_of(openapi({PATH: stop()}, servers=[{"url": url}] if url else []))
    assert words(curl)[2:] == ["http://here/jobs/JOB_ID/stop"]


def test_a_server_without_a_scheme_is_called_safely() -> None:
    curl, _ = requests_of(openapi({PATH: stop()}, servers=[{"url": "//acme.test/v1"}]))
    assert words(curl)[2:] == ["https://acme.test/v1/jobs/JOB_ID/stop"]


@pytest.mark.parametrize("attack", ["'; touch hit; '", "$(touch hit)", "`touch hit`", '"\n#\\'])
def test_no_text_of_a_document_escapes_from_the_shell_or_from_python(
    attack: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = {"type": "string", "examples": [attack]}
    body = {"type": "object", "properties": {attack: text}, "required": [attack]}
    operation = stop(
        parameters=[
            parameter("job_id", "path", text),
            parameter(attack, "query", text, required=True),
            parameter("x-one", "header", text, required=True),
        ],
        requestBody={"required": True, "content": json_content(body)},
        responses={"200": response()},
    )
    curl, code = requests_of(openapi({PATH: operation}))
    assert f"x-one: {attack}" in words(curl)
    assert not (tmp_path / "hit").exists()
    calls: list[tuple[object, ...]] = []

    class Client:
        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None: ...

        def stop_job(self, *arguments: object, **keywords: object) -> Client:
            calls.append((*arguments, *keywords.values()))
            return self

        outcome = "STOPPED"

    acme = SimpleNamespace(Client=Client)
    exec(compile(code.partition("\n")[2], "shown", "exec"), {"acme": acme})
    assert calls == [(attack, attack, attack, attack)]
