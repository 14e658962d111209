from __future__ import annotations

import ast
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
from hypothesis import given, settings

from descriptions import DOCUMENTS, PATH, Tree, openapi, parameter, stop
from stopgen.diagnostic import Code, Severity
from targets.python.features import FEATURES, USAGE
from targets.python.support import answering, attempt, package, platform, write

JOB = UUID(int=5)


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder above the package of a platform that uses everything."""
    folder = tmp_path_factory.mktemp("everything")
    write(package(platform(FEATURES)), folder / "clients")
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == "clients"]:
        del sys.modules[name]


def run(folder: Path, *command: str) -> tuple[int, str]:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.skipif(find_spec("mypy") is None, reason="mypy is not installed")
def test_mypy_finds_nothing_in_strict_mode(clients: Path) -> None:
    (clients / "usage.py").write_text(USAGE, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--no-error-summary",
        "usage.py",
        "clients",
    ]
    assert run(clients, *command) == (0, "")


@pytest.mark.skipif(find_spec("basedpyright") is None, reason="basedpyright is not installed")
def test_basedpyright_finds_nothing_in_strict_mode(clients: Path) -> None:
    (clients / "usage.py").write_text(USAGE, encoding="utf-8")
    (clients / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', encoding="utf-8")
    command = [sys.executable, "-m", "basedpyright", "--pythonpath", sys.executable]
    code, output = run(clients, *command)
    assert (code, output.strip()) == (0, "0 errors, 0 warnings, 0 notes")


def test_every_module_is_imported_without_a_warning(clients: Path) -> None:
    names = sorted(path.stem for path in (clients / "clients" / "acme").glob("*.py"))
    assert {"client", "async_client", "errors", "models", "operations"} < set(names)
    imports = "; ".join(f"import clients.acme.{name}" for name in names if name != "__init__")
    code = f"{imports}; from clients.acme import *; import clients; clients.__all__"
    assert run(clients, sys.executable, "-W", "error", "-c", code) == (0, "")


def test_everything_public_is_there_and_listed(clients: Path) -> None:
    for name in ("clients", "clients.acme"):
        module = importlib.import_module(name)
        assert sorted(set(module.__all__)) == sorted(module.__all__)
        assert all(hasattr(module, exported) for exported in module.__all__)


Call = Callable[[Any], object]
"""What is done with a client."""


def sent(call: Call, answer: httpx2.Response | None = None, **options: Any) -> httpx2.Request:
    """Return the request of one call of a client."""
    seen: list[httpx2.Request] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return answer or httpx2.Response(204)

    acme = importlib.import_module("clients.acme")
    http = httpx2.Client(transport=httpx2.MockTransport(handle))
    with http, acme.Client("key", http_client=http, max_retries=0, **options) as client:
        call(client)
    return seen[0]


def test_a_call_sends_what_its_document_asks_for(clients: Path) -> None:
    request = sent(lambda client: client.stop_job(JOB, mode="fast", user="me"))
    assert request.method == "POST"
    assert str(request.url) == (f"https://eu.acme.example/v1/jobs/{JOB}/stop?limit=5&mode=fast")
    assert json.loads(request.content) == {"user": "me", "force": False}
    assert request.headers["content-type"] == "application/json"
    assert request.headers["authorization"] == "Bearer key"
    assert "x-trace" not in request.headers
    assert "cookie" not in request.headers


def test_a_call_sends_everything_that_it_is_given(clients: Path) -> None:
    acme: Any = importlib.import_module("clients.acme")
    job = acme.Job(id=JOB, field_model_config="x")
    request = sent(
        lambda client: client.stop_job(
            str(JOB),
            mode="slow",
            user="me",
            ids=[1, 2],
            limit=0,
            x_trace="t",
            session="s",
            force=True,
            note=None,
            state="NEW",
            job=job,
            ids_2=["a"],
            anything=[None],
            id="i",
            self_="me",
        ),
        region="us",
    )
    assert request.url.host == "us.acme.example"
    assert request.url.query == b"limit=0&mode=slow&ids=1&ids=2"
    assert request.headers["x-trace"] == "t"
    assert request.headers["cookie"] == "session=s"
    assert json.loads(request.content) == {
        "user": "me",
        "force": True,
        "note": None,
        "state": "NEW",
        "ids": ["a"],
        "anything": [None],
        "id": "i",
        "self": "me",
        "job": {"id": str(JOB), "model_config": "x"},
    }


def test_bodies_that_are_taken_whole_are_sent_as_they_are(clients: Path) -> None:
    acme: Any = importlib.import_module("clients.acme")
    request = sent(lambda client: client.cancel_run(7, body=acme.Reason(part_3="x")))
    assert (request.url.path, json.loads(request.content)) == ("/v1/runs/7:cancel", {"part-3": "x"})
    assert request.headers["authorization"].startswith("Basic ")
    request = sent(lambda client: client.abort_tree("a", body=[]), httpx2.Response(200, json=[]))
    assert (request.method, request.content) == ("PUT", b"[]")
    assert request.headers["cookie"] == "sid=key"
    request = sent(lambda client: client.abort_tree("b"), httpx2.Response(200, json=["NEW"]))
    assert request.content == b""


def test_an_exception_of_the_platform_is_raised_whichever_call_fails(clients: Path) -> None:
    acme: Any = importlib.import_module("clients.acme")
    fault = {"error": {"code": "GONE", "message": "m"}}
    calls: list[Call] = [
        lambda client: client.terminate_all(),
        lambda client: client.stop_job(JOB, mode="fast", user="me"),
    ]
    for status, kind in ((404, acme.NotFoundError), (503, acme.ServerError)):
        for call in calls:
            with pytest.raises(kind) as caught:
                sent(call, httpx2.Response(status, json=fault))
            error: Any = caught.value
            assert type(error) is kind
            assert (error.code, error.error) == ("GONE", acme.FaultError(code="GONE", message="m"))


def test_the_same_documents_give_the_same_bytes_whatever_python_makes_of_hashes() -> None:
    code = (
        "import hashlib, sys; sys.path[:0] = sys.argv[1:]\n"
        "from targets.python.features import FEATURES\n"
        "from targets.python.support import package, platform\n"
        "print(hashlib.sha256(repr(package(platform(FEATURES))).encode()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code, *sys.path],
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(found) == 1


def test_platforms_stand_side_by_side() -> None:
    one = platform(openapi({PATH: stop(None)}))
    files = package(one, replace(one, name="my-other"))
    assert {path.partition("/")[0] for path in files} == {
        "__init__.py",
        "py.typed",
        "_runtime",
        "acme",
        "my_other",
    }
    text = ast.get_docstring(ast.parse(files["__init__.py"]))
    assert text is not None
    assert "``acme``, ``my_other``." in text


@pytest.mark.parametrize("names", [("acme", "Acme"), ("a-b", "a_b"), ("class",), ("1",), ("../x",)])
def test_a_folder_that_cannot_name_a_package_of_its_own_is_an_error(names: tuple[str, ...]) -> None:
    one = platform(openapi({PATH: stop(None)}))
    _, found = attempt(*(replace(one, name=name) for name in names))
    assert [(item.code, item.severity) for item in found] == [(Code.UNUSABLE_NAME, Severity.ERROR)]
    assert repr(names[-1]) in found[0].message


def test_nothing_at_all_is_still_a_package() -> None:
    files = package()
    assert all(ast.parse(text) for path, text in files.items() if path.endswith(".py"))


def test_a_platform_without_a_single_model_or_server_is_still_a_package(tmp_path: Path) -> None:
    bare = openapi({PATH: {"post": {"parameters": [parameter("job_id", "path", {})]}}}, servers=[])
    write(package(platform(bare)), tmp_path / "bare")
    code = (
        "from bare import acme; acme.Client(base_url='https://a.example'); import bare.acme.models"
    )
    assert run(tmp_path, sys.executable, "-W", "error", "-c", code) == (0, "")


def test_headers_say_where_a_module_comes_from_and_nothing_about_when() -> None:
    for path, text in package(platform(FEATURES)).items():
        if path.startswith("acme/"):
            assert "# @generated by stopgen from acme/api.yaml. Do not edit." in text


@given(DOCUMENTS)
@settings(max_examples=15)
def test_every_document_gives_modules_that_pass_the_audit(whole: Tree) -> None:
    files, found = attempt(platform(whole))
    assert found == []
    assert all(compile(text, path, "exec") for path, text in files.items() if path.endswith(".py"))


def test_a_small_change_in_a_document_is_a_small_change_in_a_module() -> None:
    def lines(schema: Tree) -> set[str]:
        return set(package(platform(answering(schema)))["acme/models.py"].splitlines())

    one: Tree = {"properties": {name: {"type": "string"} for name in "abc"}}
    more: Tree = {"properties": {name: {"type": "string"} for name in "abcd"}}
    assert lines(more) - lines(one) == {"    d: str | None = None"}
    assert lines(one) - lines(more) == set()
