from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from readers.reading import clean, findings, folder, mapping, part, read
from stopgen import readers
from stopgen.description import Description, Json, Pointer
from stopgen.diagnostic import Code, Position, Severity, collect
from stopgen.readers.lift import lift

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

PAGE = """\
# Stop a run

> Ends it.

````yaml api.json post /runs/{run_id}/stop
paths:
  path: /runs/{run_id}/stop
  method: post
  servers:
    - url: '{base}'
      description: Anywhere
      variables:
        base:
          type: string
          description: The whole address
          default: https://api.acme.example/v1
          enum: [https://api.acme.example/v1]
  request:
    security:
      - title: Token
        parameters:
          query: {}
          header:
            Authorization:
              type: http
              scheme: bearer
              description: A token
          cookie: {}
      - title: Key & App
        parameters:
          query:
            app_id: {type: apiKey}
          header:
            x-api-key:
              type: apiKey
              description: A key
    parameters:
      path:
        run_id:
          schema:
            - type: string
              required: true
              description: Which run
              format: uuid
      query:
        limit:
          schema:
            - type: integer
              required: false
              minimum: 0
              exclusiveMinimum: true
              default: 10
              example: 5
            - type: 'null'
              required: false
          style: form
          explode: true
        level:
          schema:
            - type: enum<string>
              enum: [low, high]
              deprecated: true
      header: {}
      cookie: {}
    body:
      application/json:
        schemaArray:
          - type: object
            properties:
              user:
                allOf:
                  - type: string
                    nullable: true
                    description: Who asks
              tags:
                allOf:
                  - type: array
                    items:
                      $ref: '#/components/schemas/Tag'
              rest:
                allOf:
                  - $ref: '#/components/schemas/Tag'
                  - type: object
            required: true
            refIdentifier: '#/components/schemas/StopRequest'
            requiredProperties:
              - user
        examples:
          example:
            value: {user: <string>}
          empty: {}
        description: What to stop
  response:
    '200':
      application/json:
        schemaArray:
          - type: object
            properties:
              result:
                allOf:
                  - &ref_0
                    type: string
                    example: done
            refIdentifier: '#/components/schemas/Answer'
        examples: {}
        description: Ended
    '204':
      _mintlify/placeholder:
        schemaArray:
          - type: any
            description: Nothing to do
        examples: {}
        description: Nothing to do
    '400': {}
    '409':
      application/json:
        schemaArray:
          - type: object
            properties:
              result:
                allOf:
                  - *ref_0
            refIdentifier: '#/components/schemas/Answer'
        description: In conflict
      text/plain:
        schemaArray:
          - type: file
            contentEncoding: binary
  deprecated: true
  type: path
components:
  schemas:
    Tag:
      type: object
      properties:
        name:
          type: string
          nullable: true
````
"""
PATH = "/runs/{run_id}/stop"
STOP = ("paths", PATH, "post")
JSON = ("content", "application/json")
BODY = ("requestBody", *JSON)


def operation(text: str = PAGE) -> Any:
    return mapping(clean(text).openapi, *STOP)


def schemes(text: str = PAGE) -> Json:
    return part(clean(text).openapi, "components", "securitySchemes")


def line_with(fragment: str, text: str) -> int:
    assert text.count(fragment) == 1
    return text[: text.index(fragment)].count("\n") + 1


def at_place(text: str, position: Position) -> str:
    """Return what stands at a place, to the end of the text."""
    return "\n".join(text.split("\n")[position.line - 1 :])[position.column - 1 :]


def replaced(old: str, new: str) -> str:
    assert PAGE.count(old) == 1
    return PAGE.replace(old, new)


def test_the_whole_is_valid_openapi_3_1() -> None:
    description = clean(PAGE)
    assert description.openapi["openapi"] == "3.1.0"
    assert description.openapi["info"] == {"title": "acme", "version": "1"}
    assert list(mapping(description.openapi, "paths")) == [PATH]
    OpenAPIV31SpecValidator({**description.openapi}).validate()


def test_an_operation_takes_over_what_the_page_says() -> None:
    found = operation()
    assert (found["summary"], found["description"]) == ("Stop a run", "Ends it.")
    assert found["deprecated"] is True
    assert "deprecated" not in operation(replaced("  deprecated: true\n  type", "  type"))


def test_servers_keep_their_variables_without_a_type() -> None:
    assert clean(PAGE).openapi["servers"] == [
        {
            "url": "{base}",
            "description": "Anywhere",
            "variables": {
                "base": {
                    "default": "https://api.acme.example/v1",
                    "description": "The whole address",
                    "enum": ["https://api.acme.example/v1"],
                }
            },
        }
    ]


def test_a_default_of_a_server_is_text() -> None:
    text = replaced("default: https://api.acme.example/v1", "default: 8080")
    assert part(clean(text).openapi, "servers", 0, "variables", "base", "default") == "8080"


def test_security_entries_are_alternatives_and_their_parameters_go_together() -> None:
    assert operation()["security"] == [{"Token": []}, {"Key": [], "App": []}]
    assert schemes() == {
        "Token": {"type": "http", "description": "A token", "scheme": "bearer"},
        "Key": {"type": "apiKey", "in": "query", "name": "app_id"},
        "App": {"type": "apiKey", "description": "A key", "in": "header", "name": "x-api-key"},
    }


@pytest.mark.parametrize(
    ("title", "keys"),
    [
        ("Key, App", ["Key-App-app_id", "Key-App-x-api-key"]),
        ("'A & B & C'", ["A-B-C-app_id", "A-B-C-x-api-key"]),
        ("''", ["app_id", "x-api-key"]),
        ("'密钥'", ["app_id", "x-api-key"]),
        ("Token", ["Token-app_id", "Token-x-api-key"]),
        ("Same & Same", ["Same", "Same-2"]),
    ],
)
def test_several_parameters_of_an_entry_have_a_key_each(title: str, keys: list[str]) -> None:
    found = operation(replaced("title: Key & App", f"title: {title}"))
    assert list(found["security"][1]) == keys


def test_entries_that_say_the_same_share_a_key() -> None:
    twice = """\
      - title: Key & App
        parameters: {query: {app_id: {type: apiKey}}, header: {x-api-key: {type: apiKey}}}
"""
    found = operation(
        replaced("    parameters:\n      path:", f"{twice}    parameters:\n      path:")
    )
    assert found["security"][1:] == [{"Key": [], "App": []}, {"Key": [], "App-2": []}]


@pytest.mark.parametrize(
    ("written", "scheme"),
    [
        ("type: http\n              scheme: basic", {"type": "http", "scheme": "basic"}),
        ("type: http", {"type": "http", "scheme": "bearer"}),
        ("type: oauth2", {"type": "oauth2", "flows": {}}),
        ("type: openIdConnect", {"type": "http", "scheme": "bearer"}),
        ("type: apiKey", {"type": "apiKey", "in": "header", "name": "Authorization"}),
    ],
)
def test_every_type_of_security_is_understood(written: str, scheme: Json) -> None:
    text = replaced("type: http\n              scheme: bearer", written)
    found = schemes(text)
    assert isinstance(found, dict)
    assert found["Token"] == {**mapping(scheme), "description": "A token"}


def test_a_key_in_a_cookie_is_understood() -> None:
    text = replaced("          cookie: {}\n", "          cookie: {sid: {type: apiKey}}\n")
    found = schemes(
        text.replace(
            "          header:\n            Authorization:",
            "          header: {}\n          x-skip:\n            Authorization:",
        )
    )
    assert isinstance(found, dict)
    assert found["Token"] == {"type": "apiKey", "in": "cookie", "name": "sid"}


def test_an_unknown_type_of_security_is_an_error() -> None:
    text = replaced("type: http\n", "type: htp\n")
    assert findings(text) == [(Code.WRONG_SHAPE, ERROR, line_with("type: htp", text))]


def test_no_security_is_not_the_same_as_none_said() -> None:
    start, end = PAGE.index("      - title: Token"), PAGE.index("    parameters:\n      path:")
    none = PAGE[:start] + PAGE[end:]
    assert operation(none.replace("    security:\n", "    security: []\n"))["security"] == []
    assert "security" not in operation(none.replace("    security:\n", ""))
    open_too = none.replace("    security:\n", "    security: [{title: None, parameters: {}}]\n")
    assert operation(open_too)["security"] == [{}]


def test_parameters_are_listed_with_their_place() -> None:
    assert operation()["parameters"] == [
        {
            "name": "run_id",
            "in": "path",
            "required": True,
            "description": "Which run",
            "schema": {"type": "string", "format": "uuid"},
        },
        {
            "name": "limit",
            "in": "query",
            "schema": {
                "oneOf": [
                    {"type": "integer", "exclusiveMinimum": 0, "default": 10, "examples": [5]},
                    {"type": "null"},
                ]
            },
            "style": "form",
            "explode": True,
        },
        {
            "name": "level",
            "in": "query",
            "deprecated": True,
            "schema": {"type": "string", "enum": ["low", "high"]},
        },
    ]


def test_parameters_of_headers_and_cookies_are_read_and_paths_always_needed() -> None:
    text = PAGE.replace(
        "      header: {}\n      cookie: {}\n",
        "      header: {X-A: {schema: [{type: string, required: true}]}}\n      cookie: {b: {schema: [{type: any}]}}\n",
    ).replace("              required: true\n              description: Which run\n", "")
    found = operation(text)["parameters"]
    assert [(p["name"], p["in"], p.get("required")) for p in found] == [
        ("run_id", "path", True),
        ("limit", "query", None),
        ("level", "query", None),
        ("X-A", "header", True),
        ("b", "cookie", None),
    ]
    assert found[-1]["schema"] == {}


def test_a_body_has_its_schema_under_its_name() -> None:
    found = operation()["requestBody"]
    assert found == {
        "description": "What to stop",
        "required": True,
        "content": {
            "application/json": {
                "schema": {"$ref": "#/components/schemas/StopRequest"},
                "examples": {"example": {"value": {"user": "<string>"}}},
            }
        },
    }
    schema = part(clean(PAGE).openapi, "components", "schemas", "StopRequest")
    assert schema == {
        "type": "object",
        "properties": {
            "user": {"type": ["string", "null"], "description": "Who asks"},
            "tags": {"type": "array", "items": {"$ref": "#/components/schemas/Tag"}},
            "rest": {"allOf": [{"$ref": "#/components/schemas/Tag"}, {"type": "object"}]},
        },
        "required": ["user"],
    }


def test_a_body_that_may_be_left_out_is_not_required() -> None:
    text = replaced(
        "            required: true\n            refIdentifier", "            refIdentifier"
    )
    assert "required" not in operation(text)["requestBody"]


def test_no_body_is_no_request_body() -> None:
    start, end = PAGE.index("    body:\n"), PAGE.index("  response:\n")
    assert "requestBody" not in operation(f"{PAGE[:start]}    body: {{}}\n{PAGE[end:]}")
    assert "requestBody" not in operation(PAGE[:start] + PAGE[end:])


def test_answers_have_their_description_and_content() -> None:
    found = operation()["responses"]
    ref = {"schema": {"$ref": "#/components/schemas/Answer"}}
    assert found == {
        "200": {"description": "Ended", "content": {"application/json": ref}},
        "204": {"description": "Nothing to do"},
        "400": {"description": ""},
        "409": {
            "description": "In conflict",
            "content": {
                "application/json": ref,
                "text/plain": {"schema": {"type": "string", "format": "binary"}},
            },
        },
    }
    assert part(clean(PAGE).openapi, "components", "schemas", "Answer") == {
        "type": "object",
        "properties": {"result": {"type": "string", "examples": ["done"]}},
    }


def test_status_codes_may_be_numbers() -> None:
    assert next(iter(operation(replaced("    '200':", "    200:"))["responses"])) == "200"


def test_a_type_may_be_a_list() -> None:
    found = operation(replaced("- type: enum<string>", "- type: [string, 'null']"))
    assert found["parameters"][2]["schema"]["type"] == ["string", "null"]


def test_two_schemas_that_differ_do_not_share_a_name() -> None:
    text = PAGE.replace("                  - *ref_0", "                  - type: integer")
    found = operation(text)["responses"]["409"]["content"]["application/json"]["schema"]
    assert found == {"type": "object", "properties": {"result": {"type": "integer"}}}


def test_a_name_that_the_page_defines_refers_to_that() -> None:
    text = replaced("#/components/schemas/StopRequest", "#/components/schemas/Tag")
    found = operation(text)["requestBody"]["content"]["application/json"]["schema"]
    assert found == {"$ref": "#/components/schemas/Tag"}
    schemas = mapping(clean(text).openapi, "components", "schemas")
    assert schemas["Tag"] == {
        "type": "object",
        "properties": {"name": {"type": ["string", "null"]}},
    }


def test_a_name_that_no_component_can_have_is_none() -> None:
    text = replaced("#/components/schemas/StopRequest", "#/definitions/Stop Request")
    found = operation(text)["requestBody"]["content"]["application/json"]["schema"]
    assert found["type"] == "object"


def test_items_and_additional_properties_are_unwrapped() -> None:
    written = """\
          - type: array
            items: {allOf: [{type: string}]}
            maxItems: 3
          - type: object
            properties: {}
            additionalProperties: {allOf: [{}]}
"""
    start = PAGE.index("          - type: object\n            properties:\n              user")
    end = PAGE.index("        examples:\n          example:")
    found = operation(PAGE[:start] + written + PAGE[end:])["requestBody"]["content"]
    assert found["application/json"]["schema"] == {
        "oneOf": [
            {"type": "array", "items": {"type": "string"}, "maxItems": 3},
            {"type": "object", "properties": {}, "additionalProperties": {}},
        ]
    }


def test_what_openapi_has_room_for_is_kept() -> None:
    extra = "  operationId: stopRun\n  tags: [Runs]\n  x-beta: true\n  xMint: {href: /stop}\n"
    text = PAGE.replace("  type: path\n", f"{extra}  type: path\n")
    text = text.replace("  response:\n", "    codeSamples: [{lang: sh, source: x}]\n  response:\n")
    found = operation(text)
    assert (found["operationId"], found["tags"], found["x-beta"]) == ("stopRun", ["Runs"], True)
    assert found["x-mint"] == {"href": "/stop"}
    assert found["x-codeSamples"] == [{"lang": "sh", "source": "x"}]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  type: path\n", "  type: path\n  mood: good\n"),
        ("components:\n", "mood: 1\ncomponents:\n"),
        ("    body:\n", "    mood: 1\n    body:\n"),
        ("          style: form\n", "          mood: 1\n"),
        ("        description: What to stop\n", "        mood: 1\n"),
        ("      description: Anywhere\n", "      mood: 1\n"),
        ("              description: A token\n", "              mood: 1\n"),
        ("      - title: Token\n", "      - title: Token\n        mood: 1\n"),
    ],
)
def test_what_openapi_has_no_room_for_is_a_warning(old: str, new: str) -> None:
    text = replaced(old, new)
    assert findings(text) == [(Code.NOT_CARRIED, WARNING, line_with("mood", text))]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    body:\n", "  body:\n"),
        ("  response:\n", "response:\n"),
        ("    security:\n", "  security:\n"),
        ("    parameters:\n      path:", "  parameters:\n      path:"),
    ],
)
def test_a_part_of_the_form_in_another_place_is_an_error(old: str, new: str) -> None:
    text = replaced(f"\n{old}", f"\n{new}")
    [found] = read(text)[1]
    assert found.severity is ERROR
    lines = {place.line for place in (found.position, *found.related)}
    assert text[: text.index(f"\n{new}")].count("\n") + 2 in lines


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("  path: /runs/{run_id}/stop\n", "", "paths:"),
        ("  path: /runs/{run_id}/stop\n", "  path: runs\n", "path: runs"),
        ("  method: post\n", "", "paths:"),
        ("  method: post\n", "  method: halt\n", "method: halt"),
        ("      cookie: {}\n    body", "      cookie: []\n    body", "cookie: []"),
        ("          explode: true\n", "          explode: true\n        q: 5\n", "q: 5"),
        ("    '400': {}\n", "    '400': gone\n", "'400': gone"),
        ("    security:\n", "    security: {}\n    x-a:\n", "security: {}"),
        ("    - url: '{base}'\n", "    - base\n    - url: '{base}'\n", "base\n"),
    ],
)
def test_what_is_missing_or_of_another_shape_is_an_error(old: str, new: str, place: str) -> None:
    text = replaced(old, new)
    found = [diagnostic for diagnostic in read(text)[1] if diagnostic.severity is ERROR]
    assert {diagnostic.code for diagnostic in found} == {Code.WRONG_SHAPE}
    assert [at_place(text, diagnostic.position).startswith(place) for diagnostic in found] == [True]


def test_a_list_of_schemas_that_is_none_is_an_error() -> None:
    text = replaced(
        "        level:\n          schema:\n            - type",
        "        level:\n          schema:\n              type",
    )
    assert (Code.WRONG_SHAPE, ERROR, line_with("level:", text) + 1) in findings(text)


def test_a_server_without_an_address_is_left_out() -> None:
    text = replaced("    - url: '{base}'\n", "    - x-url: '{base}'\n")
    assert findings(text) == [(Code.WRONG_SHAPE, WARNING, 10)]
    assert "servers" not in read(text)[0][0].openapi


@pytest.mark.parametrize("kind", ["webhook", "websocket"])
def test_what_no_client_calls_is_only_noted(kind: str) -> None:
    text = replaced("  type: path\n", f"  type: {kind}\n")
    assert findings(text) == [(Code.NO_OPERATION, NOTE, line_with(kind, text))]


PLACES = {
    (): "paths:",
    STOP: "path: /runs",
    (*STOP, "summary"): "# Stop a run",
    (*STOP, "description"): "> Ends it.",
    (*STOP, "deprecated"): "deprecated: true\n  type",
    ("servers", 0, "variables", "base"): "base:\n",
    ("servers", 0, "variables", "base", "default"): "default: https",
    (*STOP, "security"): "security:\n",
    (*STOP, "security", 0): "title: Token",
    (*STOP, "security", 1, "App"): "x-api-key:",
    ("components", "securitySchemes", "Token"): "Authorization:",
    ("components", "securitySchemes", "Token", "scheme"): "scheme: bearer",
    ("components", "securitySchemes", "App", "name"): "x-api-key:",
    (*STOP, "parameters", 0): "run_id:",
    (*STOP, "parameters", 0, "description"): "description: Which run",
    (*STOP, "parameters", 0, "schema", "format"): "format: uuid",
    (*STOP, "parameters", 1, "schema"): "schema:\n            - type: integer",
    (*STOP, "parameters", 1, "schema", "oneOf", 0, "exclusiveMinimum"): "exclusiveM",
    (*STOP, "parameters", 1, "schema", "oneOf", 0, "default"): "default: 10",
    (*STOP, "parameters", 1, "schema", "oneOf", 0, "examples", 0): "example: 5",
    (*STOP, "parameters", 1, "schema", "oneOf", 1): "type: 'null'",
    (*STOP, "parameters", 1, "explode"): "explode: true",
    (*STOP, "requestBody"): "body:",
    (*STOP, *BODY, "schema", "$ref"): "refIdentifier: '#/components/schemas/StopRequest'",
    (*STOP, *BODY, "examples", "example", "value", "user"): "user: <string>",
    ("components", "schemas", "StopRequest", "properties", "user"): "user:\n",
    (
        "components",
        "schemas",
        "StopRequest",
        "properties",
        "user",
        "description",
    ): "description: Wh",
    ("components", "schemas", "StopRequest", "properties", "tags", "items", "$ref"): "$ref",
    ("components", "schemas", "StopRequest", "required", 0): "user\n        examples",
    (*STOP, "responses", "200", "description"): "description: Ended",
    (*STOP, "responses", "400"): "'400'",
    (*STOP, "responses", "409", "content", "text/plain", "schema", "format"): "type: file",
    ("components", "schemas", "Answer", "properties", "result", "examples"): "example: done",
    ("components", "schemas", "Answer", "properties", "result", "examples", 0): "example: done",
    ("components", "schemas", "Tag", "properties", "name"): "name:\n",
}


@pytest.mark.parametrize(("pointer", "place"), PLACES.items())
def test_every_part_knows_its_place(pointer: Pointer, place: str) -> None:
    description = clean(PAGE)
    assert at_place(PAGE, description.origins.position(pointer)).startswith(place)


@pytest.mark.parametrize("variable", ["STOPGEN_ORIGINALS", "STOPGEN_CORPUS"])
def test_published_pages_become_valid_openapi(variable: str) -> None:
    pages = [published for published in folder(variable) if "schemaArray" in published.text]
    assert pages
    for published in pages:
        [description], diagnostics = collect(readers.read(published))
        assert [str(diagnostic) for diagnostic in diagnostics] == []
        lifted, _ = collect(lift(description))
        assert isinstance(lifted, Description)
        OpenAPIV31SpecValidator({**lifted.openapi}).validate()
