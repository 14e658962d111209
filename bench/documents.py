"""Makes OpenAPI documents of any size, the same each time, with three stop operations in each."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

_WORDS = "account device metric vendor asset region policy tenant channel widget catalog".split()
_VARIANTS = 40
_NUMBER = "4077"
"""Stands in each part for the number of its path or schema."""


def write(path: Path, size: int) -> None:
    """Write a document of about so many bytes, as JSON or YAML by the ending of its name."""
    is_json = path.suffix == ".json"
    item, joint = (_json, ",\n") if is_json else (_yaml, "")
    models = [item(f"Model{_NUMBER}", _schema(n)) for n in range(_VARIANTS)]
    paths = [
        item(f"/{_WORDS[n % len(_WORDS)]}s{_NUMBER}/{{id}}", _path(n)) for n in range(_VARIANTS)
    ]
    each = sum(map(len, models + paths)) // _VARIANTS
    count = max(3, size // each)
    stops = {
        count * part // 4: item(f"/jobs{part}/{{id}}/cancel", _stop(part)) for part in (1, 2, 3)
    }
    with path.open("w", encoding="utf-8") as file:
        file.write(_HEADS[is_json][0])
        file.write(joint.join(_numbered(paths, count, stops)))
        file.write(_HEADS[is_json][1])
        file.write(joint.join(_numbered(models, count, {})))
        file.write(_HEADS[is_json][2])


_YAML_HEAD = """openapi: 3.1.0
info: {title: Large, version: "1"}
servers:
- url: https://api.example.com
paths:
"""
_JSON_HEAD = """{"openapi": "3.1.0", "info": {"title": "Large", "version": "1"},
"servers": [{"url": "https://api.example.com"}],
"paths": {
"""
_HEADS = (
    (_YAML_HEAD, "components:\n  schemas:\n", ""),
    (_JSON_HEAD, '},\n"components": {"schemas": {\n', "}}}\n"),
)


def _numbered(parts: list[str], count: int, extra: dict[int, str]) -> Iterator[str]:
    for number in range(count):
        yield parts[number % len(parts)].replace(_NUMBER, str(number))
        if number in extra:
            yield extra[number]


def _json(key: str, part: Any) -> str:
    return json.dumps({key: part}, indent=2)[2:-2]


def _yaml(key: str, part: Any) -> str:
    depth = "  " if key.startswith("/") else "    "
    text: str = yaml.dump({key: part}, Dumper=yaml.CSafeDumper, sort_keys=False, width=1000)
    return "".join(f"{depth}{line}\n" for line in text.splitlines())


def _schema(number: int) -> Any:
    choose = random.Random(number).choice
    kinds = [
        {"type": "string", "description": "The name that people gave to it, on one line."},
        {"type": "integer", "format": "int64"},
        {"$ref": f"#/components/schemas/Model{_NUMBER}"},
        {"type": "array", "items": {"type": "string", "enum": ["one", "two", "three"]}},
        {"type": "object", "additionalProperties": {"type": "string"}},
    ]
    fields = {f"{choose(_WORDS)}_{index}": choose(kinds) for index in range(8)}
    described = {"description": "What a caller sees of it.", "required": list(fields)[:3]}
    return {"type": "object", **described, "properties": json.loads(json.dumps(fields))}


def _path(number: int) -> Any:
    methods = ("get", "patch") if number % 3 == 0 else ("get",)
    return {method: _operation(method, f"{_WORDS[number % len(_WORDS)]}") for method in methods}


def _operation(method: str, word: str) -> Any:
    schema = f"#/components/schemas/Model{_NUMBER}"
    return {
        "operationId": f"{method}_{word}_{_NUMBER}",
        "summary": f"Do to one {word} what the method says",
        "description": "Says at length what is done, to whom, and when that is allowed. " * 4,
        "parameters": [_id(), {"name": "limit", "in": "query", "schema": {"type": "integer"}}],
        "requestBody": {"content": {"application/json": {"schema": {"$ref": schema}}}},
        "responses": {
            "200": {
                "description": "It is done.",
                "content": {"application/json": {"schema": {"$ref": schema}}},
            },
            "404": {"description": "There is none."},
        },
    }


def _stop(number: int) -> Any:
    fields = {"stopped": {"type": "boolean"}}
    content = {"application/json": {"schema": {"type": "object", "properties": fields}}}
    operation = {
        "operationId": f"cancelJob{number}",
        "summary": "Cancel a job",
        "parameters": [_id()],
        "responses": {"200": {"description": "It has ended.", "content": content}},
    }
    return {"post": operation}


def _id() -> Any:
    return {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
