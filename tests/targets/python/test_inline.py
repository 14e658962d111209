from __future__ import annotations

from typing import Any

from hypothesis import given, settings

from descriptions import DOCUMENTS, PATH, Tree, lowered, openapi, provider, ref, stop
from stopgen.hoist import hoist
from stopgen.model import Object, Provider, Reference, Schema, parts
from stopgen.rebuild import references, schemas_in
from stopgen.targets.json_schema import json_schema
from stopgen.targets.python.inline import inline
from stopgen.targets.python.merge import merge

STRING: Tree = {"type": "string"}
JOB: Tree = {"type": "object", "properties": {"id": ref("Id")}}


def inlined(spelled: Any, **named: Any) -> Provider:
    return inline(provider(openapi({PATH: stop(spelled)}, named)))


def answer(made: Provider) -> Any:
    return json_schema(made.operations[0].responses[0].media[0].schema)


def test_names_of_plain_values_are_replaced_by_what_they_stand_for() -> None:
    named = {
        "Id": STRING,
        "State": {"enum": ["A"]},
        "Ids": {"items": ref("Id")},
        "Any": ref("Ids"),
        "Job": JOB,
    }
    made = inlined({"anyOf": [ref("Any"), ref("State"), ref("Job")]}, **named)
    assert answer(made) == {
        "anyOf": [{"type": "array", "items": STRING}, {"enum": ["A"]}, ref("Job")]
    }
    assert list(made.schemas) == ["Job"]
    assert json_schema(made.schemas["Job"]) == JOB | {"properties": {"id": STRING}}


def test_words_beside_a_reference_speak_louder_than_those_behind_it() -> None:
    named = {"Id": STRING | {"description": "behind", "default": "a"}}
    assert answer(inlined(ref("Id") | {"description": "beside"}, **named)) == (
        STRING | {"description": "beside", "default": "a"}
    )


def test_an_object_without_members_needs_no_class() -> None:
    assert answer(inlined(ref("Free"), Free={"type": "object"})) == {"type": "object"}


def test_what_is_recursive_without_an_object_in_between_becomes_any_json() -> None:
    tree = {"anyOf": [STRING, {"items": ref("Tree")}]}
    assert answer(inlined(ref("Tree"), Tree=tree)) == {
        "anyOf": [STRING, {"type": "array", "items": {}}]
    }
    assert answer(inlined(ref("A"), A=ref("B"), B={"items": ref("A")})) == {
        "type": "array",
        "items": {},
    }


def test_recursive_objects_keep_their_names() -> None:
    named = {"Node": {"properties": {"next": ref("Node"), "all": {"items": ref("Node")}}}}
    made = inlined(ref("Node"), **named)
    assert answer(made) == ref("Node")
    assert json_schema(made.schemas["Node"]) == {
        "type": "object",
        "properties": {"next": ref("Node"), "all": {"type": "array", "items": ref("Node")}},
    }


def test_a_type_that_nobody_could_read_becomes_any_json() -> None:
    deep: Any = STRING
    for _ in range(40):
        deep = {"items": deep}
    assert answer(inlined(deep)) == {}
    wide = {"anyOf": [{"const": number} for number in range(300)]}
    assert answer(inlined(wide)) == {}


def test_a_list_of_values_that_nobody_reads_becomes_what_they_have_in_common() -> None:
    texts = [f"v{number}" for number in range(501)]
    assert answer(inlined({"enum": texts[:500]})) == {"enum": texts[:500]}
    assert answer(inlined({"enum": texts, "title": "T"})) == STRING | {"title": "T"}
    assert answer(inlined({"enum": [*texts, 1]})) == {}
    assert answer(inlined(STRING | {"x-extensible-enum": texts})) == STRING
    named = {"Job": {"properties": {"state": {"enum": texts}}}}
    made = inlined(ref("Job"), **named)
    assert json_schema(made.schemas["Job"]) == {"type": "object", "properties": {"state": STRING}}


def test_names_that_double_at_every_step_do_not_blow_up() -> None:
    named = {f"S{i}": {"anyOf": [ref(f"S{i + 1}"), {"items": ref(f"S{i + 1}")}]} for i in range(60)}
    made = inlined(ref("S0"), **named, S60=STRING)
    assert len(str(answer(made))) < 20_000


def depth(schema: Schema) -> int:
    return 1 + max((depth(part) for part in parts(schema)), default=0)


@given(DOCUMENTS)
@settings(max_examples=50)
def test_every_reference_that_is_left_leads_to_an_object_with_members(whole: Tree) -> None:
    made = inline(hoist(merge(hoist(lowered(whole)[0]))))
    roots = [schema for op in made.operations for schema in schemas_in(op)]
    for reference in references((*roots, *made.schemas.values()), made.schemas):
        target = made.schemas[reference.name]
        assert isinstance(target, Object)
        assert target.properties
    assert all(depth(schema) <= 20 for schema in (*roots, *made.schemas.values()))
    assert not any(isinstance(schema, Reference) for schema in made.schemas.values())
