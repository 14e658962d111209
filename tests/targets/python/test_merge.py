from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from descriptions import DOCUMENTS, PATH, Tree, lowered, openapi, ref, stop
from stopgen.hoist import hoist
from stopgen.model import Intersection, Object, Schema, parts
from stopgen.rebuild import schemas_in
from stopgen.targets.json_schema import json_schema
from stopgen.targets.python.merge import merge

STRING: Tree = {"type": "string"}
NULL: Tree = {"type": "null"}


def thing(**properties: Any) -> Tree:
    return {"type": "object", "properties": properties}


def merged(spelled: Any, **named: Any) -> Any:
    """Return what a schema becomes, spelled as JSON Schema again."""
    provider = merge(lowered(openapi({PATH: stop(spelled)}, named))[0])
    return json_schema(provider.operations[0].responses[0].media[0].schema)


CASES: list[tuple[list[Any], Any]] = [
    ([STRING, {}], STRING),
    ([{}, {}], {"type": "object"}),
    ([{"type": "object"}, STRING], STRING),
    ([thing(a=STRING), thing(b=STRING)], thing(a=STRING, b=STRING)),
    (
        [thing(a=STRING), {"required": ["a", "z"]}],
        thing(a=STRING, z={}) | {"required": ["a", "z"]},
    ),
    ([thing(a={}), thing(a=STRING)], thing(a=STRING)),
    ([thing(a=STRING), thing(a={"type": "integer"})], thing(a={"type": "integer"})),
    ([thing(a=STRING), thing(a={"enum": ["x"]})], thing(a={"enum": ["x"]})),
    ([STRING, {"enum": ["x"]}], {"enum": ["x"]}),
    ([{"enum": ["x"]}, STRING], {"enum": ["x"]}),
    ([{"enum": ["x"]}, {"enum": ["x", "y"]}], {"enum": ["x"]}),
    ([{"type": "number"}, {"type": "integer"}], {"type": "integer"}),
    ([STRING, STRING | {"format": "uuid"}], STRING | {"format": "uuid"}),
    (
        [STRING | {"x-extensible-enum": ["a"]}, STRING],
        STRING | {"x-extensible-enum": ["a"]},
    ),
    ([{"items": {}}, {"items": STRING}], {"type": "array", "items": STRING}),
    ([STRING, thing(a={})], {}),
    ([{"items": {}}, thing(a={})], {}),
    ([{"anyOf": [STRING, NULL]}, STRING], STRING),
    (
        [{"anyOf": [thing(a={}), NULL]}, thing(b={})],
        thing(a={}, b={}),
    ),
    (
        [{"anyOf": [thing(a={}), thing(b={})]}, thing(c={})],
        {"anyOf": [thing(a={}, c={}), thing(b={}, c={})]},
    ),
    (
        [thing(a=STRING), {"type": ["object", "null"], "properties": {"b": {}}}],
        thing(b={}, a=STRING),
    ),
]


@pytest.mark.parametrize(("parts", "expected"), CASES)
def test_several_shapes_become_the_one_that_fits_all(parts: list[Any], expected: Any) -> None:
    assert merged({"allOf": parts}) == expected


def test_alternatives_that_only_require_more_do_not_split_an_object() -> None:
    spelled = thing(a=STRING, b=STRING) | {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}
    assert merged(spelled) == thing(a=STRING, b=STRING)


def test_a_union_of_too_many_options_is_not_multiplied() -> None:
    options = [thing(**{f"p{i}": {}}) for i in range(30)]
    assert merged({"allOf": [{"anyOf": options}, thing(a={})]}) == thing(a={})


def test_unions_that_multiply_at_every_step_do_not_blow_up() -> None:
    named = {
        f"S{i}": {
            "allOf": [ref(f"S{i + 1}"), {"anyOf": [ref(f"S{i + 1}"), thing(**{f"x{i}": {}})]}]
        }
        for i in range(40)
    }
    result = merged({"allOf": [ref("S0"), thing(a={})]}, **named, S40=thing(z={}))
    assert len(str(result)) < 100_000


def test_a_lonely_reference_stays_one() -> None:
    spelled = {"allOf": [ref("A"), {"description": "d"}]}
    assert merged(spelled, A=thing(a={})) == ref("A")


def test_named_schemas_are_looked_into() -> None:
    named = {"Base": thing(id=STRING), "Alias": ref("Base")}
    assert merged({"allOf": [ref("Alias"), thing(b={})]}, **named) == thing(id=STRING, b={})


def test_inheritance_over_several_steps_and_ways_is_flat() -> None:
    named = {
        "A": thing(a={}),
        "B": {"allOf": [ref("A"), thing(b={})]},
        "C": {"allOf": [ref("A"), ref("B"), thing(c={})]},
    }
    assert merged({"allOf": [ref("C"), thing(d={})]}, **named) == thing(a={}, b={}, c={}, d={})


@pytest.mark.parametrize(
    "named",
    [
        {"A": {"allOf": [ref("A"), thing(a={})]}},
        {"A": {"allOf": [ref("B"), thing(a={})]}, "B": {"allOf": [ref("A"), thing(b={})]}},
    ],
)
def test_a_schema_that_contains_itself_comes_to_an_end(named: Tree) -> None:
    result = merged({"allOf": [ref("A"), thing(c={})]}, **named)
    assert {"a", "c"} <= set(result["properties"])


def test_words_of_the_whole_speak_louder_than_those_of_the_parts() -> None:
    spelled = {"allOf": [thing(a={}) | {"description": "part"}, thing(b={})], "title": "Whole"}
    result = merged(spelled)
    assert (result["title"], result["description"]) == ("Whole", "part")


def inside(schema: Schema) -> list[Schema]:
    return [schema, *(inner for part in parts(schema) for inner in inside(part))]


@given(DOCUMENTS)
@settings(max_examples=50)
def test_no_intersection_is_left_and_no_property_is_lost(whole: Tree) -> None:
    provider = hoist(lowered(whole)[0])
    result = merge(provider)
    roots = [schema for op in result.operations for schema in schemas_in(op)]
    every = [inner for root in (*roots, *result.schemas.values()) for inner in inside(root)]
    assert not any(isinstance(schema, Intersection) for schema in every)
    for name, schema in provider.schemas.items():
        if isinstance(schema, Object):
            after = result.schemas[name]
            assert isinstance(after, Object)
            assert [p.name for p in after.properties] == [p.name for p in schema.properties]
