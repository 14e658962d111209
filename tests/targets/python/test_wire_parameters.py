"""Parameters travel as their documents want it; the expected texts follow OpenAPI and RFC 6570."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from descriptions import Tree, json_content, parameter, ref
from loopback import LoopbackServer
from targets.python.wire import FLAVOURS, Case, arrived, document, generated

TEXT: Tree = {"type": "string"}
LIST: Tree = {"type": "array", "items": TEXT}
MAP: Tree = {"type": "object", "additionalProperties": TEXT}
FILTER: Tree = {"type": "object", "properties": {"min-age": {"type": "integer"}, "name": TEXT}}
COLORS = ["blue", "a,b|c d"]
COLOR = {"R": "100", "G": "a b"}


def _with(*parameters: Tree) -> Tree:
    return {"parameters": list(parameters)}


def query(spelled: str, value: Any, schema: Tree = LIST, **members: Any) -> Case:
    operation = _with(parameter("c", "query", schema, **members))
    name = f"query {members.get('style', '')} {members.get('explode', '')} {spelled}"
    return Case(name=name, operation=operation, keywords={"c": value}, target=spelled)


def path(spelled: str, value: Any, schema: Tree = LIST, **members: Any) -> Case:
    operation = _with(parameter("c", "path", schema, **members))
    name = f"path {members.get('style', '')} {members.get('explode', '')} {spelled}"
    return Case(
        name=name, path="/{c}", operation=operation, arguments=(value,), target=f"/{spelled}"
    )


def header(spelled: str, value: Any, schema: Tree = LIST, **members: Any) -> Case:
    operation = _with(parameter("X-C", "header", schema, **members))
    return Case(
        name=f"header {spelled}",
        operation=operation,
        keywords={"x_c": value},
        headers={"X-C": spelled},
    )


def accept(spelled: str, *media: str, parameters: Tree | None = None, **given: Any) -> Case:
    """A call to which a success can be of some media types."""
    answers = {"responses": {"200": {"description": "", "content": {name: {} for name in media}}}}
    return Case(
        name=f"accept {spelled} of {media}",
        operation=answers | (parameters or {}),
        keywords=given,
        headers={"Accept": spelled},
    )


def cookie(spelled: str | None, value: Any, schema: Tree = LIST, **members: Any) -> Case:
    operation = _with(parameter("c", "cookie", schema, **members))
    return Case(
        name=f"cookie {spelled}",
        operation=operation,
        keywords={"c": value},
        headers={"Cookie": spelled},
    )


ACTION = parameter("Action", "query", {"enum": ["Stop & go"]}, required=True)
ONLY: list[Case] = [
    Case(
        name="what follows # stays here",
        path="#Action=Stop",
        operation=_with(parameter("c", "query", TEXT)),
        keywords={"c": "x"},
        target="?c=x",
    ),
    Case(
        name="a # in the middle is a sign like others",
        path="#1/{c}#2",
        operation=_with(parameter("c", "path", TEXT)),
        arguments=("x",),
        target="%231/x",
    ),
    Case(
        name="the only value of the query is always sent",
        operation=_with(ACTION, parameter("c", "query", TEXT)),
        keywords={"c": "x"},
        target="?Action=Stop%20%26%20go&c=x",
    ),
    Case(
        name="what the path says is not said twice",
        path="?Action=Stop%20%26%20go",
        operation=_with(ACTION),
        target="?Action=Stop%20%26%20go",
    ),
]
CASES = [
    *ONLY,
    query("?c=blue&c=a%2Cb%7Cc%20d", COLORS),
    query("?c=blue,a%2Cb%7Cc%20d", COLORS, explode=False),
    query("?c=blue%20a%2Cb%7Cc%20d", COLORS, style="spaceDelimited", explode=False),
    query("?c=blue%7Ca%2Cb%7Cc%20d", COLORS, style="pipeDelimited", explode=False),
    query("?c=blue&c=a%2Cb%7Cc%20d", COLORS, style="pipeDelimited", explode=True),
    query("?R=100&G=a%20b", COLOR, MAP),
    query("?c=R,100,G,a%20b", COLOR, MAP, explode=False),
    query("?c%5BR%5D=100&c%5BG%5D=a%20b", COLOR, MAP, style="deepObject", explode=True),
    query(
        "?c%5Ba%5D%5Bb%5D=1&c%5Bl%5D%5B0%5D=x",
        {"a": {"b": 1}, "l": ["x"], "n": None},
        {"type": "object"},
        style="deepObject",
        explode=True,
    ),
    query("?c%5Bmin-age%5D=7", {"min-age": 7}, ref("F"), style="deepObject", explode=True),
    query("", [], LIST),
    query("?c=1.5", 1.5, {"type": "number"}),
    query("?c=true", True, {"type": "boolean"}),
    query("?c=a%2Fb%3A%26", "a/b:&", TEXT),
    query("?c=a/b:%26%23%25", "a/b:&#%", TEXT, allowReserved=True),
    path("blue,a%2Cb%7Cc%20d", COLORS),
    path("blue", "blue", TEXT),
    path(".blue", "blue", TEXT, style="label"),
    path(".blue,x", ["blue", "x"], style="label"),
    path(".blue.x", ["blue", "x"], style="label", explode=True),
    path(";c=blue", "blue", TEXT, style="matrix"),
    path(";c=blue,x", ["blue", "x"], style="matrix"),
    path(";c=blue;c=x", ["blue", "x"], style="matrix", explode=True),
    path("R,100,G,a%20b", COLOR, MAP),
    path("R=100,G=a%20b", COLOR, MAP, explode=True),
    path(".R,100,G,a%20b", COLOR, MAP, style="label"),
    path(".R=100.G=a%20b", COLOR, MAP, style="label", explode=True),
    path(";c=R,100,G,a%20b", COLOR, MAP, style="matrix"),
    path(";R=100;G=a%20b", COLOR, MAP, style="matrix", explode=True),
    path("a%2Fb%3Fc", "a/b?c", TEXT),
    path("a/b%3Fc", "/a/b?c", TEXT, allowReserved=True),
    path("7", 7, {"oneOf": [{"type": "integer"}, TEXT]}),
    header("blue,x", ["blue", "x"]),
    header("R,100,G,a b", COLOR, MAP),
    header("R=100,G=a b", COLOR, MAP, explode=True),
    cookie("c=blue", "blue", TEXT),
    cookie("c=blue%2Cx", ["blue", "x"], explode=False),
    cookie("c=blue; c=x", ["blue", "x"], explode=True),
    cookie("c=R%2C100%2CG%2Ca%20b", COLOR, MAP, explode=False),
    cookie("R=100; G=a%20b", COLOR, MAP),
    cookie(None, [], LIST),
    Case(
        name="json in a query",
        operation=_with({"name": "f", "in": "query", "content": json_content(MAP)}),
        keywords={"f": {"a": "b&c"}},
        target="?f=%7B%22a%22%3A%22b%26c%22%7D",
    ),
    Case(
        name="json in a header",
        operation=_with({"name": "X-F", "in": "header", "content": json_content(LIST)}),
        keywords={"x_f": ["a", "b"]},
        headers={"X-F": '["a","b"]'},
    ),
    Case(
        name="a text in json has no quotes",
        path="/{c}",
        operation=_with(
            {"name": "c", "in": "path", "required": True, "content": json_content(TEXT)}
        ),
        arguments=("blue",),
        target="/blue",
    ),
    Case(
        name="slashes of google",
        path="/{+name}:x",
        operation=_with(parameter("name", "path", TEXT)),
        arguments=("projects/p 1/runs/2",),
        target="/projects/p%201/runs/2:x",
    ),
    Case(
        name="dotted and dashed names",
        path="/{run.id}/{run-id}.json",
        operation=_with(
            parameter("run-id", "path", TEXT),
            parameter("run.id", "path", TEXT),
            parameter("filter.run-id", "query", TEXT),
            parameter("page[size]", "query", TEXT),
        ),
        arguments=("a", "b"),
        keywords={"filter_run_id": "c", "page_size": "1"},
        target="/a/b.json?filter.run-id=c&page%5Bsize%5D=1",
    ),
    accept("application/json"),
    accept("application/json", "text/plain", "application/json; charset=utf-8"),
    accept("application/json", "text/plain", "*/*"),
    accept("application/json", "text/plain\r\nX: y"),
    accept("text/plain, application/json;q=0.9", "text/plain; charset=utf-8"),
    accept(
        "application/vnd.x+json, text/xml, application/json;q=0.9",
        "application/vnd.x+json",
        "text/xml",
    ),
    accept(
        "text/csv",
        "text/plain",
        parameters=_with(parameter("accept", "header", TEXT)),
        accept="text/csv",
    ),
    Case(
        name="names that python needs or that become one",
        operation=_with(
            *(
                parameter(name, "query", TEXT)
                for name in ("class", "self", "list", "2fa", "größe", "任务", "userId", "user_id")
            )
        ),
        keywords={
            "class_": "1",
            "self_": "2",
            "list": "3",
            "v2_fa": "4",
            "größe": "5",
            "任务": "6",
            "user_id": "7",
            "user_id_2": "8",
        },
        target="?class=1&self=2&list=3&2fa=4&gr%C3%B6%C3%9Fe=5"
        "&%E4%BB%BB%E5%8A%A1=6&userId=7&user_id=8",
    ),
    Case(
        name="a body beside parameters of the same name",
        path="/{id}",
        operation={
            **_with(parameter("id", "path", TEXT), parameter("id", "query", TEXT)),
            "requestBody": {"content": json_content({"properties": {"id": TEXT}})},
        },
        arguments=("p",),
        keywords={"id_2": "q", "id_3": "b"},
        target="/p?id=q",
        headers={"Content-Type": "application/json"},
        body=b'{"id":"b"}',
    ),
]


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("parameters")
    with generated(folder, "wire_parameters", document(CASES, schemas={"F": FILTER})) as module:
        yield module


@pytest.fixture(scope="module")
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as running:
        yield running


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.name for case in CASES])
def test_a_parameter_arrives(acme: Any, server: LoopbackServer, flavour: str, number: int) -> None:
    case = CASES[number]
    seen = arrived(flavour, acme, server, number, case)
    assert seen.path == f"/{number}/stop{case.target}"
    assert {name: seen.header(name) for name in case.headers} == case.headers
    assert seen.body == case.body
