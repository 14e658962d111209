"""Answers that reach very many schemas keep a client light."""

from __future__ import annotations

from typing import Any

import pytest

from descriptions import Tree, openapi, ref, response, stop
from stopgen.diagnostic import Code, Severity, collect
from stopgen.targets.python import generate
from targets.python.features import thing
from targets.python.support import attempt, load, platform

PATH = "/jobs/{job_id}/stop"


def chain(length: int) -> Tree:
    """Return schemas each of which holds the next, twice, and a text."""
    return {
        f"S{number}": thing(
            id={"type": "string"},
            **({"next": ref(f"S{number + 1}"), "all": {"items": ref(f"S{number + 1}")}}
               if number < length else {}),
        )
        for number in range(1, length + 1)
    }  # fmt: skip


def tree(width: int, deep: int) -> Tree:
    """Return a root with many parts, each of which has a part of its own."""
    root = thing(**{f"p{number}": ref(f"A{number}") for number in range(width)})
    parts = {f"A{number}": thing(b=ref(f"B{number}")) for number in range(width)}
    return {"Root": root, **parts, **{f"B{number}": thing(id={}) for number in range(deep)}}


def classes(whole: Tree, most: int | None = None) -> tuple[set[str], list[str]]:
    provider = platform(whole)
    files, found = collect(
        generate([provider], most_models={provider.name: most} if most else None)
    )
    assert all((item.code, item.severity) == (Code.MODELS_CUT, Severity.NOTE) for item in found)
    source = next(f.content.decode() for f in files if f.path.endswith("acme/models.py"))
    module = load(source, "stopgen_test_budget")
    return set(getattr(module, "__all__", ())), [item.message for item in found]


def test_forty_models_are_left_as_they_are() -> None:
    names, found = classes(openapi({PATH: stop(ref("S1"))}, chain(40)))
    assert (len(names), found) == (40, [])


def test_what_lies_beyond_is_plain_json_and_that_is_said() -> None:
    whole = openapi({PATH: stop(ref("S1"))}, chain(300))
    files, (found,) = attempt(platform(whole))
    assert found.severity is Severity.NOTE
    assert "reaches 300 models; beyond the nearest 40, from 'S41' on" in found.message
    assert "models" in found.message
    assert f"{PATH}/post".replace("/", "~1").removesuffix("~1post") in found.position.file
    module: Any = load(files["acme/models.py"], "stopgen_test_budget")
    assert set(module.__all__) == {f"S{number}" for number in range(1, 41)}
    value: Any = {"id": "x"}
    for _ in range(50):
        value = {"id": "z", "next": value}
    last = module.S1.model_validate(value)
    for _ in range(39):
        last = last.next
    assert isinstance(last, module.S40)
    assert isinstance(last.next, dict)


def test_the_top_is_kept_before_what_lies_below() -> None:
    names, _ = classes(openapi({PATH: stop(ref("Root"))}, tree(30, 30)), 31)
    assert names == {"Root", *(f"A{number}" for number in range(30))}


@pytest.mark.parametrize("most", [1, 5])
def test_a_project_sets_its_own_number(most: int) -> None:
    names, (found,) = classes(openapi({PATH: stop(ref("S1"))}, chain(50)), most)
    assert len(names) == most
    assert f"beyond the nearest {most}," in found


def test_fields_that_rules_read_are_kept() -> None:
    schemas = tree(60, 60)
    schemas["B59"] = thing(stopped={"type": "boolean"})
    rule = {
        "status": "200",
        "pointer": "/p59/b/stopped",
        "equals": True,
        "outcome": "STOPPED",
    }
    whole = openapi({PATH: stop(ref("Root"), **{"x-stop-outcomes": [rule]})}, schemas)
    names, _ = classes(whole)
    assert {"Root", "A59", "B59"} <= names
    assert "B58" not in names


def test_each_operation_has_its_own_share_and_errors_keep_their_shape() -> None:
    schemas = chain(3) | {"Why": thing(error=ref("Deep")), "Deep": thing(code={})}
    other = stop(ref("Deep"))
    answers = {"400": response(ref("Why"), "No."), "200": response(ref("S1"))}
    item = stop(None, responses=answers)
    names, found = classes(openapi({PATH: item, "/other/{job_id}/stop": other}, schemas), 3)
    assert names == {"S1", "S2", "Why", "Deep"}
    assert len(found) == 1


def test_parts_of_a_whole_are_no_models_by_themselves() -> None:
    parts = {f"P{number}": thing(**{f"p{number}": {}}) for number in range(50)}
    schemas = parts | {"Whole": {"allOf": [ref(name) for name in parts]}}
    names, found = classes(openapi({PATH: stop(ref("Whole"))}, schemas), 1)
    assert (names, found) == ({"Whole"}, [])
