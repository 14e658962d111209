from __future__ import annotations

import ast
from typing import Any

import pytest
from hypothesis import given

from descriptions import JSON, SCHEMAS, lowered
from stopgen.model import (
    Anything,
    Array,
    Enumeration,
    Nothing,
    Object,
    Property,
    Reference,
    Scalar,
    ScalarType,
    Schema,
    Union,
)
from stopgen.targets.python.annotations import allows_null, annotation, fits
from targets.python.support import answering

STRING = Scalar(type=ScalarType.STRING)
INTEGER = Scalar(type=ScalarType.INTEGER)
NUMBER = Scalar(type=ScalarType.NUMBER)
BOOLEAN = Scalar(type=ScalarType.BOOLEAN)
NULL = Scalar(type=ScalarType.NULL)
CLASSES = {"job": "Job"}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (STRING, "str"),
        (INTEGER, "int"),
        (NUMBER, "float"),
        (BOOLEAN, "bool"),
        (NULL, "None"),
        (Anything(), "JsonValue"),
        (Nothing(), "JsonValue"),
        (Array(items=STRING), "list[str]"),
        (Array(items=Union(options=(STRING, NULL))), "list[str | None]"),
        (Union(options=(STRING, NULL, STRING)), "str | None"),
        (Union(options=()), "JsonValue"),
        (Reference(name="job"), "models.Job"),
        (Reference(name="gone"), "JsonValue"),
        (Object(), "dict[str, JsonValue]"),
        (Object(additional=INTEGER), "dict[str, int]"),
        (Object(properties=(Property("a", STRING),)), "dict[str, JsonValue]"),
        (Enumeration(values=("a", 'b"')), "Literal['a', 'b\"']"),
        (Enumeration(values=(None,)), "None"),
        (Enumeration(values=(1, True, None, "1")), "Literal[1, True, None, '1']"),
        (Enumeration(values=("a", "a")), "Literal['a']"),
        (Enumeration(values=("a", 1.5)), "Literal['a'] | float"),
        (Enumeration(values=(1.5, {}, [])), "float | JsonValue"),
        (Enumeration(values=()), "JsonValue"),
        (Scalar(type=ScalarType.STRING, known_values=("a",)), "Literal['a'] | str"),
        (Scalar(type=ScalarType.INTEGER, known_values=(1,)), "int"),
    ],
)
def test_a_schema_is_spelled_as_a_type(schema: Schema, expected: str) -> None:
    assert annotation(schema, CLASSES) == expected


@given(SCHEMAS)
def test_every_schema_is_spelled_as_one_expression(spelled: Any) -> None:
    provider, _ = lowered(answering(spelled))
    schema = provider.operations[0].responses[0].media[0].schema
    ast.parse(annotation(schema, {}), mode="eval")


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (NULL, True),
        (STRING, False),
        (Enumeration(values=("None",)), False),
        (Enumeration(values=("a", None)), True),
        (Union(options=(STRING, Union(options=(INTEGER, NULL)))), True),
        (Reference(name="NoneSuch"), False),
        (Array(items=NULL), False),
    ],
)
def test_null_is_allowed_where_the_type_names_it(schema: Schema, expected: bool) -> None:
    assert allows_null(schema) is expected


@pytest.mark.parametrize(
    ("value", "schema", "expected"),
    [
        ("a", STRING, True),
        (1, STRING, False),
        (1, INTEGER, True),
        (1.0, INTEGER, False),
        (True, INTEGER, False),
        (1, NUMBER, True),
        (1.5, NUMBER, True),
        (True, NUMBER, False),
        (True, BOOLEAN, True),
        ("true", BOOLEAN, False),
        (None, NULL, True),
        (None, STRING, False),
        ("a", Enumeration(values=("a",)), True),
        ("b", Enumeration(values=("a",)), False),
        (True, Enumeration(values=(1,)), False),
        ("a", Union(options=(INTEGER, STRING)), True),
        ("a", Union(options=(INTEGER, BOOLEAN)), False),
        ("a", Array(items=STRING), False),
        ("a", Object(), False),
        ("a", Anything(), True),
        ("a", Reference(name="job"), False),
    ],
)
def test_a_default_has_to_be_of_the_type(value: object, schema: Schema, expected: bool) -> None:
    assert fits(value, schema) is expected


@given(JSON)
def test_a_value_fits_the_list_that_it_is_on(value: Any) -> None:
    assert fits(value, Enumeration(values=(value,)))
