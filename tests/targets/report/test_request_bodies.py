from __future__ import annotations

from typing import Any

import pytest

from descriptions import PATH, Tree, openapi, parameter, stop
from targets.report.spelled import requests_of, words


def form(media: str, **properties: Tree) -> Tree:
    shape = {"type": "object", "properties": properties, "required": list(properties)}
    return stop(requestBody={"required": True, "content": {media: {"schema": shape}}})


TEXT: Tree = {"type": "string", "examples": ["@a b"]}
FILE: Tree = {"type": "string", "format": "binary"}


@pytest.mark.parametrize(
    ("media", "properties", "options", "arguments"),
    [
        ("application/x-www-form-urlencoded", {"a": TEXT}, ["-d", "a=%40a+b"], "a='@a b'"),
        (
            "multipart/form-data",
            {"a": TEXT, "file": FILE},
            ["--form-string", "a=@a b", "-F", "file=@FILE"],
            "a='@a b', file=b'BYTES'",
        ),
    ],
)
def test_forms_are_sent_as_forms(
    media: str, properties: dict[str, Tree], options: list[str], arguments: str
) -> None:
    curl, code = requests_of(openapi({PATH: form(media, **properties)}))
    assert words(curl)[3:] == options
    assert f"client.stop_job('JOB_ID', {arguments})" in code


@pytest.mark.parametrize(
    ("media", "schema", "options", "argument"),
    [
        ("text/plain", TEXT, ["-H", "Content-Type: text/plain", "--data-raw", "@a b"], "'@a b'"),
        (
            "application/octet-stream",
            FILE,
            ["-H", "Content-Type: application/octet-stream", "--data-binary", "@FILE"],
            "b'BYTES'",
        ),
        (
            "application/json",
            {"type": "array", "items": TEXT, "examples": [["a"]]},
            ["-H", "Content-Type: application/json", "-d", '["a"]'],
            "['a']",
        ),
    ],
)
def test_what_is_one_value_is_one_argument(
    media: str, schema: Tree, options: list[str], argument: str
) -> None:
    operation = stop(requestBody={"required": True, "content": {media: {"schema": schema}}})
    curl, code = requests_of(openapi({PATH: operation}))
    assert words(curl)[3:] == options
    assert f"client.stop_job('JOB_ID', body={argument})" in code


@pytest.mark.parametrize(
    ("style", "value", "query"),
    [
        ({}, ["a", "b"], "q=a&q=b"),
        ({}, "a b+c", "q=a%20b%2Bc"),
        ({"allowReserved": True}, "a/b&c", "q=a/b%26c"),
        ({"explode": False}, ["a", "b,c"], "q=a,b%2Cc"),
        ({"style": "pipeDelimited", "explode": False}, ["a", "b"], "q=a%7Cb"),
        ({"style": "spaceDelimited", "explode": False}, ["a", "b"], "q=a%20b"),
        ({}, {"k": "v"}, "k=v"),
        ({"style": "deepObject"}, {"k": "v"}, "q%5Bk%5D=v"),
    ],
)
def test_queries_have_the_documented_style(style: Tree, value: Any, query: str) -> None:
    kinds = {"list": "array", "dict": "object", "str": "string"}
    schema: Tree = {"type": kinds[type(value).__name__]}
    asked = parameter("q", "query", schema | {"examples": [value]}, required=True, **style)
    path = parameter("job_id", "path", {"type": "string"})
    curl, _ = requests_of(openapi({PATH: stop(parameters=[path, asked])}))
    assert words(curl)[2].endswith(f"/stop?{query}")


def test_lists_in_paths_and_headers_without_a_value_are_sent_as_clients_do() -> None:
    path = parameter("job_id", "path", {"type": "array", "examples": [["a/b", "c"]]})
    blank = parameter("X-Blank", "header", {"type": "string", "examples": [""]}, required=True)
    curl, _ = requests_of(openapi({PATH: stop(parameters=[path, blank])}))
    assert words(curl)[2].endswith("/jobs/a%2Fb,c/stop")
    assert words(curl)[3:] == ["-H", "X-Blank;"]
