from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import permutations
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stopgen.description import Json, Origin, Pointer
from stopgen.diagnostic import Code, Diagnostic, Position, Severity, collect
from stopgen.disagreement import Pair, Subject, same
from stopgen.link import link
from stopgen.link.schema import Joiner
from stopgen.model import (
    UNSET,
    Anything,
    Array,
    Enumeration,
    Intersection,
    Location,
    MediaType,
    Nothing,
    Object,
    Operation,
    Outcome,
    OutcomeRule,
    Parameter,
    Property,
    Provider,
    Purpose,
    RateLimit,
    Reference,
    RequestBody,
    Response,
    RunStates,
    Scalar,
    ScalarType,
    Schema,
    SchemeKind,
    SecurityScheme,
    Server,
    ServerVariable,
    Union,
)
from stopgen.rename import names_in

STRING = Scalar(type=ScalarType.STRING)
INTEGER = Scalar(type=ScalarType.INTEGER)
NUMBER = Scalar(type=ScalarType.NUMBER)
BOOLEAN = Scalar(type=ScalarType.BOOLEAN)
NULL = Scalar(type=ScalarType.NULL)
UUID = Scalar(type=ScalarType.STRING, format="uuid")

Change: TypeAlias = Callable[[Operation], Operation]


class Named:
    """Origins whose positions tell the document and the pointer."""

    def __init__(self, name: str) -> None:
        self.name = name

    def position(self, pointer: Pointer) -> Position:
        return Position(f"{self.name}/{'/'.join(map(str, pointer))}")


def origin(name: str, *pointer: str) -> Origin:
    return Origin(Named(name), pointer)


def stop(name: str = "en", schema: Schema = STRING) -> Operation:
    """Return a call that stops a task, as a document describes it."""
    parameter = Parameter(
        name="task_id",
        location=Location.PATH,
        schema=replace(schema, origin=origin(name, "task_id", "schema")),
        required=True,
        description=f"The task ({name})",
        origin=origin(name, "task_id"),
    )
    sent = Object(
        properties=(Property("user", STRING, required=True),), origin=origin(name, "body")
    )
    answer = Object(properties=(Property("result", STRING),), origin=origin(name, "answer"))
    return Operation(
        name="stop_task",
        method="POST",
        path="/tasks/{task_id}/stop",
        summary=f"Stop ({name})",
        description=f"Stops a task ({name})",
        parameters=(parameter,),
        body=RequestBody(
            media=(MediaType(name="application/json", schema=sent),),
            required=True,
            description=f"Who asks ({name})",
            origin=origin(name, "requestBody"),
        ),
        responses=(
            Response(
                status="200",
                description=f"Stopped ({name})",
                media=(MediaType(name="application/json", schema=answer),),
                origin=origin(name, "200"),
            ),
        ),
        security=({"key": ()},),
        servers=(
            Server(url="https://a.example", description=name, origin=origin(name, "servers")),
        ),
        documents=(f"p/stop.{name}.md",),
        origin=origin(name, "post"),
    )


def provider(
    *operations: Operation,
    locale: str | None = "en",
    schemas: dict[str, Schema] | None = None,
    name: str = "p",
) -> Provider:
    return Provider(
        name=name,
        title=f"Title ({locale})",
        documents=(f"{name}/stop.{locale}.md",),
        locales=(locale,),
        operations=operations,
        schemas=schemas or {},
        security_schemes={
            "key": SecurityScheme(key="key", kind=SchemeKind.BEARER, definition={"x": str(locale)})
        },
    )


def linked(*providers: Provider, locale: str | None = None) -> tuple[Provider, list[Diagnostic]]:
    joined, found = collect(link(providers, locale))
    assert len(joined) == 1
    return joined[0], found


def joined(change: Change, there: Change = lambda op: op) -> tuple[Operation, list[Diagnostic]]:
    """Link an English and a Chinese account of the same call, of which one or both are changed."""
    here, other = change(stop("en")), there(stop("zh-hans"))
    result, found = linked(provider(here), provider(other, locale="zh-hans"))
    assert len(result.operations) == 1
    again, reversed_found = linked(provider(other, locale="zh-hans"), provider(here))
    assert again == result
    assert reversed_found == found
    assert all(item.severity is Severity.WARNING and item.related for item in found)
    return result.operations[0], found


def messages(found: Sequence[Diagnostic]) -> list[str]:
    return [item.message for item in found]


def body_of(operation: Operation) -> Schema:
    assert operation.body is not None
    return operation.body.media[0].schema


def answer_of(operation: Operation) -> Schema:
    return operation.responses[0].media[0].schema


def with_answer(schema: Schema) -> Change:
    def change(operation: Operation) -> Operation:
        response = operation.responses[0]
        media = (replace(response.media[0], schema=schema),)
        return replace(operation, responses=(replace(response, media=media),))

    return change


def with_body(schema: Schema) -> Change:
    def change(operation: Operation) -> Operation:
        assert operation.body is not None
        media = (replace(operation.body.media[0], schema=schema),)
        return replace(operation, body=replace(operation.body, media=media))

    return change


def with_parameters(*parameters: Parameter) -> Change:
    return lambda op: replace(op, parameters=(*op.parameters, *parameters))


def unchanged(operation: Operation) -> Operation:
    return operation


def test_a_single_document_stays_as_it_is() -> None:
    only = provider(stop(), schemas={"Unused": STRING})
    assert linked(only) == (only, [])


def test_providers_stay_apart_and_are_sorted() -> None:
    first, second = provider(stop(), name="b"), provider(stop(), name="a")
    result, found = collect(link([first, second]))
    assert result == [second, first]
    assert found == []


class TestLanguages:
    def test_a_format_that_one_page_states_is_told_at_both_places_and_dropped(self) -> None:
        english = provider(stop("en"))
        chinese = provider(stop("zh-hans", UUID), locale="zh-hans")
        result, found = linked(chinese, english)
        assert result.operations[0].parameters[0].schema == STRING
        assert found == [
            Diagnostic(
                Code.DOCUMENTS_DISAGREE,
                Severity.WARNING,
                Position("en/task_id/schema/format"),
                (
                    "the documents disagree on the format of the path parameter 'task_id' of "
                    "POST /tasks/{task_id}/stop: none here, 'uuid' there; the looser one counts"
                ),
                (Position("zh-hans/task_id/schema/format"),),
            )
        ]

    def test_one_language_speaks_and_different_prose_is_no_finding(self) -> None:
        result, found = linked(provider(stop("zh-hans"), locale="zh-hans"), provider(stop("en")))
        operation = result.operations[0]
        assert found == []
        assert operation.summary == "Stop (en)"
        assert operation.description == "Stops a task (en)"
        assert operation.parameters[0].description == "The task (en)"
        assert operation.body is not None
        assert operation.body.description == "Who asks (en)"
        assert operation.responses[0].description == "Stopped (en)"
        assert result.title == "Title (en)"
        assert result.documents == ("p/stop.en.md", "p/stop.zh-hans.md")
        assert result.locales == ("en", "zh-hans")
        assert operation.documents == ("p/stop.en.md", "p/stop.zh-hans.md")

    @pytest.mark.parametrize(
        ("asked", "there", "speaks"),
        [
            ("zh-hans", ["en", "zh-hans"], "zh-hans"),
            ("ZH-Hans", ["en", "zh-hans"], "zh-hans"),
            ("zh", ["en", "zh-hans"], "zh-hans"),
            ("zh-tw", ["en", "zh-hans"], "zh-hans"),
            ("ja", ["en", "zh-hans"], "en"),
            ("ja", ["de", "en-gb", "zh-hans"], "en-gb"),
            (None, ["de", "en", "zh-hans"], "en"),
            (None, ["de", None, "zh-hans"], None),
            ("en", [None, "en"], "en"),
            ("de", [None, "en"], None),
            (None, ["zh-hans", "de"], "de"),
        ],
    )
    def test_who_speaks(
        self, asked: str | None, there: list[str | None], speaks: str | None
    ) -> None:
        documents = [provider(stop(str(locale)), locale=locale) for locale in there]
        result, found = linked(*documents, locale=asked)
        assert result.operations[0].summary == f"Stop ({speaks})"
        assert found == []

    def test_what_the_speaking_document_leaves_out_another_one_says(self) -> None:
        operation, found = joined(lambda op: replace(op, description=None, operation_id=None))
        assert operation.description == "Stops a task (zh-hans)"
        assert found == []


class TestParameters:
    MODE = Parameter(
        name="mode", location=Location.QUERY, schema=STRING, origin=origin("x", "mode")
    )

    def test_a_parameter_that_only_one_has_is_sent_as_that_one_says(self) -> None:
        operation, found = joined(unchanged, with_parameters(replace(self.MODE, required=True)))
        assert operation.parameters[1] == replace(self.MODE, required=True)
        assert messages(found) == [
            (
                "only one of the documents has the query parameter 'mode' of "
                "POST /tasks/{task_id}/stop, this one; it counts"
            ),
        ]
        assert found[0].position == Position("x/mode")
        assert found[0].related == (Position("en/post"),)

    def test_a_parameter_that_one_of_them_needs_is_needed(self) -> None:
        for here, there in ((True, False), (False, True)):
            operation, found = joined(
                with_parameters(replace(self.MODE, required=here)),
                with_parameters(replace(self.MODE, required=there)),
            )
            assert operation.parameters[1].required
            assert len(found) == 1
            assert "on the presence of the query parameter 'mode'" in found[0].message
            assert found[0].message.endswith("it is asked for, as sending it is right for both")

    def test_style_and_deprecation_are_facts(self) -> None:
        operation, found = joined(
            with_parameters(replace(self.MODE, style="form", explode=True)),
            with_parameters(replace(self.MODE, style="spaceDelimited", deprecated=True)),
        )
        assert operation.parameters[1].style == "form"
        assert operation.parameters[1].explode is True
        assert len(found) == 3

    def test_headers_are_the_same_whatever_their_case(self) -> None:
        header = Parameter(name="X-Key", location=Location.HEADER, schema=STRING)
        operation, found = joined(
            with_parameters(header), with_parameters(replace(header, name="x-key"))
        )
        assert operation.parameters[1:] == (header,)
        assert found == []

    def test_the_same_name_in_two_places_is_two_parameters(self) -> None:
        header = Parameter(name="mode", location=Location.HEADER, schema=STRING)
        operation, found = joined(with_parameters(self.MODE), with_parameters(header))
        assert len(operation.parameters) == 3
        assert len(found) == 2

    def test_path_parameters_may_have_other_names(self) -> None:
        def renamed(operation: Operation) -> Operation:
            parameter = replace(operation.parameters[0], name="id")
            return replace(operation, path="/tasks/{id}/stop", parameters=(parameter,))

        operation, found = joined(unchanged, renamed)
        assert operation.path == "/tasks/{task_id}/stop"
        assert [parameter.name for parameter in operation.parameters] == ["task_id"]
        assert messages(found) == [
            (
                "the documents disagree on the name of a path parameter of POST /tasks/{task_id}/stop: "
                "'task_id' here, 'id' there; the first one counts"
            ),
        ]


class TestBodies:
    def test_a_body_that_one_of_them_needs_is_needed(self) -> None:
        def optional(operation: Operation) -> Operation:
            assert operation.body is not None
            return replace(operation, body=replace(operation.body, required=False))

        operation, found = joined(optional)
        assert operation.body is not None
        assert operation.body.required
        assert len(found) == 1
        assert "on the presence of the request body of POST" in found[0].message

    def test_a_body_that_only_one_has_is_sent(self) -> None:
        operation, found = joined(lambda op: replace(op, body=None))
        assert operation.body == stop("zh-hans").body
        assert len(found) == 1
        assert found[0].position == Position("zh-hans/requestBody")

    def test_a_property_that_one_of_them_needs_is_needed(self) -> None:
        schema = Object(properties=(Property("user", STRING, required=False),))
        operation, found = joined(with_body(schema))
        assert body_of(operation) == Object(properties=(Property("user", STRING, required=True),))
        assert len(found) == 1
        assert "the property 'user' of the request body of POST" in found[0].message

    def test_a_property_that_only_one_has_is_sent_as_that_one_says(self) -> None:
        schema = Object(
            properties=(
                Property("user", STRING, required=True),
                Property("why", STRING, required=True),
            )
        )
        operation, found = joined(unchanged, with_body(schema))
        assert body_of(operation) == schema
        assert len(found) == 1

    def test_forms_are_united(self) -> None:
        def forms(operation: Operation) -> Operation:
            assert operation.body is not None
            text = MediaType(name="text/plain", schema=STRING)
            return replace(operation, body=replace(operation.body, media=(text,)))

        operation, found = joined(unchanged, forms)
        assert operation.body is not None
        assert [form.name for form in operation.body.media] == ["application/json", "text/plain"]
        assert len(found) == 2


class TestAnswers:
    def test_a_property_that_one_of_them_lets_be_missing_may_be_missing(self) -> None:
        schema = Object(properties=(Property("result", STRING, required=True),))
        operation, found = joined(with_answer(schema))
        assert answer_of(operation) == Object(properties=(Property("result", STRING),))
        assert len(found) == 1
        assert found[0].message.endswith("required here, optional there; the looser one counts")

    def test_a_property_that_only_one_has_may_be_missing(self) -> None:
        more = Property("id", STRING, required=True)
        schema = Object(properties=(Property("result", STRING), more))
        for here, there in ((with_answer(schema), unchanged), (unchanged, with_answer(schema))):
            operation, found = joined(here, there)
            answer = answer_of(operation)
            assert isinstance(answer, Object)
            assert answer.properties[1] == Property("id", STRING, required=False)
            assert len(found) == 1

    def test_answers_and_codes_are_united(self) -> None:
        missing = Response(status="404", codes=("A", "B"), origin=origin("x", "404"))

        def more(*codes: str) -> Change:
            response = replace(missing, codes=codes)
            return lambda op: replace(op, responses=(*op.responses, response))

        operation, found = joined(more("A", "B"), more("C", "B"))
        assert operation.responses[1].codes == ("A", "B", "C")
        assert messages(found) == [
            (
                "the documents disagree on the error codes of the answer 404 of "
                'POST /tasks/{task_id}/stop: "A", "B" here, "C", "B" there; all of them count'
            )
        ]
        operation, found = joined(unchanged, more("A"))
        assert operation.responses[1].codes == ("A",)
        assert len(found) == 1
        operation, found = joined(more("A", "B"), more("B", "A"))
        assert found == []

    def test_examples_of_both_are_kept_without_a_word(self) -> None:
        def example(**examples: Json) -> Change:
            def change(operation: Operation) -> Operation:
                response = operation.responses[0]
                media = (replace(response.media[0], examples=examples),)
                return replace(operation, responses=(replace(response, media=media),))

            return change

        operation, found = joined(example(a=1, b=2), example(b=3, c=4))
        assert operation.responses[0].media[0].examples == {"a": 1, "b": 2, "c": 4}
        assert found == []


class TestKeysAndServers:
    def test_the_first_ones_count(self) -> None:
        def other(operation: Operation) -> Operation:
            server = Server(url="https://b.example", origin=origin("zh-hans", "servers"))
            return replace(operation, security=({},), servers=(server,))

        operation, found = joined(unchanged, other)
        assert operation.security == ({"key": ()},)
        assert [server.url for server in operation.servers] == ["https://a.example"]
        assert messages(found) == [
            (
                "the documents disagree on the security of POST /tasks/{task_id}/stop: "
                "bearer here, no key there; the first one counts"
            ),
            (
                "the documents disagree on the servers of POST /tasks/{task_id}/stop: "
                '"https://a.example" here, "https://b.example" there; the first one counts'
            ),
        ]

    def test_what_only_one_states_counts(self) -> None:
        operation, found = joined(lambda op: replace(op, security=(), servers=()))
        assert operation.security == ({"key": ()},)
        assert [server.url for server in operation.servers] == ["https://a.example"]
        assert len(found) == 2

    def test_how_a_document_calls_its_key_is_no_fact(self) -> None:
        other = replace(
            provider(replace(stop("zh-hans"), security=({"token": ()},)), locale="zh-hans"),
            security_schemes={"token": SecurityScheme(key="token", kind=SchemeKind.BEARER)},
        )
        result, found = linked(provider(stop()), other)
        assert found == []
        assert list(result.security_schemes) == ["key"]

    def test_a_name_that_stands_for_two_keys_is_kept_apart(self) -> None:
        header = SecurityScheme(key="key", kind=SchemeKind.HEADER, name="x-api-key")
        other = replace(
            provider(replace(stop("b"), path="/runs/{id}/stop"), locale=None),
            security_schemes={"key": header},
        )
        result, found = linked(provider(stop()), other)
        assert found == []
        assert result.security_schemes["key"].kind is SchemeKind.BEARER
        assert result.security_schemes["key2"].kind is SchemeKind.HEADER
        assert result.security_schemes["key2"].key == "key2"
        security = {operation.path: operation.security for operation in result.operations}
        assert security == {
            "/tasks/{task_id}/stop": ({"key": ()},),
            "/runs/{id}/stop": ({"key2": ()},),
        }

    def test_variables_of_servers_are_facts_and_their_prose_is_none(self) -> None:
        def variable(default: str, prose: str) -> Change:
            part = ServerVariable(name="host", default=default, description=prose)
            server = Server(url="https://{host}", variables=(part,))
            return lambda op: replace(op, servers=(server,))

        _, found = joined(variable("a", "one"), variable("a", "another"))
        assert found == []
        _, found = joined(variable("a", "one"), variable("b", "one"))
        assert len(found) == 1


class TestRuns:
    def rule(self, outcome: Outcome, equals: Json = True) -> OutcomeRule:
        return OutcomeRule(status="200", pointer=("a",), equals=equals, outcome=outcome)

    def test_rules_are_united_and_the_first_of_two_that_contradict_counts(self) -> None:
        first = self.rule(Outcome.STOPPED)
        other = self.rule(Outcome.ACCEPTED)
        third = self.rule(Outcome.STOPPED, equals=1)
        operation, found = joined(
            lambda op: replace(op, rules=(first,)), lambda op: replace(op, rules=(other, third))
        )
        assert operation.rules == (first, third)
        assert len(found) == 1
        assert "the outcome of an answer 200" in found[0].message

    def test_the_higher_rate_limit_counts(self) -> None:
        free = RateLimit(tier="free", requests=20, seconds=3600)
        more = RateLimit(tier="free", requests=1, seconds=60)
        custom = RateLimit(tier="pro", requests=None, seconds=None)
        pro = RateLimit(tier="pro", requests=5, seconds=1)
        operation, found = joined(
            lambda op: replace(op, rate_limits=(free, custom)),
            lambda op: replace(op, rate_limits=(more, pro)),
        )
        assert operation.rate_limits == (more, custom)
        assert messages(found)[0] == (
            "the documents disagree on the number of the rate limit of the tier 'free' of "
            "POST /tasks/{task_id}/stop: 20 in 3600 s here, 1 in 60 s there; the looser one counts"
        )

    def test_a_state_that_one_of_them_calls_running_is_running(self) -> None:
        ours = RunStates(pointer=("s",), running=("A", "B"), ended=("C",))
        theirs = RunStates(pointer=("s",), running=("A",), ended=("B", "D"))
        operation, found = joined(
            lambda op: replace(op, states=ours), lambda op: replace(op, states=theirs)
        )
        assert operation.states == RunStates(pointer=("s",), running=("A", "B"), ended=("C", "D"))
        assert len(found) == 1

    def test_two_places_for_a_state_are_a_disagreement(self) -> None:
        ours, theirs = RunStates(pointer=("s",)), RunStates(pointer=("t",))
        operation, found = joined(
            lambda op: replace(op, states=ours), lambda op: replace(op, states=theirs)
        )
        assert operation.states == ours
        assert len(found) == 1

    def test_a_state_that_one_of_them_calls_stopped_is_stopped(self) -> None:
        ours = RunStates(pointer=("s",), ended=("A", "B"), stopped=("A",))
        theirs = RunStates(pointer=("s",), ended=("A", "B"), stopped=("B",))
        operation, _ = joined(
            lambda op: replace(op, states=ours), lambda op: replace(op, states=theirs)
        )
        assert operation.states == replace(ours, stopped=("A", "B"))

    def test_a_status_call_is_named_as_the_linked_operation_is(self) -> None:
        def status(path: str) -> Operation:
            return Operation(name="", method="GET", path=path, purpose=Purpose.STATUS)

        english = provider(stop(), status("/tasks/{task_id}/status"))
        call = replace(stop("zh-hans"), status_operation=("GET", "/tasks/{id}/status"))
        chinese = provider(call, status("/tasks/{id}/status"), locale="zh-hans")
        result, found = linked(english, chinese)
        assert result.operations[0].status_operation == ("GET", "/tasks/{task_id}/status")
        assert len(result.operations) == 2
        assert len(found) == 1

    def test_two_status_calls_are_a_disagreement(self) -> None:
        operation, found = joined(
            lambda op: replace(op, status_operation=("GET", "/a")),
            lambda op: replace(op, status_operation=("GET", "/b")),
        )
        assert operation.status_operation == ("GET", "/a")
        assert len(found) == 1

    def test_what_one_document_states_is_not_inferred(self) -> None:
        operation, found = joined(lambda op: replace(op, inferred=True))
        assert not operation.inferred
        assert found == []
        operation, _ = joined(
            lambda op: replace(op, inferred=True), lambda op: replace(op, inferred=True)
        )
        assert operation.inferred

    def test_advice_against_a_call_is_kept(self) -> None:
        operation, found = joined(unchanged, lambda op: replace(op, deprecated=True))
        assert operation.deprecated
        assert len(found) == 1


class TestOperations:
    def test_operations_of_several_documents_stand_side_by_side(self) -> None:
        first = provider(replace(stop("a"), path="/a/stop", parameters=()), locale=None)
        second = provider(replace(stop("b"), path="/b/stop", parameters=()))
        result, found = linked(second, first)
        assert found == []
        assert [operation.path for operation in result.operations] == ["/b/stop", "/a/stop"]

    def test_the_same_call_twice_in_one_language_is_one_call(self) -> None:
        second = replace(provider(stop("b", UUID)), documents=("p/b.en.md",))
        result, found = linked(provider(stop("a")), second)
        assert len(result.operations) == 1
        assert [item.code for item in found] == [Code.DOCUMENTS_DISAGREE]
        assert result.documents == ("p/b.en.md", "p/stop.en.md")

    def test_paths_of_another_method_or_shape_are_other_calls(self) -> None:
        others = [
            replace(stop("b"), method="DELETE"),
            replace(stop("b"), path="/tasks/{task_id}/stop/"),
            replace(stop("b"), path="/tasks/{task_id}/{more}/stop"),
        ]
        result, found = linked(provider(stop()), provider(*others, locale=None))
        assert len(result.operations) == 4
        assert found == []

    def test_an_exact_path_is_preferred_to_one_with_other_names(self) -> None:
        here = provider(stop("a"), replace(stop("a"), path="/tasks/{id}/stop"))
        there = provider(stop("b"), locale="zh-hans")
        result, found = linked(here, there)
        assert [op.documents for op in result.operations] == [
            ("p/stop.a.md", "p/stop.b.md"),
            ("p/stop.a.md",),
        ]
        assert found == []

    def test_an_account_is_joined_to_one_other_only(self) -> None:
        here = provider(stop("a"), replace(stop("a"), path="/tasks/{id}/stop", parameters=()))
        renamed = replace(stop("b"), path="/tasks/{x}/stop", parameters=())
        there = provider(stop("b"), renamed, locale="zh-hans")
        result, found = linked(here, there)
        assert [op.path for op in result.operations] == [
            "/tasks/{task_id}/stop",
            "/tasks/{id}/stop",
        ]
        assert len(found) == 1


class TestSchemas:
    def test_what_both_reach_from_a_call_is_the_same_whatever_differs(self) -> None:
        strict = Object(properties=(Property("result", UUID),), origin=origin("en", "A"))
        loose = Object(properties=(Property("result", STRING),), origin=origin("zh", "A"))
        call = with_answer(Reference(name="A"))
        result, found = linked(
            provider(call(stop("en")), schemas={"A": strict}),
            provider(call(stop("zh")), locale="zh", schemas={"A": loose}),
        )
        assert result.schemas == {"A": loose}
        assert messages(found) == [
            (
                "the documents disagree on the format of the property 'result' of 'A': "
                "'uuid' here, none there; the looser one counts"
            ),
        ]

    def test_a_schema_that_is_only_sent_is_joined_as_such(self) -> None:
        ours = Object(properties=(Property("user", STRING, required=True),))
        theirs = Object(properties=(Property("user", STRING),))
        call = with_body(Reference(name="A"))
        result, _ = linked(
            provider(call(stop("en")), schemas={"A": ours}),
            provider(call(stop("zh")), locale="zh", schemas={"A": theirs}),
        )
        assert result.schemas == {"A": ours}

    def other(self, schema: Schema) -> Operation:
        return with_answer(schema)(replace(stop("b"), path="/b/stop", parameters=()))

    def test_equal_schemas_of_other_calls_are_one(self) -> None:
        call = with_answer(Reference(name="A"))
        result, found = linked(
            provider(call(stop("en")), schemas={"A": replace(STRING, description="one")}),
            provider(
                self.other(Reference(name="A")),
                locale=None,
                schemas={"A": replace(STRING, description="another")},
            ),
        )
        assert result.schemas == {"A": replace(STRING, description="one")}
        assert found == []

    def test_different_schemas_of_other_calls_get_different_names(self) -> None:
        call = with_answer(Reference(name="A"))
        result, found = linked(
            provider(call(stop("en")), schemas={"A": STRING, "A2": BOOLEAN}, locale=None),
            provider(
                self.other(Reference(name="B")),
                schemas={
                    "A": replace(INTEGER, origin=origin("b", "A")),
                    "B": Array(items=Reference(name="A")),
                },
            ),
            locale="de",
        )
        assert result.schemas == {
            "A": STRING,
            "A3": INTEGER,
            "B": Array(items=Reference(name="A3")),
        }
        assert [(item.code, item.severity, item.message) for item in found] == [
            (
                Code.SCHEMA_RENAMED,
                Severity.NOTE,
                "the documents mean different things by 'A'; this one is called 'A3'",
            )
        ]
        assert found[0].position == Position("b/A")

    def test_what_needs_a_new_name_needs_one_itself(self) -> None:
        tree = Object(properties=(Property("a", Reference(name="A")),))
        call = with_answer(Reference(name="Tree"))
        result, found = linked(
            provider(call(stop("en")), schemas={"A": STRING, "Tree": tree}),
            provider(
                self.other(Reference(name="Tree")),
                locale="zh",
                schemas={"A": INTEGER, "Tree": tree},
            ),
        )
        assert result.schemas == {
            "A": STRING,
            "Tree": tree,
            "A2": INTEGER,
            "Tree2": Object(properties=(Property("a", Reference(name="A2")),)),
        }
        assert answer_of(result.operations[1]) == Reference(name="Tree2")
        assert len(found) == 2

    def test_discriminators_follow_their_schemas(self) -> None:
        def union(name: str) -> Union:
            return Union(
                options=(Reference(name=name),),
                discriminator={
                    "propertyName": "t",
                    "mapping": {"a": f"#/components/schemas/{name}"},
                },
            )

        call = with_answer(union("A"))
        result, _ = linked(
            provider(call(stop("en")), schemas={"A": STRING}),
            provider(self.other(union("A")), locale="zh", schemas={"A": INTEGER}),
        )
        assert answer_of(result.operations[1]) == union("A2")

    def test_no_reference_is_left_without_its_schema(self) -> None:
        schemas: dict[str, Schema] = {
            "A": Union(options=(Reference(name="B"), STRING)),
            "B": Intersection(parts=(Object(additional=Reference(name="C")),)),
            "C": Array(items=Reference(name="A")),
        }
        other: dict[str, Schema] = {**schemas, "C": Array(items=STRING)}
        call = with_answer(Reference(name="A"))
        result, _ = linked(
            provider(call(stop("en")), schemas=schemas),
            provider(self.other(Reference(name="A")), locale="zh", schemas=other),
        )
        assert set(result.schemas) == {"A", "B", "C", "A2", "B2", "C2"}
        for schema in result.schemas.values():
            assert set(names_in(schema)) <= set(result.schemas)

    def test_what_nobody_needs_any_more_is_dropped(self) -> None:
        result, found = linked(
            provider(with_answer(Reference(name="A"))(stop("en")), schemas={"A": STRING}),
            provider(
                with_answer(Reference(name="B"))(stop("zh")), locale="zh", schemas={"B": STRING}
            ),
        )
        assert found == []
        assert result.schemas == {"A": STRING}

    def test_recursive_schemas_end(self) -> None:
        def tree(name: str, leaf: Schema) -> dict[str, Schema]:
            branch = Array(items=Reference(name=name))
            return {name: Object(properties=(Property("leaf", leaf), Property("branches", branch)))}

        english = provider(with_answer(Reference(name="A"))(stop("en")), schemas=tree("A", UUID))
        chinese = provider(
            with_answer(Reference(name="B"))(stop("zh")), locale="zh", schemas=tree("B", UUID)
        )
        _, found = linked(english, chinese)
        assert found == []
        result, found = linked(english, replace(chinese, schemas=tree("B", STRING)))
        assert len(found) == 1
        assert answer_of(result.operations[0]) == tree("A", STRING)["A"]

    def test_a_reference_that_leads_nowhere_harms_nobody(self) -> None:
        lost = Reference(name="Lost")
        operation, found = joined(with_answer(lost))
        assert answer_of(operation) == lost
        assert found == []


def test_three_documents_are_joined_in_whatever_order_they_come() -> None:
    documents = [
        provider(stop("en", UUID)),
        provider(stop("zh-hans"), locale="zh-hans"),
        provider(with_answer(STRING)(stop("de", Scalar(type=ScalarType.INTEGER))), locale="de"),
    ]
    results = [collect(link(order)) for order in permutations(documents)]
    assert all(result == results[0] for result in results)
    assert len(results[0][0][0].documents) == 3


# What the joining of schemas promises, whatever they are.


def enumeration(values: list[Json]) -> Enumeration:
    return Enumeration(values=tuple(values))


def between(low: int, high: int) -> Scalar:
    return Scalar(type=ScalarType.INTEGER, limits={"minimum": low, "maximum": high})


def text(default: str) -> Scalar:
    return Scalar(type=ScalarType.STRING, default=default)


def object_of(properties: list[Property], additional: Schema | None) -> Object:
    return Object(properties=tuple(properties), additional=additional)


def union_of(options: list[Schema], exclusive: bool) -> Union:
    return Union(options=tuple(options), exclusive=exclusive)


def intersection_of(parts: list[Schema]) -> Intersection:
    return Intersection(parts=tuple(parts))


SCALARS: st.SearchStrategy[Schema] = st.sampled_from([STRING, UUID, INTEGER, NUMBER, BOOLEAN, NULL])
VALUES: st.SearchStrategy[Json] = st.sampled_from(["a", "b", 1, 2, 1.5, True, False, None])
LEAVES: st.SearchStrategy[Schema] = st.one_of(
    SCALARS,
    st.builds(Anything),
    st.builds(Nothing),
    st.builds(enumeration, st.lists(VALUES, min_size=1, max_size=3)),
    st.builds(between, st.integers(0, 2), st.integers(0, 3)),
    st.builds(text, st.sampled_from(["a", "b"])),
    st.builds(Reference, name=st.sampled_from(["R", "S"])),
)


def containers(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    names = st.sampled_from(["a", "b"])
    properties = st.lists(
        st.builds(Property, names, inner, st.booleans()), max_size=2, unique_by=property_name
    )
    return st.one_of(
        st.builds(object_of, properties, inner | st.none()),
        st.builds(Array, items=inner),
        st.builds(union_of, st.lists(inner, min_size=1, max_size=3), st.booleans()),
        st.builds(intersection_of, st.lists(inner, min_size=1, max_size=2)),
    )


def property_name(member: Property) -> str:
    return member.name


SCHEMAS: st.SearchStrategy[Schema] = st.recursive(LEAVES, containers, max_leaves=6)
DATA: st.SearchStrategy[Json] = st.recursive(
    VALUES,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["a", "b", "c"]), inner, max_size=2)
    ),
    max_leaves=4,
)
TABLE: dict[str, Schema] = {
    "R": Object(properties=(Property("a", Reference(name="R")), Property("b", STRING))),
    "S": Enumeration(values=("a", 1)),
}
PYTHON: dict[ScalarType, Callable[[Json], bool]] = {
    ScalarType.STRING: lambda value: isinstance(value, str),
    ScalarType.INTEGER: lambda value: isinstance(value, int) and not isinstance(value, bool),
    ScalarType.NUMBER: lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    ScalarType.BOOLEAN: lambda value: isinstance(value, bool),
    ScalarType.NULL: lambda value: value is None,
}


def allows(schema: Schema, value: Json) -> bool:
    """Tell whether a value fits a schema; a format is a hint, ``uuid`` here one for one-letter texts."""
    match schema:
        case Anything():
            return True
        case Nothing():
            return False
        case Reference():
            return allows(TABLE[schema.name], value)
        case Enumeration():
            return any(same(value, listed) for listed in schema.values)
        case Scalar():
            fits = PYTHON[schema.type](value) and (schema.format is None or value == "a")
            return fits and is_within(schema.limits, value)
        case Array():
            return isinstance(value, list) and all(allows(schema.items, item) for item in value)
        case Union():
            count = sum(allows(option, value) for option in schema.options)
            return count == 1 if schema.exclusive else count > 0
        case Intersection():
            return all(allows(part, value) for part in schema.parts)
        case Object():
            return isinstance(value, dict) and fits_object(schema, value)


def describes(schema: Schema, value: Json) -> bool:
    """Tell whether a value fits a schema, and has no name on which the other schema has the say."""
    return allows(schema, value) and not has_unnamed(schema, value)


def has_unnamed(schema: Schema, value: Json) -> bool:
    """Tell whether an object has a name that a schema leaves to others; nobody describes ``c``."""
    match schema, value:
        case Reference(), _:
            return has_unnamed(TABLE[schema.name], value)
        case Object(), dict():
            inner = {member.name: member.schema for member in schema.properties}
            return any(
                has_unnamed(inner[name], item) if name in inner else name != "c"
                for name, item in value.items()
            )
        case Array(), list():
            return any(has_unnamed(schema.items, item) for item in value)
        case Union(), _:
            return any(has_unnamed(option, value) for option in schema.options)
        case Intersection(), _:
            return any(has_unnamed(part, value) for part in schema.parts)
        case _:
            return False


def is_within(limits: Mapping[str, Json], value: Json) -> bool:
    low, high = limits.get("minimum", 0), limits.get("maximum", 9)
    assert isinstance(low, int)
    assert isinstance(high, int)
    return not isinstance(value, int) or low <= value <= high


def fits_object(schema: Object, value: dict[str, Json]) -> bool:
    named = {member.name: member for member in schema.properties}
    others = [inner for name, inner in value.items() if name not in named]
    return (
        all(name in value or not member.required for name, member in named.items())
        and all(allows(member.schema, value[n]) for n, member in named.items() if n in value)
        and all(schema.additional is None or allows(schema.additional, o) for o in others)
    )


def join(here: Schema, there: Schema) -> tuple[Schema, list[Diagnostic]]:
    return collect(joiner().join(here, there, Subject("it")))


def joiner() -> Joiner:
    return Joiner(Pair(Position("here"), Position("there")), TABLE, TABLE)


@settings(deadline=None)
@given(SCHEMAS)
def test_a_schema_agrees_with_itself(schema: Schema) -> None:
    assert join(schema, schema)[1] == []


@settings(deadline=None)
@given(SCHEMAS, SCHEMAS)
def test_a_disagreement_is_one_from_either_side(here: Schema, there: Schema) -> None:
    (ours, found), (theirs, reversed_found) = join(here, there), join(there, here)
    assert bool(found) == bool(reversed_found)
    assert joiner().agree(ours, theirs)


@settings(deadline=None, max_examples=300)
@given(SCHEMAS, SCHEMAS, DATA)
def test_what_either_allows_is_allowed_afterwards(here: Schema, there: Schema, value: Json) -> None:
    if describes(here, value) or describes(there, value):
        assert allows(join(here, there)[0], value)


@settings(deadline=None)
@given(SCHEMAS, SCHEMAS)
def test_joining_once_is_enough(here: Schema, there: Schema) -> None:
    ours, _ = join(here, there)
    again, _ = join(ours, there)
    assert joiner().agree(ours, again)


MUTATIONS: list[Change] = [
    unchanged,
    lambda op: replace(op, deprecated=True),
    lambda op: replace(op, servers=()),
    lambda op: replace(op, security=({},)),
    lambda op: replace(op, path="/tasks/{id}/stop", parameters=()),
    lambda op: replace(op, path="/runs/stop", parameters=()),
    lambda op: replace(op, rate_limits=(RateLimit(tier="free", requests=1, seconds=1),)),
    lambda op: replace(op, rate_limits=(RateLimit(tier="free", requests=2, seconds=1),)),
    with_answer(Reference(name="A")),
    with_body(Reference(name="B")),
    with_parameters(TestParameters.MODE),
]


@st.composite
def documents(draw: st.DrawFn) -> list[Provider]:
    found: list[Provider] = []
    for locale in draw(
        st.lists(st.sampled_from([None, "en", "de", "zh"]), max_size=4, unique=True)
    ):
        operation = stop(str(locale))
        for mutation in draw(st.lists(st.sampled_from(MUTATIONS), max_size=3)):
            operation = mutation(operation)
        schemas = {"A": draw(SCHEMAS), "B": draw(SCHEMAS), **TABLE}
        found.append(provider(operation, locale=locale, schemas=schemas))
    return found


def shuffled(found: list[Provider]) -> st.SearchStrategy[tuple[list[Provider], list[Provider]]]:
    return st.tuples(st.just(found), st.permutations(found))


@settings(deadline=None, max_examples=60)
@given(documents().flatmap(shuffled), st.sampled_from([None, "de", "ja"]))
def test_the_order_of_documents_makes_no_difference(
    orders: tuple[list[Provider], list[Provider]], locale: str | None
) -> None:
    one, other = orders
    assert collect(link(one, locale)) == collect(link(other, locale))


def test_defaults_count_only_where_documents_agree() -> None:
    flag = Scalar(type=ScalarType.BOOLEAN, default=False)
    assert join(flag, flag)[0].default is False
    for other in (BOOLEAN, replace(flag, default=True), replace(flag, default=0)):
        result, found = join(flag, other)
        assert result.default is UNSET
        assert len(found) == 1
        assert found[0].message.endswith("; none is assumed")


@pytest.mark.parametrize(
    ("here", "there", "looser", "fact"),
    [
        (STRING, INTEGER, Union(options=(STRING, INTEGER)), "the type"),
        (INTEGER, NUMBER, NUMBER, "the type"),
        (Anything(), STRING, Anything(), "the type"),
        (Nothing(), STRING, STRING, "the type"),
        (
            Enumeration(values=("a", "b")),
            Enumeration(values=("b", "c")),
            Enumeration(values=("a", "b", "c")),
            "the values",
        ),
        (
            Enumeration(values=("a",)),
            STRING,
            Scalar(type=ScalarType.STRING, known_values=("a",)),
            "the type",
        ),
        (
            Enumeration(values=("a", 1)),
            STRING,
            Union(options=(Enumeration(values=("a", 1)), STRING)),
            "the type",
        ),
        (
            Enumeration(values=(True,)),
            INTEGER,
            Union(options=(Enumeration(values=(True,)), INTEGER)),
            "the type",
        ),
        (STRING, Union(options=(NULL, STRING)), Union(options=(STRING, NULL)), "the type"),
        (
            replace(STRING, limits={"maxLength": 5, "pattern": "a", "minLength": 2}),
            replace(STRING, limits={"maxLength": 9, "pattern": "b"}),
            replace(STRING, limits={"maxLength": 9}),
            "'maxLength'",
        ),
        (
            Scalar(type=ScalarType.STRING, known_values=("a",)),
            Scalar(type=ScalarType.STRING, known_values=("b",)),
            Scalar(type=ScalarType.STRING, known_values=("a", "b")),
            "the values",
        ),
        (Object(additional=Nothing()), Object(), Object(), "the type"),
        (
            Object(additional=UUID),
            Object(additional=STRING),
            Object(additional=STRING),
            "the format",
        ),
        (Array(items=UUID), Array(items=STRING), Array(items=STRING), "the format"),
        (Array(items=STRING), STRING, Union(options=(Array(items=STRING), STRING)), "the type"),
    ],
)
def test_the_looser_type_counts(here: Schema, there: Schema, looser: Schema, fact: str) -> None:
    result, found = join(here, there)
    assert result == looser
    assert found[0].message.startswith(f"the documents disagree on {fact} of ")


def test_an_open_object_is_open_however_that_is_said() -> None:
    assert join(Object(), Object(additional=Anything()))[1] == []


def test_the_order_of_values_and_options_is_no_fact() -> None:
    assert join(Enumeration(values=("a", "b")), Enumeration(values=("b", "a")))[1] == []
    here, there = Union(options=(STRING, NULL)), Union(options=(NULL, STRING))
    assert join(here, there) == (here, [])


def test_a_union_stays_exclusive_only_if_both_mean_the_same_options() -> None:
    here = Union(options=(STRING, NULL), exclusive=True)
    assert join(here, Union(options=(NULL, STRING), exclusive=True))[0] == here
    for options in ((STRING, INTEGER), (STRING, NULL, STRING), (STRING,)):
        result, _ = join(here, Union(options=options, exclusive=True))
        assert isinstance(result, Union)
        assert not result.exclusive


def test_long_values_do_not_fill_the_sentence() -> None:
    here = Enumeration(values=tuple(f"value-{number}" for number in range(1000)))
    _, found = join(here, Enumeration(values=("a" * 1000,)))
    assert len(found[0].message) < 300
