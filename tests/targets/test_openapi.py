from __future__ import annotations

import json
from typing import Any

from hypothesis import example, given, reject, settings
from openapi_spec_validator import OpenAPIV31SpecValidator

from descriptions import (
    DOCUMENTS,
    PATH,
    Tree,
    json_content,
    lowered,
    openapi,
    parameter,
    provider,
    ref,
    response,
    stop,
)
from stopgen.hoist import hoist
from stopgen.model import Provider
from stopgen.targets.openapi import document, generate


def exported(whole: Tree) -> Any:
    return document(hoist(lowered(whole)[0]))


EVERYTHING = openapi(
    {
        PATH: {
            "summary": "of the path",
            "parameters": [parameter("trace", "header", {"type": "string"})],
            "post": {
                "operationId": "stopJob",
                "summary": "Stop a job.",
                "description": "At once.",
                "deprecated": True,
                "parameters": [
                    parameter("job_id", "path", {"type": "string", "format": "uuid"}),
                    parameter(
                        "ids", "query", {"type": "array", "items": {}}, style="form", explode=False
                    ),
                    parameter("sid", "cookie", {"type": "integer"}, deprecated=True),
                ],
                "requestBody": {
                    "description": "Why.",
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {"type": "object", "properties": {"why": ref("Reason")}},
                            "examples": {"short": {"value": {"why": "no"}}},
                        },
                        "text/plain": {"schema": {"type": "string"}},
                    },
                },
                "responses": {
                    "200": response(ref("Job")),
                    "204": {"description": ""},
                    "4XX": response({"type": "object", "properties": {"code": {}}})
                    | {"x-error-codes": ["A"]},
                    "default": response(False),
                },
                "security": [{"key": []}, {"login": ["read"]}, {}],
                "servers": [
                    {
                        "url": "https://{region}.acme.example",
                        "description": "Near you.",
                        "variables": {"region": {"default": "eu", "enum": ["eu", "us"]}},
                    }
                ],
                "x-rate-limits": [{"tier": "free", "requests": 20, "seconds": 3600}],
                "x-stop-outcomes": [
                    {"status": "200", "pointer": "/a~1b", "equals": None, "outcome": "STOPPED"},
                    {"status": "409", "outcome": "ALREADY_FINISHED"},
                ],
                "x-status-operation": "GET /jobs/{job_id}",
            },
        },
        "/jobs/{job_id}": {
            "get": {
                "operationId": "getJob",
                "parameters": [parameter("job_id", "path", {})],
                "responses": {"200": response(ref("Job"))},
                "x-inferred": True,
                "x-run-states": {"pointer": "/state", "running": ["A"], "ended": ["B"]},
            }
        },
    },
    {
        "Reason": {"type": "string", "x-extensible-enum": ["no"], "maxLength": 9},
        "Job": {
            "type": "object",
            "properties": {"next": ref("Job"), "state": {"enum": ["A", "B"]}},
            "required": ["state"],
            "additionalProperties": False,
        },
    },
    components={
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "x-key"},
            "login": {
                "type": "oauth2",
                "flows": {
                    "clientCredentials": {"tokenUrl": "https://a.b/c", "scopes": {"read": ""}}
                },
            },
        }
    },
)


def test_nothing_that_the_model_knows_is_left_out() -> None:
    made = exported(EVERYTHING)
    operation = made["paths"][PATH]["post"]
    source = EVERYTHING["paths"][PATH]["post"]
    for key in ("summary", "description", "deprecated", "servers", "security", "x-rate-limits"):
        assert operation[key] == source[key]
    assert operation["x-stop-outcomes"] == source["x-stop-outcomes"]
    assert operation["x-status-operation"] == source["x-status-operation"]
    assert operation["operationId"] == "stop_job"
    assert [entry["name"] for entry in operation["parameters"]] == ["trace", "job_id", "ids", "sid"]
    assert operation["parameters"][2:] == source["parameters"][1:]
    assert operation["requestBody"]["content"] == {
        "application/json": {
            "schema": ref("StopJobRequest"),
            "examples": {"short": {"value": {"why": "no"}}},
        },
        "text/plain": {"schema": {"type": "string"}},
    }
    assert operation["responses"] == {
        "200": response(ref("Job")),
        "204": {"description": ""},
        "4XX": response(ref("StopJobErrorResponse")) | {"x-error-codes": ["A"]},
        "default": response(False),
    }
    status = made["paths"]["/jobs/{job_id}"]["get"]
    assert status["x-inferred"] is True
    assert status["x-run-states"] == EVERYTHING["paths"]["/jobs/{job_id}"]["get"]["x-run-states"]
    named = EVERYTHING["components"]["schemas"]
    assert {name: made["components"]["schemas"][name] for name in named} == named
    assert made["components"]["securitySchemes"] == EVERYTHING["components"]["securitySchemes"]


def test_an_operation_without_answers_and_a_provider_without_operations_are_valid() -> None:
    silent = openapi({PATH: stop(responses={})})
    for whole in (silent, openapi({})):
        OpenAPIV31SpecValidator(exported(whole)).validate()


@given(DOCUMENTS)
@settings(max_examples=50)
@example(EVERYTHING)
def test_an_exported_document_exports_as_itself(whole: Tree) -> None:
    once = exported(whole)
    assert exported(once) == once


def without_defaults(tree: Tree) -> Any:
    """Leave out defaults: that one does not fit its schema is none of a generator's business."""

    def kept(members: list[tuple[str, Any]]) -> Tree:
        return {name: value for name, value in members if name != "default"}

    return json.loads(json.dumps(tree), object_pairs_hook=kept)


@given(DOCUMENTS.map(without_defaults))
@settings(max_examples=50)
@example(EVERYTHING)
def test_an_exported_document_is_valid(whole: Tree) -> None:
    made = exported(whole)
    try:
        OpenAPIV31SpecValidator(made).validate()
    except RecursionError:
        reject()  # the validator goes around in sound circles of allOf and items


def test_each_provider_is_a_file_of_stable_text() -> None:
    made = provider(openapi({PATH: stop(None, summary="Stop 停止 \x00\u2028")}))
    files = generate([made, Provider(name="other", title="Other")])
    assert [file.path for file in files] == ["acme.openapi.json", "other.openapi.json"]
    text = files[0].content.decode()
    assert "停止" in text
    assert text.endswith("}\n")
    assert json.loads(text) == document(made)


def test_half_a_character_can_be_written_and_read_back() -> None:
    made = provider(openapi({PATH: stop(None, summary="half \ud800", description="\udfff")}))
    text = generate([made])[0].content.decode()
    assert json.loads(text) == document(made)


def test_a_name_that_the_standard_does_not_allow_is_spelled_with_one_that_it_does() -> None:
    shape: Tree = {"type": "object", "properties": {"x": {}}}
    named = {"a/b~c%41": shape, "停": shape, "": shape, "u505c": shape}
    union = {"anyOf": [ref(name) for name in named]}
    made = exported(openapi({PATH: stop(union)}, named))
    OpenAPIV31SpecValidator(made).validate()
    answer = made["paths"][PATH]["post"]["responses"]["200"]
    portable = ["au2fbu7ecu2541", "u505c2", "Schema", "u505c"]
    assert answer["content"] == json_content({"anyOf": [ref(name) for name in portable]})
    assert made["components"]["schemas"] == dict.fromkeys(portable, shape)
