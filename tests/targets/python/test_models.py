from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import pydantic
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from descriptions import DOCUMENTS, Tree, ref
from stopgen.targets.python.models import build_models
from stopgen.targets.python.shapes import Shapes
from targets.python.support import (
    answering,
    generated,
    load,
    models_of,
    platform,
    raw_models_of,
)

STRING: Tree = {"type": "string"}


def thing(**properties: Any) -> Tree:
    return {"type": "object", "properties": properties}


def answer_class(schema: Any, **named: Any) -> Any:
    """Return the loaded model of an answer."""
    return raw_models_of(answering(schema, **named)).StopJobResponse


def spelled(schema: Any, **named: Any) -> dict[str, str]:
    """Return the annotations of an answer's fields, without the default null."""
    fields = answer_class(schema, **named).__annotations__
    return {name: text.removesuffix(" | None") for name, text in fields.items()}


def test_nothing_is_made_where_nothing_needs_a_class() -> None:
    assert build_models(Shapes({}, {})).names == ()
    assert "class" not in generated(answering({"items": STRING}))["models"]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (STRING, "str"),
        ({"type": "integer"}, "int"),
        ({"type": "number"}, "float"),
        ({"type": "boolean"}, "bool"),
        ({"type": "null"}, "None"),
        ({"type": "string", "format": "uuid"}, "UUID"),
        ({"type": "string", "format": "date-time"}, "datetime"),
        ({"type": "string", "format": "date"}, "date"),
        ({"type": "string", "format": "uri"}, "str"),
        ({"type": "integer", "format": "date"}, "int"),
        ({"type": "number", "format": "uuid"}, "float"),
        ({"items": STRING}, "list[str]"),
        ({"items": {"items": {"items": STRING}}}, "list[list[list[str]]]"),
        ({"type": "object"}, "dict[str, Any]"),
        ({"type": "object", "additionalProperties": STRING}, "dict[str, str]"),
        ({"type": "object", "additionalProperties": False}, "dict[str, Any]"),
        ({"enum": ["a", "b"]}, "Literal['a', 'b']"),
        ({"enum": [1, True]}, "Literal[1, True]"),
        ({"enum": [1.5]}, "Any"),
        ({"enum": []}, "Any"),
        ({"const": 'it\'s "x"'}, "Literal['it\\'s \"x\"']"),
        ({"const": {"a": 1}}, "Any"),
        ({"type": "string", "x-extensible-enum": ["a"]}, "Literal['a'] | str"),
        ({}, "Any"),
        (True, "Any"),
        (False, "Any"),
        ({"anyOf": [STRING, {"type": "integer"}]}, "str | int"),
        (ref("Id"), "UUID"),
        (ref("Job"), "Job"),
        ({"oneOf": [ref("Job"), {"items": ref("Job")}]}, "Job | list[Job]"),
    ],
)
def test_a_property_has_the_type_of_its_schema(schema: Any, expected: str) -> None:
    named = {"Id": {"type": "string", "format": "uuid"}, "Job": thing(id=STRING)}
    found = answer_class(thing(value=schema) | {"required": ["value"]}, **named).__annotations__
    assert found["value"].replace('"', "'") == expected.replace('"', "'")


@pytest.mark.parametrize(
    "schema",
    [
        {"type": ["string", "null"]},
        {"anyOf": [STRING, {"type": "null"}]},
        {"oneOf": [{"type": "null"}, STRING]},
        {"enum": ["a", None]},
        {"allOf": [{"type": ["string", "null"]}]},
        {"anyOf": [ref("Text"), {"type": "null"}]},
    ],
)
def test_null_is_taken_in_every_spelling(schema: Any) -> None:
    model = answer_class(thing(value=schema) | {"required": ["value"]}, Text=STRING)
    assert model.model_validate({"value": None}).value is None
    assert model.model_validate({"value": "a"}).value == "a"
    with pytest.raises(pydantic.ValidationError):
        model.model_validate({})


def test_what_is_not_required_can_be_absent_and_null() -> None:
    model = answer_class(thing(value=STRING))
    assert model.model_validate({}).value is None
    assert model.model_validate({"value": None}).value is None


def test_unknown_fields_are_kept_and_nothing_can_be_changed() -> None:
    found = answer_class(thing(value=STRING)).model_validate({"value": "a", "more": [1]})
    assert found.model_dump(by_alias=True) == {"value": "a", "more": [1]}
    with pytest.raises(pydantic.ValidationError):
        found.value = "b"


def test_unknown_values_of_an_open_list_are_taken() -> None:
    model = answer_class(thing(state={"type": "string", "x-extensible-enum": ["A"]}))
    assert model.model_validate({"state": "NEW"}).state == "NEW"


def test_documented_limits_are_the_platforms_to_check() -> None:
    model = answer_class(thing(value=STRING | {"maxLength": 1, "pattern": "(a+)+$"}))
    assert model.model_validate({"value": "long"}).value == "long"


def test_what_holds_at_once_is_one_flat_class() -> None:
    model = answer_class(
        {"allOf": [ref("Base"), ref("Derived"), thing(c=STRING)]},
        Base=thing(a=STRING),
        Derived={"allOf": [ref("Base"), thing(b=STRING)]},
    )
    assert model.__mro__[1] is pydantic.BaseModel
    assert list(model.model_fields) == ["a", "b", "c"]


def test_alternatives_are_told_apart_by_what_they_need() -> None:
    made = models_of(
        answering(
            thing(value={"oneOf": [ref("Cat"), ref("Dog")]}),
            Cat=thing(lives={"type": "integer"}) | {"required": ["lives"]},
            Dog=thing(tricks={"items": STRING}) | {"required": ["tricks"]},
        )
    )
    found = made.StopJobResponse.model_validate({"value": {"tricks": ["sit"]}})
    assert type(found.value) is made.Dog


def test_recursive_models_can_be_filled() -> None:
    made = models_of(
        answering(
            ref("Node"), Node=thing(name=STRING, children={"items": ref("Node")}, next=ref("Node"))
        )
    )
    wire: Tree = {
        "name": "a",
        "children": [{"name": "b", "children": [], "next": None}],
        "next": None,
    }
    node = made.Node.model_validate(wire)
    assert node.children[0].name == "b"
    assert node.model_dump(by_alias=True, exclude_unset=True) == wire


@pytest.mark.parametrize(
    "named",
    [
        {"A": ref("B"), "B": thing(a=ref("A"))},
        {"A": {"anyOf": [ref("A"), STRING]}},
        {"A": {"items": ref("A")}},
        {"A": {"allOf": [ref("A"), thing(a=STRING)]}},
        {"A": {"anyOf": [STRING, {"items": ref("A")}, {"additionalProperties": ref("A")}]}},
        {"A": {"allOf": [{"anyOf": [ref("A"), STRING]}]}},
        {"A": thing(b=ref("B")), "B": thing(c=ref("C")), "C": thing(a={"items": ref("A")})},
    ],
)
def test_circles_of_every_kind_can_be_loaded(named: Tree) -> None:
    model = answer_class(thing(value=ref("A")), **named)
    assert "value" in model.model_fields


NAMES = [
    *("", " ", "{{x}}", 'a"b', "a'b", "a\\b", "a\nb", "\x00", "\u2028", "e\u0301", "😀", "😁"),
    *"model_config copy json schema __root__ root _private model_validate model_fields".split(),
    *"model_dump model_name self cls class def None True é ﬁ 1a a-b a_b a.b A_B _a_b 停止".split(),
    *"str int list dict date datetime uuid UUID Any BaseModel Field field Literal Union".split(),
    *"annotations type id object print match super from validate construct ConfigDict".split(),
    *"model_rebuild model_post_init fields computed_fields stopgen_name_1 __a_b__".split(),
    *"stopgen_value_1 stopgen_text_1 StopgenClass0".split(),
]


def test_a_field_of_any_name_goes_back_to_its_name_on_the_wire() -> None:
    model = answer_class(thing(**dict.fromkeys(NAMES, STRING)))
    wire = {name: f"value of {number}" for number, name in enumerate(NAMES)}
    found = model.model_validate(wire)
    assert found.model_extra == {}
    assert found.model_dump(by_alias=True) == wire
    assert len(model.model_fields) == len(NAMES)
    assert not set(dir(pydantic.BaseModel)) & set(model.model_fields)


def test_a_model_can_be_made_with_the_names_that_its_fields_have_in_python() -> None:
    model = answer_class(thing(**{"max-steps": {"type": "integer"}}))
    assert model(max_steps=3).model_dump(by_alias=True, exclude_unset=True) == {"max-steps": 3}


def test_a_name_that_is_fit_stays_as_it_is() -> None:
    assert list(spelled(thing(**{"a-b": STRING, "a_b": STRING, "aB": STRING}))) == [
        "a_b_2",
        "a_b",
        "a_b_3",
    ]


SPECIAL = """
    str None class BaseModel Any Literal Field RootModel Model Client AsyncClient NotFoundError List
    Optional Enum datetime UUID uuid self model type object Dict annotations date
"""
ALIKE = """
    1st é Root Union Annotated ConfigDict Outcome StopgenClass0 stopgen_name_0
    job Job JOB j-ob Job2 Job_2
"""


@pytest.mark.parametrize("words", [SPECIAL, ALIKE])
def test_a_schema_of_any_name_can_be_loaded(words: str) -> None:
    names = words.split()
    named = {name: thing(**{f"of {name}": STRING}) for name in names}
    made = models_of(answering(thing(**{name: ref(name) for name in names}), **named))
    found = made.StopJobResponse.model_validate({name: {f"of {name}": name} for name in names})
    assert found.model_extra == {}
    for field, value in found:
        assert value.model_extra == {}, field
    classes = {type(value).__name__ for _, value in found}
    assert len(classes) == len(names)
    assert classes | {"StopJobResponse"} == set(made.__all__)


def test_no_class_takes_the_name_of_an_exception_or_a_client() -> None:
    named = {
        name: thing(a=STRING) for name in ("NotFoundError", "Client", "Outcome", "StatusError")
    }
    whole = answering(thing(**{name: ref(name) for name in named}), **named)
    exported = generated(whole)["__init__"]
    names = load(
        exported.replace("from .._runtime.lazy import loader", "loader = print"), "x"
    ).__all__
    assert len(names) == len(set(names))
    assert {f"{name}Model" for name in named} <= set(names)


def test_documents_say_what_classes_and_fields_are() -> None:
    schema = thing(value=STRING | {"description": 'The "value"\\'}) | {"description": "An answer."}
    source = generated(answering(schema))["models"]
    assert '"""An answer."""' in source
    assert '"""The "value"\\\\"""' in source
    assert answer_class(schema).__doc__ == "An answer."


def test_text_that_looks_like_a_placeholder_is_only_text() -> None:
    payload = '"""\nraise SystemExit\n"""'
    schema = thing(
        a=STRING | {"description": "'stopgen_value_0' stopgen_text_0 stopgen_name_1 StopgenClass0"},
        b={"enum": [payload, "stopgen_text_0", "stopgen_value_99", "StopgenClass0"]},
    )
    model = answer_class(schema)
    assert model.model_validate({"b": payload}).b == payload
    assert model.model_validate({"b": "StopgenClass0"}).b == "StopgenClass0"
    assert (
        "'stopgen_value_0' stopgen_text_0 stopgen_name_1 StopgenClass0"
        in (generated(answering(schema))["models"])
    )


def test_half_a_character_breaks_no_model() -> None:
    model = answer_class(thing(**{"\ud83d": STRING, "a": {"enum": ["\udfff"]}}))
    assert model.model_validate({"\ufffd": "a"}).value == "a"


def test_values_keep_their_types() -> None:
    schema = thing(**{"a-b": {"type": "string", "format": "uuid"}, "c": {"enum": [True, 1, "1"]}})
    found = answer_class(schema).model_validate({"a-b": str(UUID(int=7)), "c": "1"})
    assert found.a_b == UUID(int=7)
    assert found.model_dump(mode="json", by_alias=True) == {"a-b": str(UUID(int=7)), "c": "1"}


def test_objects_can_be_nested_as_deep_as_a_description_may_be() -> None:
    inner: Tree = STRING
    for _ in range(60):
        inner = thing(a=inner)
    wire: Any = "end"
    for _ in range(60):
        wire = {"a": wire}
    model = answer_class(inner)
    assert model.model_validate(wire).model_dump(by_alias=True) == wire


def test_lists_can_be_nested_as_deep_as_a_description_may_be() -> None:
    inner: Tree = STRING
    for _ in range(120):
        inner = {"items": inner}
    assert spelled(thing(a=inner)) == {"a": "Any"}


@given(DOCUMENTS)
@settings(max_examples=25)
@example(answering(thing(), A={"allOf": [ref("A")]}))
def test_models_of_every_document_can_be_loaded(whole: Tree) -> None:
    made = raw_models_of(whole)
    assert all(issubclass(getattr(made, name), pydantic.BaseModel) for name in made.__all__)


@given(st.dictionaries(st.text(max_size=6), st.just(STRING)))
@settings(max_examples=50)
def test_every_property_goes_back_to_its_name_on_the_wire(properties: Tree) -> None:
    model = answer_class(thing(**properties | {"x": STRING}))
    wire = dict.fromkeys([*properties, "x"], "v")
    found = model.model_validate(wire)
    assert found.model_extra == {}
    assert found.model_dump(by_alias=True) == wire


def test_models_are_loaded_without_a_warning_in_a_fresh_interpreter(tmp_path: Path) -> None:
    schema = thing(**dict.fromkeys(NAMES, STRING), node=ref("N"))
    source = generated(answering(schema, N=thing(n=ref("N"))))["models"]
    path = tmp_path / "models.py"
    path.write_text(source, encoding="utf-8")
    code = "import models; models.StopJobResponse.model_validate({'node': {'n': {}}})"
    command = [sys.executable, "-W", "error", "-c", code]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


def test_the_same_document_gives_the_same_models() -> None:
    whole = answering(thing(a=thing(b=ref("C"))), C=thing(d=STRING))
    assert generated(whole) == generated(whole)
    assert platform(whole) == platform(whole)
