"""Shapes: inferring, merging, correcting, and the schemas that come of them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readers.reading import mapping
from stopgen.description import Json
from stopgen.readers.example_json import parse_json
from stopgen.readers.excerpt import Excerpt
from stopgen.readers.infer import infer
from stopgen.readers.shapes import (
    ITEMS,
    Shape,
    ShapeError,
    agrees,
    amend,
    correct,
    merge,
    merge_all,
    part,
    schema,
)

STRING, INTEGER, NUMBER = Shape(("string",)), Shape(("integer",)), Shape(("number",))
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
    max_leaves=15,
)


def shape_of(*examples: Json) -> Shape:
    texts = (Excerpt("acme/stop.md", json.dumps(example)) for example in examples)
    merged = merge_all(infer(parse_json(text)) for text in texts)
    assert merged is not None
    return merged


def fits(value: Json, wanted: Json) -> bool:
    """Tell whether a value is what a schema of types, properties and items allows."""
    assert isinstance(wanted, dict)
    types = wanted.get("type", [type_of(value)])
    named = types if isinstance(types, list) else [types]
    is_named = type_of(value) in named or (type_of(value) == "integer" and "number" in named)
    match value:
        case dict():
            properties = mapping(wanted, "properties") if "properties" in wanted else {}
            return is_named and all(fits(value[name], properties.get(name, {})) for name in value)
        case list():
            return is_named and all(fits(item, wanted.get("items", {})) for item in value)
        case _:
            return is_named


def type_of(value: Json) -> str:
    names = {"bool": "boolean", "int": "integer", "float": "number", "str": "string"}
    names |= {"list": "array", "dict": "object", "NoneType": "null"}
    return names[type(value).__name__]


def schema_of(*examples: Json) -> Json:
    return schema(shape_of(*examples)).plain


@given(st.lists(JSON, min_size=1, max_size=4))
def test_every_example_fits_the_schema_inferred_from_all(examples: list[Json]) -> None:
    found = schema_of(*examples)
    assert [example for example in examples if not fits(example, found)] == []


@given(JSON, JSON)
def test_the_order_of_examples_changes_no_type(first: Json, second: Json) -> None:
    one, other = shape_of(first, second), shape_of(second, first)
    assert set(one.types) == set(other.types)
    assert set(one.properties) == set(other.properties)


SMALL: list[tuple[list[Json], Json]] = [
    ([1, 2], {"type": "integer"}),
    ([1, 2.5], {"type": "number"}),
    (["a", None], {"type": ["string", "null"]}),
    ([None], {}),
    ([True, "a"], {"type": ["boolean", "string"]}),
    ([[]], {"type": "array", "items": {}}),
    ([[1, "a"]], {"type": "array", "items": {"type": ["integer", "string"]}}),
    ([{}], {"type": "object"}),
    (
        [{"a": 1}, {"b": None}],
        {"type": "object", "properties": {"a": {"type": "integer"}, "b": {}}},
    ),
]


@pytest.mark.parametrize(("examples", "expected"), SMALL)
def test_schemas_are_as_small_as_the_examples_allow(examples: list[Json], expected: Json) -> None:
    assert schema_of(*examples) == expected


@pytest.mark.parametrize(
    ("shown", "stated", "types", "is_agreed"),
    [
        (INTEGER, NUMBER, ("number",), True),
        (Shape(("null",)), STRING, ("string", "null"), True),
        (Shape(), STRING, ("string",), True),
        (STRING, Shape(), ("string",), True),
        (STRING, INTEGER, ("integer", "string"), False),
        (NUMBER, INTEGER, ("number",), False),
    ],
)
def test_what_is_stated_corrects_what_is_shown(
    shown: Shape, stated: Shape, types: tuple[str, ...], is_agreed: bool
) -> None:
    assert correct(shown, stated).types == types
    assert agrees(shown, stated) is is_agreed


def test_a_part_is_reached_through_objects_and_lists() -> None:
    shape = amend(Shape(), ("data", "items", ITEMS, "id"), lambda _: STRING)
    assert part(shape, ("data", "items", ITEMS, "id")) == STRING
    assert part(shape, ("data", "other")) is None
    assert schema(shape).plain == {
        "type": "object",
        "properties": {
            "data": {
                "type": "object",
                "properties": {
                    "items": {
                        "type": "array",
                        "items": {"type": "object", "properties": {"id": {"type": "string"}}},
                    }
                },
            }
        },
    }


def test_a_name_below_a_list_means_its_items() -> None:
    shape = Shape(("array",), items=Shape(("object",), properties={"id": INTEGER}))
    assert part(shape, ("id",)) == INTEGER
    assert part(amend(shape, ("name",), lambda _: STRING), (ITEMS, "name")) == STRING


def test_a_value_without_parts_says_where_it_is() -> None:
    shape = Shape(("object",), properties={"a": STRING})
    with pytest.raises(ShapeError) as caught:
        amend(shape, ("a", "b"), lambda _: STRING)
    assert caught.value.path == ("a",)


def test_merging_keeps_what_either_says() -> None:
    first = Shape(("string",), known=("a",), examples=(1, True))
    second = Shape(("string",), known=("b", "a"), examples=(True, 1, "x"), required=("y",))
    merged = merge(first, second)
    assert merged.known == ("a", "b")
    assert [repr(example) for example in merged.examples] == ["1", "True", "'x'"]
    assert merged.required == ("y",)
