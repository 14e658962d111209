from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from descriptions import (
    JSON,
    NAMES,
    PATH,
    SCALARS,
    Tree,
    describe,
    json_content,
    lowered,
    openapi,
    parameter,
    ref,
    stop,
)
from stopgen.diagnostic import Code, Diagnostic, Severity, collect
from stopgen.lower import lower
from stopgen.model import (
    UNSET,
    Anything,
    Array,
    Enumeration,
    Intersection,
    Location,
    Nothing,
    Object,
    Operation,
    Outcome,
    OutcomeRule,
    Property,
    Provider,
    Purpose,
    RateLimit,
    Reference,
    RunStates,
    Scalar,
    ScalarType,
    Schema,
    SchemeKind,
    Union,
)
from stopgen.validate.values import DEEPEST

STRING = Scalar(type=ScalarType.STRING)
NULL = Scalar(type=ScalarType.NULL)


def clean(whole: Tree) -> Provider:
    provider, found = lowered(whole)
    assert found == []
    return provider


def operation(**members: Any) -> Operation:
    return clean(openapi({PATH: stop(None, **members)})).operations[0]


def schema(spelled: Any, **named: Any) -> Schema:
    answer = clean(openapi({PATH: stop(spelled)}, named)).operations[0].responses[0]
    return answer.media[0].schema


def only(whole: Tree) -> Diagnostic:
    _, found = lowered(whole)
    assert len(found) == 1
    return found[0]


def test_an_operation_says_what_its_document_says() -> None:
    found = operation(
        summary="Stop a job.",
        description="At once.",
        operationId="stopJob",
        deprecated=True,
        requestBody={"description": "Why.", "content": json_content({}), "required": True},
    )
    assert found.key == ("POST", PATH)
    assert (found.summary, found.description) == ("Stop a job.", "At once.")
    assert (found.operation_id, found.deprecated) == ("stopJob", True)
    assert found.body is not None
    assert (found.body.description, found.body.required) == ("Why.", True)
    assert found.documents == ("acme/api.yaml",)
    assert found.servers[0].url == "https://api.acme.example"
    assert found.purpose is Purpose.STOP


@pytest.mark.parametrize("level", ["whole", "item", "operation"])
def test_the_nearest_servers_hold(level: str) -> None:
    own: Tree = {"servers": [{"url": f"https://{level}.example"}]}
    item = stop(None, **(own if level == "operation" else {})) | (own if level == "item" else {})
    whole = openapi({PATH: item}, **(own if level == "whole" else {}))
    assert [server.url for server in clean(whole).operations[0].servers] == [
        f"https://{level}.example"
    ]


def test_a_server_has_its_variables() -> None:
    variables = {"r": {"default": "eu", "enum": ["eu", "us"], "description": "Where."}}
    server = operation(servers=[{"url": "https://{r}.example", "variables": variables}]).servers[0]
    variable = server.variables[0]
    assert (variable.name, variable.default, variable.values) == ("r", "eu", ("eu", "us"))


def test_parameters_of_the_path_hold_unless_the_operation_has_its_own() -> None:
    item = stop(None, parameters=[parameter("a", "query", {}), ref("Shared", "parameters")])
    item["parameters"] = [parameter("a", "query", {}, required=True), parameter("a", "header", {})]
    shared = parameter("c", "cookie", {"type": "string"}, style="form", explode=False)
    whole = openapi({PATH: item}, components={"parameters": {"Shared": shared}})
    found = [(p.name, p.location, p.required) for p in clean(whole).operations[0].parameters]
    assert found == [
        ("a", Location.QUERY, False),
        ("a", Location.HEADER, False),
        ("c", Location.COOKIE, False),
    ]


def test_headers_that_clients_fill_in_need_not_be_given() -> None:
    names = ("Authorization", "content-type", "ACCEPT", "X-Key")
    wanted = [parameter(name, "header", {}, required=True) for name in names]
    wanted.append(parameter("Accept", "header", {"enum": ["a/b"]}, required=True))
    found = clean(openapi({PATH: stop(None, parameters=wanted)})).operations[0].parameters
    assert [p.name for p in found if p.required] == ["X-Key", "Accept"]


def test_a_parameter_that_carries_a_key_is_none_besides() -> None:
    wanted = [parameter("key", place, {}, required=True) for place in ("query", "header")]
    wanted.append(parameter("authorization", "header", {}))
    item = stop(None, parameters=wanted, security=[{"key": []}, {"token": []}])
    schemes: Tree = {
        "key": {"type": "apiKey", "in": "query", "name": "Key"},
        "token": {"type": "http", "scheme": "bearer"},
    }
    whole = openapi({PATH: item}, components={"securitySchemes": schemes})
    found = clean(whole).operations[0].parameters
    assert [(p.name, p.location) for p in found] == [("key", Location.HEADER)]


def test_the_space_around_an_address_is_none_of_it() -> None:
    item = stop(None, servers=[{"url": " https://acme.example\n"}])
    assert clean(openapi({PATH: item})).operations[0].servers[0].url == "https://acme.example"


def test_a_parameter_of_the_path_is_required_whatever_its_document_says() -> None:
    item = stop(None, parameters=[{"name": "job_id", "in": "path", "schema": {}}])
    assert clean(openapi({PATH: item})).operations[0].parameters[0].required


def test_a_parameter_with_content_has_the_schema_of_that() -> None:
    spelled = {"name": "q", "in": "query", "content": json_content({"type": "string"})}
    assert operation(parameters=[spelled]).parameters[0].schema == STRING


@pytest.mark.parametrize(
    ("status", "expected"), [("200", "200"), ("4xx", "4XX"), ("Default", "default"), ("x-a", None)]
)
def test_a_status_is_spelled_in_one_way(status: str, expected: str | None) -> None:
    found = operation(responses={status: {"description": "D", "x-error-codes": ["A", 1]}}).responses
    assert [answer.status for answer in found] == ([] if expected is None else [expected])
    assert all(answer.codes == ("A",) for answer in found)


def test_examples_of_a_body_are_kept_by_name() -> None:
    media = {"schema": {}, "example": 1, "examples": {"a": {"value": [2]}, "b": {}}}
    responses = {"200": {"description": "D", "content": {"application/json": media}}}
    assert operation(responses=responses).responses[0].media[0].examples == {"a": [2], "example": 1}


@pytest.mark.parametrize(
    ("spelled", "expected"),
    [
        (True, Anything()),
        (False, Nothing()),
        ({}, Anything()),
        ({"type": "string", "format": "uuid"}, Scalar(type=ScalarType.STRING, format="uuid")),
        ({"type": ["string", "null"]}, Union(options=(STRING, NULL))),
        ({"type": ["string", "string"]}, STRING),
        ({"type": ["null"]}, NULL),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, Union(options=(STRING, NULL))),
        (
            {"oneOf": [{"type": "string"}, {"type": "null"}]},
            Union(options=(STRING, NULL), exclusive=True),
        ),
        ({"enum": ["a", 1, None, 2.5, [1]]}, Enumeration(values=("a", 1, None, 2.5, [1]))),
        ({"const": {"a": 1}}, Enumeration(values=({"a": 1},))),
        ({"const": None}, Enumeration(values=(None,))),
        ({"type": "array"}, Array(items=Anything())),
        ({"items": {"type": "string"}}, Array(items=STRING)),
        ({"properties": {}}, Object()),
        ({"type": "object", "additionalProperties": False}, Object(additional=Nothing())),
        ({"additionalProperties": {"type": "string"}}, Object(additional=STRING)),
        (
            {"properties": {"a": {}, "b": {}}, "required": ["b"]},
            Object(properties=(Property("a", Anything()), Property("b", Anything(), True))),
        ),
        (
            {"properties": {"a": {}}, "required": ["z", "a"]},
            Object(properties=(Property("a", Anything(), True), Property("z", Anything(), True))),
        ),
        ({"allOf": [{"type": "string"}]}, STRING),
        ({"allOf": [{"type": "string"}, {}]}, Intersection(parts=(STRING, Anything()))),
        (
            {"anyOf": [{"type": "string"}], "properties": {"a": {}}},
            Intersection(parts=(STRING, Object(properties=(Property("a", Anything()),)))),
        ),
        (
            {"type": "string", "x-extensible-enum": ["a"], "minLength": 1},
            Scalar(type=ScalarType.STRING, known_values=("a",), limits={"minLength": 1}),
        ),
        (
            {"type": ["string", "null"], "x-extensible-enum": ["a"]},
            Union(options=(Scalar(type=ScalarType.STRING, known_values=("a",)), NULL)),
        ),
    ],
)
def test_a_schema_becomes_the_shape_that_it_describes(spelled: Any, expected: Schema) -> None:
    assert schema(spelled) == expected


def test_what_a_schema_says_besides_its_shape_is_kept() -> None:
    spelled = {"type": "string", "title": "T", "description": "D", "default": None, "example": "e"}
    found = schema(spelled | {"examples": ["f"], "deprecated": True})
    assert (found.title, found.description, found.default) == ("T", "D", None)
    assert (found.examples, found.deprecated) == (("f", "e"), True)
    assert schema({}).default is UNSET


def test_a_reference_to_a_named_schema_stays_one() -> None:
    assert schema(ref("A"), A={"type": "string"}) == Reference(name="A")


def test_what_stands_beside_a_reference_holds_too() -> None:
    named = {"A": {"type": "object"}}
    assert schema(ref("A") | {"description": "D"}, **named) == Reference(name="A", description="D")
    beside = schema(ref("A") | {"required": ["a"]}, **named)
    part = Object(properties=(Property("a", Anything(), True),))
    assert beside == Intersection(parts=(Reference(name="A"), part))


def test_words_around_the_only_part_speak_louder_than_the_part() -> None:
    inner = {"type": "string", "description": "inner", "default": "a"}
    found = schema({"allOf": [inner], "description": "outer"})
    assert (found.description, found.default) == ("outer", "a")


def test_a_reference_that_leads_nowhere_is_an_error_at_its_line() -> None:
    found = only(openapi({PATH: stop(ref("Missing"))}))
    assert (found.code, found.severity) == (Code.UNRESOLVED_REFERENCE, Severity.ERROR)
    assert found.position.file.endswith("/content/application~1json/schema/$ref")
    assert "'#/components/schemas/Missing'" in found.message


def test_schemas_that_are_nothing_but_each_other_are_an_error() -> None:
    _, found = lowered(openapi({PATH: stop(ref("A"))}, {"A": ref("B"), "B": ref("A")}))
    assert {item.code for item in found} == {Code.UNRESOLVED_REFERENCE}


def test_recursive_schemas_stay_finite() -> None:
    node = {"properties": {"next": ref("Node"), "all": {"items": ref("Node")}}}
    assert schema(ref("Node"), Node=node) == Reference(name="Node")


INSIDE = f"#/paths/{PATH.replace('/', '~1')}/post/responses/200/content/application~1json/schema"


def test_what_a_reference_finds_outside_of_the_named_schemas_gets_a_name() -> None:
    answer = {"properties": {"again": {"$ref": INSIDE}, "other": {"$ref": INSIDE}}}
    provider = clean(openapi({PATH: stop(answer)}))
    name = "JobsJobIdStopPostResponses200ApplicationJson"
    assert set(provider.schemas) == {name}
    found = provider.schemas[name]
    assert isinstance(found, Object)
    assert [member.schema for member in found.properties] == [Reference(name=name)] * 2


def test_such_a_name_is_never_taken_from_another_schema() -> None:
    inner = {"properties": {"a": {"type": "string"}}}
    named = {"A": {"properties": {"b": inner}}, "AB": {"type": "string"}}
    target = {"$ref": "#/components/schemas/A/properties/b"}
    provider = clean(openapi({PATH: stop({"properties": {"x": target}})}, named))
    assert set(provider.schemas) == {"A", "AB", "AB2"}
    assert provider.schemas["AB"] == STRING


def test_a_plain_value_behind_such_a_reference_needs_no_name() -> None:
    named = {"A": {"properties": {"id": {"type": "string", "description": "D"}}}}
    provider = clean(openapi({PATH: stop({"$ref": "#/components/schemas/A/properties/id"})}, named))
    assert set(provider.schemas) == {"A"}
    answer = provider.operations[0].responses[0].media[0].schema
    assert answer == Scalar(type=ScalarType.STRING, description="D")


def test_references_that_double_at_every_step_do_not_blow_up() -> None:
    steps: Tree = {
        f"s{i}": {"properties": {key: {"$ref": f"#/x-steps/s{i + 1}"} for key in "ab"}}
        for i in range(200)
    }
    steps["s200"] = {}
    whole = openapi({PATH: stop({"$ref": "#/x-steps/s0"})}, **{"x-steps": steps})
    assert len(clean(whole).schemas) == 200


def nested(kind: str, levels: int) -> Tree:
    inner: Tree = {"type": "string"}
    for _ in range(levels):
        shapes: Tree = {
            "items": {"items": inner},
            "properties": {"properties": {"a": inner}},
            "allOf": {"allOf": [inner, {"type": "object"}]},
            "type": {"type": ["object", "null"], "additionalProperties": inner},
        }
        inner = shapes[kind]
    return inner


@pytest.mark.parametrize("kind", ["items", "properties", "allOf", "type"])
def test_nesting_is_followed_down_to_a_depth_that_nobody_writes(kind: str) -> None:
    _, found = lowered(openapi({PATH: stop(nested(kind, DEEPEST // 2))}))
    assert found == []
    for levels in (DEEPEST + 1, 200, 20_000):
        _, found = lowered(openapi({PATH: stop(nested(kind, levels))}))
        assert {fault.code for fault in found} == {Code.NESTED_TOO_DEEPLY}
        assert {fault.severity for fault in found} == {Severity.ERROR}


BEARER = {"type": "http", "scheme": "bearer"}


@pytest.mark.parametrize(
    ("scheme", "kind", "name"),
    [
        (BEARER, SchemeKind.BEARER, None),
        ({"type": "http", "scheme": "Basic"}, SchemeKind.BASIC, None),
        ({"type": "oauth2", "flows": {}}, SchemeKind.BEARER, None),
        ({"type": "openIdConnect"}, SchemeKind.BEARER, None),
        ({"type": "apiKey", "in": "header", "name": "x-api-key"}, SchemeKind.HEADER, "x-api-key"),
        ({"type": "apiKey", "in": "query", "name": "key"}, SchemeKind.QUERY, "key"),
        ({"type": "apiKey", "in": "cookie", "name": "sid"}, SchemeKind.COOKIE, "sid"),
    ],
)
def test_a_credential_travels_as_its_scheme_says(
    scheme: Tree, kind: SchemeKind, name: str | None
) -> None:
    whole = openapi({PATH: stop(None)}, components={"securitySchemes": {"k": scheme}})
    found = clean(whole).security_schemes["k"]
    assert (found.kind, found.name, found.definition) == (kind, name, scheme)


ALTERNATIVES: list[tuple[Any, Any, Any]] = [
    (None, None, ()),
    (None, [], ({},)),
    ([{"k": []}], None, ({"k": ()},)),
    ([{"k": []}], [], ({},)),
    ([{"k": []}], [{"l": ["read"]}, {}], ({"l": ("read",)}, {})),
    (None, [{"k": [], "l": []}], ({"k": (), "l": ()},)),
    (None, [{"m": [], "k": []}, {"m": []}], ({"k": ()}, {})),
]


@pytest.mark.parametrize(("whole", "own", "expected"), ALTERNATIVES)
def test_an_operation_has_its_own_alternatives_or_those_of_the_document(
    whole: Any, own: Any, expected: Any
) -> None:
    item = stop(None, **({} if own is None else {"security": own}))
    members = {} if whole is None else {"security": whole}
    schemes = {
        "securitySchemes": {"k": BEARER, "l": {"type": "oauth2"}, "m": {"type": "mutualTLS"}}
    }
    tree = openapi({PATH: item}, components=schemes, **members)
    assert clean(tree).operations[0].security == expected


def test_an_alternative_that_nobody_declares_is_left_out_with_a_note() -> None:
    item = stop(None, security=[{"gone": []}, {"k": []}])
    made, found = lowered(openapi({PATH: item}, components={"securitySchemes": {"k": BEARER}}))
    assert made.operations[0].security == ({"k": ()},)
    assert [(entry.severity, entry.code) for entry in found] == [
        (Severity.NOTE, Code.UNSUPPORTED_SECURITY)
    ]
    assert "'gone'" in found[0].message


@pytest.mark.parametrize(
    ("text", "kind", "prefix"),
    [
        (None, SchemeKind.HEADER, None),
        ("The key as it is.", SchemeKind.HEADER, None),
        ("Without 'Bearer' before it.", SchemeKind.HEADER, None),
        ("Send `Bearer <token>`.", SchemeKind.BEARER, None),
        ('Token authentication with required prefix "Token"', SchemeKind.HEADER, "Token"),
    ],
)
def test_a_word_goes_before_a_key_only_where_that_is_documented(
    text: str | None, kind: SchemeKind, prefix: str | None
) -> None:
    scheme: Tree = {"type": "apiKey", "in": "header", "name": "Authorization"}
    scheme |= {"description": text} if text else {}
    item = stop(None, security=[{"k": []}])
    made = clean(openapi({PATH: item}, components={"securitySchemes": {"k": scheme}}))
    assert (made.security_schemes["k"].kind, made.security_schemes["k"].prefix) == (kind, prefix)


@pytest.mark.parametrize(
    "scheme",
    [{"type": "http", "scheme": "digest"}, {"type": "apiKey", "in": "body", "name": "k"}, {}, None],
)
def test_a_call_that_nobody_could_authenticate_is_an_error(scheme: Tree | None) -> None:
    schemes = {} if scheme is None else {"k": scheme}
    item = stop(None, security=[{"k": []}])
    _, found = lowered(openapi({PATH: item}, components={"securitySchemes": schemes}))
    assert [item.severity for item in found if item.position.file.endswith("/security")] == [
        Severity.ERROR
    ]
    assert {item.code for item in found} == {Code.UNSUPPORTED_SECURITY}
    assert all("'k'" in item.message for item in found)


def test_what_readers_and_overlays_add_is_kept() -> None:
    limits = [{"tier": "free", "requests": 20, "seconds": 3600}, {"tier": "big", "requests": None}]
    states = {"pointer": "/data/status", "running": ["PENDING"], "ended": ["DONE", 1]}
    states |= {"stopped": ["DONE"]}
    found = operation(
        **{"x-rate-limits": limits, "x-run-states": states, "x-inferred": True},
        **{"x-status-operation": "get /jobs/{id}"},
    )
    assert found.rate_limits == (
        RateLimit(tier="free", requests=20, seconds=3600),
        RateLimit(tier="big", requests=None, seconds=None),
    )
    assert found.states == RunStates(
        pointer=("data", "status"), running=("PENDING",), ended=("DONE",), stopped=("DONE",)
    )
    assert found.purpose is Purpose.STATUS
    assert found.inferred
    assert found.status_operation == ("GET", "/jobs/{id}")


@pytest.mark.parametrize(
    ("spelled", "expected"),
    [
        ({"status": 200}, OutcomeRule(status="200", outcome=Outcome.STOPPED)),
        ({"status": "4xx"}, OutcomeRule(status="4XX", outcome=Outcome.STOPPED)),
        ({"status": "default"}, OutcomeRule(status="default", outcome=Outcome.STOPPED)),
        (
            {"status": "200", "pointer": "/a~1b/0", "equals": None},
            OutcomeRule(status="200", outcome=Outcome.STOPPED, pointer=("a/b", "0"), equals=None),
        ),
        (
            {"status": "200", "pointer": "/a%2Fb", "equals": True},
            OutcomeRule(status="200", outcome=Outcome.STOPPED, pointer=("a%2Fb",), equals=True),
        ),
        (
            {"status": "200", "pointer": "", "equals": "x"},
            OutcomeRule(status="200", outcome=Outcome.STOPPED, pointer=(), equals="x"),
        ),
    ],
)
def test_an_outcome_rule_that_was_written_by_hand_holds(spelled: Tree, expected: Any) -> None:
    rules = [spelled | {"outcome": "STOPPED"}]
    assert operation(**{"x-stop-outcomes": rules}).rules == (expected,)


@pytest.mark.parametrize(
    "spelled",
    [
        [{"status": "200"}],
        [{"outcome": "STOPPED"}],
        [{"status": "200", "outcome": "stopped"}],
        [{"status": "200", "outcome": "STOPPED", "pointer": "data/status"}],
        [{"status": "200", "outcome": "STOPPED", "pointer": 5}],
        [{"status": "200", "outcome": "STOPPED", "equals": "x"}],
        [{"status": "200", "outcome": "STOPPED", "pointer": "/a", "equals": []}],
        [{"status": ["200"], "outcome": "STOPPED"}],
        ["STOPPED"],
        {"status": "200", "outcome": "STOPPED"},
        "STOPPED",
    ],
)
def test_an_outcome_rule_that_cannot_be_meant_is_an_error(spelled: Any) -> None:
    found = only(openapi({PATH: stop(None, **{"x-stop-outcomes": spelled})}))
    assert (found.code, found.severity) == (Code.BAD_OUTCOME_RULE, Severity.ERROR)


KEYS = st.sampled_from(
    "openapi info title paths components schemas parameters responses securitySchemes post get $ref "
    "servers url variables default enum security requestBody content schema properties items allOf "
    "oneOf type required name in description const examples example value additionalProperties "
    "discriminator mapping x-stop-outcomes x-run-states x-rate-limits x-status-operation status "
    "outcome pointer equals x-extensible-enum format 200 application/json A /jobs/{id}/stop".split()
)
POINTERS = st.lists(KEYS, max_size=4).map(
    lambda parts: "#/" + "/".join(part.replace("/", "~1") for part in parts)
)
TREES: st.SearchStrategy[Any] = st.recursive(
    SCALARS | KEYS | POINTERS | st.sampled_from([math.nan, "object", "array", "STOPPED"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=25,
)


@given(st.dictionaries(KEYS, TREES) | st.dictionaries(st.text(), JSON))
@settings(max_examples=200)
def test_a_tree_of_any_shape_gives_a_provider_or_says_why_not(tree: Any) -> None:
    provider, _ = collect(lower(describe(tree)))
    assert isinstance(provider, Provider)


@given(TREES, TREES, TREES, TREES)
@settings(max_examples=200)
@example({"$ref": "#/components/schemas/A/$ref"}, 5, [], {"$ref": "#/paths"})
def test_a_part_of_any_shape_gives_a_provider_or_says_why_not(
    answer: Any, body: Any, named: Any, operation: Any
) -> None:
    paths = {PATH: stop(answer, body), "/b/stop": {"post": operation}, "/c/stop": operation}
    provider, found = lowered(openapi(paths, dict.fromkeys(NAMES, named)))
    assert all(item.message and item.position for item in found)
    assert len(provider.operations) >= 1
