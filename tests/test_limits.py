import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

HEAD = 'openapi: 3.1.0\ninfo: {title: T, version: "1"}\nservers: [{url: "https://api.example.com"}]\n'
SECONDS = 2
"""What a run may work; the clock of a machine that does other work as well says nothing."""

BYTES = 300 * 1024 * 1024

DONE = {"200": {"description": "Done."}}


def yaml(rest: str) -> bytes:
    return f"{HEAD}{rest}".encode()


def deep(opening: str, closing: str) -> bytes:
    return yaml(f"x-deep: {opening * 100_000}1{closing * 100_000}\npaths: {{}}\n")


def described(**schemas: object) -> bytes:
    """Return a document with a stop operation that answers with the schema called Body."""
    body = {"application/json": {"schema": {"$ref": "#/components/schemas/Body"}}}
    operation = {"operationId": "stopJob", "responses": {"200": {"description": "", "content": body}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": {"/jobs/stop": {"post": operation}},
        "components": {"schemas": schemas},
    }
    return json.dumps(document).encode()


def chain(length: int) -> dict[str, object]:
    names = ["Body", *(f"Link{number}" for number in range(length))]
    links = {name: {"$ref": f"#/components/schemas/{after}"} for name, after in zip(names, names[1:])}
    return {**links, names[-1]: {"type": "object"}}


def aliases() -> bytes:
    levels = [f"x-{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 40)]
    return yaml(f"x-0: &a0 [x]\n{''.join(levels)}paths: {{}}\n")


def merges() -> bytes:
    levels = [
        f"x-{n}: &m{n}\n  <<: [{', '.join([f'*m{n - 1}'] * 10)}]\n  k{n}: *m{n - 1}\n"
        for n in range(1, 40)
    ]
    return yaml(f"x-0: &m0 {{a: 1}}\n{''.join(levels)}paths: {{}}\n")


BOMBS: dict[str, Callable[[], bytes]] = {
    "deep-objects.json": lambda: b'{"openapi": "3.1.0", "x": ' + b'{"a":' * 100_000,
    "deep-lists.json": lambda: b'{"openapi": "3.1.0", "paths": {}, "x": ' + b"[" * 1_000_000,
    "deep-closed.json": lambda: (
        b'{"openapi":"3.1.0","info":{},"x":' + b"[" * 600_000 + b"]" * 600_000 + b',"paths":{}}'
    ),
    "deep-flow-lists.yaml": lambda: deep("[", "]"),
    "deep-flow-mappings.yaml": lambda: deep("{a: ", "}"),
    "deep-quoted.yaml": lambda: deep('["]", ', "]"),
    "deep-blocks.yaml": lambda: yaml(
        "x-deep:\n" + "".join(f"{' ' * n}a:\n" for n in range(1, 2500)) + "paths: {}\n"
    ),
    "deep-dashes.yaml": lambda: yaml("x-deep:\n " + "- " * 100_000 + "a\npaths: {}\n"),
    "aliases.yaml": aliases,
    "merges.yaml": merges,
    "chain.json": lambda: described(**chain(4_000)),
    "cycle.json": lambda: described(Body={"$ref": "#/components/schemas/Body"}),
    "long-cycle.json": lambda: described(
        **chain(3000) | {"Link2999": {"$ref": "#/components/schemas/Body"}}
    ),
    "many-properties.json": lambda: described(
        Body={"type": "object", "properties": {f"p{n}": {"type": "string"} for n in range(100_000)}}
    ),
    "long-enumeration.json": lambda: described(Body={"enum": [f"v{n}" for n in range(200_000)]}),
    "deep-schema.json": lambda: described(Body=nested(300)),
    "many-schemas.json": lambda: described(
        **chain(0) | {"Body": {"anyOf": [{"$ref": f"#/components/schemas/S{n}"} for n in range(5000)]}},
        **{f"S{n}": {"type": "object", "properties": {"a": {"type": "string"}}} for n in range(5000)},
    ),
    "pattern.json": lambda: described(
        Body={"type": "string", "pattern": "^(a+)+$", "example": "a" * 60 + "!"}
    ),
    "long-line.yaml": lambda: yaml(f"x-long: {'word ' * 2_000_000}\npaths: {{}}\n"),
    "long-line.md": lambda: b"# Stop\n\n`POST /jobs/stop` " + b"*a_b[c](d " * 100_000,
    "quotes.md": lambda: b"# Stop\n\n`POST /jobs/stop`\n\n" + b">" * 50_000 + b" a\n",
    "lists.md": lambda: b"# Stop\n\n`POST /jobs/stop`\n\n" + b"".join(
        b" " * (2 * n) + b"- a\n" for n in range(1000)
    ),
    "fences.md": lambda: b"# Stop\n\n`POST /jobs/stop`\n\n" + b"".join(
        b"`" * n + b"\n" for n in range(3, 2000)
    ),
    "brackets.md": lambda: b"# Stop\n\n`POST /jobs/stop`\n\n" + b"[" * 100_000,
    "table.md": lambda: b"# Stop\n\n`POST /jobs/stop`\n\n| a |\n|---|\n" + b"|" * 200_000,
    "binary.json": lambda: bytes(range(256)) * 4000,
    "zeros.yaml": lambda: bytes(5_000_000),
    "empty.yaml": lambda: b"",
    "empty.md": lambda: b"",
}


def nested(depth: int) -> object:
    schema: object = {"type": "string"}
    for _ in range(depth):
        schema = {"type": "object", "properties": {"a": schema}}
    return schema


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
    resource.setrlimit(resource.RLIMIT_AS, (2 * BYTES, 2 * BYTES))


def run(command: str, folder: Path) -> tuple[subprocess.CompletedProcess[str], float, int]:
    """Run a command on a folder of documents; return its end, its work in seconds, and its peak."""
    options = [str(folder)] if command == "list" else ["--specs", str(folder)]
    options += ["--output", str(folder.parent / "out")] if command == "generate" else []
    process = subprocess.Popen(
        [sys.executable, "-m", "stopgen", command, *options],
        cwd=folder.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=limited,
    )
    out, err = process.communicate(timeout=60)
    return subprocess.CompletedProcess([], process.returncode, out, err), 0.0, 0
