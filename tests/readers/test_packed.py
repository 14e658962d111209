"""Pages that carry their operation packed in their front matter."""

import json
import zlib
from base64 import b64encode

import pytest

from readers.reading import clean, findings, mapping, part
from stopgen.description import JsonObject
from stopgen.diagnostic import Code, Severity

OPERATION: JsonObject = {
    "operationId": "terminate",
    "summary": "Terminate a simulation",
    "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
    "responses": {"202": {"description": "It ends"}},
    "security": [{"key": []}],
    "method": "post",
    "path": "/simulations/{id}:terminate",
    "servers": [{"url": "https://sim.example/v1"}],
    "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Sim"}},
    "info": {"title": "Sim", "version": "1"},
    "jsonRequestBodyExample": {},
    "postman": {"name": "x"},
}


def page(content: bytes) -> str:
    packed = b64encode(zlib.compress(content)).decode()
    return f"---\nid: terminate\napi: {packed}\n---\n\n# Terminate a simulation\n"


def packed(operation: object) -> str:
    return page(json.dumps(operation).encode())


def test_what_is_packed_is_the_whole_operation() -> None:
    found = clean(packed(OPERATION))
    assert part(found.openapi, "servers", 0, "url") == "https://sim.example/v1"
    assert list(mapping(found.openapi, "components", "securitySchemes")) == ["key"]
    operation = mapping(found.openapi, "paths", "/simulations/{id}:terminate", "post")
    assert sorted(operation) == ["operationId", "parameters", "responses", "security", "summary"]
    assert found.origins.position(("paths",)).line == 3


@pytest.mark.parametrize(
    "text",
    [
        packed({"title": "no call"}),
        packed({**OPERATION, "method": "fetch"}),
        packed([1, 2, 3, 4, 5, 6, 7]),
        page(bytes(range(128, 256))),
        packed(OPERATION).replace("eJ", "eJzzzzzz"),
        page(b" " * 9_000_000),
    ],
    ids="nothing method list bytes damaged bomb".split(),
)
def test_what_cannot_be_unpacked_is_an_error_in_its_line(text: str) -> None:
    assert (Code.WRONG_SHAPE, Severity.ERROR, 3) in findings(text)


def test_what_cannot_be_a_stop_is_nobodys_obstacle() -> None:
    text = (
        packed({"title": "no call at all"})
        .replace("terminate", "start")
        .replace("Terminate", "Start")
    )
    assert (Code.WRONG_SHAPE, Severity.NOTE, 3) in findings(text)
