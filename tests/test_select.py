from __future__ import annotations

from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from descriptions import JSON, PATH, Tree, describe, openapi, ref, response, stop
from stopgen.choice import Choice, Wish
from stopgen.description import Description
from stopgen.diagnostic import Code, Position, Severity, collect
from stopgen.select import candidates, select
from stopgen.select.judge import Stops
from stopgen.select.wishes import unmatched


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


def wish(call: str) -> Wish:
    method, path = call.split(" ")
    return Wish(method, path, Position("pyproject.toml", 3, 5))


class TestChoice:
    PATHS: ClassVar[Tree] = {
        PATH: stop(None),
        "/calls/{job_id}/hangup": stop(None),
        "/jobs/{job_id}/rest": stop(None),
    }

    def stops(self, choice: Choice) -> dict[str, Stops]:
        found = candidates(describe(openapi(self.PATHS)), choice)
        return {entry.path: entry.stops for entry in found}

    def test_without_one_the_rules_decide(self) -> None:
        rules = {PATH: Stops.YES, "/calls/{job_id}/hangup": Stops.MAYBE}
        assert self.stops(Choice()) == rules

    def test_what_is_included_stops_whatever_the_rules_say(self) -> None:
        calls = ("POST /calls/{job_id}/hangup", "POST /jobs/{job_id}/rest")
        found = self.stops(Choice(include=tuple(map(wish, calls))))
        assert found == dict.fromkeys(self.PATHS, Stops.YES)

    def test_what_is_excluded_never_does(self) -> None:
        found = self.stops(Choice(exclude=(wish(f"POST {PATH}"),)))
        assert list(found) == ["/calls/{job_id}/hangup"]

    def test_only_the_method_that_is_named_counts(self) -> None:
        assert PATH in self.stops(Choice(exclude=(wish(f"GET {PATH}"),)))

    def test_what_may_stop_something_is_a_note_that_says_how_to_have_it(self) -> None:
        _, found = collect(select(describe(openapi(self.PATHS))))
        assert [(item.code, item.severity) for item in found] == [(Code.MAYBE_STOPS, Severity.NOTE)]
        assert "'POST /calls/{job_id}/hangup'" in found[0].message
        assert "[tool.stopgen.providers.acme]" in found[0].message

    @pytest.mark.parametrize("side", ["include", "exclude"])
    def test_nothing_is_said_of_what_has_been_decided(self, side: str) -> None:
        decided = (wish("POST /calls/{job_id}/hangup"),)
        choice = Choice(include=decided) if side == "include" else Choice(exclude=decided)
        kept, found = collect(select(describe(openapi(self.PATHS)), choice))
        assert kept is not None
        assert found == []

    @pytest.mark.parametrize(
        ("provider", "call", "hint"),
        [
            ("acme", "POST /jobs/{id}/stop", f"did you mean 'POST {PATH}'?"),
            ("acme", "DELETE /elsewhere/entirely/x", "'DELETE /elsewhere/entirely/x'"),
            ("acne", f"POST {PATH}", "did you mean the provider 'acme'?"),
        ],
    )
    def test_an_entry_that_matches_nothing_is_an_error_where_it_stands(
        self, provider: str, call: str, hint: str
    ) -> None:
        known = [describe(openapi(self.PATHS))]
        (found,) = unmatched(known, {provider: Choice(include=(wish(call),))}, {"acme"})
        assert (found.code, found.severity) == (Code.CHOICE_NO_MATCH, Severity.ERROR)
        assert str(found.position) == "pyproject.toml:3:5"
        assert hint in found.message

    def test_one_document_of_the_provider_that_has_it_is_enough(self) -> None:
        known = [describe(openapi({})), describe(openapi(self.PATHS))]
        choices = {"acme": Choice(exclude=(wish(f"POST {PATH}"),))}
        assert not list(unmatched(known, choices, {"acme"}))

    def test_models_of_a_provider_that_is_not_there_are_an_error(self) -> None:
        choices = {"acne": Choice(models=9, models_at=Position("pyproject.toml", 3))}
        (found,) = unmatched([describe(openapi(self.PATHS))], choices, {"acme"})
        assert (found.code, found.position.line) == (Code.CHOICE_NO_MATCH, 3)
        assert "did you mean the provider 'acme'?" in found.message

    def test_documents_that_cannot_be_read_say_so_themselves(self) -> None:
        choices = {"acme": Choice(include=(wish(f"POST {PATH}"),))}
        assert not list(unmatched([], choices, {"acme"}))

    def test_the_lock_has_the_same_for_any_order(self) -> None:
        one = Choice(include=(wish("GET /b"), wish("GET /a")))
        assert one.settings("acme") == {"acme.include": "GET /a, GET /b"}
