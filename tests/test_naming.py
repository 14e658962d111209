from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stopgen.naming import Call, operation_names

SEGMENTS = st.sampled_from(
    "api v1 jobs job runs chat-messages chatMessages {id} {ID} {run_id} stop cancel cancelRun "
    "run-stop 停止 😀 :stop {id}:cancel class a_b a-b".split(" ")
)
PATHS = st.lists(SEGMENTS, max_size=6).map(lambda parts: "/" + "/".join(parts))
IDENTIFIERS = st.none() | st.sampled_from(
    ["stopJob", "stop_job", "cancel", "", "--", "1", "job_stop_2"]
)
CALLS = st.builds(Call, st.sampled_from(["GET", "POST", "DELETE"]), PATHS, IDENTIFIERS)
ANY_CALLS = CALLS | st.builds(
    Call, st.sampled_from(["POST", "PUT"]), st.text(), st.none() | st.text()
)


def name(method: str, path: str, operation_id: str | None = None) -> str:
    return operation_names([Call(method, path, operation_id)])[0]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/chat-messages/{task_id}/stop", "stop_chat_message"),
        ("/api/chat/{chatId}/stop", "stop_chat"),
        ("/api/v1/conversation/{request_id}/stop", "stop_conversation"),
        ("/v1/conversations/{id}/stop", "stop_conversation"),
        ("/workflows/tasks/{task_id}/stop", "stop_task"),
        ("/projects/{p}/jobs/{job}:cancel", "cancel_job"),
        ("/jobs/{id}/cancelRun", "cancel_run"),
        ("/jobs/{id}/run-abort", "abort_run"),
        ("/jobs/stop/{id}", "stop_job"),
        ("/stop", "stop"),
        ("/api/v2/stop", "stop"),
        ("/queries/{id}/kill", "kill_query"),
        ("/machines/{id}/power-off", "power_off_machine"),
        ("/calls/{id}/end", "end_call"),
    ],
)
def test_a_name_is_the_verb_and_the_last_resource_before_it(path: str, expected: str) -> None:
    assert name("POST", path) == expected


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("DELETE", "/jobs/{id}", "delete_job"),
        ("GET", "/jobs", "get_jobs"),
        ("GET", "/api/v1/conversation/{id}/status", "get_conversation_status"),
        ("POST", "/jobs/{id}/finish", "post_job_finish"),
        ("POST", "/{id}", "post"),
        ("POST", "", "post"),
    ],
)
def test_a_call_without_a_verb_in_its_path_is_named_by_its_method(
    method: str, path: str, expected: str
) -> None:
    assert name(method, path) == expected


def test_a_hand_written_operation_id_wins() -> None:
    assert name("POST", "/chat-messages/{task_id}/stop", "stopChatGeneration") == (
        "stop_chat_generation"
    )


@pytest.mark.parametrize(
    "operation_id",
    [
        "stop_conversation_api_v1_conversation__request_id__stop_post",
        "apiV1ConversationRequestIdStopPost",
        "api-v1-conversation-request-id-stop-post",
        "",
        "--",
    ],
)
def test_an_operation_id_that_a_framework_made_does_not(operation_id: str) -> None:
    path = "/api/v1/conversation/{request_id}/stop"
    assert name("POST", path, operation_id) == "stop_conversation"


@pytest.mark.parametrize(
    ("path", "operation_id", "expected"),
    [
        ("/v1/report/runs/{run}/cancel", "PostReportRunsRunCancel", "cancel_run"),
        ("/users/terminate_sessions", "post_users_terminate_sessions", "terminate_sessions"),
        ("/v1/bulk/{key}/stop", "POST_MassUpdater", "stop_bulk"),
        ("/#Action=StopInstances", "POST_StopInstances", "stop_instances"),
        ("/stream/stop", "stopStreamUsingPOST_1", "stop_stream"),
        ("/v1/bulk/{key}/halting", "POST_MassUpdater", "post_mass_updater"),
    ],
)
def test_what_a_framework_adds_to_an_operation_id_is_no_part_of_a_name(
    path: str, operation_id: str, expected: str
) -> None:
    assert name("POST", path, operation_id) == expected


def test_operations_that_differ_in_their_method_keep_it_in_their_names() -> None:
    calls = [Call(method, "/#A=StopJob", f"{method}_StopJob") for method in ("GET", "POST")]
    assert operation_names(calls) == ["get_stop_job", "post_stop_job"]


def test_names_that_would_be_equal_are_lengthened_from_the_path() -> None:
    calls = [
        Call("POST", "/workflows/tasks/{id}/stop"),
        Call("POST", "/agents/tasks/{id}/stop"),
        Call("POST", "/chats/{id}/stop"),
    ]
    assert operation_names(calls) == ["stop_workflow_task", "stop_agent_task", "stop_chat"]


def test_names_that_no_resource_tells_apart_spell_out_path_and_method() -> None:
    calls = [Call("POST", "/jobs/{id}/stop"), Call("PUT", "/jobs/{id}/stop")]
    assert operation_names(calls) == ["jobs_id_stop_post", "jobs_id_stop_put"]


def test_names_that_nothing_tells_apart_are_numbered() -> None:
    calls = [Call("POST", "/a_b/stop"), Call("POST", "/a-b/stop"), Call("POST", "/a.b/stop")]
    assert operation_names(calls) == ["a_b_stop_post_3", "a_b_stop_post", "a_b_stop_post_2"]


@given(st.lists(ANY_CALLS, max_size=8))
@example([Call("POST", "/😀/stop"), Call("POST", "/😁/stop"), Call("POST", "/x_2/stop", "stop_2")])
def test_names_are_unique_and_never_empty(calls: list[Call]) -> None:
    names = operation_names(calls)
    assert len(names) == len(calls)
    assert len(set(names)) == len(names)
    assert all(names)


@given(st.lists(ANY_CALLS, max_size=7, unique_by=(lambda c: (c.method, c.path),)), st.data())
def test_names_do_not_depend_on_the_order_of_calls(calls: list[Call], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(calls))
    names = dict(zip(calls, operation_names(calls), strict=True))
    assert dict(zip(shuffled, operation_names(shuffled), strict=True)) == names


@given(st.lists(CALLS, max_size=6, unique=True))
def test_a_name_is_made_of_words_joined_by_single_underscores(calls: list[Call]) -> None:
    for made in operation_names(calls):
        assert made == made.lower()
        assert not made.startswith("_")
        assert "__" not in made
