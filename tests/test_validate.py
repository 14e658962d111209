from __future__ import annotations

import copy
import importlib
import math
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descriptions import validated
from stopgen.description import Description, Json, JsonObject, Pointer
from stopgen.diagnostic import Code, Diagnostic, Position, Severity
from stopgen.references import at, parse, spell
from stopgen.source import Document
from stopgen.validate.cost import is_cheap
from stopgen.validate.values import DEEPEST


class PointerOrigins:
    """Answers with the pointer itself, so that a test can read it in the position."""

    def position(self, pointer: Pointer) -> Position:
        return Position(spell(pointer))


def describe(openapi: JsonObject) -> Description:
    return Description(Document("a.yaml", "p/a.yaml", "p", None, ""), openapi, PointerOrigins())


def check(openapi: JsonObject) -> tuple[bool, list[Diagnostic]]:
    description = describe(openapi)
    before = copy.deepcopy(openapi)
    returned, found = validated(description)
    assert openapi == before
    if not any(item.message.endswith("it is left out") for item in found):
        assert returned in (None, description)
    assert (returned is None) == any(item.severity is Severity.ERROR for item in found)
    return returned is not None, found


def document(**changes: Json) -> JsonObject:
    """Return a sound document about stopping a task, with other values at its top."""
    whole: JsonObject = {
        "openapi": "3.1.0",
        "info": {"title": "Tasks", "version": "1"},
        "paths": {
            "/tasks/{task_id}/stop": {
                "post": {
                    "operationId": "stopTask",
                    "parameters": [{"$ref": "#/components/parameters/task_id"}],
                    "requestBody": {
                        "content": {"application/json": {"schema": {"type": "object"}}}
                    },
                    "responses": {
                        "200": {
                            "description": "Stopped",
                            "content": {
                                "application/json": {"schema": {"$ref": "#/components/schemas/A"}}
                            },
                        }
                    },
                }
            }
        },
        "components": {
            "parameters": {
                "task_id": {
                    "name": "task_id",
                    "in": "path",
                    "required": True,
                    "schema": {"type": "string"},
                }
            },
            "schemas": {"A": {"type": "object", "properties": {"stopped": {"type": "boolean"}}}},
        },
    }
    return {**whole, **changes}


PATH = "/tasks/{task_id}/stop"
POST = f"/paths/{PATH.replace('/', '~1')}/post"
A = "/components/schemas/A"


def changed(pointer: str, value: Json) -> JsonObject:
    """Return the sound document with one part replaced or added."""
    whole = document()
    *above, last = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    here = at(whole, tuple(above))
    if isinstance(here, list):
        here[int(last)] = value
    elif isinstance(here, dict):
        here[last] = value
    return whole


def operation() -> Json:
    return at(document(), ("paths", PATH, "post"))


def test_a_sound_document_passes_without_a_word() -> None:
    assert check(document()) == (True, [])


WRONG: list[tuple[str, Json, str, str]] = [
    (
        f"{POST}/parameters",
        {},
        f"{POST}/parameters",
        "'parameters' must be an array, not an object",
    ),
    (
        "/components/parameters/task_id/in",
        "body",
        "/components/parameters/task_id/in",
        '\'in\' must be "query", "header", "path" or "cookie", not "body"',
    ),
    (
        "/components/parameters/task_id",
        {"name": "task_id", "in": "path", "required": True},
        "/components/parameters/task_id",
        "the parameter has neither 'schema' nor 'content'",
    ),
    (
        "/components/parameters/task_id",
        {"in": "path", "required": True, "schema": {}},
        "/components/parameters/task_id",
        "the parameter has no 'name'",
    ),
    (
        "/components/parameters/task_id/content",
        {"application/json": {}},
        "/components/parameters/task_id",
        "the parameter has two things that exclude each other",
    ),
    (
        f"{POST}/responses/two hundred",
        {"description": ""},
        f"{POST}/responses/two hundred",
        (
            "the list of responses knows no 'two hundred'; responses are named by a status such as "
            "200, a range such as 4XX, or default"
        ),
    ),
    (
        "/paths/tasks",
        {},
        "/paths/tasks",
        "the list of paths knows no 'tasks'; a path begins with a slash",
    ),
    (
        f"{A}/type",
        "strin",
        f"{A}/type",
        (
            '\'type\' must be "array", "boolean", "integer", "null", "number", "object", "string" or '
            'an array, not "strin"'
        ),
    ),
    (f"{A}/type", ["nul"], f"{A}/type/0", "item 1 of 'type' must be"),
    (f"{A}/properties/stopped", 1, f"{A}/properties/stopped", "'stopped' must be a boolean or an"),
    (f"{A}/required", ["a", "a"], f"{A}/required", "'required' must not name anything twice"),
    (f"{A}/allOf", [], f"{A}/allOf", "'allOf' must not be empty"),
    (
        f"{A}/properties/description",
        "text",
        f"{A}/properties/description",
        "'description' must be a boolean or an object",
    ),
    (
        "/components/securitySchemes",
        {"key": {"type": "apiKey", "in": "header"}},
        "/components/securitySchemes/key",
        "the security scheme has no 'name'",
    ),
    (
        "/components/headers",
        {"A": {"schema": {}, "style": "form"}},
        "/components/headers/A/style",
        '\'style\' must be "simple", not "form"',
    ),
    (
        "/components/headers",
        {"A": {"content": {"a/a": {}, "b/b": {}}}},
        "/components/headers/A/content",
        "'content' must not have more than 1",
    ),
    ("/openapi", "3.9.0", "/openapi", "'openapi' must look like"),
]


@pytest.mark.parametrize(("pointer", "value", "place", "message"), WRONG)
def test_what_is_wrong_is_said_in_one_sentence_at_its_place(
    pointer: str, value: Json, place: str, message: str
) -> None:
    sound, found = check(changed(pointer, value))
    assert not sound
    assert [item.code for item in found] == [Code.INVALID_DESCRIPTION] * len(found)
    assert [item.position.file for item in found] == [place]
    assert found[0].message.startswith(message)


def test_a_description_of_nothing_is_an_error() -> None:
    sound, found = check({"openapi": "3.1.0", "info": {"title": "Tasks", "version": "1"}})
    assert not sound
    assert [(item.position.file, item.message) for item in found] == [
        ("", "the description has neither 'paths' nor 'components' nor 'webhooks'")
    ]


def test_what_cannot_be_read_from_the_structure_hides_what_would_follow_from_it() -> None:
    _, found = check(changed(f"{POST}/parameters", {}))
    assert [item.code for item in found] == [Code.INVALID_DESCRIPTION]


HARMLESS: list[tuple[str, Json, str, str]] = [
    ("/info", {"title": "Tasks"}, "/info", "the info has no 'version'"),
    ("/info/license", {}, "/info/license", "the license has no 'name'"),
    ("/tags", [{}], "/tags/0", "the tag has no 'name'"),
    (f"{POST}/sumary", "Stop", f"{POST}/sumary", "the operation knows no 'sumary'"),
    (f"{POST}/responses/404", {}, f"{POST}/responses/404", "the response has no 'description'"),
    (f"{POST}/responses", {}, f"{POST}/responses", "'responses' must not be empty"),
    (
        f"{POST}/responses/4xx",
        {"description": ""},
        f"{POST}/responses/4xx",
        (
            "the list of responses knows no '4xx'; responses are named by a status such as 200, a "
            "range such as 4XX, or default"
        ),
    ),
    (
        "/servers",
        [{"url": "https://{tenant}.acme.example", "variables": {"tenant": {}}}],
        "/servers/0/variables/tenant",
        "the server variable has no 'default'",
    ),
    (
        "/components/parameters/task_id/required",
        False,
        "/components/parameters/task_id/required",
        "'required' must be true, not false",
    ),
    (f"{A}/default", [], f"{A}/default", "the default is not of the type object"),
    (
        f"{A}/properties/default",
        {"type": ["integer", "string"], "default": None},
        f"{A}/properties/default/default",
        "the default is not of the type integer or string",
    ),
    (
        "/components/schemas/List«a b»",
        {},
        "/components/schemas/List«a b»",
        "'List«a b»' is no name that the list of components can have",
    ),
]


@pytest.mark.parametrize(("pointer", "value", "place", "message"), HARMLESS)
def test_what_changes_nothing_is_a_warning(
    pointer: str, value: Json, place: str, message: str
) -> None:
    sound, found = check(changed(pointer, value))
    assert sound
    assert [(item.severity, item.position.file, item.message) for item in found] == [
        (Severity.WARNING, place, message)
    ]


LEFT_OUT: list[tuple[str, Json, str]] = [
    (f"{POST}/deprecated", "no", 'must be a boolean, not "no"'),
    (f"{POST}/operationId", 12, "must be a string, not 12"),
    (f"{POST}/summary", None, "must be a string, not null"),
    (f"{A}/examples", {"a": 1}, "must be an array, not an object"),
    (f"{A}/minLength", -1, "must not be -1 (minimum)"),
    (f"{A}/properties/stopped/pattern", 0, "must be a string, not 0"),
    (f"{A}/required", True, "must be an array, not true"),
    *(
        (
            f"{A}/type",
            name,
            (
                'must be "array", "boolean", "integer", "null", "number", "object", "string" or an '
                f'array, not "{name}"'
            ),
        )
        for name in ("bool", "String", "any")
    ),
]


@pytest.mark.parametrize(("pointer", "value", "message"), LEFT_OUT)
def test_what_makes_no_sense_and_is_not_needed_is_left_out(
    pointer: str, value: Json, message: str
) -> None:
    sound, name = changed(pointer, value), pointer.rpartition("/")[2]
    returned, found = validated(describe(sound))
    assert [(item.severity, item.position.file, item.message) for item in found] == [
        (Severity.WARNING, pointer, f"{name!r} {message}; it is left out")
    ]
    without = document()
    holder = at(without, parse(f"#{pointer.rpartition('/')[0]}") or ())
    assert isinstance(holder, dict)
    holder.pop(name, None)
    assert returned is not None
    assert returned.openapi == without


def test_a_long_value_does_not_fill_the_sentence() -> None:
    _, found = check(changed(f"{A}/type", "x" * 10_000 + "\x1b[31m\n"))
    assert len(found) == 1
    assert len(found[0].message) < 200
    assert found[0].message.isprintable()


def test_everything_wrong_is_reported_in_the_order_of_the_document() -> None:
    whole = changed(f"{A}/type", "strin")
    whole["security"] = {}
    _, found = check(whole)
    assert [item.position.file for item in found] == [f"{A}/type", "/security"]


REFERENCES: list[tuple[str, Code, str]] = [
    (
        "#/components/schemas/AA",
        Code.UNRESOLVED_REFERENCE,
        "nothing stands at '#/components/schemas/AA'; did you mean '#/components/schemas/A'?",
    ),
    ("#/nowhere/at/all", Code.UNRESOLVED_REFERENCE, "nothing stands at '#/nowhere/at/all'"),
    ("#name", Code.UNRESOLVED_REFERENCE, "'#name' is no reference; one begins with '#/'"),
    (
        "other.yaml#/A",
        Code.REMOTE_REFERENCE,
        "'other.yaml#/A' is outside this document and is not fetched; copy what it names in here",
    ),
    (
        "file:///etc/passwd",
        Code.REMOTE_REFERENCE,
        "'file:///etc/passwd' is outside this document and is not fetched; copy what it names in here",
    ),
]


@pytest.mark.parametrize(("reference", "code", "message"), REFERENCES)
def test_a_reference_that_cannot_be_followed_is_an_error(
    reference: str, code: Code, message: str
) -> None:
    sound, found = check(changed(f"{A}/properties/stopped", {"$ref": reference}))
    assert not sound
    assert [(item.code, item.position.file, item.message) for item in found] == [
        (code, f"{A}/properties/stopped/$ref", message)
    ]


@pytest.mark.parametrize("status", ["403", "5XX", "default"])
def test_an_answer_to_a_failure_that_is_not_there_is_left_out(status: str) -> None:
    place = f"{POST}/responses/{status}"
    whole = changed(place, {"$ref": "#/components/responses/Lost"})
    returned, found = validated(describe(whole))
    assert [(item.severity, item.position.file, item.message) for item in found] == [
        (
            Severity.WARNING,
            place,
            "nothing stands at '#/components/responses/Lost'; this answer is left out",
        )
    ]
    assert returned is not None
    assert returned.openapi == document()
    assert not check(changed(f"{POST}/responses/201", {"$ref": "#/components/responses/Lost"}))[0]


@pytest.mark.parametrize(
    "value",
    [
        {"example": {"$ref": "nowhere"}},
        {"default": {"$ref": "nowhere"}},
        {"examples": [{"$ref": "nowhere"}]},
        {"enum": [{"$ref": "nowhere"}]},
        {"const": {"$ref": "nowhere"}},
        {"x-note": {"$ref": "nowhere"}},
        {"properties": {"$ref": {"type": "string"}}},
    ],
)
def test_data_that_looks_like_a_reference_is_none(value: JsonObject) -> None:
    assert check(changed(A, value)) == (True, [])


@pytest.mark.parametrize(
    "name", ["example", "default", "const", "x-note", "examples", "properties"]
)
def test_a_property_may_be_named_like_a_keyword_that_holds_data(name: str) -> None:
    sound, found = check(changed(A, {"properties": {name: {"$ref": "#/components/schemas/B"}}}))
    assert not sound
    assert [item.code for item in found] == [Code.UNRESOLVED_REFERENCE]


@pytest.mark.parametrize(
    "schemas",
    [
        {"A": {"$ref": "#/components/schemas/A"}},
        {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}},
        {
            "A": {"allOf": [{"type": "object"}, {"$ref": "#/components/schemas/B"}]},
            "B": {"allOf": [{"allOf": [{"$ref": "#/components/schemas/A"}]}]},
        },
    ],
)
def test_a_schema_that_is_a_part_of_itself_is_an_error(schemas: JsonObject) -> None:
    sound, found = check(changed("/components/schemas", schemas))
    assert not sound
    assert [(item.code, item.position.file, item.message) for item in found] == [
        (Code.ENDLESS_REFERENCE, A, f"'#{A}' contains itself without end")
    ]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/A"}}},
        {"type": "array", "items": {"$ref": "#/components/schemas/A"}},
        {"additionalProperties": {"$ref": "#/components/schemas/A"}},
        {"oneOf": [{"type": "string"}, {"items": {"$ref": "#/components/schemas/A"}}]},
    ],
)
def test_a_schema_may_hold_its_own_kind(schema: JsonObject) -> None:
    assert check(changed(A, schema)) == (True, [])


def test_a_long_chain_of_references_is_no_cycle_and_ends() -> None:
    schemas: dict[str, Json] = {}
    for number in range(500):
        after: Json = {"$ref": f"#/components/schemas/S{number + 1}"}
        schemas[f"S{number}"] = {"allOf": [after, after]}
    whole = changed("/components/schemas", {**schemas, "S500": {}, "A": {}})
    assert check(whole) == (True, [])


def doubled(keyword: str, levels: int) -> JsonObject:
    """Return a document with a schema that unfolds to twice as much with each level."""
    schemas: dict[str, Json] = {"A": {"$ref": "#/components/schemas/S0"}, f"S{levels}": {}}
    for level in range(levels):
        after: Json = {"$ref": f"#/components/schemas/S{level + 1}"}
        schemas[f"S{level}"] = {keyword: [after, after], "default": 1}
    return changed("/components/schemas", schemas)


@pytest.mark.parametrize("keyword", ["allOf", "anyOf", "oneOf"])
def test_schemas_that_multiply_are_known_before_they_are_walked_through(keyword: str) -> None:
    assert is_cheap(doubled(keyword, 5))
    assert not is_cheap(doubled(keyword, 40))
    assert check(doubled(keyword, 40)) == (True, [])


def test_a_pattern_is_not_tried_on_a_default() -> None:
    schema: Json = {"type": "string", "pattern": "^(a+)+$", "default": "a" * 60 + "!"}
    assert check(changed(A, schema)) == (True, [])


def test_a_schema_that_leads_back_to_itself_costs_no_more_than_its_parts() -> None:
    schema: Json = {"anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/A"}]}
    assert is_cheap(changed(A, schema))


def test_a_placeholder_without_a_parameter_is_an_error() -> None:
    sound, found = check(changed(f"{POST}/parameters", []))
    assert not sound
    assert [(item.code, item.position.file, item.message) for item in found] == [
        (
            Code.UNDECLARED_PATH_PARAMETER,
            POST,
            "the path holds {task_id}, but no path parameter of that name is declared",
        )
    ]


def test_a_parameter_may_stand_beside_the_operations() -> None:
    item: Json = {"parameters": [{"$ref": "#/components/parameters/task_id"}]}
    whole = changed(f"/paths/{PATH.replace('/', '~1')}", item)
    post: Json = {"responses": {"200": {"description": ""}}}
    assert isinstance(item, dict)
    item["post"] = post
    assert check(whole) == (True, [])


def test_a_path_parameter_without_a_placeholder_is_an_error() -> None:
    parameter: JsonObject = {"name": "run", "in": "path", "required": True, "schema": {}}
    whole = changed(f"{POST}/parameters", [{"$ref": "#/components/parameters/task_id"}, parameter])
    sound, found = check(whole)
    assert not sound
    assert [(item.code, item.position.file) for item in found] == [
        (Code.UNUSED_PATH_PARAMETER, f"{POST}/parameters/1")
    ]


def test_a_lost_reference_is_not_followed_by_complaints_about_what_it_named() -> None:
    whole = changed(f"{POST}/parameters", [{"$ref": "common.yaml#/task_id"}])
    _, found = check(whole)
    assert [item.code for item in found] == [Code.REMOTE_REFERENCE]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/tasks/{task_id/stop", Code.INVALID_DESCRIPTION),
        ("/tasks/task_id}/stop", Code.INVALID_DESCRIPTION),
        ("/tasks/{}/stop", Code.INVALID_DESCRIPTION),
        ("/tasks/{task_id}/{task_id}/stop", Code.DUPLICATE_PARAMETER),
    ],
)
def test_a_path_whose_placeholders_are_unclear_is_an_error(path: str, code: Code) -> None:
    sound, found = check(document(paths={path: {}}))
    assert not sound
    assert [(item.code, item.position.file) for item in found] == [(code, spell(("paths", path)))]


def test_a_placeholder_may_hold_slashes() -> None:
    paths: Json = {"/tasks/{+task_id}/stop": {"post": operation()}}
    assert check(document(paths=paths)) == (True, [])


def test_a_parameter_that_is_declared_twice_is_an_error() -> None:
    reference: Json = {"$ref": "#/components/parameters/task_id"}
    sound, found = check(changed(f"{POST}/parameters", [reference, reference]))
    assert not sound
    assert [(item.code, item.position.file) for item in found] == [
        (Code.DUPLICATE_PARAMETER, f"{POST}/parameters/1")
    ]


def test_a_second_use_of_an_operation_id_is_a_warning() -> None:
    again: Json = {"post": {"operationId": "stopTask", "responses": {"200": {"description": ""}}}}
    sound, found = check(changed("/paths/~1tasks~1stop", again))
    assert sound
    assert [(item.code, item.position.file) for item in found] == [
        (Code.DUPLICATE_OPERATION_ID, "/paths/~1tasks~1stop/post/operationId")
    ]


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"default": math.nan}, f"{A}/default"),
        ({"maximum": math.inf}, f"{A}/maximum"),
        ({"description": "\ud800"}, f"{A}/description"),
        ({"properties": {"\udfff": {}}}, f"{A}/properties"),
    ],
)
def test_what_no_file_can_hold_is_an_error(value: JsonObject, place: str) -> None:
    sound, found = check(changed(A, value))
    assert not sound
    assert [(item.code, item.position.file) for item in found] == [(Code.UNUSABLE_VALUE, place)]


def test_nesting_without_end_is_an_error_and_not_a_crash() -> None:
    schema: Json = {}
    for _ in range(100_000):
        schema = {"items": schema}
    returned, found = validated(describe(changed(A, schema)))
    assert returned is None
    assert [item.code for item in found] == [Code.NESTED_TOO_DEEPLY]


def nested(levels: int) -> Json:
    schema: Json = {}
    for _ in range(levels - 1):
        schema = {"items": schema}
    return schema


def test_nesting_ends_at_the_limit() -> None:
    above = A.count("/")
    assert check(changed(A, nested(DEEPEST + 1 - above))) == (True, [])
    _, found = check(changed(A, nested(DEEPEST + 2 - above)))
    assert [item.code for item in found] == [Code.NESTED_TOO_DEEPLY]


def test_nothing_is_fetched_whatever_a_document_names() -> None:
    asked: list[str] = []

    class Recorder(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    with HTTPServer(("127.0.0.1", 0), Recorder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        schema: JsonObject = {
            "$schema": f"{url}/schema",
            "$id": f"{url}/id",
            "$dynamicRef": f"{url}/dynamic",
            "$vocabulary": {f"{url}/words": True},
            "properties": {"a": {"$ref": f"{url}/reference"}},
            "discriminator": {"propertyName": "a", "mapping": {"a": f"{url}/mapping"}},
        }
        whole = changed(A, schema)
        whole["jsonSchemaDialect"] = f"{url}/dialect"
        _, found = check(whole)
        server.shutdown()
    assert asked == []
    assert Code.REMOTE_REFERENCE in {item.code for item in found}


def test_the_engine_is_not_imported_before_it_is_needed() -> None:
    code = "import sys, stopgen.validate; sys.exit('jsonschema_rs' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def parts(value: Json, pointer: Pointer = ()) -> Iterator[Pointer]:
    """Yield the place of a value and of everything inside it."""
    yield pointer
    match value:
        case dict():
            for key, inner in value.items():
                yield from parts(inner, (*pointer, key))
        case list():
            for index, inner in enumerate(value):
                yield from parts(inner, (*pointer, index))
        case _:
            pass


PARTS = [part for part in parts(document()) if part]
NUMBERS_AND_WORDS: list[Json] = [None, True, 7, "word", [], {}, [{}], {"a": {}}]
SCHEMAS: list[Json] = [
    {"$ref": "#/components/schemas/A"},
    {"type": "object"},
    {"type": ["string", "null"]},
    {"allOf": [{}]},
    {"description": ""},
]
VALUES = NUMBERS_AND_WORDS + SCHEMAS


@settings(deadline=None)
@given(st.sampled_from(PARTS), st.sampled_from(VALUES))
def test_whatever_stands_anywhere_nothing_is_raised(pointer: Pointer, value: Json) -> None:
    validated(describe(changed(spell(pointer), copy.deepcopy(value))))


@settings(deadline=None)
@given(st.sampled_from(PARTS), st.sampled_from(VALUES))
def test_what_passes_without_a_word_also_passes_the_reference_validator(
    pointer: Pointer, value: Json
) -> None:
    reference: Any = importlib.import_module("openapi_spec_validator").OpenAPIV31SpecValidator
    whole = changed(spell(pointer), copy.deepcopy(value))
    _, found = check(whole)
    assert found or list(reference(whole).iter_errors()) == []


@pytest.mark.parametrize(
    ("types", "default"),
    [
        ("string", ""),
        ("integer", 1.0),
        ("number", 1),
        ("boolean", False),
        ("array", []),
        ("object", {}),
        (["null", "string"], None),
    ],
)
def test_a_default_of_its_type_is_no_finding(types: Json, default: Json) -> None:
    assert check(changed(f"{A}/properties/type", {"type": types, "default": default})) == (True, [])
    example: Json = {"type": "integer", "default": "a"}
    assert check(changed(f"{A}/examples", [example])) == (True, [])


def test_what_stands_below_a_name_without_a_character_is_told_at_its_place() -> None:
    is_sound, found = check(changed(f"{A}/properties", {"": {"oneOf": None}}))
    assert not is_sound
    assert [item.position.file for item in found] == [f"{A}/properties//oneOf"]
