import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from readers.reading import clean, document, line_of, mapping, part
from stopgen.description import Description, Json, JsonObject
from stopgen.diagnostic import Code, Severity, collect
from stopgen.readers import openapi
from stopgen.readers.lift import lift, lift_tree
from stopgen.readers.yaml_nodes import MOST_NESTED


def lifted_schema(schema: Json, version: str = "3.0.3") -> Json:
    tree: JsonObject = {
        "openapi": version,
        "info": {"title": "t", "version": "1"},
        "paths": {},
        "components": {"schemas": {"S": schema, "T": {"type": "string"}}},
    }
    lifted, _ = lift_tree(tree)
    OpenAPIV31SpecValidator({**lifted}).validate()
    return part(lifted, "components", "schemas", "S")


NULL: Json = {"type": "null"}
REF: Json = {"$ref": "#/components/schemas/T"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        ({"nullable": True}, {}),
        (
            {"type": "string", "enum": ["a"], "nullable": True},
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        (
            {"type": "string", "enum": ["a", None], "nullable": True},
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        ({"type": ["string"], "nullable": True}, {"type": ["string", "null"]}),
        ({"type": ["null"], "nullable": True}, {"type": ["null"]}),
        ({"enum": [1], "nullable": True}, {"enum": [1, None]}),
        ({"nullable": True, "$ref": "#/components/schemas/T"}, {"anyOf": [REF, NULL]}),
        ({"nullable": True, "allOf": [REF]}, {"anyOf": [REF, NULL]}),
        ({"nullable": True, "allOf": [REF, REF]}, {"anyOf": [{"allOf": [REF, REF]}, NULL]}),
        (
            {"description": "d", "nullable": True, "allOf": [REF], "default": None},
            {"description": "d", "default": None, "anyOf": [REF, NULL]},
        ),
        ({"anyOf": [REF], "nullable": True}, {"anyOf": [REF, NULL]}),
        ({"oneOf": [REF, NULL], "nullable": True}, {"oneOf": [REF, NULL]}),
        (
            {"type": "object", "nullable": True, "oneOf": [REF]},
            {"type": ["object", "null"], "oneOf": [REF, NULL]},
        ),
        (
            {"type": "object", "properties": {"p": {"type": "string", "nullable": True}}},
            {"type": "object", "properties": {"p": {"type": ["string", "null"]}}},
        ),
    ],
)
def test_nullable_becomes_a_type_a_value_or_a_choice(old: Json, new: Json) -> None:
    assert lifted_schema(old) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"minimum": 1, "exclusiveMinimum": False}, {"minimum": 1}),
        ({"maximum": 1.5, "exclusiveMaximum": True}, {"exclusiveMaximum": 1.5}),
        ({"exclusiveMaximum": True}, {}),
        ({"exclusiveMaximum": 3}, {"exclusiveMaximum": 3}),
    ],
)
def test_flags_beside_limits_become_limits(old: Json, new: Json) -> None:
    assert lifted_schema(old) == new


def test_an_example_becomes_examples() -> None:
    assert lifted_schema({"example": "x"}) == {"examples": ["x"]}
    assert lifted_schema({"example": None}) == {"examples": [None]}
    assert lifted_schema({"example": "x", "examples": ["y"]}) == {"examples": ["y"]}
    inner: Json = {"type": "array", "items": {"allOf": [{"example": 1}]}}
    assert lifted_schema(inner) == {"type": "array", "items": {"allOf": [{"examples": [1]}]}}


def test_encodings_are_said_with_the_keywords_of_json_schema() -> None:
    assert lifted_schema({"type": "string", "format": "byte"}) == {
        "type": "string",
        "format": "byte",
        "contentEncoding": "base64",
    }
    assert lifted_schema({"type": "string", "format": "binary"}) == {
        "type": "string",
        "format": "binary",
        "contentMediaType": "application/octet-stream",
    }
    assert lifted_schema({"type": "string", "format": "date"}) == {
        "type": "string",
        "format": "date",
    }


def test_what_meant_nothing_beside_a_reference_does_not_begin_to_mean_something() -> None:
    schema: Json = {"$ref": "#/components/schemas/T", "type": "object", "description": "d"}
    assert lifted_schema(schema) == {"$ref": "#/components/schemas/T", "description": "d"}
    assert lifted_schema(schema, "3.1.0") == schema


@pytest.mark.parametrize("keyword", ["default", "const", "enum", "example", "x-any"])
def test_what_only_looks_like_a_schema_stays(keyword: str) -> None:
    data: Json = [{"nullable": True, "type": "string", "example": 1, "properties": {"p": {}}}]
    lifted = lifted_schema({keyword: data})
    assert isinstance(lifted, dict)
    assert next(iter(lifted.values())) in (data, [data])


def test_properties_may_be_named_like_keywords() -> None:
    schema: Json = {"properties": {"nullable": {"type": "string"}, "example": {"example": 1}}}
    assert lifted_schema(schema) == {
        "properties": {"nullable": {"type": "string"}, "example": {"examples": [1]}}
    }


SCHEMA: Json = {"type": "string", "nullable": True}
LIFTED: Json = {"type": ["string", "null"]}
WHOLE: JsonObject = {
    "openapi": "3.0.0",
    "info": {"title": "t", "version": 1.5},
    "paths": {
        "/x": {
            "parameters": [{"name": "a", "in": "query", "schema": SCHEMA}],
            "post": {
                "parameters": [
                    {"name": "b", "in": "query", "content": {"text/plain": {"schema": SCHEMA}}}
                ],
                "requestBody": {
                    "content": {
                        "multipart/form-data": {
                            "schema": {"type": "object", "properties": {"p": SCHEMA}},
                            "encoding": {"p": {"headers": {"h": {"schema": SCHEMA}}}},
                        }
                    }
                },
                "responses": {
                    "200": {
                        "description": "",
                        "headers": {"h": {"schema": SCHEMA}},
                        "content": {"application/json": {"schema": SCHEMA, "example": None}},
                    }
                },
                "callbacks": {
                    "done": {
                        "{$url}": {
                            "post": {
                                "requestBody": {"content": {"text/plain": {"schema": SCHEMA}}},
                                "responses": {"200": {"description": ""}},
                            }
                        }
                    }
                },
            },
        }
    },
    "components": {
        "schemas": {"s": {"type": "array", "items": SCHEMA}},
        "parameters": {"p": {"name": "c", "in": "query", "schema": SCHEMA}},
        "headers": {"h": {"schema": SCHEMA}},
        "requestBodies": {"b": {"content": {"text/plain": {"schema": SCHEMA}}}},
        "responses": {"r": {"description": "", "content": {"text/plain": {"schema": SCHEMA}}}},
    },
}


def test_schemas_are_lifted_wherever_they_stand() -> None:
    lifted, _ = lift_tree(WHOLE)
    assert str(WHOLE).count(str(SCHEMA)) == 12
    assert str(lifted).count(str(LIFTED)) == 11
    assert "nullable" not in str(lifted)
    OpenAPIV31SpecValidator({**lifted}).validate()


def test_what_nothing_is_made_from_is_left_out() -> None:
    nowhere: Json = {"a": {"$ref": "#/nowhere"}}
    answer: JsonObject = {"description": "", "headers": nowhere, "links": nowhere}
    whole: JsonObject = {"openapi": "3.1.0", "components": {"responses": {"r": answer}}}
    lifted, _ = lift_tree(whole)
    assert lifted["components"] == {"responses": {"r": {"description": ""}}}


def test_the_tree_that_is_lifted_does_not_change() -> None:
    before = str(WHOLE)
    lift_tree(WHOLE)
    assert str(WHOLE) == before


@pytest.mark.parametrize("wrong", [None, 5, "text", [], {"a": 5}, [5], {"a": [5]}])
def test_what_has_a_wrong_shape_is_left_to_whoever_validates(wrong: Json) -> None:
    tree: JsonObject = {
        "openapi": "3.0.0",
        "paths": wrong,
        "components": {"schemas": {"s": {"properties": wrong, "allOf": wrong, "items": wrong}}},
    }
    assert lift_tree(tree)[0] == {**tree, "openapi": "3.1.0"}


def test_lifting_twice_is_lifting_once() -> None:
    once, _ = lift_tree(WHOLE)
    twice, moves = lift_tree(once)
    assert twice == once
    assert set(moves) == {()}


@pytest.mark.parametrize("version", ["3.0.0", "3.0.3", "3.1.0", "3.1.1", "3.2.0"])
def test_what_is_lifted_says_3_1_and_its_version_is_text(version: str) -> None:
    lifted, _ = lift_tree({**WHOLE, "openapi": version})
    assert lifted["openapi"] == "3.1.0"
    assert lifted["info"] == {"title": "t", "version": "1.5"}


def test_a_response_needs_no_description_in_3_2() -> None:
    tree: JsonObject = {"openapi": "3.2.0", "components": {"responses": {"r": {}}}}
    assert mapping(lift_tree(tree)[0], "components", "responses", "r") == {"description": ""}


PAGE = """\
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /x:
    post:
      requestBody:
        content:
          application/json:
            schema:
              description: d
              nullable: true
              allOf:
                - properties:
                    a:
                      nullable: true
                      $ref: '#/components/schemas/T'
                    b:
                      example: 1
      responses: {'200': {description: ''}}
components: {schemas: {T: {type: string}}}
"""


def lifted_page(text: str) -> Description:
    lifted, diagnostics = collect(lift(clean(text)))
    assert diagnostics == []
    assert lifted is not None
    return lifted


def test_lifted_parts_know_where_they_come_from() -> None:
    lifted = lifted_page(PAGE)
    body = ("paths", "/x", "post", "requestBody", "content", "application/json", "schema")
    inner = (*body, "anyOf", 0)
    assert part(lifted.openapi, *inner, "properties", "a", "anyOf", 0, "$ref")
    assert line_of(lifted, *body) == 9
    assert line_of(lifted, *body, "description") == 10
    assert line_of(lifted, *body, "anyOf") == 9
    assert line_of(lifted, *inner) == 13
    assert line_of(lifted, *inner, "properties", "a") == 14
    assert line_of(lifted, *inner, "properties", "a", "anyOf", 0, "$ref") == 16
    assert line_of(lifted, *inner, "properties", "a", "anyOf", 1) == 14
    assert line_of(lifted, *inner, "properties", "b", "examples", 0) == 18
    assert line_of(lifted, "components", "schemas", "T", "type") == 20


def test_what_stands_too_deep_is_refused() -> None:
    deep = '{"not": ' * MOST_NESTED + "{}" + "}" * MOST_NESTED
    text = f'{{"openapi": "3.0.0", "paths": {{"/x": {{"get": {{}}}}}},\n "components": {deep}}}'
    [description], _ = collect(openapi.read(document(text)))
    lifted, diagnostics = collect(lift(description))
    assert lifted is None
    assert [(d.code, d.severity, d.position.line) for d in diagnostics] == [
        (Code.TOO_DEEP, Severity.ERROR, 2)
    ]


def test_the_deepest_that_is_allowed_is_lifted() -> None:
    depth = MOST_NESTED - 3
    schema: Json = {"type": "string", "nullable": True}
    for _ in range(depth):
        schema = {"not": schema}
    tree: JsonObject = {"openapi": "3.0.0", "components": {"schemas": {"s": schema}}}
    lifted, _ = lift_tree(tree)
    assert str(lifted).count("nullable") == 0


def test_a_media_type_of_3_2_is_put_where_it_is_used_and_knows_its_place() -> None:
    answer = "{'200': {content: {a/b: {$ref: '#/components/mediaTypes/M'}}}}"
    lifted = lifted_page(
        f"openapi: 3.2.0\npaths: {{/x: {{post: {{responses: {answer}}}}}}}\n"
        "components:\n  mediaTypes:\n    M:\n      schema: {type: string}\n"
    )
    place = ("paths", "/x", "post", "responses", "200", "content", "a/b")
    assert part(lifted.openapi, *place) == {"schema": {"type": "string"}}
    assert line_of(lifted, *place, "schema") == 6
    assert "mediaTypes" not in mapping(lifted.openapi, "components")
