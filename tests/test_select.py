from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from descriptions import JSON, PATH, Tree, describe, openapi, ref, response, stop
from stopgen.description import Description
from stopgen.diagnostic import Code, Severity, collect
from stopgen.select import candidates, select


def selected(whole: Tree) -> Description:
    description, found = collect(select(describe(whole)))
    assert found == []
    assert description is not None
    return description


def calls(description: Description) -> list[str]:
    paths = description.openapi["paths"]
    assert isinstance(paths, dict)
    return [
        f"{method.upper()} {path}"
        for path, item in paths.items()
        if isinstance(item, dict)
        for method in item
        if method in ("get", "post", "delete")
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/jobs/{id}/stop",
        "/v1/jobs/{id}:cancel",
        "/jobs/{id}/cancelRun",
        "/jobs/{id}/run-abort",
        "/tasks/{id}/terminate",
        "/runs/{id}/interrupt",
        "/queries/{id}/kill",
        "/jobs/stop/{id}",
    ],
)
def test_a_path_that_ends_in_a_verb_of_stopping_stops_something(path: str) -> None:
    found = candidates(describe(openapi({path: stop(None)})))
    assert [(entry.method, entry.path) for entry in found] == [("POST", path)]
    assert found[0].origin.position.file.endswith("/post")


@pytest.mark.parametrize("path", ["/jobs/{id}", "/jobs/{id}/stopped", "/jobs/{id}/cancellation"])
def test_other_paths_do_not(path: str) -> None:
    assert candidates(describe(openapi({path: stop(None)}))) == []


def test_an_operation_id_that_begins_with_such_a_verb_does_as_well() -> None:
    whole = openapi({"/jobs/{id}/end-it": stop(None, operationId="cancelJob")})
    assert [entry.operation_id for entry in candidates(describe(whole))] == ["cancelJob"]


def test_a_document_that_stops_nothing_is_a_note_and_no_error() -> None:
    description, found = collect(select(describe(openapi({"/jobs": stop(None)}))))
    assert description is None
    assert [(item.code, item.severity) for item in found] == [
        (Code.NO_STOP_OPERATION, Severity.NOTE)
    ]


def test_only_what_stops_something_is_selected() -> None:
    whole = openapi({PATH: stop(None), "/jobs": {"get": {"responses": {}}}})
    assert calls(selected(whole)) == [f"POST {PATH}"]


def test_the_call_that_tells_how_a_run_stands_is_kept_with_what_it_reaches() -> None:
    status: Tree = {"responses": {"200": response(ref("Job"))}}
    whole = openapi(
        {
            PATH: stop(None, **{"x-status-operation": "GET /jobs/{job_id}"}),
            "/jobs/{job_id}": {"get": status, "delete": {}},
        },
        {"Job": {"type": "object"}},
    )
    description = selected(whole)
    assert calls(description) == [f"POST {PATH}", "GET /jobs/{job_id}"]
    assert description.openapi["components"] == {"schemas": {"Job": {"type": "object"}}}


def test_an_operation_behind_a_reference_is_found() -> None:
    whole = openapi(
        {PATH: ref("Stop", "pathItems")}, components={"pathItems": {"Stop": stop(None)}}
    )
    assert calls(selected(whole)) == [f"POST {PATH}"]


@given(st.dictionaries(st.sampled_from(["paths", "components", "security"]), JSON))
def test_a_tree_of_any_shape_can_be_searched(tree: Tree) -> None:
    assert candidates(describe(tree)) == []
    description, found = collect(select(describe(tree)))
    assert description is None
    assert len(found) == 1


@given(JSON, JSON, JSON)
def test_an_operation_of_any_shape_can_be_selected(
    members: object, item: object, parts: object
) -> None:
    operation: Tree = {"responses": members, "security": item}
    paths: Tree = {PATH: {"post": operation, "parameters": item}, "/b/stop": item}
    description, _ = collect(select(describe({"paths": paths, "components": parts})))
    assert description is not None
    assert f"POST {PATH}" in calls(description)
