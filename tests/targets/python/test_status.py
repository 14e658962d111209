from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from descriptions import PATH, Tree, openapi, parameter, response, stop
from stopgen.targets.python.view import Module
from targets.python.support import generated, package, platform, view, write

STATES: Tree = {"pointer": "/state", "running": ["BUSY"], "ended": ["DONE", "CANCELLED"]}
JOB = parameter("job_id", "path", {"type": "string"})
TASK = parameter("task_id", "path", {"type": "string"})
STATE: Tree = {"type": "object", "properties": {"state": {"type": "string"}}}


def status(*parameters: Tree, **members: Any) -> Tree:
    """Return the path item of a call that tells how a run stands."""
    told: Tree = {"parameters": list(parameters or [JOB]), "responses": {"200": response(STATE)}}
    return {"get": told | {"x-run-states": STATES} | members}


def asking(path: str = "/jobs/{job_id}", **members: Any) -> Tree:
    return stop(None, **{"x-status-operation": f"GET {path}"}, **members)


def two_kinds() -> Tree:
    task = asking("/tasks/{task_id}", parameters=[TASK])
    return openapi(
        {
            PATH: asking(),
            "/jobs/{job_id}": status(),
            "/tasks/{task_id}/stop": task,
            "/tasks/{task_id}": status(TASK),
        }
    )


def names(made: Module) -> list[str]:
    return [method.name for method in made.methods]


def test_one_status_call_gives_its_method_and_one_that_asks_first() -> None:
    made = view(openapi({PATH: asking(), "/jobs/{job_id}": status()}))

    assert names(made) == ["stop_job", "get_job", "stop_if_running"]
    assert made.confirmable == ("stop_job", "stop_if_running")
    assert [states.constant for states in made.run_states] == ["RUN_STATES"]


def test_several_are_named_after_their_stops() -> None:
    made = view(two_kinds())

    assert names(made)[-2:] == ["stop_job_if_running", "stop_task_if_running"]
    assert [states.constant for states in made.run_states] == ["GET_JOB_STATES", "GET_TASK_STATES"]


def test_a_method_of_the_documents_keeps_its_name() -> None:
    own = asking(operationId="stopIfRunning")

    made = view(openapi({PATH: own, "/jobs/{job_id}": status()}))

    assert names(made) == ["stop_if_running", "get_job", "stop_if_running_2"]


def test_states_of_runs_that_somebody_ended_are_told_apart() -> None:
    (states,) = view(openapi({PATH: asking(), "/jobs/{job_id}": status()})).run_states

    assert (states.pointer, states.running) == ("('state',)", "('BUSY',)")
    assert (states.stopped, states.finished) == ("('CANCELLED',)", "('DONE',)")


@pytest.mark.parametrize(
    "item",
    [
        status(JOB, parameter("user", "query", {}, required=True)),
        status(JOB, requestBody={"required": True, "content": {"application/json": {}}}),
    ],
)
def test_a_status_call_that_needs_more_than_the_stop_is_called_by_hand(item: Tree) -> None:
    made = view(openapi({PATH: asking(), "/jobs/{job_id}": item}))

    assert names(made) == ["stop_job", "get_job"]
    assert made.confirmable == ()


def test_a_status_call_of_another_thing_is_called_by_hand() -> None:
    made = view(openapi({PATH: asking("/runs/{run}"), "/runs/{run}": status()}))

    assert made.confirmable == ()


def test_an_argument_of_the_documents_gives_way() -> None:
    sure = parameter("confirm", "query", {"type": "boolean"})

    made = view(openapi({PATH: asking(parameters=[JOB, sure]), "/jobs/{job_id}": status()}))

    assert [argument.name for argument in made.methods[0].keywords] == ["confirm_2"]
    assert [argument.wire for argument in made.methods[0].keywords] == ["'confirm'"]


def test_looks_are_counted_only_where_the_documents_limit_them() -> None:
    limits = {"x-rate-limits": [{"tier": "free", "requests": 5, "seconds": 60}]}
    paths = {PATH: asking(), "/jobs/{job_id}": status()}
    limited = {PATH: asking(), "/jobs/{job_id}": status(**limits)}

    assert [operation.is_limited for operation in view(openapi(paths)).operations] == [False, True]
    assert [operation.is_limited for operation in view(openapi(limited)).operations] == [True, True]


def test_nothing_is_added_where_no_status_call_is_documented() -> None:
    made = view(openapi({PATH: stop()}))

    assert (names(made), made.run_states) == (["stop_job"], ())
    assert "Poll" not in generated(openapi({PATH: stop()}))["client"]


@pytest.fixture
def clients(tmp_path: Path) -> Iterator[Any]:
    write(package(platform(two_kinds())), tmp_path / "asked")
    sys.path.insert(0, str(tmp_path))
    yield importlib.import_module("asked")
    sys.path.remove(str(tmp_path))
    for name in [name for name in sys.modules if name.partition(".")[0] == "asked"]:
        del sys.modules[name]


def test_each_stop_asks_about_its_own_run(clients: Any) -> None:
    seen: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(f"{request.method} {request.url.path}")
        return httpx2.Response(200, json={"state": "CANCELLED" if len(seen) > 2 else "BUSY"})

    acme = importlib.import_module("asked.acme")
    http = httpx2.Client(transport=httpx2.MockTransport(answer))
    with http, acme.Client("key", http_client=http) as client:
        result = client.stop_task_if_running("t", confirm=clients.Poll())

    assert seen == ["GET /tasks/t", "POST /tasks/t/stop", "GET /tasks/t"]
    assert result.outcome is clients.Outcome.STOPPED
    assert result.evidence is clients.Evidence.POLLED
