from __future__ import annotations

from typing import Any

import pytest

from descriptions import PATH, Tree, json_content, openapi, parameter, stop
from stopgen.diagnostic import Code, Severity
from targets.python.support import attempt, platform


def findings(whole: Tree) -> list[tuple[Severity, str]]:
    _, found = attempt(platform(whole))
    assert all(item.code is Code.UNSUPPORTED_REQUEST for item in found)
    assert all(item.position.file.startswith("/paths/") for item in found)
    return [(item.severity, item.message) for item in found]


def of(**members: Any) -> list[tuple[Severity, str]]:
    return findings(openapi({PATH: stop(None, **members)}))


@pytest.mark.parametrize("location", ["header", "cookie"])
@pytest.mark.parametrize("name", ["", "a b", "a:b", "a\r\nb", "é", "a;b", "a=b", '"'])
def test_a_name_that_http_does_not_allow_is_an_error(location: str, name: str) -> None:
    ((severity, message),) = of(parameters=[parameter(name, location, {"type": "string"})])
    assert severity is Severity.ERROR
    assert repr(name) in message


@pytest.mark.parametrize("value", ["a\r\nb", " a", "停止", "\x00"])
def test_a_constant_header_that_cannot_be_sent_is_an_error(value: str) -> None:
    header = parameter("X-Mode", "header", {"enum": [value]}, required=True)
    ((severity, message),) = of(parameters=[header])
    assert severity is Severity.ERROR
    assert "'X-Mode'" in message


@pytest.mark.parametrize("location", ["header", "cookie"])
def test_a_key_that_cannot_travel_is_an_error(location: str) -> None:
    scheme = {"type": "apiKey", "in": location, "name": "a\nb"}
    whole = openapi({PATH: stop(None, security=[{"k": []}])})
    whole["components"] = {"securitySchemes": {"k": scheme}}
    ((severity, message),) = findings(whole)
    assert severity is Severity.ERROR
    assert "'a\\nb'" in message


@pytest.mark.parametrize("name", ["text/x\r\nX-Evil: 1", "text/停止"])
def test_a_media_type_that_no_header_can_hold_is_an_error(name: str) -> None:
    ((severity, message),) = of(requestBody={"content": {name: {}}})
    assert severity is Severity.ERROR
    assert repr(name) in message
    encoding = {"a": {"contentType": name}}
    form: Tree = {"multipart/form-data": {"schema": {}, "encoding": encoding}}
    ((severity, _),) = of(requestBody={"content": form})
    assert severity is Severity.ERROR


def test_what_can_be_sent_is_no_finding() -> None:
    body: Tree = {"content": {"multipart/form-data": {}} | json_content({}), "required": True}
    assert of(requestBody=body, parameters=[parameter("X-A_b.1", "header", {})]) == []
    assert of(requestBody={"content": {}}) == []
