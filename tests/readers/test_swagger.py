from typing import Any

import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

from readers.reading import clean, document, findings, mapping, part
from stopgen.description import Description, Json
from stopgen.diagnostic import Code, Diagnostic, Severity, collect
from stopgen.readers import openapi
from stopgen.readers.lift import lift
from stopgen.select import select
from stopgen.validate import validate

CALL = ("paths", "/jobs/{id}/stop", "post")
ID = {"name": "id", "in": "path", "required": True, "type": "string"}
TEXT = """\
swagger: "2.0"
info: {title: Acme, version: "1"}
paths:
  /jobs/{id}/stop:
    post:
      parameters:
        - $ref: "#/parameters/Id"
      responses:
        "200":
          description: Stopped.
          schema:
            $ref: "#/definitions/Job"
definitions:
  Job:
    type: object
    properties:
      state: {type: strung}
parameters:
  Id: {name: id, in: path, required: true, type: string}
"""


def swagger(operation: dict[str, Any] | None = None, **members: Any) -> str:
    """Return a document with one call that stops a job."""
    parameters = [ID, *(operation or {}).pop("parameters", [])]
    call = {"responses": {"204": {"description": "Stopped."}}} | (operation or {})
    paths = {CALL[1]: {"post": call | {"parameters": parameters}}}
    whole = {"swagger": "2.0", "info": {"title": "Acme", "version": "1"}, "paths": paths}
    text: str = yaml.safe_dump(whole | members, sort_keys=False)
    return text


def converted(text: str) -> tuple[Description, list[Diagnostic]]:
    """Return what stops something, as OpenAPI 3.1."""
    selected, _ = collect(select(clean(text)))
    assert selected is not None
    lifted, found = collect(lift(selected))
    assert lifted is not None
    return lifted, found


def sound(text: str) -> Json:
    """Return the tree of a document without faults; an independent validator has none to tell, either."""
    lifted, found = converted(text)
    assert found == []
    assert [str(finding) for finding in collect(validate(lifted))[1]] == []
    OpenAPIV31SpecValidator({**lifted.openapi}).validate()
    return lifted.openapi


def call(operation: dict[str, Any], **members: Any) -> Json:
    return part(sound(swagger(operation, **members)), *CALL)


@pytest.mark.parametrize(
    ("members", "urls"),
    [
        ({"host": "api.acme.example", "schemes": ["https"]}, ["https://api.acme.example"]),
        (
            {"host": "api.acme.example", "basePath": "/v1/", "schemes": ["http", "https"]},
            ["https://api.acme.example/v1", "http://api.acme.example/v1"],
        ),
        ({"host": "api.acme.example", "basePath": "v1"}, ["https://api.acme.example/v1"]),
        ({"host": "api.acme.example", "basePath": "/"}, ["https://api.acme.example"]),
        ({"host": "api.acme.example", "schemes": ["wss"]}, ["https://api.acme.example"]),
        ({"host": "http://api.acme.example/"}, ["http://api.acme.example"]),
        ({"host": "localhost:8080"}, ["http://localhost:8080"]),
        (
            {"host": "localhost", "schemes": ["https", "http"]},
            ["http://localhost", "https://localhost"],
        ),
        ({"basePath": "/v1"}, ["/v1"]),
    ],
)
def test_servers_are_made_of_host_base_path_and_schemes(
    members: dict[str, Any], urls: list[str]
) -> None:
    assert part(sound(swagger(**members)), "servers") == [{"url": url} for url in urls]


def test_without_host_and_base_path_there_is_no_server() -> None:
    assert "servers" not in mapping(sound(swagger(schemes=["https"])))


def test_an_operation_has_schemes_of_its_own() -> None:
    found = call({"schemes": ["http"]}, host="api.acme.example", schemes=["https"])
    assert part(found, "servers") == [{"url": "http://api.acme.example"}]


def test_a_body_has_each_type_that_is_consumed() -> None:
    body = {"name": "b", "in": "body", "required": True, "schema": {"type": "object"}}
    types = ["application/json", "application/vnd.acme+json"]
    found = call({"parameters": [body]}, consumes=types)
    content = {kind: {"schema": {"type": "object"}} for kind in types}
    assert part(found, "requestBody") == {"required": True, "content": content}
    assert part(call({"parameters": [body], "consumes": []}), "requestBody", "content") == {
        "application/json": {"schema": {"type": "object"}}
    }


def test_an_operation_says_itself_what_it_consumes_and_produces() -> None:
    body = {"name": "b", "in": "body", "schema": {"type": "string"}}
    answer = {"200": {"description": "", "schema": {"type": "string"}}}
    own = {"consumes": ["text/plain"], "produces": ["text/html"]}
    whole = {"consumes": ["application/json"], "produces": ["application/json"]}
    found = call({"parameters": [body], "responses": answer, **own}, **whole)
    assert list(mapping(found, "requestBody", "content")) == ["text/plain"]
    assert list(mapping(found, "responses", "200", "content")) == ["text/html"]


def test_fields_of_a_form_become_one_body() -> None:
    fields = [
        {
            "name": "why",
            "in": "formData",
            "required": True,
            "type": "string",
            "description": "Why.",
        },
        {"name": "tags", "in": "formData", "type": "array", "items": {"type": "string"}},
    ]
    found = call({"parameters": fields})
    properties = {
        "why": {"type": "string", "description": "Why."},
        "tags": {"type": "array", "items": {"type": "string"}},
    }
    schema = {"type": "object", "properties": properties, "required": ["why"]}
    form = {"schema": schema, "encoding": {"tags": {"style": "form", "explode": False}}}
    content = {"application/x-www-form-urlencoded": form}
    assert part(found, "requestBody") == {"required": True, "content": content}
    assert part(found, "parameters") == [{**_plain(ID), "schema": {"type": "string"}}]


def test_a_form_with_a_file_is_sent_in_parts() -> None:
    field = {"name": "log", "in": "formData", "type": "file"}
    found = call({"parameters": [field], "consumes": ["application/x-www-form-urlencoded"]})
    schema = part(found, "requestBody", "content", "multipart/form-data", "schema")
    assert mapping(schema, "properties", "log")["type"] == "string"


def test_fields_are_inherited_from_the_path() -> None:
    tree = yaml.safe_load(swagger())
    item = tree["paths"][CALL[1]]
    item["parameters"] = [
        {"name": "why", "in": "formData", "type": "string"},
        {"name": "how", "in": "formData", "type": "string"},
    ]
    item["post"]["parameters"] += [{"name": "how", "in": "formData", "type": "integer"}]
    content = part(sound(yaml.safe_dump(tree)), *CALL, "requestBody", "content")
    schema = part(content, "application/x-www-form-urlencoded", "schema")
    assert mapping(schema, "properties") == {"why": {"type": "string"}, "how": {"type": "integer"}}


@pytest.mark.parametrize(
    ("location", "form", "style"),
    [
        ("query", None, {"style": "form", "explode": False}),
        ("query", "csv", {"style": "form", "explode": False}),
        ("query", "multi", {"style": "form", "explode": True}),
        ("query", "ssv", {"style": "spaceDelimited", "explode": False}),
        ("query", "pipes", {"style": "pipeDelimited", "explode": False}),
        ("header", "csv", {"style": "simple"}),
    ],
)
def test_lists_are_put_together_as_their_format_says(
    location: str, form: str | None, style: dict[str, Any]
) -> None:
    listed = {"name": "ids", "in": location, "type": "array", "items": {"type": "string"}}
    found = call({"parameters": [listed | ({"collectionFormat": form} if form else {})]})
    schema = {"type": "array", "items": {"type": "string"}}
    assert part(found, "parameters", 1) == {
        "name": "ids",
        "in": location,
        **style,
        "schema": schema,
    }


@pytest.mark.parametrize(
    ("required", "severity"), [(True, Severity.ERROR), (False, Severity.WARNING)]
)
@pytest.mark.parametrize("location", ["query", "formData"])
def test_lists_parted_by_tabs_are_told(location: str, required: bool, severity: Severity) -> None:
    listed = {"name": "ids", "in": location, "type": "array", "required": required}
    text = swagger({"parameters": [listed | {"collectionFormat": "tsv"}]})
    lifted, found = converted(text)
    assert [(finding.code, finding.severity) for finding in found] == [(Code.NOT_CARRIED, severity)]
    assert "tsv" in text.splitlines()[found[0].position.line - 1]
    assert "ids" not in str(lifted.openapi)


@pytest.mark.parametrize(
    ("flow", "name"),
    [
        ("implicit", "implicit"),
        ("password", "password"),
        ("application", "clientCredentials"),
        ("accessCode", "authorizationCode"),
    ],
)
def test_every_oauth2_flow_has_its_new_name(flow: str, name: str) -> None:
    url = {"authorizationUrl": "https://a.example/auth", "tokenUrl": "https://a.example/token"}
    if flow == "implicit":
        url.pop("tokenUrl")
    elif flow != "accessCode":
        url.pop("authorizationUrl")
    old = {"type": "oauth2", "flow": flow, **url, "scopes": {"stop": "Stop jobs."}}
    tree = sound(swagger({"security": [{"O": ["stop"]}]}, securityDefinitions={"O": old}))
    flows = {name: {**url, "scopes": {"stop": "Stop jobs."}}}
    scheme = part(tree, "components", "securitySchemes", "O")
    assert scheme == {"type": "oauth2", "flows": flows}


def test_basic_authentication_and_keys_are_carried_over() -> None:
    key = {"type": "apiKey", "name": "X-Key", "in": "header"}
    schemes = {"B": {"type": "basic", "description": "Yours."}, "K": key, "Unused": key}
    tree = sound(swagger(securityDefinitions=schemes, security=[{"B": []}, {"K": []}]))
    assert part(tree, "components", "securitySchemes") == {
        "B": {"type": "http", "scheme": "basic", "description": "Yours."},
        "K": key,
    }
    assert part(tree, "security") == [{"B": []}, {"K": []}]


def test_an_operation_may_need_no_authentication() -> None:
    assert part(call({"security": []}), "security") == []


def test_shared_responses_and_definitions_become_components() -> None:
    answer = {"description": "No.", "schema": {"$ref": "#/definitions/Fault"}}
    tree = sound(
        swagger(
            {"responses": {"400": {"$ref": "#/responses/Bad"}}},
            responses={"Bad": answer, "Unused": answer},
            definitions={"Fault": {"type": "object"}, "Unused": {"type": "object"}},
        )
    )
    assert part(tree, *CALL, "responses", "400") == {"$ref": "#/components/responses/Bad"}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Fault"}}}
    assert part(tree, "components") == {
        "schemas": {"Fault": {"type": "object"}},
        "responses": {"Bad": {"description": "No.", "content": content}},
    }


def test_a_shared_body_is_put_where_it_is_used() -> None:
    shared = {"Why": {"name": "b", "in": "body", "schema": {"type": "object"}}}
    found = call({"parameters": [{"$ref": "#/parameters/Why"}]}, parameters=shared)
    assert list(mapping(found, "requestBody", "content")) == ["application/json"]


def test_examples_of_answers_are_carried_over() -> None:
    answer = {
        "description": "",
        "schema": {"type": "object"},
        "examples": {"application/json": {"stopped": True}},
    }
    found = part(call({"responses": {"200": answer}}), "responses", "200")
    assert found == {
        "description": "",
        "content": {
            "application/json": {"schema": {"type": "object"}, "example": {"stopped": True}}
        },
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"type": "string", "x-nullable": True}, {"type": ["string", "null"]}),
        (
            {"type": "file"},
            {
                "type": "string",
                "format": "binary",
                "contentMediaType": "application/octet-stream",
            },
        ),
        (
            {"type": "object", "discriminator": "kind"},
            {"type": "object", "discriminator": {"propertyName": "kind"}},
        ),
        (
            {"type": "integer", "minimum": 0, "exclusiveMinimum": True},
            {"type": "integer", "exclusiveMinimum": 0},
        ),
        (
            {"type": "object", "properties": {"type": {"type": "string", "enum": ["file"]}}},
            {"type": "object", "properties": {"type": {"type": "string", "enum": ["file"]}}},
        ),
    ],
)
def test_keywords_of_schemas_are_todays(old: Json, new: Json) -> None:
    found = call({"responses": {"200": {"description": "", "schema": old}}})
    assert part(found, "responses", "200", "content", "application/json", "schema") == new


def test_a_fault_is_told_where_it_stands_in_the_document() -> None:
    lifted, _ = converted(TEXT)
    (fault,) = [f for f in collect(validate(lifted))[1] if f.severity is Severity.ERROR]
    assert (fault.position.line, fault.position.column) == (17, 15)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("#/parameters/Id", "#/parameters/Ix", 7),
        ("#/definitions/Job", "#/definitions/Jobs", 12),
    ],
)
def test_a_reference_that_leads_nowhere_is_told_as_it_is_written(
    old: str, new: str, line: int
) -> None:
    lifted, _ = converted(TEXT.replace("strung", "string").replace(old, new))
    found = [f for f in collect(validate(lifted))[1] if f.code is Code.UNRESOLVED_REFERENCE]
    assert [(fault.position.line, new in fault.message) for fault in found] == [(line, True)]


@pytest.mark.parametrize(
    ("parameters", "line"),
    [
        ("[{name: a, in: body, schema: {}}, {name: b, in: body, schema: {}}]", 6),
        ("{name: id}", 6),
    ],
)
def test_parameters_that_make_no_request_are_told(parameters: str, line: int) -> None:
    text = TEXT.replace("strung", "string").replace(
        'parameters:\n        - $ref: "#/parameters/Id"', f"parameters: {parameters}"
    )
    lifted, found = converted(text)
    found += collect(validate(lifted))[1]
    assert {f.position.line for f in found if f.severity is Severity.ERROR} >= {line}


def test_keys_that_swagger_does_not_know_are_told() -> None:
    assert findings(f"{TEXT}servers: []\n") == [(Code.UNKNOWN_KEY, Severity.WARNING, 20)]


def test_a_document_is_recognised_in_both_languages() -> None:
    assert openapi.recognises(document(TEXT))
    assert openapi.recognises(document('{"info": {}, "swagger": "2.0"}'))


def _plain(parameter: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in parameter.items() if key != "type"}
