"""No text of a document changes what generated modules do: only what their strings say."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from descriptions import Tree, describe, json_content, openapi, parameter, ref
from stopgen.classify import classify
from stopgen.description import Description
from stopgen.diagnostic import Code, collect
from stopgen.hoist import hoist
from stopgen.lower import lower
from stopgen.targets import openapi as openapi_target
from targets.python.support import attempt, write

Fill = Callable[[str], str]
"""Gives the text of a slot: of one that is spoken, or of one that is a name or value on the wire."""

SPOKEN = (
    "title summary description parameter_text body_text property_text schema_text answer_text "
    "variable_text server_text tier"
).split()
"""Slots for words that people read."""

WIRE = (
    "query_name header_name cookie_name path_name header_value cookie_value "
    "property property_2 enum enum_2 constant known default "
    "default_2 path code code_2 variable variable_default variable_value server scheme_name status_word "
    "example operation_id schema_key format pattern header_default answer_property media "
    "form_field form_field_2 form_style part_media raw_media list_name json_name own_server "
    "key_2 key_name mapped unnamed"
).split()
"""Slots for names and values that programs compare."""

PAYLOADS = [
    '"',
    "'",
    '"""',
    "'''",
    '""""',
    'x"""\nimport os\nos.system("id")\n"""',
    "x'''\nimport os\n'''",
    "'); __import__('os').system('id'); ('",
    '"); __import__("os").system("id"); ("',
    "\\",
    "\\\\",
    '\\"',
    "\\'",
    "\\N{BULLET}",
    "\\x22\\u0022\\42",
    "\\\n",
    "\nimport os\n",
    "\r\nimport os",
    "\rimport os",
    "\x0bimport os",
    "\x0cimport os",
    "\x1cimport os\x1dimport os\x1eimport os\x1fimport os",
    "\x85import os",
    "\u2028import os\u2029import os",
    "\x00",
    "\x1b[31m",
    "\u202eevil\u202c\u2066x\u2069\u200f\ufeff",
    "\ud800",
    "\udfff\ud800",
    "{{ 7 * 7 }}",
    "{% for x in y %}",
    "{# x #}",
    "{x}{0}{x!r:>{y}}",
    "%s%(x)s%%",
    "# type: ignore # noqa",
    "# -*- coding: utf-7 -*-",
    "*/ --> ]]> <!--",
    "stopgen_text_0 'stopgen_value_0' stopgen_name_0 StopgenClass0",
    "__import__('os').system('id')",
    "lambda: 0",
    "None",
    "class",
    "../../../etc/passwd",
    "C:\\Windows\\",
    "x" * 3000,
    "停止" * 200,
    " ",
    "\t",
    "\u3000\xa0",
    "🛑",
    "e\u0301",
    "ﬁ",
    "(" * 300,
    "(a+)+$",
]


def whole(fill: Fill) -> Tree:
    """Return a document with a text in every slot that can reach a generated module."""
    thing: Tree = {
        "type": "object",
        "title": fill("title"),
        "description": fill("schema_text"),
        "properties": {
            fill("answer_property"): {
                "type": "string",
                "description": fill("property_text"),
                "examples": [fill("example")],
                "pattern": fill("pattern"),
                "format": fill("format"),
            },
            "enum": {"enum": [fill("enum"), fill("enum_2")]},
            "constant": {"const": fill("constant")},
            "known": {"type": "string", "x-extensible-enum": [fill("known")]},
            "again": ref(fill("schema_key")),
            "choice": {
                "anyOf": [ref("Other"), ref(fill("schema_key"))],
                "discriminator": {"propertyName": "kind", "mapping": {fill("mapped"): "Other"}},
            },
        },
    }
    fault: Tree = {
        "type": "object",
        "properties": {
            "error": {
                "type": "object",
                "properties": {
                    "code": {"type": "string", "x-extensible-enum": [fill("code")]},
                    "message": {"type": "string"},
                },
            }
        },
    }
    body: Tree = {
        "type": "object",
        "properties": {
            fill("property"): {
                "type": "string",
                "default": fill("default"),
                "description": fill("property_text"),
            },
            fill("property_2"): {
                "enum": [fill("enum"), fill("default_2")],
                "default": fill("default_2"),
            },
        },
        "required": [],
    }
    fixed = {"enum": [fill("header_value")]}
    operation: Tree = {
        "operationId": fill("operation_id"),
        "summary": fill("summary"),
        "description": fill("description"),
        "parameters": [
            parameter("id", "path", {"type": "string"}, description=fill("parameter_text")),
            parameter(fill("path_name"), "path", {"type": "string"}),
            parameter(fill("query_name"), "query", {"type": "string"}),
            parameter("X-Fixed", "header", fixed, required=True),
            parameter("X-Free", "header", {"type": "string", "default": fill("header_default")}),
            parameter("sid", "cookie", {"enum": [fill("cookie_value")]}),
            parameter(fill("header_name"), "header", {"type": "string"}),
            parameter(fill("cookie_name"), "cookie", {"type": "string"}),
        ],
        "requestBody": {
            "description": fill("body_text"),
            "content": {fill("media"): {"schema": {}}} | json_content(body),
        },
        "responses": {
            "200": {
                "description": fill("answer_text"),
                "content": json_content(ref(fill("schema_key"))),
            },
            "404": {
                "description": fill("answer_text"),
                "content": json_content(fault),
                "x-error-codes": [fill("code"), fill("code_2")],
            },
        },
        "security": [{"key": []}],
        "x-rate-limits": [{"tier": fill("tier"), "requests": 1, "seconds": 2}],
        "x-stop-outcomes": [
            {
                "status": "200",
                "pointer": "/" + fill("answer_property").replace("~", "~0").replace("/", "~1"),
                "equals": fill("status_word"),
                "outcome": "STOPPED",
            }
        ],
    }
    field: Tree = {"type": "string"}
    form: Tree = {
        "schema": {
            "type": "object",
            "properties": {fill("form_field"): field, fill("form_field_2"): {}},
        },
        "encoding": {
            fill("form_field"): {"contentType": fill("part_media")},
            fill("form_field_2"): {"style": fill("form_style"), "explode": True},
        },
    }
    many = {"type": "array", "items": {"type": "string"}}
    forms: Tree = {
        "parameters": [
            parameter(fill("list_name"), "query", many, style="pipeDelimited", explode=False),
            {"name": fill("json_name"), "in": "query", "content": json_content(many)},
        ],
        "requestBody": {"content": {"multipart/form-data": form}},
        "responses": {},
        "security": [{"key": [], fill("key_2"): []}],
        "servers": [{"url": f"https://{{{fill('unnamed')}}}.own.example/{fill('own_server')}"}],
    }
    raw: Tree = {
        "requestBody": {"content": {"x-raw/" + fill("raw_media"): {}}, "required": True},
        "responses": {},
    }
    variable: Tree = {
        "default": fill("variable_default"),
        "enum": [fill("variable_value")],
        "description": fill("variable_text"),
    }
    server: Tree = {
        "url": "https://{" + fill("variable") + "}.acme.example/" + fill("server"),
        "description": fill("server_text"),
        "variables": {fill("variable"): variable},
    }
    scheme: Tree = {"type": "apiKey", "in": "query", "name": fill("scheme_name")}
    other: Tree = {"type": "apiKey", "in": "query", "name": fill("key_name")}
    return openapi(
        {
            f"/jobs/{fill('path')}/{{id}}/{{{fill('path_name')}}}/stop": {"post": operation},
            "/forms/stop": {"post": forms},
            "/raw/stop": {"post": raw},
        },
        {fill("schema_key"): thing, "Other": {"properties": {"kind": {"type": "string"}}}},
        info={"title": fill("title"), "version": "1"},
        servers=[server],
        components={"securitySchemes": {"key": scheme, fill("key_2"): other}},
    )


def neutral(slot: str) -> str:
    """Return a harmless text; one on the wire is no identifier, as no payload is."""
    return f"plain-{slot}" if slot in {"header_name", "cookie_name"} else f"plain text {slot}"


HALF = re.compile("[\ud800-\udfff]")
"""Half of a character, which pydantic takes nowhere, and which no JSON holds."""

BRACES = str.maketrans("{}=", "()-")
"""Signs that make another placeholder of a path or an address, which other documents have as well."""
PATTERNED = {"path", "path_name", "server", "own_server", "variable", "unnamed"}


def filled(slots: dict[str, str]) -> Fill:
    """Fill slots with payloads, each made different from all others."""

    def fill(slot: str) -> str:
        if slot not in slots:
            return neutral(slot)
        text = f"-{slots[slot]}-{slot}-"
        if slot == "schema_key":  # no reference can spell half of a character
            return HALF.sub("", text)
        if slot in {"part_media", "raw_media"}:  # a star makes a range of media types
            return text.replace("*", "")
        return text.translate(BRACES) if slot in PATTERNED else text

    return fill


def described(fill: Fill) -> Description:
    return describe(whole(fill))


def modules(description: Description) -> dict[str, str]:
    provider, _ = collect(lower(description))
    provider, _ = collect(classify(provider))
    files, found = attempt(hoist(provider))
    assert {item.code for item in found} <= {
        Code.UNSUPPORTED_REQUEST
    }  # of a header's name or value
    return {path: text for path, text in files.items() if not path.startswith("_runtime/")}


class Mask(ast.NodeTransformer):
    """Takes out of a module all that may differ: what strings say, and how names are spelled."""

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for field in ("id", "attr", "arg", "name", "asname", "module"):
            if isinstance(getattr(node, field, None), str):
                setattr(node, field, "name")
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = "text"
        return super().generic_visit(node)


def shape(source: str) -> str:
    return ast.dump(Mask().visit(ast.parse(source)))


def strings(sources: dict[str, str]) -> list[str]:
    """Return all strings of modules."""
    return [
        node.value
        for source in sources.values()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


NEUTRAL = modules(described(neutral))
SHAPES = {path: shape(text) for path, text in NEUTRAL.items()}

UNWRITTEN = {
    *("title", "server_text", "body_text"),  # a client has no place for these words
    *("example", "format", "pattern", "media"),  # nothing in it depends on these values
    *("operation_id", "schema_key", "key_2"),  # names in Python
    *("part_media", "raw_media"),  # sent without parameters and space around
}
"""Slots whose text is in no string of any module."""
INSIDE = {"path", "server", "variable", "own_server"}
"""Slots whose text is part of a longer value."""


def check(slots: dict[str, str]) -> None:
    """Compare the modules of a document with payloads with those of one without."""
    fill = filled(slots)
    sources = modules(described(fill))
    assert {path: shape(text) for path, text in sources.items()} == SHAPES
    found = strings(sources)
    words = ["".join(text.split()) for text in found]
    for slot in slots.keys() - UNWRITTEN:
        text = fill(slot)
        if slot in SPOKEN:
            assert any("".join(text.split()) in known for known in words), slot
        elif slot in INSIDE:
            spelled = text.replace("#", "%23") if slot == "path" else text
            assert any(spelled in known for known in found), slot
        else:
            assert text in found or HALF.sub("\ufffd", text) in found, slot


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_in_every_slot_at_once_stays_text(payload: str) -> None:
    check(dict.fromkeys([*SPOKEN, *WIRE], payload))


@given(
    st.dictionaries(
        st.sampled_from([*SPOKEN, *WIRE]), st.text(st.characters(exclude_categories=[]))
    )
)
@settings(max_examples=15)
@example({"summary": "\r", "description": "\\"})
def test_any_text_in_any_slot_stays_text(slots: dict[str, str]) -> None:
    check(slots)


def test_every_slot_that_is_a_value_is_found_again() -> None:
    check(dict.fromkeys([*SPOKEN, *WIRE], "x"))


def test_names_of_documents_are_comments_and_nothing_else() -> None:
    provider, _ = collect(lower(described(neutral)))
    provider, _ = collect(classify(provider))
    documents = tuple(f"acme/{payload}.md" for payload in PAYLOADS)
    files, found = attempt(hoist(replace(provider, documents=documents)))
    assert found == []
    for path, expected in SHAPES.items():
        assert shape(files[path]) == expected


@pytest.mark.parametrize(
    "payload", [p for p in PAYLOADS if p not in {"🛑", " ", "\t", "\u3000\xa0"}]
)
def test_names_of_folders_name_a_package_or_are_refused(payload: str) -> None:
    provider, _ = collect(lower(describe(whole(neutral), provider=payload)))
    files, found = attempt(hoist(provider))
    folders = {path.partition("/")[0] for path in files} - {"__init__.py", "py.typed", "_runtime"}
    assert {item.code for item in found} == (set() if folders else {Code.UNUSABLE_NAME})
    assert all(re.fullmatch("[a-z][a-z0-9_]*", folder) for folder in folders)


def test_texts_of_every_kind_survive_in_exported_documents() -> None:
    for payload in PAYLOADS:
        fill = filled(dict.fromkeys([*SPOKEN, *WIRE], payload))
        provider, _ = collect(lower(described(fill)))
        (file,) = openapi_target.generate([hoist(provider)])
        back = json.loads(file.content.decode())
        assert back == json.loads(json.dumps(openapi_target.document(hoist(provider))))
        assert fill("title") == back["info"]["title"]


def test_importing_hostile_modules_does_nothing(tmp_path: Path) -> None:
    """Import a package with a payload in every slot while listening to what it does."""
    payload = "'\"\"\"\n__import__('os').system('id')\n\\"
    provider, _ = collect(lower(described(filled(dict.fromkeys([*SPOKEN, *WIRE], payload)))))
    files, _ = attempt(hoist(provider))
    write(files, tmp_path / "clients")
    code = (
        "import sys, httpx2, pydantic, uuid, datetime, email.utils, ipaddress\n"
        "seen = []\n"
        "kinds = ('os.system', 'subprocess', 'socket', 'os.exec', 'os.fork', 'os.posix_spawn', 'eval')\n"
        "sys.addaudithook(lambda event, args: seen.append(event) if event.startswith(kinds) else None)\n"
        "from clients.acme import client, async_client, errors, models, operations\n"
        "assert not seen, seen\n"
        "print(operations.PLATFORM.name)\n"
    )
    command = [sys.executable, "-W", "error", "-c", code]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "acme\n", "")
