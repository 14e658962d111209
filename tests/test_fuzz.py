"""Documents come from strangers: whatever they hold, a run ends, and says where what is wrong."""

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descriptions import Tree
from mutations import spoiled
from stopgen import pipeline, report
from stopgen.diagnostic import Diagnostic, collect, has_error
from stopgen.model import Provider
from stopgen.targets import openapi, python

EXAMPLES = int(os.environ.get("STOPGEN_FUZZ_EXAMPLES", "120")) // 4
"""How many documents each of the tests below makes up."""

PATIENCE = 30
"""Seconds after which a run hangs; a healthy one takes some hundredths of one."""

SPECS = Path(__file__).parents[1] / "specs"
DOCUMENTS = [path.read_bytes() for path in sorted(SPECS.rglob("*.md"))]
ODDITIES: list[Any] = [
    None,
    True,
    -1,
    1e300,
    "",
    "x",
    "{",
    "../..",
    "#/",
    "#/paths",
    [],
    {},
    [[]],
    [None],
    {"": {}},
    {"$ref": "#/paths"},
    {"$ref": "#/components/schemas/A"},
    {"$ref": 1},
    {"type": "object", "properties": 1},
    {"oneOf": [{}]},
    {"allOf": [{"$ref": "#/components/schemas/A"}, {"type": "string"}]},
]


@contextmanager
def patience() -> Iterator[None]:
    """Fail where a run hangs."""

    def give_up(*_: object) -> None:
        raise AssertionError(f"still busy after {PATIENCE} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def survive(folder: Path, name: str, content: bytes) -> list[Diagnostic]:
    """Generate from one document; what comes out is well-formed, and what is wrong has its place."""
    file = folder / "acme" / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    with patience():
        (providers, _), found = collect(pipeline.provide(folder, "en"))
        if not has_error(found):
            found += generate(providers)
    file.unlink()
    lines = content.decode(errors="replace").count("\n") + content.count(b"\r") + 2
    assert all(1 <= finding.position.line <= lines for finding in found)
    assert all(line.isprintable() for line in report.diagnostics(found))
    return found


seen: set[str] = set()


def generate(providers: list[Provider]) -> list[Diagnostic]:
    """Render what was not rendered before; most changes of a document do not reach the clients."""
    identity = repr(openapi.generate(providers)[0].content)
    if identity in seen:
        return []
    seen.add(identity)
    files, found = collect(python.generate(providers))
    assert files or has_error(found)
    for file in files:
        if file.path.endswith(".py"):
            compile(file.content, file.path, "exec")
    return found


@pytest.mark.parametrize("share", range(2))
def test_spoiled_documents_never_break_a_run(
    share: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("specs")

    @settings(max_examples=EXAMPLES)
    @given(spoiled(DOCUMENTS))
    def try_out(content: bytes) -> None:
        survive(folder, "stop.md", content)

    try_out()


def places(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Every container of a tree, with each of its keys."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield tree, key
            yield from places(value)
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield tree, index
            yield from places(value)


def document() -> Tree:
    """An OpenAPI document that has about everything that a stop call can have."""
    reference = {"$ref": "#/components/schemas/A"}
    text = {"type": "string", "minLength": 1, "default": "x", "examples": ["x"]}
    answer = {"content": {"application/json": {"schema": reference, "example": {"ok": True}}}}
    operation = {
        "operationId": "stopRun",
        "summary": "Stop a run",
        "deprecated": True,
        "security": [{"key": []}, {"token": ["a"]}, {}],
        "servers": [{"url": "https://{host}/v1", "variables": {"host": {"default": "a.example"}}}],
        "parameters": [
            {"name": "id", "in": "path", "required": True, "schema": text},
            {"name": "q", "in": "query", "schema": {"type": "array", "items": {"type": "integer"}}},
            {"$ref": "#/components/parameters/P"},
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": reference}}},
        "responses": {
            "200": {"description": "Stopped.", **answer},
            "404": {"$ref": "#/components/responses/R"},
            "default": {"description": "Else."},
        },
    }
    union = {
        "oneOf": [{"type": ["string", "null"]}, reference],
        "discriminator": {"propertyName": "t"},
    }
    properties = {
        "ok": {"type": "boolean"},
        "status": {"enum": ["stopped", "running", None]},
        "t": {"const": "a"},
        "union": union,
        "more": {"type": "object", "additionalProperties": {"type": "number", "maximum": 3}},
        "when": {"type": "string", "format": "date-time", "pattern": "^a+$"},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1", "license": {"name": "x"}},
        "servers": [{"url": "https://api.acme.example"}],
        "paths": {"/runs/{id}/stop": {"summary": "x", "post": operation}},
        "components": {
            "schemas": {"A": {"type": "object", "required": ["ok"], "properties": properties}},
            "parameters": {"P": {"name": "X-P", "in": "header", "schema": {"type": "boolean"}}},
            "responses": {"R": {"description": "None.", **answer}},
            "securitySchemes": {
                "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
                "token": {"type": "http", "scheme": "bearer"},
            },
        },
    }


@st.composite
def odd_documents(draw: st.DrawFn) -> bytes:
    """Put things where they do not belong, take others away, and give some another name."""
    tree = document()
    for _ in range(draw(st.integers(1, 4))):
        known = list(places(tree))
        if not known:
            break
        container, key = draw(st.sampled_from(known))
        match draw(st.sampled_from(["replace", "remove", "rename", "move"])):
            case "replace":
                container[key] = deepcopy(draw(st.sampled_from(ODDITIES)))
            case "remove":
                del container[key]
            case "rename" if isinstance(container, dict):
                container[draw(st.text(max_size=5))] = container.pop(key)
            case _:
                other, _ = draw(st.sampled_from(known))
                container[key] = deepcopy(other)
    return json.dumps(tree, ensure_ascii=draw(st.booleans())).encode(errors="surrogatepass")


@pytest.mark.parametrize("share", range(2))
def test_odd_descriptions_never_break_a_run(
    share: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("specs")

    @settings(max_examples=EXAMPLES)
    @given(odd_documents())
    def try_out(content: bytes) -> None:
        survive(folder, "stop.json", content)

    try_out()


def test_the_document_that_is_made_odd_is_fine_to_begin_with(tmp_path: Path) -> None:
    assert survive(tmp_path, "stop.json", json.dumps(document()).encode()) == []
