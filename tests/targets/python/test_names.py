from __future__ import annotations

import ast
import builtins
import keyword
import unicodedata
from collections.abc import Callable, Iterable

import pydantic
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stopgen.targets.python.names import (
    argument_name,
    class_name,
    constant_name,
    distinct,
    field_name,
    method_name,
    package_name,
)

Naming = Callable[[str], str]
NAMINGS: list[Naming] = [argument_name, class_name, constant_name, field_name, method_name]
HARD = [
    *("", " ", "_", "__", "-", "😀", "1", "1a", "²", "½", "a-b", "a.b", "a b", "ab\n", "é", "ﬁ"),
    *(
        "e\u0301",
        "\u0301a",
        "ı",
        "İ",
        "ß",
        "ŉ",
        "ǰ",
        "ΐ",
        "ﬀ",
        "Ⅳ",
        "ª",
        "停止",
        "रोकें",
        "𝐜𝐥𝐚𝐬𝐬",
        "\ud800",
    ),
    *("__class__", "__init__", "_private", "self", "cls", "match", "case", "type", "print"),
    *keyword.kwlist,
    *dir(builtins),
]


@pytest.mark.parametrize("naming", NAMINGS)
@given(st.one_of(st.text(), st.text(st.characters(exclude_categories=[])), st.sampled_from(HARD)))
def test_any_text_becomes_a_free_identifier(naming: Naming, text: str) -> None:
    check_identifier(naming(text))


@pytest.mark.parametrize("naming", NAMINGS)
def test_every_hard_case_becomes_a_free_identifier(naming: Naming) -> None:
    for text in HARD:
        check_identifier(naming(text))


def check_identifier(name: str) -> None:
    assert name.isidentifier()
    assert not keyword.iskeyword(name)
    assert not name.startswith("_")
    assert unicodedata.normalize("NFKC", name) == name
    tree = ast.parse(f"{name} = 1")
    assert isinstance(tree.body[0], ast.Assign)


@pytest.mark.parametrize(
    ("naming", "text", "expected"),
    [
        (argument_name, "taskId", "task_id"),
        (argument_name, "x-trace-id", "x_trace_id"),
        (argument_name, "class", "class_"),
        (argument_name, "self", "self_"),
        (argument_name, "operations", "operations_"),
        (argument_name, "1st", "v1_st"),
        (argument_name, "😀", "value"),
        (argument_name, "停止", "停止"),
        (method_name, "stop_job", "stop_job"),
        (method_name, "close", "close_"),
        (method_name, "import", "import_"),
        (method_name, "str", "str_"),
        (method_name, "", "call"),
        (field_name, "conversationId", "conversation_id"),
        (field_name, "type", "type"),
        (field_name, "model", "model"),
        (field_name, "model_name", "model_name"),
        (field_name, "model_config", "field_model_config"),
        (field_name, "model_validate", "field_model_validate"),
        (field_name, "copy", "copy_"),
        (field_name, "date", "date_"),
        (field_name, "__root__", "root"),
        (field_name, "_private", "private"),
        (class_name, "stop_job_response", "StopJobResponse"),
        (class_name, "HTTPValidationError", "HTTPValidationError"),
        (class_name, "BaseModel", "BaseModelModel"),
        (class_name, "Client", "ClientModel"),
        (class_name, "None", "None_"),
        (class_name, "1", "M1"),
        (class_name, "", "Model"),
        (constant_name, "stop_job", "STOP_JOB"),
        (constant_name, "", "VALUE"),
    ],
)
def test_a_name_says_what_it_was_made_of(naming: Naming, text: str, expected: str) -> None:
    assert naming(text) == expected


def test_a_class_takes_no_name_that_means_something_else() -> None:
    assert class_name("NotFoundError", ["NotFoundError"]) == "NotFoundErrorModel"


@pytest.mark.parametrize(
    "attribute", [n for n in dir(pydantic.BaseModel) if not n.startswith("__")]
)
def test_no_field_hides_what_models_offer(attribute: str) -> None:
    assert field_name(attribute) not in dir(pydantic.BaseModel)


@given(st.text())
@example("Model_Dump")
def test_no_field_hides_anything_of_a_model(text: str) -> None:
    assert field_name(text) not in dir(pydantic.BaseModel)
    assert not field_name(text).startswith(("model_validate", "model_dump"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fay", "fay"),
        ("my-platform.ai", "my_platform_ai"),
        ("My Platform", "my_platform"),
        ("ｆａｙ", "fay"),
        ("class", None),
        ("1up", None),
        ("", None),
        ("_runtime", None),
        ("-x", None),
        ("..", None),
        ("a/b", None),
        ("a\\b", None),
        ("a\nb", None),
        ("é", None),
        ("a;import os", None),
    ],
)
def test_a_folder_names_a_package_or_is_refused(text: str, expected: str | None) -> None:
    assert package_name(text) == expected


@given(st.lists(st.sampled_from(["a", "a_", "a_2", "b", "class_"])), st.sets(st.sampled_from("ab")))
def test_distinct_names_are_distinct_and_keep_their_order(
    names: list[str], taken: set[str]
) -> None:
    result = distinct(names, taken)
    assert len(set(result)) == len(names)
    assert not taken & set(result)
    for name, free in zip(names, result, strict=True):
        assert free.startswith(name.rstrip("_"))


@pytest.mark.parametrize(
    ("names", "joint", "expected"),
    [
        (["a", "b"], "_", ["a", "b"]),
        (["a", "a", "a"], "_", ["a", "a_2", "a_3"]),
        (["a", "a_2", "a"], "_", ["a", "a_2", "a_3"]),
        (["class_", "class_"], "_", ["class_", "class_2"]),
        (["Job", "Job"], "", ["Job", "Job2"]),
    ],
)
def test_a_name_that_was_used_gets_a_number(
    names: list[str], joint: str, expected: list[str]
) -> None:
    assert distinct(iter(names), joint=joint) == expected


def test_a_thousand_equal_names_are_told_apart() -> None:
    names: Iterable[str] = ["a"] * 5000
    assert len(set(distinct(names))) == 5000
