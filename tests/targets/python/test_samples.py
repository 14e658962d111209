"""Answers for fakes: what documents show, else what their shapes allow; never too much of it."""

from __future__ import annotations

import ast
import json

import pytest

from stopgen import model
from stopgen.description import Json
from stopgen.model import Property, Scalar, ScalarType
from stopgen.targets.python.literals import data_literal
from stopgen.targets.python.samples import samples_of
from stopgen.targets.python.shapes import Shapes

TEXT = Scalar(type=ScalarType.STRING)


def obj(*members: tuple[str, model.Schema]) -> model.Object:
    return model.Object(properties=tuple(Property(name, schema, True) for name, schema in members))


def made(
    schema: model.Schema, error: model.ErrorShape | None = None, **named: model.Schema
) -> Json:
    form = model.MediaType(name="application/json", schema=schema)
    response = model.Response(status="404", description="Gone.", media=(form,), error=error)
    (sample,) = samples_of(response, Shapes(named, {}))
    return sample


def test_an_example_wins_over_the_shape() -> None:
    form = model.MediaType(name="application/json", schema=TEXT, examples={"a": {"x": 1}, "b": 2})
    response = model.Response(status="200", media=(form,))
    assert samples_of(response, Shapes({}, {})) == [{"x": 1}, 2]


def test_an_answer_without_json_has_no_sample() -> None:
    assert samples_of(model.Response(status="204"), Shapes({}, {})) == []


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (Scalar(type=ScalarType.STRING, examples=("shown",)), "shown"),
        (Scalar(type=ScalarType.STRING, default="usual"), "usual"),
        (Scalar(type=ScalarType.STRING, known_values=("one", "two")), "one"),
        (Scalar(type=ScalarType.STRING, format="date"), "2025-01-01"),
        (Scalar(type=ScalarType.INTEGER, limits={"minimum": 7}), 7),
        (model.Enumeration(values=("a", "b")), "a"),
        (model.Array(items=TEXT), []),
        (model.Array(items=TEXT, limits={"minItems": 1}), ["text"]),
        (model.Union(options=(TEXT, model.Nothing())), "text"),
        (
            model.Intersection(parts=(obj(("a", TEXT)), obj(("b", TEXT)))),
            {"a": "text", "b": "text"},
        ),
        (model.Reference(name="Known"), {"inside": "text"}),
        (model.Reference(name="Unknown"), None),
        (model.Anything(), {}),
    ],
)
def test_a_shape_is_filled(schema: model.Schema, expected: Json) -> None:
    assert made(schema, Known=obj(("inside", TEXT))) == expected


def test_a_made_error_says_what_the_document_says() -> None:
    schema = obj(("error", obj(("message", TEXT), ("other", TEXT))))
    shape = model.ErrorShape(at=("error",), message="message")
    assert made(schema, shape) == {"error": {"message": "Gone.", "other": "text"}}


def test_a_shape_that_holds_itself_many_times_stays_small() -> None:
    node = obj(*((f"child{number}", model.Reference(name="Node")) for number in range(12)))
    assert len(json.dumps(made(model.Reference(name="Node"), Node=node))) < 100_000


def test_a_shape_that_is_only_itself_comes_to_an_end() -> None:
    again = model.Reference(name="Again")
    assert made(again, Again=again) is None


def test_an_enormous_example_gives_way_to_the_shape() -> None:
    deep: Json = "bottom"
    for _ in range(500):
        deep = [deep]
    form = model.MediaType(name="application/json", schema=TEXT, examples={"deep": deep})
    response = model.Response(status="200", media=(form,))
    assert samples_of(response, Shapes({}, {})) == ["text"]


@pytest.mark.parametrize(
    "value", [{'"""': ["'", "\\", "\u2028", None, True, 1.5]}, [], {}, [[{"a": {}}]], "\ud800"]
)
def test_json_is_spelled_as_a_literal_that_reads_the_same(value: Json) -> None:
    assert ast.literal_eval(data_literal(value)) == value


def test_a_number_beyond_floats_stays_a_literal() -> None:
    assert data_literal([float("inf")]) == "[1e999]"
