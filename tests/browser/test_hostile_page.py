"""Documents of strangers: whatever they say, the page shows it, and is built as for any other document."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from browser.chromium import Browser
from stopgen.cli import main

HOSTILE = (
    "<img src=x onerror=window.hit=1>",
    "\"'><svg/onload=window.hit=1><!--",
    "--></style></title></script><script>window.hit=1</script>",
    "</code></pre></desc></svg><iframe srcdoc='<script>parent.hit=1</script>'>",
    "&lt;img src=x onerror=window.hit=1&gt; &amp;lt;",
)
HARMLESS = str.maketrans("<>\"'&", "()(()")
"""Signs that mean as little to Python, to a shell and to a path as those that they stand for."""

SHAPE = """
const walk = node => [node.tagName, [...node.attributes].map(each => each.name).sort(),
  [...node.children].filter(each => each.tagName != "tspan").map(walk)];
return JSON.stringify(walk(document.documentElement));
"""


def document(say: Callable[[str], str]) -> dict[str, Any]:
    """A description with a text of its own in every slot."""
    members = {name: {"type": "string"} for name in (say("member"), "state")}
    answer = {"type": "object", "properties": members}
    return {
        "openapi": "3.1.0",
        "info": {"title": say("title"), "version": say("version")},
        "servers": [
            {
                "url": "https://{host}.example/" + say("url"),
                "variables": {"host": {"default": say("variable")}},
            }
        ],
        "components": {
            "securitySchemes": {
                "who": {"type": "apiKey", "in": "query", "name": say("key")},
            },
            "schemas": {"Answer": answer},
        },
        "paths": {
            f"/runs/{{id}}/{say('path')}/stop": {
                "post": {
                    "summary": say("summary"),
                    "description": say("description"),
                    "operationId": say("operation"),
                    "security": [{"who": []}],
                    "x-rate-limits": [{"tier": say("tier"), "requests": 1, "seconds": 60}],
                    "x-stop-outcomes": [
                        {"status": "409", "pointer": "/state", "equals": say("equals")}
                        | {"outcome": "ALREADY_FINISHED"},
                        {"status": "200", "pointer": f"/{say('member').replace('/', '~1')}"}
                        | {"equals": say("equals 2"), "outcome": "STOPPED"},
                    ],
                    "parameters": [
                        {"name": "id", "in": "path", "required": True}
                        | {"schema": {"type": "string", "examples": [say("example")]}},
                        {"name": say("parameter"), "in": "query", "required": True}
                        | {"description": say("parameter text"), "schema": {"enum": [say("enum")]}},
                        {"name": "x-one", "in": "header", "required": True}
                        | {"schema": {"type": "string", "format": say("format")}},
                    ],
                    "requestBody": {
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "required": [say("property")],
                                    "properties": {
                                        say("property"): {
                                            "type": "string",
                                            "description": say("property text"),
                                            "example": say("property example"),
                                        }
                                    },
                                }
                            }
                        }
                    },
                    "responses": {
                        "200": {
                            "description": say("answer"),
                            "content": {
                                "application/json": {
                                    "schema": {"$ref": "#/components/schemas/Answer"}
                                }
                            },
                        },
                        "409": {"description": say("refusal"), "x-error-codes": [say("code")]},
                    },
                }
            }
        },
    }


SHOWN = (
    *("title", "version", "url", "variable", "path", "summary", "description", "tier", "parameter"),
    *("parameter text", "format", "property", "property text", "answer", "refusal", "code"),
)


def write(folder: Path, say: Callable[[str], str]) -> Path:
    """Write the report of two such documents that disagree, and that nobody can make a client of."""
    specs = folder / "specs" / "acme"
    specs.mkdir(parents=True)
    text = document(say)
    for language, kind in (("en", "string"), ("de", "integer")):
        operation = next(iter(text["paths"].values()))["post"]
        operation["parameters"][2]["schema"] |= {"type": kind, "default": say(kind)}
        content = json.dumps(text, indent=1, ensure_ascii=False)
        (specs / f"stop.{language}.json").write_text(content, encoding="utf-8")
    page = folder / "report.html"
    options = ["--specs", str(specs.parent), "--output", str(page)]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        done = CliRunner().invoke(main, ["report", *options])
    assert page.exists(), done.output
    return page


@pytest.mark.parametrize("attack", HOSTILE)
def test_what_documents_say_stays_text(window: Browser, tmp_path: Path, attack: str) -> None:
    hostile = write(tmp_path / "hostile", lambda slot: f"{slot} {attack}")
    harmless = write(tmp_path / "harmless", lambda slot: f"{slot} {attack.translate(HARMLESS)}")

    window.open(harmless)
    expected = window.ask(SHAPE)
    window.open(hostile)

    assert window.ask(SHAPE) == expected
    assert window.ask("return window.hit ?? null") is None
    assert window.messages() == []
    text = " ".join(window.ask("return document.body.textContent").split())
    missing = [slot for slot in SHOWN if f"{slot} {attack}" not in text]
    assert missing == []
