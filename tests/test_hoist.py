from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from descriptions import DOCUMENTS, PATH, Tree, lowered, openapi, provider, ref, response, stop
from stopgen.hoist import hoist, member_name
from stopgen.model import Array, Intersection, Object, Provider, Reference, Scalar, Schema, Union
from stopgen.rebuild import references, schemas_in

CONVERSATION = "/conversations/{id}/stop"


def thing(**properties: Any) -> Tree:
    return {"type": "object", "properties": properties or {"id": {"type": "string"}}}


def names(answer: Any, **named: Any) -> list[str]:
    return list(provider(openapi({CONVERSATION: stop(answer)}, named)).schemas)


def answer_of(made: Provider) -> Schema:
    return made.operations[0].responses[0].media[0].schema


def test_inline_objects_get_names_from_where_they_stand() -> None:
    fault = thing(error=thing(code={"type": "string"}))
    responses = {
        "200": response(thing(data=thing(status={"type": "string"}))),
        "404": response(fault, "No."),
    }
    made = provider(openapi({CONVERSATION: stop(body=thing(), responses=responses)}))
    assert made.operations[0].name == "stop_conversation"
    assert set(made.schemas) == {
        "StopConversationRequest",
        "StopConversationResponse",
        "StopConversationResponseData",
        "StopConversationErrorResponse",
        "StopConversationError",
    }
    assert answer_of(made) == Reference(name="StopConversationResponse")


@pytest.mark.parametrize(
    ("parent", "member", "expected"),
    [
        ("StopJobResponse", "data", "StopJobResponseData"),
        ("StopJobResponse", "job", "StopJob"),
        ("StopJobErrorResponse", "error", "StopJobError"),
        ("StopJobErrorResponse", "", "StopJobErrorResponse"),
        ("Job", "last-run", "JobLastRun"),
        ("Response", "data", "ResponseData"),
    ],
)
def test_a_member_is_named_after_what_it_is_a_part_of(
    parent: str, member: str, expected: str
) -> None:
    assert member_name(parent, member) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"type": "array", "items": thing()}, ["StopConversationResponseItem"]),
        (
            {"type": "array", "items": {"type": "array", "items": thing()}},
            ["StopConversationResponseItemItem"],
        ),
        (
            thing(steps={"type": "array", "items": thing()}),
            ["StopConversationResponseStepItem", "StopConversationResponse"],
        ),
        ({"oneOf": [thing(), {"type": "null"}]}, ["StopConversationResponse"]),
        (
            {"oneOf": [thing(), thing(b={})]},
            ["StopConversationResponseOption1", "StopConversationResponseOption2"],
        ),
        (
            {"type": "object", "additionalProperties": thing()},
            ["StopConversationResponseValue"],
        ),
        (
            {"allOf": [thing(), thing(b={})]},
            [
                "StopConversationResponsePart1",
                "StopConversationResponsePart2",
                "StopConversationResponse",
            ],
        ),
        ({"type": "object"}, []),
        ({"type": "string"}, []),
        ({"enum": ["a"]}, []),
    ],
)
def test_every_object_with_members_gets_a_name_and_nothing_else_does(
    answer: Any, expected: list[str]
) -> None:
    assert names(answer) == expected


def test_named_schemas_keep_their_names_and_their_parts_are_named_after_them() -> None:
    assert names(ref("job"), job=thing(run=thing())) == ["JobRun", "job"]


def test_a_name_that_is_taken_gets_a_number() -> None:
    named = {"StopConversationResponse": thing(z={}), "StopConversationResponse2": thing(y={})}
    assert names(thing(), **named) == [*named, "StopConversationResponse3"]


def test_identical_objects_at_one_name_become_one_and_say_what_both_say() -> None:
    def fault(*codes: str) -> Tree:
        spelled = {"type": ["string", "null"], "x-extensible-enum": list(codes)}
        return thing(code=spelled, all={"items": spelled}, note={"examples": list(codes)})

    responses = {
        "400": response(fault("A", "B") | {"description": "first"}),
        "404": response(fault("B", "C") | {"description": "second"}),
        "409": response(thing(other={})),
    }
    made = provider(openapi({CONVERSATION: stop(responses=responses)}))
    assert list(made.schemas) == ["StopConversationErrorResponse", "StopConversationErrorResponse2"]
    found = made.schemas["StopConversationErrorResponse"]
    assert isinstance(found, Object)
    assert found.description == "first"
    code, every, note = (member.schema for member in found.properties)
    assert isinstance(code, Union)
    assert isinstance(every, Array)
    assert isinstance(every.items, Union)
    for union in (code, every.items):
        scalar = union.options[0]
        assert isinstance(scalar, Scalar)
        assert scalar.known_values == ("A", "B", "C")
    assert note.examples == ("A", "B", "C")


def test_an_object_identical_to_a_named_one_of_its_name_is_that_one() -> None:
    assert names(thing(), StopConversationResponse=thing()) == ["StopConversationResponse"]


def test_objects_that_differ_in_what_is_allowed_stay_apart() -> None:
    one, other = thing(a={"const": 1}), thing(a={"const": True})
    responses = {"200": response(one), "201": response(other)}
    made = provider(openapi({CONVERSATION: stop(responses=responses)}))
    assert len(made.schemas) == 2


def test_many_objects_of_one_name_are_told_apart_in_no_time() -> None:
    members = {f"a{'-' * i}": thing(**{f"b{i}": {}}) for i in range(400)}
    assert len(names(thing(**members))) == 401


def inline_objects(made: Provider) -> list[Schema]:
    roots = [schema for operation in made.operations for schema in schemas_in(operation)]
    return [root for root in roots if isinstance(root, Object) and root.properties]


@given(DOCUMENTS)
@settings(max_examples=50)
def test_no_object_with_members_stays_inline_and_every_reference_has_its_schema(
    whole: Tree,
) -> None:
    made = hoist(lowered(whole)[0])
    assert inline_objects(made) == []
    roots = [schema for operation in made.operations for schema in schemas_in(operation)]
    found = {reference.name for reference in references(roots, made.schemas)}
    assert found <= set(made.schemas)
    for schema in made.schemas.values():
        if isinstance(schema, Object):
            inner = [member.schema for member in schema.properties]
            assert not any(isinstance(s, Object) and s.properties for s in inner)
            assert not any(isinstance(s, Intersection) for s in inner)


@given(DOCUMENTS)
@settings(max_examples=50)
def test_it_is_done_once_and_for_all(whole: Tree) -> None:
    once = hoist(lowered(whole)[0])
    assert hoist(once) == once


def test_operations_are_named_together() -> None:
    paths = {PATH: stop(None), "/runs/{run_id}/jobs/{id}/stop": stop(None)}
    assert [op.name for op in provider(openapi(paths)).operations] == [
        "stop_job",
        "stop_run_job",
    ]
