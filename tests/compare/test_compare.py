"""What holds for any two versions, and what no edit of a single document shows."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.signatures import takes_all_calls
from descriptions import DOCUMENTS, PATH, Tree, openapi, parameter, stop
from descriptions import provider as lowered
from stopgen import classify
from stopgen.choice import Choice
from stopgen.compare import LEVELS, Change, Kind, Level, changes, verdict
from stopgen.compare.face import Face
from stopgen.diagnostic import collect
from stopgen.model import (
    Operation,
    Outcome,
    OutcomeRule,
    Provider,
    Purpose,
    RunStates,
    SchemeKind,
    SecurityScheme,
    Server,
    ServerVariable,
    Settings,
)

WORDS = ("description", "summary", "title")


def provider(whole: Tree) -> Provider:
    return collect(classify.classify(lowered(whole)))[0]


def kinds(old: Provider, new: Provider) -> set[Kind]:
    return {change.kind for change in changes([old], [new])}


def reworded(tree: Any, word: Callable[[], str]) -> Any:
    """Return a document with other words wherever words are only read by people."""
    if isinstance(tree, list):
        return [reworded(item, word) for item in tree]
    if not isinstance(tree, dict):
        return tree
    return {
        key: word() if key in WORDS and isinstance(value, str) else reworded(value, word)
        for key, value in tree.items()
    }


def with_words(whole: Tree) -> Tree:
    """Return a document that says something about its operation."""
    told = deepcopy(whole)
    told["paths"][PATH]["post"] |= {"summary": "Stop", "description": "Stops a job."}
    return told


@settings(max_examples=40)
@given(DOCUMENTS)
def test_nothing_changed_where_nothing_changed(whole: Tree) -> None:
    assert changes([provider(whole)], [provider(deepcopy(whole))]) == []


@settings(max_examples=60)
@given(DOCUMENTS.map(with_words), st.data())
def test_other_words_are_never_more_than_documentation(whole: Tree, data: st.DataObject) -> None:
    other = reworded(whole, lambda: data.draw(st.text(max_size=20)))
    made = changes([provider(whole)], [provider(other)])
    assert {change.level for change in made} <= {Level.DOCUMENTATION}
    assert verdict(made) == ("none" if provider(whole) == provider(other) else "patch")


@settings(max_examples=20)
@given(DOCUMENTS, DOCUMENTS)
def test_any_two_versions_can_be_compared(one: Tree, other: Tree) -> None:
    there = changes([provider(one)], [provider(other)])
    back = changes([provider(other)], [provider(one)])
    assert bool(there) == bool(back)
    assert "{}" not in "".join(
        str(change.sentence) for change in there if not change.sentence.values
    )


_SCHEMAS = st.sampled_from(
    [
        *({"type": kind} for kind in ("string", "integer", "number", "boolean", "array")),
        {"type": "string", "format": "uuid"},
        {"type": "integer", "default": 1},
        {"enum": ["a", "b"]},
        {"const": "a"},
    ]
)
_PARAMETERS = st.lists(
    st.builds(
        parameter,
        st.sampled_from("job-id jobId job_id user User limit".split()),
        st.sampled_from(["query", "header", "cookie"]),
        _SCHEMAS,
        required=st.booleans(),
    ),
    max_size=4,
    unique_by=lambda made: (made["name"].lower(), made["in"]),
)


@settings(max_examples=60)
@given(_PARAMETERS, _PARAMETERS, _SCHEMAS, _SCHEMAS)
def test_calls_that_were_right_stay_right_unless_a_change_is_breaking(
    old: list[Tree], new: list[Tree], identified: Tree, identifies: Tree
) -> None:
    def taking(schema: Tree, given: list[Tree]) -> Provider:
        path = parameter("job_id", "path", schema)
        return provider(openapi({PATH: stop(parameters=[path, *given])}))

    before, after = taking(identified, old), taking(identifies, new)
    is_breaking = verdict(changes([before], [after])) == "major"
    assert is_breaking or takes_all_calls(Face.of(before), Face.of(after))


def platform(*operations: Operation, **members: Any) -> Provider:
    return Provider(name="acme", title="Acme", operations=operations, **members)


STOP = provider(openapi({PATH: stop()})).operations[0]
STATUS = Operation(
    name="get_job",
    method="GET",
    path="/jobs/{job_id}",
    purpose=Purpose.STATUS,
    states=RunStates(pointer=("state",), running=("busy",)),
)

ASKING = replace(STOP, status_operation=STATUS.key)


def test_a_platform_that_came_or_went_is_one_change() -> None:
    (gone,) = changes([platform(STOP)], [])
    assert (gone.kind, gone.level, gone.after) == (Kind.PROVIDER_REMOVED, Level.BREAKING, None)
    (come,) = changes([], [platform(STOP)])
    assert (come.kind, come.level, come.before) == (Kind.PROVIDER_ADDED, Level.ADDITIVE, None)
    assert gone.before == come.after is not None


def test_platforms_are_told_in_the_order_of_their_names() -> None:
    made = changes([], [Provider(name=name, title=name) for name in ("b", "c", "a")])
    assert [change.subject.provider for change in made] == ["a", "b", "c"]


def test_the_call_that_tells_how_a_run_stands_is_compared() -> None:
    other = Operation(
        name="get_job",
        method="GET",
        path="/jobs/{job_id}",
        purpose=Purpose.STATUS,
        states=RunStates(pointer=("state",), running=("busy", "queued")),
    )
    assert kinds(platform(STOP, STATUS), platform(STOP, other)) == {Kind.RUN_STATES_CHANGED}
    assert kinds(platform(STOP), platform(ASKING, STATUS)) == {
        Kind.OPERATION_ADDED,
        Kind.CONFIRMATION_ADDED,
    }
    assert kinds(platform(ASKING, STATUS), platform(STOP)) == {
        Kind.OPERATION_REMOVED,
        Kind.CONFIRMATION_REMOVED,
    }


def test_a_stop_that_becomes_a_status_call_is_gone() -> None:
    told = replace(STOP, purpose=Purpose.STATUS, states=STATUS.states)
    assert kinds(platform(STOP, STATUS), platform(told, STATUS)) >= {Kind.OPERATION_REMOVED}


def test_the_method_that_asks_first_is_compared_by_its_name() -> None:
    other = replace(ASKING, path="/jobs/{job_id}/kill", name="kill_job")
    made = changes([platform(ASKING, STATUS)], [platform(ASKING, other, STATUS)])
    told = [str(change.sentence) for change in made if change.kind is Kind.METHOD_RENAMED]
    assert told == ["the method 'stop_if_running' is called 'stop_job_if_running' now"]


def test_documents_that_describe_an_operation_are_compared() -> None:
    old = platform(Operation(name="stop", method="POST", path="/stop", documents=("a.md",)))
    new = platform(Operation(name="stop", method="POST", path="/stop", documents=("b.md",)))
    assert kinds(old, new) == {Kind.DOCUMENTS_CHANGED}


GONE = OutcomeRule(status="200", pointer=("note",), equals="gone", outcome=Outcome.NOTHING_RUNNING)
ANY = OutcomeRule(status="200", outcome=Outcome.STOPPED)
HERE = OutcomeRule(status="200", pointer=("note",), equals="here", outcome=Outcome.STOPPED)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ((GONE, ANY), (ANY, GONE), {Kind.OUTCOME_CHANGED}),
        ((GONE,), (ANY, GONE), {Kind.OUTCOME_CHANGED, Kind.OUTCOME_REFINED}),
        ((GONE, ANY), (ANY,), {Kind.OUTCOME_CHANGED}),
        ((ANY,), (GONE, ANY), {Kind.OUTCOME_CHANGED}),
        ((ANY,), (HERE, ANY), set()),
        ((ANY,), (ANY, GONE), set()),
        ((ANY,), (), {Kind.OUTCOME_LOST}),
    ],
)
def test_the_first_rule_that_fits_decides(
    old: tuple[OutcomeRule, ...], new: tuple[OutcomeRule, ...], expected: set[Kind]
) -> None:
    assert kinds(platform(replace(STOP, rules=old)), platform(replace(STOP, rules=new))) == expected


def test_the_names_of_secrets_and_of_their_variables_are_compared() -> None:
    def closed(*names: str) -> Provider:
        schemes = {
            name: SecurityScheme(key=name, kind=SchemeKind.HEADER, name=f"X-{number}")
            for number, name in enumerate(names)
        }
        security = tuple({name: ()} for name in names)
        call = Operation(name="stop", method="POST", path="/stop", security=security)
        return platform(call, security_schemes=schemes)

    made = changes([closed("one", "other")], [closed("first", "another")])
    assert [(change.kind, change.subject.where) for change in made] == [
        (Kind.CREDENTIAL_REMOVED, "credential other"),
        (Kind.CREDENTIAL_ADDED, "credential another"),
    ]
    told = replace(closed("one"), settings=Settings(url_variable="ACME_URL"))
    assert kinds(closed("one"), told) == {Kind.ENVIRONMENT_CHANGED}


def test_the_word_before_a_key_is_compared() -> None:
    def behind(word: str) -> Provider:
        name, kind = "Authorization", SchemeKind.HEADER
        scheme = SecurityScheme(key="key", kind=kind, name=name, prefix=word)
        return platform(replace(STOP, security=({"key": ()},)), security_schemes={"key": scheme})

    assert kinds(behind("Token"), behind("ApiKey")) == {Kind.AUTH_CHANGED}
    assert kinds(behind("Token"), behind("Token")) == set()


def test_path_values_in_another_order_break_those_who_call() -> None:
    def path(template: str) -> Provider:
        names = [parameter(name, "path", {"type": "string"}) for name in ("team", "job")]
        return provider(openapi({template: stop(parameters=names)}))

    made = kinds(path("/teams/{team}/jobs/{job}/stop"), path("/teams/{job}/jobs/{team}/stop"))
    assert made == {Kind.POSITIONAL_ARGUMENTS_CHANGED}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (("eu", "us"), ("eu",), {Kind.SERVER_VALUE_REMOVED}),
        (("eu",), ("eu", "us"), {Kind.SERVER_VALUE_ADDED}),
        (("eu", "us"), ("eu", "uk"), {Kind.SERVER_VALUE_ADDED, Kind.SERVER_VALUE_REMOVED}),
        ((), ("eu",), {Kind.SERVER_VALUE_REMOVED}),
        (("eu",), (), {Kind.SERVER_VALUE_ADDED}),
    ],
)
def test_the_choices_for_a_part_of_the_address_are_compared(
    old: tuple[str, ...], new: tuple[str, ...], expected: set[Kind]
) -> None:
    def at(values: tuple[str, ...]) -> Provider:
        variable = ServerVariable(name="region", default="eu", values=values)
        server = Server(url="https://{region}.acme.test", variables=(variable,))
        return platform(Operation(name="stop", method="POST", path="/stop", servers=(server,)))

    assert kinds(at(old), at(new)) == expected


def test_a_class_that_several_answers_have_is_compared_once() -> None:
    def answers(kind: str) -> Provider:
        content = {"application/json": {"schema": {"$ref": "#/components/schemas/Job"}}}
        responses = {str(status): {"description": "", "content": content} for status in (200, 202)}
        job = {"type": "object", "properties": {"id": {"type": kind}}}
        return provider(openapi({PATH: stop(responses=responses)}, {"Job": job}))

    made = changes([answers("string")], [answers("integer")])
    assert [change.subject.where for change in made] == ["answer 200, id"]


def test_a_class_that_is_sent_and_received_is_compared_both_ways() -> None:
    def both(*required: str) -> Provider:
        job = {"type": "object", "properties": {"id": {"type": "string"}}, "required": [*required]}
        reference = {"$ref": "#/components/schemas/Job"}
        body = {"type": "object", "properties": {"job": reference}}
        return provider(openapi({PATH: stop(reference, body)}, {"Job": job}))

    assert kinds(both(), both("id")) == {Kind.PARAMETER_FIELD_REQUIRED, Kind.ANSWER_FIELD_REQUIRED}


def test_a_mapping_that_becomes_a_class_is_another_type() -> None:
    def answer(**members: Any) -> Provider:
        run = {"type": "object"} | members
        return provider(openapi({PATH: stop({"type": "object", "properties": {"run": run}})}))

    made = kinds(answer(), answer(properties={"id": {"type": "string"}}))
    assert made == {Kind.ANSWER_RETYPED, Kind.MODEL_ADDED}


def test_what_a_class_is_described_as_is_compared() -> None:
    def answer(words: str) -> Provider:
        run = {"type": "object", "description": words, "properties": {"id": {}}}
        return provider(openapi({PATH: stop({"type": "object", "properties": {"run": run}})}))

    assert kinds(answer("A run."), answer("The run.")) == {Kind.DESCRIPTION_CHANGED}


def test_a_recursive_schema_is_compared_to_its_end() -> None:
    def tree(kind: str) -> Provider:
        members = {"id": {"type": kind}, "next": {"$ref": "#/components/schemas/Tree"}}
        schemas = {"Tree": {"type": "object", "properties": members}}
        return provider(openapi({PATH: stop({"$ref": "#/components/schemas/Tree"})}, schemas))

    assert kinds(tree("string"), tree("integer")) == {Kind.ANSWER_RETYPED}


def test_a_long_chain_of_schemas_is_compared_to_its_end() -> None:
    def chain(kind: str, length: int = 500) -> Provider:
        def link(number: int) -> Tree:
            following = {"$ref": f"#/components/schemas/S{number + 1}"}
            last = number == length
            return {"type": "object", "properties": {"x": {"type": kind} if last else following}}

        schemas = {f"S{number}": link(number) for number in range(length + 1)}
        return provider(openapi({PATH: stop({"$ref": "#/components/schemas/S0"})}, schemas))

    plenty = {"acme": Choice(models=1000)}
    made = changes([chain("string")], [chain("integer")], plenty)
    assert {change.kind for change in made} == {Kind.ANSWER_RETYPED}
    assert changes([chain("string")], [chain("integer")]) == [], "the package has no such model"


def test_a_class_that_is_one_too_many_is_gone() -> None:
    def answering(*names: str) -> Provider:
        schemas: Tree = {name: {"type": "object", "properties": {"x": {}}} for name in names}
        fields = {name: {"$ref": f"#/components/schemas/{name}"} for name in names}
        answer = {"type": "object", "properties": fields}
        return provider(openapi({PATH: stop(answer)}, schemas))

    made = changes([answering("A", "B")], [answering("C", "A", "B")], {"acme": Choice(models=3)})
    assert Kind.MODEL_REMOVED in {change.kind for change in made}
    assert verdict(made) == "major"


def test_a_long_value_is_cut() -> None:
    def choice(value: str) -> Provider:
        schema = {"type": "object", "properties": {"how": {"enum": ["a", value]}}}
        return provider(openapi({PATH: stop(body=schema)}))

    made = changes([choice("b" * 9999)], [choice("c" * 9999)])
    assert made
    assert max(len(str(change.sentence)) for change in made) < 500


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([], "none"),
        (["documentation"], "patch"),
        (["documentation", "additive"], "minor"),
        (["additive", "breaking", "documentation"], "major"),
    ],
)
def test_the_most_important_change_decides(levels: list[Level], expected: str) -> None:
    by_level = {level: kind for kind, level in LEVELS.items()}
    subject = changes([], [platform(STOP)])[0]
    made = [Change(by_level[Level(lv)], subject.subject, subject.sentence) for lv in levels]
    assert verdict(made) == expected
