"""Hostile text in Swagger 2, in references between files, and in keys that other generators obey."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from descriptions import Tree, describe, json_content
from stopgen import pipeline
from stopgen.diagnostic import collect
from targets.python.support import attempt
from targets.python.test_hostile import NEUTRAL, Fill, modules, neutral, shape, strings, whole

PAYLOADS = [
    "'\"\"\"\n__import__('os').system('id')\n\\",
    "\\\r\x0b\x0c\x1c\x85\u2028\u2029\x00import os",
    "{{ 7 * 7 }}{% raw %}{x!r:>{y}}%(x)s # type: ignore */ \u202e",
]
FILE_NAMES = [
    "'); import os #",
    '""" {{ 7 * 7 }} {x}',
    "%s %(x)s # -*- coding: utf-7 -*-",
]
OBEYED: Tree = {
    "customTypePath": "os.system",
    "customBasePath": "os.path.Evil",
    "default_factory": "__import__('os').getcwd",
    "x-python-type": "os.system('id')",
    "x-python-import": {"module": "os", "name": "system"},
    "x-python-name": "__class__",
    "x-python-default": "__import__('os')",
    "x-enum-varnames": ["__import__", "import os"],
    "x-enumNames": ["import os", "os.system"],
    "x-discriminator-value": "'''",
    "x-go-type": "unsafe.Pointer",
    "x-stopgen": "import os",
    "'''\nimport os\n": "x",
}
"""Keys that tell other generators what to import, to call or to name."""


def swagger(fill: Fill) -> Tree:
    """Return a Swagger 2 document with a text in every slot that only such documents have."""
    text = {"type": "string"}
    operation: Tree = {
        "summary": fill("summary"),
        "description": fill("description"),
        "operationId": fill("operation_id"),
        "consumes": ["application/x-www-form-urlencoded"],
        "parameters": [
            text | {"name": "id", "in": "path", "required": True, "description": fill("id")},
            text | {"name": fill("query"), "in": "query", "default": fill("default")},
            text | {"name": fill("form"), "in": "formData", "enum": [fill("enum")]},
            {"name": fill("list"), "in": "query", "type": "array", "items": text}
            | {"collectionFormat": "pipes"},
        ],
        "responses": {"200": {"description": fill("ok"), "schema": refer(fill("answer"))}},
        "security": [{fill("scheme"): []}],
    }
    answer = {"type": "object", "properties": {fill("property"): text | {"title": fill("title")}}}
    return {
        "swagger": "2.0",
        "info": {"title": fill("name"), "version": fill("version")},
        "host": "api.acme.example",
        "basePath": "/" + quote(fill("base")),
        "paths": {"/jobs/{id}/stop": {"post": operation}},
        "definitions": {fill("answer"): answer},
        "securityDefinitions": {
            fill("scheme"): {"type": "apiKey", "in": "query", "name": fill("key")}
        },
    }


def refer(name: str) -> Tree:
    return {"$ref": "#/definitions/" + pointer(name)}


def pointer(name: str) -> str:
    return quote(name.replace("~", "~0").replace("/", "~1"))


def divided(name: str, fill: Fill) -> dict[str, Tree]:
    """Return a document whose parts are in another file, by names of files."""
    answer: Tree = {"type": "object", "properties": {fill("property"): {"type": "string"}}}
    operation: Tree = {
        "parameters": [{"$ref": "#/" + pointer(fill("parameter"))}],
        "responses": {"200": {"$ref": "#/" + pointer(fill("answer"))}},
    }
    parts: Tree = {
        fill("item"): {"post": operation},
        fill("answer"): {"description": "", "content": json_content(answer)},
        fill("parameter"): {"name": fill("query"), "in": "query", "schema": {"type": "string"}},
    }
    path = {"$ref": f"parts/{quote(name)}.json#/{pointer(fill('item'))}"}
    api: Tree = {"openapi": "3.1.0", "info": {"title": "Acme", "version": "1"}}
    api |= {"servers": [{"url": "https://api.acme.example"}], "paths": {"/jobs/stop": path}}
    return {f"{name}.json": api, f"parts/{name}.json": parts}


def packaged(folder: Path, documents: dict[str, Tree]) -> dict[str, str]:
    """Return the modules that come of a provider's documents on the disk."""
    for name, content in documents.items():
        path = folder / "acme" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")
    (providers, _), found = collect(pipeline.provide(folder, "en"))
    files, more = attempt(*providers)
    assert [str(entry) for entry in (*found, *more) if entry.severity == "error"] == []
    return {path: text for path, text in files.items() if path.startswith("acme/")}


def shapes(sources: dict[str, str]) -> dict[str, str]:
    return {path: shape(text) for path, text in sources.items()}


def filled(payload: str) -> Fill:
    return lambda slot: f"-{payload}-{slot}-"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_of_swagger_2_stays_text(payload: str, tmp_path: Path) -> None:
    plain = packaged(tmp_path / "plain", {"api.json": swagger(neutral)})
    sources = packaged(tmp_path / "hostile", {"api.json": swagger(filled(payload))})

    assert shapes(sources) == shapes(plain)
    found = strings(sources)
    for slot in ("query", "form", "list", "property", "key", "enum", "default"):
        assert filled(payload)(slot) in found, slot


@pytest.mark.parametrize(("payload", "name"), list(zip(PAYLOADS, FILE_NAMES, strict=True)))
def test_names_of_files_and_of_their_parts_stay_text(
    payload: str, name: str, tmp_path: Path
) -> None:
    plain = packaged(tmp_path / "plain", divided("plain", neutral))
    sources = packaged(tmp_path / "hostile", divided(name, filled(payload)))

    assert shapes(sources) == shapes(plain)
    assert filled(payload)("query") in strings(sources)


def test_keys_that_other_generators_obey_do_nothing() -> None:
    assert modules(describe(extended(whole(neutral)))) == NEUTRAL


def extended(node: Any) -> Any:
    """Put those keys into everything that is no map of names."""
    if isinstance(node, list):
        return [extended(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    found = {key: extended(entry) for key, entry in node.items()}
    known = ("type", "enum", "const", "in", "content", "responses", "url", "openapi", "description")
    is_object = any(isinstance(node.get(key), str | list) for key in known)
    return found | OBEYED if is_object or "responses" in node else found
