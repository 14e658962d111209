from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stopgen.classify import classify
from stopgen.description import Json, Origin, Pointer
from stopgen.diagnostic import Code, Diagnostic, Position, Severity, collect
from stopgen.model import (
    Anything,
    Array,
    Enumeration,
    ErrorShape,
    Intersection,
    MediaType,
    Object,
    Operation,
    Outcome,
    OutcomeRule,
    Property,
    Provider,
    Purpose,
    Reference,
    Response,
    RunStates,
    Scalar,
    ScalarType,
    Schema,
    Union,
)

Rules: TypeAlias = list[tuple[str, tuple[str, ...] | None, Json, Outcome]]

STRING = Scalar(type=ScalarType.STRING)
INTEGER = Scalar(type=ScalarType.INTEGER)
BOOLEAN = Scalar(type=ScalarType.BOOLEAN)
NULL = Scalar(type=ScalarType.NULL)
STOPPED, ACCEPTED = Outcome.STOPPED, Outcome.ACCEPTED
NOTHING, FINISHED = Outcome.NOTHING_RUNNING, Outcome.ALREADY_FINISHED
PATH = "/v1/tasks/{task_id}/stop"


def thing(**properties: Schema) -> Object:
    return Object(properties=tuple(Property(name, part) for name, part in properties.items()))


def known(*values: Json) -> Scalar:
    return Scalar(type=ScalarType.STRING, known_values=values)


def listed(*values: Json) -> Enumeration:
    return Enumeration(values=values)


def shown(*values: Json) -> Scalar:
    return Scalar(type=ScalarType.STRING, examples=values)


def answer(
    status: str,
    schema: Schema | None = None,
    *,
    examples: Mapping[str, Json] | None = None,
    media: str = "application/json",
    description: str = "",
    codes: tuple[str, ...] = (),
) -> Response:
    form = MediaType(name=media, schema=schema or Anything(), examples=examples or {})
    has_body = schema is not None or examples
    return Response(
        status=status,
        description=description,
        media=(form,) if has_body else (),
        codes=codes,
    )


def run(
    *responses: Response,
    path: str = PATH,
    schemas: dict[str, Schema] | None = None,
    rules: tuple[OutcomeRule, ...] = (),
    purpose: Purpose = Purpose.STOP,
) -> tuple[Operation, list[Diagnostic]]:
    operation = Operation(
        name="stop_task",
        method="POST",
        path=path,
        responses=responses,
        rules=rules,
        purpose=purpose,
        documents=("p/stop.md",),
    )
    provider = Provider(name="p", title="P", operations=(operation,), schemas=schemas or {})
    result, found = collect(classify(provider))
    assert len(result.operations) == 1
    return result.operations[0], found


def rules_of(
    *responses: Response, path: str = PATH, schemas: dict[str, Schema] | None = None
) -> Rules:
    operation, found = run(*responses, path=path, schemas=schemas)
    assert found == []
    return [(rule.status, rule.pointer, rule.equals, rule.outcome) for rule in operation.rules]


def states(*values: str, name: str = "status", path: str = PATH) -> dict[Json, Outcome]:
    """Return what the values of a status mean that a document lists."""
    rules = rules_of(answer("200", thing(**{name: listed(*values)})), path=path)
    return {equals: outcome for _, _, equals, outcome in rules if isinstance(equals, str)}


def code(value: str, status: str = "400", path: str = PATH) -> Outcome | None:
    """Return what an error code means that a document names for a status."""
    rules = rules_of(answer(status, thing(code=STRING), codes=(value,)), path=path)
    assert all(rule[:3] == (status, ("code",), value) for rule in rules)
    return rules[0][3] if rules else None


class TestThePlatformsOfTheDesign:
    def test_a_word_of_success_is_no_stop(self) -> None:
        schema = thing(result=shown("success"))
        assert rules_of(answer("200", schema, examples={"e": {"result": "success"}})) == []

    def test_a_flag_tells_stopped_from_nothing_running(self) -> None:
        error = thing(status=listed("error"), error=STRING)
        schema = thing(success=BOOLEAN, stopped=BOOLEAN)
        operation, _ = run(
            answer("200", schema), answer("404", error, description="Chat not found")
        )
        assert [(rule.pointer, rule.equals, rule.outcome) for rule in operation.rules] == [
            (("stopped",), True, STOPPED),
            (("stopped",), False, NOTHING),
        ]
        assert operation.responses[0].error is None
        assert operation.responses[1].error == ErrorShape(message="error")

    def test_any_body_is_accepted(self) -> None:
        location = Array(items=Union(options=(STRING, INTEGER)))
        fault = thing(loc=location, msg=STRING, type=STRING)
        operation, found = run(
            answer("200", Anything()), answer("422", thing(detail=Array(items=fault)))
        )
        assert operation.rules == ()
        assert operation.responses[1].error is None
        assert found == []

    def test_states_and_codes_in_envelopes(self) -> None:
        data = thing(request_id=STRING, status=known("STOPPED"), message=STRING)
        body = thing(status=BOOLEAN, version=STRING, data=data)
        failure = thing(status=BOOLEAN, version=STRING, error=thing(message=STRING, code=STRING))
        operation, _ = run(
            answer("200", body),
            answer("404", failure, codes=("REQUEST_NOT_FOUND",)),
            answer("400", failure, codes=("CONVERSATION_ALREADY_COMPLETED",)),
            answer("401", failure, codes=("INVALID_API_KEY",)),
            path="/api/v1/conversation/{request_id}/stop",
        )
        assert [(r.status, r.pointer, r.equals, r.outcome) for r in operation.rules] == [
            ("200", ("data", "status"), "STOPPED", STOPPED),
            ("400", ("error", "code"), "CONVERSATION_ALREADY_COMPLETED", FINISHED),
        ]
        assert [response.error for response in operation.responses[1:]] == [
            ErrorShape(at=("error",), code="code", message="message", codes=(each,))
            for each in ("REQUEST_NOT_FOUND", "CONVERSATION_ALREADY_COMPLETED", "INVALID_API_KEY")
        ]


class TestFlags:
    @pytest.mark.parametrize(
        "name",
        [
            *("stopped", "cancelled", "canceled", "aborted", "terminated", "interrupted", "killed"),
            *("halted", "Stopped", "task_stopped", "taskCancelled"),
        ],
    )
    def test_a_participle_of_stopping_tells_both_ways(self, name: str) -> None:
        assert rules_of(answer("200", thing(**{name: BOOLEAN}))) == [
            ("200", (name,), True, STOPPED),
            ("200", (name,), False, NOTHING),
        ]

    @pytest.mark.parametrize(
        "name", ["is_cancelled", "isStopped", "was_cancelled", "has_been_stopped"]
    )
    def test_the_state_of_a_run_that_is_not_stopped_tells_nothing(self, name: str) -> None:
        assert rules_of(answer("200", thing(**{name: BOOLEAN}))) == [
            ("200", (name,), True, STOPPED)
        ]

    def test_what_was_stopped_before_had_finished(self) -> None:
        assert rules_of(answer("200", thing(already_stopped=BOOLEAN))) == [
            ("200", ("already_stopped",), True, FINISHED)
        ]

    @pytest.mark.parametrize(
        "name",
        [
            *("success", "ok", "status", "result", "acknowledged", "accepted", "stop", "cancel"),
            *(
                "stop_requested",
                "cancellation",
                "stopping",
                "not_stopped",
                "subscription_cancelled",
            ),
            *("stopped_at", "can_be_stopped", "completed", "auto_stopped", "", "_"),
        ],
    )
    def test_other_flags_say_nothing(self, name: str) -> None:
        assert rules_of(answer("200", thing(**{name: BOOLEAN}))) == []

    @pytest.mark.parametrize(
        "schema", [STRING, INTEGER, Anything(), Array(items=BOOLEAN), thing(a=STRING), NULL]
    )
    def test_only_what_is_true_or_false_is_a_flag(self, schema: Schema) -> None:
        assert rules_of(answer("200", thing(stopped=schema))) == []

    def test_null_may_stand_for_neither(self) -> None:
        for schema in (Union(options=(BOOLEAN, NULL)), listed(True, False, None)):
            assert len(rules_of(answer("200", thing(stopped=schema)))) == 2

    def test_a_constant_has_one_rule(self) -> None:
        assert rules_of(answer("200", thing(stopped=listed(True)))) == [
            ("200", ("stopped",), True, STOPPED)
        ]

    def test_numbers_are_no_flags(self) -> None:
        assert rules_of(answer("200", thing(stopped=listed(0, 1)))) == []

    def test_a_flag_in_an_error_says_nothing(self) -> None:
        assert rules_of(answer("409", thing(stopped=BOOLEAN))) == []

    def test_an_example_is_enough(self) -> None:
        assert rules_of(answer("200", examples={"e": {"stopped": True}})) == [
            ("200", ("stopped",), True, STOPPED),
            ("200", ("stopped",), False, NOTHING),
        ]


class TestStates:
    @pytest.mark.parametrize(
        "word",
        [
            *(
                "STOPPED",
                "stopped",
                "Cancelled",
                "canceled",
                "aborted",
                "TERMINATED",
                "interrupted",
            ),
            *("killed", "halted", "task_stopped", "TASK_STATUS_CANCELLED", "user_cancelled"),
            *("forcefully_stopped", "taskStopped"),
        ],
    )
    def test_a_word_of_stopping_means_stopped(self, word: str) -> None:
        assert states(word) == {word: STOPPED}

    @pytest.mark.parametrize(
        "word",
        [
            *("stopping", "CANCELLING", "canceling", "aborting", "terminating", "cancel_requested"),
            *("cancellation_requested", "stop-requested", "pending_cancel", "CANCELLATION_PENDING"),
        ],
    )
    def test_a_word_of_stopping_to_come_means_accepted(self, word: str) -> None:
        assert states(word) == {word: ACCEPTED}

    @pytest.mark.parametrize(
        "word", ["NOT_RUNNING", "nothing_running", "no_active_run", "not in progress"]
    )
    def test_a_word_for_no_run_means_nothing_running(self, word: str) -> None:
        assert states(word) == {word: NOTHING}

    def test_all_the_states_of_a_run(self) -> None:
        assert states(
            *("queued", "in_progress", "completed", "cancelled", "cancelling", "failed", "expired")
        ) == {
            "queued": ACCEPTED,
            "in_progress": ACCEPTED,
            "completed": FINISHED,
            "cancelled": STOPPED,
            "cancelling": ACCEPTED,
            "failed": FINISHED,
            "expired": FINISHED,
        }

    @pytest.mark.parametrize(
        "word",
        [
            *("success", "ok", "error", "accepted", "failed", "completed", "done", "finished"),
            *("SUCCEEDED", "running", "pending", "idle", "active", "unknown", "true", "", "stop"),
            *("not_stopped", "unstopped", "subscription_cancelled", "no_active_subscription"),
        ],
    )
    def test_a_word_that_may_speak_of_the_request_alone_says_nothing(self, word: str) -> None:
        assert states(word) == {}

    def test_success_and_failure_judge_the_request(self) -> None:
        assert states("success", "failed") == {}
        assert states("SUCCEEDED", "FAILED") == {}
        assert states("stopped", "failed") == {"stopped": STOPPED}
        assert states("cancelled", "error", "success") == {"cancelled": STOPPED}

    def test_an_end_means_one_where_stopping_has_a_word_of_its_own(self) -> None:
        assert states("stopped", "completed", "failed") == {
            "stopped": STOPPED,
            "completed": FINISHED,
            "failed": FINISHED,
        }
        assert states("stopped", "idle") == {"stopped": STOPPED, "idle": NOTHING}
        assert states("idle", "busy") == {}

    def test_an_end_may_be_that_of_a_stopped_run_where_none_other_is_named(self) -> None:
        assert states("queued", "running", "finished", "failed") == {
            "queued": ACCEPTED,
            "running": ACCEPTED,
        }
        assert states("running", "cancelling", "completed") == {
            "running": ACCEPTED,
            "cancelling": ACCEPTED,
        }

    @pytest.mark.parametrize(
        "name", ["state", "task_status", "taskState", "new_status", "run_state"]
    )
    def test_a_state_may_be_called_otherwise(self, name: str) -> None:
        assert states("STOPPED", name=name) == {"STOPPED": STOPPED}

    @pytest.mark.parametrize(
        "name",
        [
            *(
                "result",
                "message",
                "code",
                "payment_status",
                "subscription_state",
                "previous_status",
            ),
            *("status_code", "statusText", "action", "statusstopped"),
        ],
    )
    def test_other_properties_say_nothing(self, name: str) -> None:
        assert states("STOPPED", name=name) == {}

    def test_the_subject_of_the_path_may_stand_before_a_state(self) -> None:
        path = "/widgets/{id}/stop"
        assert states("WIDGET_STOPPED", name="widget_status", path=path) == {
            "WIDGET_STOPPED": STOPPED
        }
        assert states("WIDGET_STOPPED", name="widget_status") == {}
        assert states("STOPPED", name="owner_status", path="/owners/{owner}/runs/{id}/stop") == {}

    @pytest.mark.parametrize(
        "response",
        [
            answer("200", thing(status=known("STOPPED"))),
            answer("200", thing(status=shown("STOPPED"))),
            answer("200", thing(status=listed("STOPPED"))),
            answer("200", thing(status=STRING), examples={"e": {"status": "STOPPED"}}),
            answer("200", examples={"e": {"status": "STOPPED"}}),
            answer("200", replace(thing(status=STRING), examples=({"status": "STOPPED"},))),
            answer("200", thing(status=Union(options=(shown("STOPPED"), NULL)))),
            answer("200", thing(status=Intersection(parts=(STRING, listed("STOPPED"))))),
            answer("200", thing(status=known("STOPPED")), media="application/problem+json"),
            answer("200", thing(status=known("STOPPED")), media="application/json; charset=utf-8"),
        ],
    )
    def test_a_document_can_show_a_value_in_many_ways(self, response: Response) -> None:
        assert rules_of(response) == [("200", ("status",), "STOPPED", STOPPED)]

    def test_values_of_all_examples_count_once_each(self) -> None:
        examples: dict[str, Json] = {
            "a": {"status": "STOPPED"},
            "b": {"status": "RUNNING"},
            "c": {"status": "STOPPED"},
        }
        assert [rule[2] for rule in rules_of(answer("200", examples=examples))] == [
            "STOPPED",
            "RUNNING",
        ]

    @pytest.mark.parametrize("schema", [BOOLEAN, INTEGER, listed(1, "STOPPED"), thing(a=STRING)])
    def test_only_text_is_a_state(self, schema: Schema) -> None:
        examples: dict[str, Json] = {"e": {"status": "STOPPED"}}
        assert rules_of(answer("200", thing(status=schema), examples=examples)) == []

    @pytest.mark.parametrize("media", ["text/event-stream", "text/plain", "application/xml"])
    def test_only_json_has_states(self, media: str) -> None:
        assert rules_of(answer("200", thing(status=listed("STOPPED")), media=media)) == []

    def test_every_2xx_counts_and_one_without_a_body_needs_no_rule(self) -> None:
        schema = thing(status=listed("STOPPED"))
        rules = rules_of(answer("202", schema), answer("204"), answer("2XX", schema))
        assert [rule[0] for rule in rules] == ["202", "2XX"]

    def test_rules_compare_the_exact_spelling(self) -> None:
        assert states("Stopped", "STOPPED") == {"Stopped": STOPPED, "STOPPED": STOPPED}


class TestEnvelopes:
    @pytest.mark.parametrize(
        "name", ["data", "result", "response", "task", "run", "job", "taskRun"]
    )
    def test_the_run_may_stand_inside(self, name: str) -> None:
        inner = thing(status=listed("STOPPED"), stopped=BOOLEAN)
        assert [rule[1] for rule in rules_of(answer("200", thing(**{name: inner})))] == [
            (name, "stopped"),
            (name, "stopped"),
            (name, "status"),
        ]

    @pytest.mark.parametrize("name", ["user", "subscription", "usage", "error", "meta", "previous"])
    def test_what_stands_in_other_objects_is_not_about_the_run(self, name: str) -> None:
        inner = thing(status=listed("STOPPED"), stopped=BOOLEAN)
        assert rules_of(answer("200", thing(**{name: inner}))) == []

    def test_a_list_is_about_many_runs(self) -> None:
        inner = Array(items=thing(status=listed("STOPPED")))
        assert rules_of(answer("200", thing(data=inner))) == []

    def test_flags_come_before_states_and_what_is_further_out_first(self) -> None:
        schema = thing(
            data=thing(status=listed("STOPPED"), stopped=BOOLEAN), status=listed("cancelled")
        )
        assert [rule[1] for rule in rules_of(answer("200", schema))] == [
            ("data", "stopped"),
            ("data", "stopped"),
            ("status",),
            ("data", "status"),
        ]

    def test_references_intersections_and_unions_are_followed(self) -> None:
        schemas: dict[str, Schema] = {
            "Answer": Intersection(
                parts=(Reference(name="Base"), thing(data=Reference(name="Run")))
            ),
            "Base": thing(ok=BOOLEAN),
            "Run": Union(options=(NULL, Reference(name="Task"))),
            "Task": thing(status=Reference(name="Status")),
            "Status": listed("STOPPED"),
        }
        assert rules_of(answer("200", Reference(name="Answer")), schemas=schemas) == [
            ("200", ("data", "status"), "STOPPED", STOPPED)
        ]

    def test_schemas_without_end_end(self) -> None:
        schemas: dict[str, Schema] = {
            "A": Union(options=(Reference(name="A"), Reference(name="B"), Reference(name="Lost"))),
            "B": thing(task=Reference(name="A"), job=Reference(name="B"), status=listed("STOPPED")),
        }
        rules = rules_of(answer("200", Reference(name="A")), schemas=schemas)
        assert rules[0] == ("200", ("status",), "STOPPED", STOPPED)
        assert max(len(rule[1] or ()) for rule in rules) <= 5


class TestCodes:
    @pytest.mark.parametrize(
        "value",
        [
            *("CONVERSATION_ALREADY_COMPLETED", "already_finished", "run.already-stopped"),
            *("TaskAlreadyCancelled", "ALREADY_CANCELED", "JOB_ALREADY_ENDED", "alreadyDone"),
            *("ALREADY_TERMINATED", "E1042_TASK_ALREADY_BEEN_STOPPED", "ERR_ALREADY_ABORTED"),
            *("CANNOT_CANCEL_ALREADY_COMPLETED_RUN", "task_already_in_terminal_state"),
            *("RUN_ALREADY_CLOSED", "ALREADY_FINISHED_OR_CANCELLED"),
        ],
    )
    def test_what_was_over_before_is_finished(self, value: str) -> None:
        assert code(value) is FINISHED

    @pytest.mark.parametrize(
        "value",
        [
            *(
                "NOT_RUNNING",
                "TASK_NOT_RUNNING",
                "nothing_running",
                "NO_ACTIVE_RUN",
                "noRunningTask",
            ),
            *("NOT_IN_PROGRESS", "RUN_NOT_ACTIVE", "no-active-run-found", "NOTHING_TO_STOP"),
            *("JobIsNotRunning", "RUN_IS_NOT_CURRENTLY_RUNNING_NOT_RUNNING"),
        ],
    )
    def test_no_run_is_nothing_running(self, value: str) -> None:
        assert code(value) is NOTHING

    @pytest.mark.parametrize("value", ["ALREADY_CANCELLING", "run_already_stopping"])
    def test_a_stop_that_is_under_way_is_accepted(self, value: str) -> None:
        assert code(value) is ACCEPTED

    @pytest.mark.parametrize(
        "value",
        [
            *("REQUEST_NOT_FOUND", "RUN_NOT_FOUND", "ACTIVE_RUN_NOT_FOUND", "NOT_FOUND"),
            *("NOT_FOUND_OR_ALREADY_STOPPED", "RUN_ALREADY_RUNNING", "ALREADY_EXISTS", "already"),
            *("SUBSCRIPTION_ALREADY_CANCELLED", "ACCOUNT_ALREADY_TERMINATED", "USER_NOT_ACTIVE"),
            *("SUBSCRIPTION_NOT_ACTIVE", "API_KEY_NOT_ACTIVE", "NO_ACTIVE_SUBSCRIPTION"),
            *("SERVICE_NOT_RUNNING", "INVALID_API_KEY", "CANNOT_CANCEL", "COMPLETED", "STOPPED"),
            *("NOT_ALREADY_STOPPED", "NOT_AUTHORIZED", "bad_request", "invalid_param", ""),
        ],
    )
    def test_other_codes_say_nothing(self, value: str) -> None:
        assert code(value) is None

    def test_the_subject_of_the_path_is_what_runs(self) -> None:
        assert code("WIDGET_NOT_RUNNING") is None
        assert code("WIDGET_NOT_RUNNING", path="/v2/widgets/{widget_id}:stop") is NOTHING
        assert code("OWNER_NOT_ACTIVE", path="/owners/{owner_id}/runs/{id}/stop") is None

    @pytest.mark.parametrize("status", ["400", "404", "409", "410", "422", "4XX", "default"])
    def test_a_code_counts_whatever_the_status_of_the_refusal(self, status: str) -> None:
        assert code("RUN_NOT_ACTIVE", status) is NOTHING

    @pytest.mark.parametrize("status", ["401", "403", "429", "500", "503", "5XX"])
    def test_a_code_about_the_caller_or_of_a_fault_says_nothing(self, status: str) -> None:
        assert code("SESSION_ALREADY_TERMINATED", status) is None

    @pytest.mark.parametrize(
        "schema",
        [
            thing(code=known("NOT_RUNNING", "LOCKED")),
            thing(code=listed("NOT_RUNNING", "LOCKED")),
            thing(code=shown("NOT_RUNNING", "LOCKED")),
        ],
    )
    def test_codes_may_be_shown_by_the_schema(self, schema: Schema) -> None:
        operation, _ = run(answer("409", schema, codes=("OTHER", "LOCKED")))
        error = operation.responses[0].error
        assert error is not None
        assert error.codes == ("OTHER", "LOCKED", "NOT_RUNNING")
        assert [rule.equals for rule in operation.rules] == ["NOT_RUNNING"]

    def test_codes_may_be_shown_by_an_example(self) -> None:
        examples: dict[str, Json] = {"e": {"error": {"code": "NOT_RUNNING", "message": "Nothing"}}}
        assert rules_of(answer("409", examples=examples)) == [
            ("409", ("error", "code"), "NOT_RUNNING", NOTHING)
        ]

    def test_placeholders_and_sentences_are_no_codes(self) -> None:
        operation, _ = run(
            answer("409", thing(code=shown("string", "<string>", "Not running!", "")))
        )
        error = operation.responses[0].error
        assert error is not None
        assert error.codes == ()

    def test_a_code_without_a_place_has_no_rule(self) -> None:
        operation, found = run(answer("409", codes=("NOT_RUNNING",)))
        assert operation.rules == ()
        assert operation.responses[0].error == ErrorShape(codes=("NOT_RUNNING",))
        assert found == []


class TestProse:
    @pytest.mark.parametrize(
        "description",
        [
            *("The run has already finished.", "Task already completed", "Already stopped"),
            *("Job is already in a terminal state", "Conflict: the task was already cancelled"),
            *("The run is no longer active", "Run already finished or cancelled"),
            *(
                "The job is completed, so it cannot be cancelled",
                "任务已完成",
                "运行已经停止或已取消",
            ),
        ],
    )
    def test_a_conflict_with_a_finished_run_is_finished(self, description: str) -> None:
        for status in ("304", "409", "410"):
            rules = rules_of(answer(status, description=description))
            assert rules == [(status, None, None, FINISHED)]

    @pytest.mark.parametrize(
        "description",
        [
            *(
                "The task is not running",
                "Nothing to stop",
                "There is no active run",
                "任务未在运行",
            ),
            *("Not currently running", "No running task or nothing to cancel"),
        ],
    )
    def test_a_conflict_without_a_run_is_nothing_running(self, description: str) -> None:
        rules = rules_of(answer("409", description=description))
        assert rules == [("409", None, None, NOTHING)]

    @pytest.mark.parametrize(
        "description",
        [
            *("", "Conflict", "The run cannot be stopped", "Another stop is running already"),
            *("Run already finished or locked by somebody else", "The account is not active"),
            *("The task cannot be stopped until it is completed", "No active subscription"),
            *("Already exists", "Wait: already stopped runs / invalid key"),
        ],
    )
    def test_any_other_conflict_is_one(self, description: str) -> None:
        assert rules_of(answer("409", description=description)) == []

    @pytest.mark.parametrize("status", ["400", "404", "422", "403", "4XX", "default", "500", "200"])
    def test_a_status_with_other_causes_says_nothing_alone(self, status: str) -> None:
        assert rules_of(answer(status, description="The run has already finished")) == []

    def test_a_code_tells_more(self) -> None:
        response = answer(
            "409",
            thing(code=listed("ALREADY_FINISHED", "LOCKED")),
            description="The run has already finished",
        )
        assert rules_of(response) == [("409", ("code",), "ALREADY_FINISHED", FINISHED)]


class TestErrorShapes:
    def shape(self, schema: Schema, codes: tuple[str, ...] = ()) -> ErrorShape | None:
        operation, _ = run(answer("400", schema, codes=codes))
        return operation.responses[0].error

    @pytest.mark.parametrize("name", ["code", "error_code", "errorCode", "type"])
    def test_where_the_code_stands(self, name: str) -> None:
        assert self.shape(thing(**{name: STRING})) == ErrorShape(code=name)

    @pytest.mark.parametrize(
        "name",
        ["message", "error_message", "errorMessage", "detail", "error", "description", "msg"],
    )
    def test_where_the_message_stands(self, name: str) -> None:
        assert self.shape(thing(**{name: STRING})) == ErrorShape(message=name)

    def test_the_better_name_is_taken(self) -> None:
        schema = thing(type=STRING, detail=STRING, code=STRING, message=STRING, error=STRING)
        assert self.shape(schema) == ErrorShape(code="code", message="message")

    @pytest.mark.parametrize("name", ["error", "err", "detail"])
    def test_an_object_inside_may_describe_the_error(self, name: str) -> None:
        schema = thing(**{name: thing(code=STRING, message=STRING)}, message=STRING)
        assert self.shape(schema) == ErrorShape(at=(name,), code="code", message="message")

    def test_an_object_inside_that_describes_nothing_is_left(self) -> None:
        schema = thing(error=thing(field=STRING), message=STRING)
        assert self.shape(schema) == ErrorShape(message="message")

    def test_an_object_that_may_be_null_describes_the_error(self) -> None:
        schema = thing(error=Union(options=(thing(code=STRING), NULL)))
        assert self.shape(schema) == ErrorShape(at=("error",), code="code")

    def test_a_number_is_no_code_and_a_list_no_message(self) -> None:
        assert self.shape(thing(code=INTEGER, detail=Array(items=STRING))) is None

    def test_an_error_beside_a_message_is_a_code_if_it_looks_like_one(self) -> None:
        as_code = thing(error=listed("not_running"), message=STRING)
        assert self.shape(as_code) == ErrorShape(
            code="error", message="message", codes=("not_running",)
        )
        for schema in (STRING, shown("Not Found"), shown("not_running", "Not Found")):
            shape = self.shape(thing(error=schema, message=STRING))
            assert shape == ErrorShape(message="message")

    def test_nothing_is_made_up(self) -> None:
        assert self.shape(thing(a=STRING)) is None
        assert self.shape(Anything()) is None
        assert self.shape(STRING) is None
        operation, _ = run(answer("400"))
        assert operation.responses[0].error is None

    def test_answers_of_status_calls_have_shapes_but_no_rules(self) -> None:
        operation, _ = run(
            answer("200", thing(status=listed("STOPPED"))),
            answer("400", thing(code=STRING), codes=("NOT_RUNNING",)),
            purpose=Purpose.STATUS,
        )
        assert operation.rules == ()
        assert operation.responses[1].error == ErrorShape(code="code", codes=("NOT_RUNNING",))


class TestRulesByHand:
    def hand(self, **changes: object) -> OutcomeRule:
        rule = OutcomeRule(
            status="200", pointer=("status",), equals="STOPPED", outcome=ACCEPTED, origin=None
        )
        return replace(rule, **changes)  # type: ignore[arg-type]

    BODY = answer("200", thing(status=listed("STOPPED", "RUNNING")))

    def test_they_come_first_and_win(self) -> None:
        mine = self.hand(equals="RUNNING", outcome=NOTHING)
        operation, found = run(self.BODY, rules=(mine,))
        assert found == []
        assert operation.rules[0] == mine
        assert [(rule.equals, rule.outcome) for rule in operation.rules] == [
            ("RUNNING", NOTHING),
            ("STOPPED", STOPPED),
        ]

    def test_one_that_no_documented_answer_can_meet_is_told(self) -> None:
        class Here:
            def position(self, pointer: Pointer) -> Position:
                return Position("overlay.yaml", len(pointer))

        origin = Origin(Here(), ("a", "b"))
        wrong = [
            self.hand(status="299", origin=origin),
            self.hand(pointer=("stauts",), origin=origin),
            self.hand(equals="STOPED", origin=origin),
        ]
        for rule in wrong:
            operation, found = run(self.BODY, rules=(rule,))
            assert rule in operation.rules
            assert found == [
                Diagnostic(
                    Code.OUTCOME_RULE_UNUSED,
                    Severity.WARNING,
                    Position("overlay.yaml", 2),
                    f"no documented answer of POST {PATH} fits this rule",
                )
            ]

    @pytest.mark.parametrize(
        ("response", "changes"),
        [
            (BODY, {}),
            (BODY, {"pointer": None, "equals": None}),
            (answer("2XX", thing(status=STRING)), {"equals": "ANY"}),
            (answer("default", thing(status=STRING)), {}),
            (answer("200"), {}),
            (answer("200", Anything()), {"pointer": ("a", "b")}),
            (answer("200", thing(data=Array(items=STRING))), {"pointer": ("data", "0")}),
        ],
    )
    def test_one_that_a_documented_answer_may_meet_is_left_alone(
        self, response: Response, changes: dict[str, object]
    ) -> None:
        _, found = run(response, rules=(self.hand(**changes),))
        assert found == []

    def test_a_rule_of_unknown_origin_stands_in_the_document(self) -> None:
        _, found = run(self.BODY, rules=(self.hand(status="500"),))
        assert [item.position for item in found] == [Position("p/stop.md")]


def test_every_rule_has_the_place_that_it_was_read_from() -> None:
    class Here:
        def position(self, pointer: Pointer) -> Position:
            return Position("/".join(map(str, pointer)))

    def at(*pointer: str) -> Origin:
        return Origin(Here(), pointer)

    schema = thing(status=replace(listed("STOPPED"), origin=at("schema")), stopped=BOOLEAN)
    operation, _ = run(
        replace(answer("200", schema), origin=at("200")),
        replace(answer("409", description="already stopped"), origin=at("409")),
    )
    places = [rule.origin.position.file for rule in operation.rules if rule.origin]
    assert places == ["200", "200", "schema", "409"]


NAMES = st.sampled_from(
    ["status", "stopped", "data", "error", "code", "message", "task", "detail", "type"]
)
WORDS = st.sampled_from(
    ["STOPPED", "running", "completed", "NOT_RUNNING", "already stopped", "", "é"]
)
VALUES: st.SearchStrategy[Json] = WORDS | st.booleans() | st.integers() | st.none()
SCHEMAS: st.SearchStrategy[Schema] = st.recursive(
    st.one_of(
        st.sampled_from([STRING, BOOLEAN, INTEGER, NULL, Anything()]),
        st.builds(Reference, name=st.sampled_from(["A", "B", "C"])),
        st.lists(VALUES, min_size=1).map(lambda values: listed(*values)),
        st.lists(WORDS).map(lambda values: known(*values)),
    ),
    lambda inner: st.one_of(
        st.dictionaries(NAMES, inner, max_size=4).map(lambda parts: thing(**parts)),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Union(options=tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Intersection(parts=tuple(parts))),
        st.builds(Array, items=inner),
    ),
    max_leaves=10,
)
EXAMPLES: st.SearchStrategy[Json] = st.recursive(
    VALUES, lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner), max_leaves=8
)


def documented(schema: Schema, value: Json) -> bool:
    return f"'{value}'" in repr(schema) or isinstance(value, bool)


@settings(deadline=None)
@given(
    st.sampled_from(["200", "202", "204", "400", "404", "409", "4XX", "default", "500"]),
    SCHEMAS,
    st.dictionaries(st.sampled_from(["A", "B", "C"]), SCHEMAS),
    WORDS,
)
def test_whatever_is_documented_each_condition_has_one_rule_about_a_shown_value(
    status: str, schema: Schema, schemas: dict[str, Schema], description: str
) -> None:
    operation, found = run(answer(status, schema, description=description), schemas=schemas)
    assert found == []
    conditions = [(rule.status, rule.pointer, repr(rule.equals)) for rule in operation.rules]
    assert len(set(conditions)) == len(conditions)
    everything = Intersection(parts=(schema, *schemas.values()))
    for rule in operation.rules:
        assert rule.status == status
        assert rule.pointer is None or documented(everything, rule.equals)


@settings(deadline=None)
@given(st.sampled_from(["200", "409"]), EXAMPLES)
def test_whatever_an_example_shows_nothing_is_raised(status: str, example: Json) -> None:
    operation, _ = run(answer(status, examples={"e": example}))
    assert all(rule.outcome in Outcome for rule in operation.rules)


@settings(deadline=None)
@given(st.text(max_size=20))
def test_no_text_is_too_strange(text: str) -> None:
    run(answer("200", thing(status=listed(text))))
    run(answer("409", thing(code=listed(text)), description=text, codes=(text,)))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (RunStates(pointer=("s",), ended=("DONE", "CANCELLED", "FAILED")), ("CANCELLED",)),
        (
            RunStates(pointer=("s",), ended=("TASK_STOPPED", "user_aborted")),
            ("TASK_STOPPED", "user_aborted"),
        ),
        (RunStates(pointer=("s",), running=("STOPPED",), ended=("DONE",)), ()),
        (RunStates(pointer=("s",), ended=("STOPPED", "BYE"), stopped=("BYE",)), ("BYE",)),
    ],
)
def test_ended_states_that_say_that_somebody_ended_the_run(
    told: RunStates, expected: tuple[str, ...]
) -> None:
    call = Operation(
        name="", method="GET", path="/tasks/{task_id}", purpose=Purpose.STATUS, states=told
    )
    found, _ = collect(classify(Provider(name="acme", title="Acme", operations=(call,))))
    assert found.operations[0].states == replace(told, stopped=expected)
