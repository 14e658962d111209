from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from stopclients._runtime.async_client import AsyncClient
from stopclients._runtime.sync_client import SyncClient

from descriptions import PATH, Tree, json_content, openapi, parameter, ref, response, stop
from stopgen.model import Outcome, OutcomeRule
from stopgen.targets.python.build import build
from stopgen.targets.python.names import method_name
from stopgen.targets.python.view import Argument, Method, Module, Operation
from targets.python.support import platform, view

STRING: Tree = {"type": "string"}
NULLABLE: Tree = {"type": ["string", "null"]}


def thing(**properties: Any) -> Tree:
    return {"type": "object", "properties": properties}


def needing(names: str, shape: Tree) -> Tree:
    return shape | {"required": names.split()}


def method(*parameters: Tree, body: Any = None, path: str = PATH, **members: Any) -> Method:
    item = stop(None, body, parameters=list(parameters), **members)
    return view(openapi({path: item}, {"Job": thing(id=STRING), "Id": STRING})).methods[0]


def operation(path: str = PATH, **members: Any) -> Operation:
    whole = openapi({path: stop(None, **members)})
    whole["components"] = {
        "securitySchemes": {
            "bearer": {"type": "http", "scheme": "bearer"},
            "basic": {"type": "http", "scheme": "basic"},
            "key": {"type": "apiKey", "in": "header", "name": "x-'key'"},
            "query": {"type": "apiKey", "in": "query", "name": "k"},
        }
    }
    return view(whole).operations[0]


def spelled(arguments: tuple[Argument, ...]) -> list[str]:
    """Return arguments as Python declares them."""
    return [
        f"{a.name}: {a.annotation}" + ("" if a.default is None else f" = {a.default}")
        for a in arguments
    ]


UUID: Tree = {"type": "string", "format": "uuid"}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (STRING, "job_id: str"),
        (UUID, "job_id: UUID | str"),
        ({"type": "integer"}, "job_id: int"),
        ({"enum": ["a"]}, "job_id: Literal['a']"),
        ({}, "job_id: str"),
        ({"type": "object"}, "job_id: dict[str, JsonValue]"),
        ({"items": STRING}, "job_id: list[str]"),
        (ref("Id"), "job_id: str"),
    ],
)
def test_a_value_of_the_path_is_positional(schema: Any, expected: str) -> None:
    made = method(parameter("job_id", "path", schema))
    assert spelled(made.positional) == [expected]
    assert made.path == ("job_id",)
    assert made.keywords == ()


def test_values_of_the_path_stand_in_its_order_and_each_has_its_place() -> None:
    made = method(
        parameter("b", "path", STRING),
        parameter("a", "path", STRING),
        path="/x/{a}/{b}/{a}/{+rest}/stop",
    )
    assert [argument.name for argument in made.positional] == ["a", "b", "rest"]
    assert made.path == ("a", "b", "a", "rest")
    assert operation("/x/{a}:stop{+b}").path == (
        "'/x/'",
        "PathValue('a')",
        "':stop'",
        "PathValue('b', reserved=True)",
    )


KEYWORDS: list[tuple[Any, bool, str]] = [
    (STRING, True, "value: str"),
    (STRING, False, "value: str | None = None"),
    (STRING | {"default": "a'b"}, False, 'value: str = "a\'b"'),
    (STRING | {"default": "a"}, True, "value: str"),
    (STRING | {"default": 5}, False, "value: str | None = None"),
    (STRING | {"default": None}, False, "value: str | None = None"),
    ({"type": "integer", "default": True}, False, "value: int | None = None"),
    ({"type": "integer", "default": 3}, False, "value: int = 3"),
    ({"type": "number", "default": 3}, False, "value: float = 3"),
    ({"type": "boolean", "default": False}, False, "value: bool = False"),
    ({"enum": ["a", "b"], "default": "b"}, False, "value: Literal['a', 'b'] = 'b'"),
    ({"enum": ["a"], "default": "z"}, False, "value: Literal['a'] | None = None"),
    ({"enum": ["None"]}, False, "value: Literal['None'] | None = None"),
    (NULLABLE, True, "value: str | None"),
    (NULLABLE, False, "value: str | None | Unset = UNSET"),
    (NULLABLE | {"default": "x"}, False, "value: str | None = 'x'"),
    ({"items": STRING}, False, "value: list[str] | None = None"),
    ({"items": STRING, "default": "a"}, False, "value: list[str] | None = None"),
    (ref("Job"), True, "value: models.Job"),
    (ref("Id") | {"default": "a"}, False, "value: str = 'a'"),
    ({}, False, "value: JsonValue | None = None"),
]


@pytest.mark.parametrize(("schema", "required", "expected"), KEYWORDS)
def test_a_member_of_the_body_is_a_keyword(schema: Any, required: bool, expected: str) -> None:
    made = method(body=needing("value" if required else "", thing(value=schema)))
    assert spelled(made.keywords) == [expected]
    group = made.groups[0]
    sent = group.optional if expected.endswith("= None") else group.required
    assert (group.keyword, [argument.wire for argument in sent]) == ("body", ["'value'"])


def test_keywords_that_must_be_given_come_first() -> None:
    made = method(
        parameter("job_id", "path", STRING),
        parameter("q", "query", STRING),
        parameter("x-trace", "header", STRING, required=True),
        parameter("sid", "cookie", {"type": "integer", "default": 1}),
        body=needing("user", thing(user=STRING, why=STRING)),
    )
    assert spelled(made.keywords) == [
        "x_trace: str",
        "user: str",
        "q: str | None = None",
        "sid: int = 1",
        "why: str | None = None",
    ]
    assert [group.keyword for group in made.groups] == ["query", "headers", "cookies", "body"]


def test_names_that_would_be_equal_are_told_apart_and_keep_their_names_on_the_wire() -> None:
    made = method(
        parameter("job_id", "path", STRING),
        parameter("jobId", "query", STRING),
        parameter("job-id", "header", STRING),
        body=thing(job_id=STRING, operations=STRING, given=STRING, self=STRING, UNSET=STRING),
    )
    arguments = (*made.positional, *made.keywords)
    assert [(argument.name, argument.wire) for argument in arguments] == [
        ("job_id", "'job_id'"),
        ("job_id_2", "'jobId'"),
        ("job_id_3", "'job-id'"),
        ("job_id_4", "'job_id'"),
        ("operations_", "'operations'"),
        ("given_", "'given'"),
        ("self_", "'self'"),
        ("unset", "'UNSET'"),
    ]


WHOLE_BODIES: list[tuple[Any, bool, str | None]] = [
    (ref("Job"), True, None),
    ({"type": "object", "additionalProperties": False, "properties": {"a": {}}}, True, None),
    ({"type": "object"}, True, "body: dict[str, JsonValue]"),
    ({"type": "object"}, False, "body: dict[str, JsonValue] | None = None"),
    ({"items": STRING}, True, "body: list[str]"),
    ({"anyOf": [ref("Job"), STRING]}, True, "body: models.Job | str"),
    ({"anyOf": [ref("Job"), {"type": "null"}]}, False, None),
    ({"oneOf": [{"type": "null"}, ref("Job")]}, True, "body: None | models.Job"),
    ({"type": ["array", "null"], "items": STRING}, False, "body: list[str] | None = None"),
    ({}, True, "body: JsonValue"),
    (thing(**{f"p{i}": STRING for i in range(12)}), True, None),
    (thing(**{f"p{i}": STRING for i in range(13)}), True, "body: models.StopJobRequest"),
    (thing(a=STRING) | {"additionalProperties": STRING}, True, "body: models.StopJobRequest"),
]


@pytest.mark.parametrize(("schema", "required", "expected"), WHOLE_BODIES)
def test_a_body_that_is_no_small_object_is_taken_whole(
    schema: Any, required: bool, expected: str | None
) -> None:
    made = method(requestBody={"content": json_content(schema), "required": required})
    assert (spelled((made.body,)) if made.body else None) == (
        None if expected is None else [expected]
    )


def test_a_member_with_one_value_need_not_be_given() -> None:
    action = {"type": "string", "enum": ["stop"]}
    schema = {"type": "object", "properties": {"action": action}, "required": ["action"]}
    made = method(requestBody={"content": json_content(schema), "required": True})
    assert spelled(made.keywords) == ["action: Literal['stop'] = 'stop'"]
    assert [argument.name for argument in made.groups[0].required] == ["action"]


def test_a_header_with_one_value_is_no_argument() -> None:
    constant = parameter("Content-Type", "header", {"enum": ["application/json"]}, required=True)
    optional = parameter("X-Mode", "header", {"enum": ["fast"]})
    item = stop(None, parameters=[constant, optional])
    made = view(openapi({PATH: item}))
    assert made.operations[0].headers == (("'Content-Type'", "'application/json'"),)
    assert spelled(made.methods[0].keywords) == ["x_mode: Literal['fast'] | None = None"]


ALTERNATIVES: list[tuple[Any, Any]] = [
    (None, (("Bearer()",), ())),
    ([], ((),)),
    ([{"bearer": []}], (("Bearer()",),)),
    ([{"basic": []}, {"key": []}], (("Basic()",), ("ApiKey('header', \"x-'key'\")",))),
    (
        [{"bearer": [], "query": []}, {}],
        (("Bearer()", "ApiKey('query', 'k', credential='query')"), ()),
    ),
]


@pytest.mark.parametrize(("security", "expected"), ALTERNATIVES)
def test_security_is_a_choice_of_sets(security: Any, expected: Any) -> None:
    members = {} if security is None else {"security": security}
    assert operation(**members).security == expected


ANSWERS: list[tuple[Tree, str]] = [
    ({"200": response(STRING)}, "str"),
    ({"200": response(ref("Job"))}, "models.Job"),
    ({"200": response(ref("Job")), "202": response(STRING)}, "models.Job | str"),
    ({"200": response(STRING), "201": response(STRING)}, "str"),
    ({"204": response()}, "None"),
    ({"2XX": response({"items": ref("Job")})}, "list[models.Job]"),
    ({"200": response({"enum": ["a"]})}, "Literal['a']"),
    ({"200": response({"oneOf": [ref("Job"), {"type": "null"}]})}, "models.Job | None"),
    ({"400": response(STRING)}, "None"),
    ({"200": {"description": "", "content": {"text/plain": {"schema": STRING}}}}, "str"),
    ({"default": response(ref("Job"))}, "models.Job"),
    ({"204": response(), "default": response(ref("Job"))}, "None"),
    ({"200": {"description": "", "content": {"application/x+json": {"schema": STRING}}}}, "str"),
    ({}, "None"),
]


@pytest.mark.parametrize(("responses", "expected"), ANSWERS)
def test_a_method_returns_what_successes_hold(responses: Tree, expected: str) -> None:
    assert method(responses=responses).returns == expected


def test_methods_and_constants_of_several_operations_are_distinct() -> None:
    paths = {
        "/a/stop": stop(None, operationId="close"),
        "/b/stop": stop(None, operationId="close_"),
        "/c/stop": stop(None, operationId="platform"),
        "/d/stop": stop(None, operationId="straße"),
        "/e/stop": stop(None, operationId="strasse"),
    }
    made = view(openapi(paths))
    names = [entry.name for entry in made.methods]
    constants = [entry.constant for entry in made.methods]
    assert constants == [entry.constant for entry in made.operations]
    assert len(set(names)) == len(set(constants)) == 5
    assert "close" not in names
    assert "PLATFORM" not in constants


@pytest.mark.parametrize("client", [SyncClient, AsyncClient])
def test_no_method_hides_what_clients_offer(client: type[object]) -> None:
    for attribute in dir(client):
        assert method_name(attribute) not in dir(client)


FAULT = thing(
    error=thing(code=STRING | {"x-extensible-enum": ["A", "B-1"]}, message=STRING),
)


def with_errors(*statuses: str, **others: Tree) -> Module:
    """Return a platform whose errors tell their codes."""
    responses = {status: response(FAULT, f"Reason {status}") for status in statuses}
    return view(openapi({PATH: stop(responses=responses | {"200": response(STRING)})} | others))


def test_a_status_with_a_documented_model_has_an_exception_of_its_own() -> None:
    made = with_errors("404", "500", "503", "418")
    assert [(e.name, e.types) for e in made.errors] == [
        ("NotFoundError", ("StopJobError",)),
        ("ServerError", ("StopJobError",)),
    ]
    assert made.errors[0].code == "Literal['A', 'B-1'] | str | None"
    assert made.errors[0].doc == "Reason 404."
    assert made.errors[1].doc == "Reason 500. Reason 503."


def test_such_an_exception_stands_for_its_status_in_every_operation() -> None:
    others = {
        "/b/stop": stop(None),
        "/c/stop": stop(responses={"4XX": response(ref("Fault")), "404": response()}),
        "/d/stop": stop(responses={"default": response({"type": "integer"})}),
    }
    made = with_errors("400", "404", "502", **others)
    found = {
        entry.constant: {
            answer.status: (answer.type, answer.error.class_name if answer.error else None)
            for answer in entry.answers
        }
        for entry in made.operations
    }
    own = {"'400'": "BadRequestError", "'404'": "NotFoundError", "'5XX'": "ServerError"}
    for answers in found.values():
        assert own.items() <= {status: name for status, (_, name) in answers.items()}.items()
    assert found["STOP_D"]["'404'"] == ("int", "NotFoundError")
    assert found["STOP_D"]["'5XX'"] == ("int", "ServerError")
    assert found["STOP_B"]["'404'"] == ("None", "NotFoundError")
    assert not any(answers.get("'401'") for answers in found.values())


def test_rules_are_data() -> None:
    rule = OutcomeRule(status="200", outcome=Outcome.STOPPED, pointer=("a'b",), equals='x"')
    plain = OutcomeRule(status="4XX", outcome=Outcome.ACCEPTED)
    whole = platform(openapi({PATH: stop(None)}))
    ruled = replace(whole.operations[0], rules=(rule, plain))
    made = build(replace(whole, operations=(ruled,)), "acme", ()).operations[0].rules
    assert (made[0].status, made[0].outcome) == ("'200'", "Outcome.STOPPED")
    assert (made[0].pointer, made[0].equals) == ('("a\'b",)', "'x\"'")
    assert (made[1].pointer, made[1].equals) == ("None", "None")


def server(url: str, **variables: Tree) -> Any:
    return view(openapi({PATH: stop(None)}, servers=[{"url": url, "variables": variables}]))


def test_parts_of_the_address_are_arguments_of_the_constructor() -> None:
    made = server(
        "https://{region}.acme.example/{timeout}",
        region={"default": "eu", "enum": ["eu", "us"], "description": "Where."},
        timeout={"default": "x", "enum": ["y"]},
        api_key={"default": ""},
    )
    assert spelled(made.variables) == [
        "region: Literal['eu', 'us'] = 'eu'",
        "timeout_2: Literal['y', 'x'] = 'x'",
        "api_key_2: str | None = None",
    ]
    assert made.server == (
        "Server('https://{region}.acme.example/{timeout}', "
        "{'region': 'eu', 'timeout': 'x', 'api_key': ''})"
    )


def test_a_part_that_is_the_whole_address_is_the_base_url() -> None:
    made = server("{api_base_url}", api_base_url={"default": "https://api.acme.example/v1"})
    assert made.variables == ()
    assert "https://api.acme.example/v1" in made.client_doc


def test_a_platform_without_an_address_says_that_one_must_be_given() -> None:
    made = view(openapi({PATH: stop(None)}, servers=[]))
    assert made.server is None
    assert "it must be given" in " ".join(made.client_doc.split())


KEYS: list[tuple[Any, bool]] = [([{"k": []}], True), ([{"k": []}, {}], False), ([], False)]


@pytest.mark.parametrize(("security", "expected"), KEYS)
def test_a_key_is_required_where_every_way_needs_one(security: Any, expected: bool) -> None:
    whole = openapi({PATH: stop(None, security=security)})
    whole["components"] = {"securitySchemes": {"k": {"type": "http", "scheme": "bearer"}}}
    assert view(whole).key_required is expected


def test_the_docstring_says_what_the_documents_say() -> None:
    made = method(
        parameter("job_id", "path", STRING, description="Which job"),
        body=thing(why=STRING | {"description": "The\nreason."}),
        summary="Stop a job",
        description="At once.\n\nReally.",
        responses={"404": response(None, "No such job"), "409": response(None, "")},
    )
    assert made.doc.startswith("Stop a job.\n\nAt once.\n\nReally.\n\nArgs:\n")
    for line in ("job_id: Which job.", "why: The reason.", "NotFoundError: 404: No such job."):
        assert f"    {line}" in made.doc.split("\n")
    assert "ConflictError" in made.doc
