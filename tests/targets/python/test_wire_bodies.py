"""Bodies travel as their documents want it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email import message_from_bytes
from typing import Any

import pytest

from descriptions import Tree, ref
from loopback import LoopbackServer
from targets.python.wire import FLAVOURS, Case, arrived, document, generated

TEXT: Tree = {"type": "string"}
FORM = "application/x-www-form-urlencoded"
FIELDS: Tree = {
    "type": "object",
    "properties": {
        "run-id": TEXT,
        "force": {"type": "boolean", "default": False},
        "tags": {"type": "array", "items": TEXT},
        "where": {"type": "object", "additionalProperties": TEXT},
        "note": {"type": ["string", "null"]},
    },
    "required": ["run-id"],
}
WIDE: Tree = {"type": "object", "properties": {f"p{number}": TEXT for number in range(20)}}
TREE: Tree = {"type": "object", "properties": {"name": TEXT, "inner": ref("Tree")}}
CAT: Tree = {"type": "object", "properties": {"kind": {"const": "cat"}, "lives": TEXT}}
DOG: Tree = {"type": "object", "properties": {"kind": {"const": "dog"}, "name": TEXT}}
MADE: Tree = {"type": "string", "readOnly": True}
SCHEMAS: Tree = {"Wide": WIDE, "Tree": TREE, "Cat": CAT, "Dog": DOG, "Made": MADE}


def case(name: str, content: Tree, given: Tree, kind: str | None, body: str, **rest: Any) -> Case:
    request = {"required": True, "content": content} | rest
    return Case(
        name=name,
        operation={"requestBody": request},
        keywords=given,
        headers={"Content-Type": kind},
        body=body.encode(),
    )


def of(media: str, schema: Any = None, **members: Any) -> Tree:
    return {media: ({} if schema is None else {"schema": schema}) | members}


JSON = "application/json"
ALL = {"run_id": "a b&", "tags": ["x", "y"], "where": {"k": "v"}, "note": None}
CASES = [
    case("json", of(JSON, FIELDS), {"run_id": "é"}, JSON, '{"run-id":"é","force":false}'),
    case("other json", of("application/vnd.x+json", FIELDS), {"run_id": "a"},
         "application/vnd.x+json", '{"run-id":"a","force":false}'),
    case("any", of("*/*", FIELDS), {"run_id": "a"}, JSON, '{"run-id":"a","force":false}'),
    case("json of several", of("text/plain", TEXT) | of(FORM, FIELDS) | of(JSON, FIELDS),
         {"run_id": "a"}, JSON, '{"run-id":"a","force":false}'),
    case("null is a value in json", of(JSON, FIELDS), {"run_id": "a", "note": None}, JSON,
         '{"run-id":"a","force":false,"note":null}'),
    case("urlencoded", of(FORM, FIELDS), ALL, FORM,
         "run-id=a+b%26&force=false&tags=x&tags=y&where=%7B%22k%22%3A%22v%22%7D"),
    case("urlencoded before multipart", of("multipart/form-data", FIELDS) | of(FORM, FIELDS),
         {"run_id": "a"}, FORM, "run-id=a&force=false"),
    case("urlencoded with styles",
         of(FORM, FIELDS, encoding={"tags": {"style": "form", "explode": False},
                                    "where": {"style": "deepObject", "explode": True}}),
         ALL, FORM, "run-id=a+b%26&force=false&tags=x,y&where%5Bk%5D=v"),
    case("urlencoded with json inside",
         of(FORM, FIELDS, encoding={"tags": {"contentType": JSON}}),
         {"run_id": "a", "tags": ["x"]}, FORM, "run-id=a&force=false&tags=%5B%22x%22%5D"),
    case("text", of("text/plain", TEXT), {"body": "stop é"}, "text/plain", "stop é"),
    case("xml", of("application/xml", FIELDS), {"body": "<stop/>"}, "application/xml", "<stop/>"),
    case("bytes", of("application/octet-stream", {}), {"body": b"\x00a"},
         "application/octet-stream", "\x00a"),
    case("no schema", of(JSON), {"body": [1, {"a": None}]}, JSON, '[1,{"a":null}]'),
    case("a list", of(JSON, {"type": "array", "items": TEXT}), {"body": ["a"]}, JSON, '["a"]'),
    case("additional properties", of(JSON, {"type": "object", "additionalProperties": TEXT}),
         {"body": {"any": "thing"}}, JSON, '{"any":"thing"}'),
    case("nullable object", of(JSON, {"anyOf": [ref("Tree"), {"type": "null"}]}),
         {"body": None}, JSON, "null"),
    case("nullable object that is optional", of(JSON, {"anyOf": [ref("Tree"), {"type": "null"}]}),
         {"name": "x"}, JSON, '{"name":"x"}', required=False),
    case("optional and not given", of(JSON, {"properties": {"why": TEXT}}), {}, None, "",
         required=False),
    case("optional and given", of(JSON, {"properties": {"why": TEXT}}), {"why": "x"}, JSON,
         '{"why":"x"}', required=False),
    case("required and empty", of(JSON, {"properties": {"why": TEXT}}), {}, JSON, "{}"),
    case("all of", of(JSON, {"allOf": [{"properties": {"a": TEXT}}, {"properties": {"b": TEXT}}]}),
         {"a": "1", "b": "2"}, JSON, '{"a":"1","b":"2"}'),
    case("what only answers have",
         of(JSON, {"properties": {"id": MADE, "by": ref("Made"), "why": TEXT}, "required": ["id", "why"]}),
         {"why": "x"}, JSON, '{"why":"x"}'),
    case("what only answers have, in parts",
         of(JSON, {"allOf": [{"properties": {"id": MADE}}, {"properties": {"id": TEXT, "why": TEXT}}]}),
         {"why": "x"}, JSON, '{"why":"x"}'),
    case("enum", of(JSON, {"properties": {"mode": {"enum": ["fast", "slow"]}}}), {"mode": "slow"},
         JSON, '{"mode":"slow"}'),
    case("empty content", {}, {}, None, ""),
    case("optional text", of("text/plain", TEXT), {}, None, "", required=False),
]  # fmt: skip
MODELS: list[tuple[str, Tree, Callable[[Any], Any], str]] = [
    ("a wide object", ref("Wide"), lambda acme: acme.Wide(p3="x"), '{"p3":"x"}'),
    ("recursive", {"type": "array", "items": ref("Tree")},
     lambda acme: [acme.Tree(inner=acme.Tree(name="n"))], '[{"inner":{"name":"n"}}]'),
    ("one of two", {"oneOf": [ref("Cat"), ref("Dog")], "discriminator": {"propertyName": "kind"}},
     lambda acme: acme.Dog(kind="dog", name="rex"), '{"kind":"dog","name":"rex"}'),
    ("any of two", {"anyOf": [ref("Cat"), TEXT]}, lambda acme: "text", '"text"'),
]  # fmt: skip
UPLOAD: Tree = {
    "type": "object",
    "properties": {
        "file": {"type": "string", "contentMediaType": "application/octet-stream"},
        "logs": {"type": "array", "items": {"type": "string", "format": "binary"}},
        'a "b"': TEXT,
        "meta": {"type": "object", "additionalProperties": TEXT},
        "ids": {"type": "array", "items": {"type": "integer"}},
        "kind": TEXT,
    },
    "required": ["file"],
}
UPLOADS = Case(
    name="multipart",
    operation={
        "requestBody": {
            "required": True,
            "content": of(
                "multipart/form-data", UPLOAD, encoding={"kind": {"contentType": "text/csv, */*"}}
            ),
        }
    },
    keywords={
        "file": b"\x00\r\n",
        "logs": [b"1", b"2"],
        "a_b": "t",
        "meta": {"k": "é"},
        "ids": [1, 2],
        "kind": "k",
    },
)


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    modelled = [case(name, of(JSON, schema), {}, JSON, "") for name, schema, _, _ in MODELS]
    whole = document([*CASES, *modelled, UPLOADS], schemas=SCHEMAS)
    with generated(tmp_path_factory.mktemp("bodies"), "wire_bodies", whole) as module:
        yield module


@pytest.fixture(scope="module")
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as running:
        yield running


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.name for case in CASES])
def test_a_body_arrives(acme: Any, server: LoopbackServer, flavour: str, number: int) -> None:
    seen = arrived(flavour, acme, server, number, CASES[number])
    assert seen.body == CASES[number].body
    assert seen.header("Content-Type") == CASES[number].headers["Content-Type"]
    assert seen.header("Content-Length") == str(len(seen.body))


@pytest.mark.parametrize("number", range(len(MODELS)), ids=[entry[0] for entry in MODELS])
def test_a_model_arrives(acme: Any, server: LoopbackServer, number: int) -> None:
    _, _, body, expected = MODELS[number]
    given = Case(name="", keywords={"body": body(acme)})
    seen = arrived("sync", acme, server, len(CASES) + number, given)
    assert seen.body == expected.encode()
    assert seen.header("Content-Type") == JSON


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_a_multipart_body_arrives(acme: Any, server: LoopbackServer, flavour: str) -> None:
    seen = arrived(flavour, acme, server, len(CASES) + len(MODELS), UPLOADS)
    kind = seen.header("Content-Type") or ""
    message: Any = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + seen.body)
    parts = [
        (part["Content-Disposition"], part["Content-Type"], part.get_payload(decode=True))
        for part in message.get_payload()
    ]
    binary = "application/octet-stream"
    assert parts == [
        ('form-data; name="file"; filename="file"', binary, b"\x00\r\n"),
        ('form-data; name="logs"; filename="logs"', binary, b"1"),
        ('form-data; name="logs"; filename="logs"', binary, b"2"),
        ('form-data; name="a %22b%22"', None, b"t"),
        ('form-data; name="meta"', JSON, '{"k":"é"}'.encode()),
        ('form-data; name="ids"', None, b"1"),
        ('form-data; name="ids"', None, b"2"),
        ('form-data; name="kind"', "text/csv", b"k"),
    ]
