import json
import os
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

HEAD = (
    'openapi: 3.1.0\ninfo: {title: T, version: "1"}\nservers: [{url: "https://api.example.com"}]\n'
)
SECONDS = 3
"""So long may the processor work: two seconds, and another one where others work it, too."""

BYTES = 300 * 1024 * 1024
"""What a run may hold in memory; it may reserve twice as much."""


def yaml(rest: str) -> bytes:
    return f"{HEAD}{rest}".encode()


def deep(opening: str, closing: str) -> bytes:
    return yaml(f"x-deep: {opening * 100_000}1{closing * 100_000}\npaths: {{}}\n")


def described(**schemas: object) -> bytes:
    """Return a document with a stop operation that answers with the schema called Body."""
    body = {"application/json": {"schema": {"$ref": "#/components/schemas/Body"}}}
    operation = {
        "operationId": "stopJob",
        "responses": {"200": {"description": "", "content": body}},
    }
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
    links = {name: {"$ref": f"#/components/schemas/{after}"} for name, after in pairwise(names)}
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


def nested(depth: int) -> object:
    schema: object = {"type": "string"}
    for _ in range(depth):
        schema = {"type": "object", "properties": {"a": schema}}
    return schema


BOMBS: dict[str, tuple[str | None, Callable[[], bytes]]] = {
    "deep-objects.json": ("too-deep", lambda: b'{"openapi": "3.1.0", "x": ' + b'{"a":' * 100_000),
    "deep-lists.json": (
        "too-deep",
        lambda: b'{"openapi": "3.1.0", "paths": {}, "x": ' + b"[" * 1_000_000,
    ),
    "deep-closed.json": (
        "too-deep",
        lambda: (
            b'{"openapi":"3.1.0","info":{},"x":' + b"[" * 600_000 + b"]" * 600_000 + b',"paths":{}}'
        ),
    ),
    "deep-flow-lists.yaml": ("too-deep", lambda: deep("[", "]")),
    "deep-flow-mappings.yaml": ("too-deep", lambda: deep("{a: ", "}")),
    "deep-quoted.yaml": ("too-deep", lambda: deep('["]", ', "]")),
    "deep-blocks.yaml": (
        "too-deep",
        lambda: yaml(
            "x-deep:\n" + "".join(f"{' ' * n}a:\n" for n in range(1, 2500)) + "paths: {}\n"
        ),
    ),
    "deep-dashes.yaml": (
        "too-deep",
        lambda: yaml("x-deep:\n " + "- " * 100_000 + "a\npaths: {}\n"),
    ),
    "aliases.yaml": ("alias-bomb", aliases),
    "merges.yaml": ("alias-bomb", merges),
    "chain.json": ("too-deep", lambda: described(**chain(4_000))),
    "cycle.json": (
        "endless-reference",
        lambda: described(Body={"$ref": "#/components/schemas/Body"}),
    ),
    "long-cycle.json": (
        "endless-reference",
        lambda: described(**chain(3000) | {"Link2999": {"$ref": "#/components/schemas/Body"}}),
    ),
    "many-properties.json": (
        "too-large",
        lambda: described(
            Body={
                "type": "object",
                "properties": {f"p{n}": {"type": "string"} for n in range(100_000)},
            }
        ),
    ),
    "long-enumeration.json": (
        "too-large",
        lambda: described(Body={"enum": [f"v{n}" for n in range(200_000)]}),
    ),
    "deep-schema.json": ("too-deep", lambda: described(Body=nested(300))),
    "many-schemas.json": (
        "too-large",
        lambda: described(
            **chain(0)
            | {"Body": {"anyOf": [{"$ref": f"#/components/schemas/S{n}"} for n in range(5000)]}},
            **{
                f"S{n}": {"type": "object", "properties": {"a": {"type": "string"}}}
                for n in range(5000)
            },
        ),
    ),
    "pattern.json": (
        None,
        lambda: described(Body={"type": "string", "pattern": "^(a+)+$", "example": "a" * 60 + "!"}),
    ),
    "long-line.yaml": (
        "no-operation",
        lambda: yaml(f"x-long: {'word ' * 2_000_000}\npaths: {{}}\n"),
    ),
    "long-line.md": (
        "too-large",
        lambda: b"# Stop\n\n`POST /jobs/stop` " + b"*a_b[c](d " * 100_000,
    ),
    "quotes.md": (None, lambda: b"# Stop\n\n`POST /jobs/stop`\n\n" + b">" * 50_000 + b" a\n"),
    "lists.md": (
        "too-large",
        lambda: (
            b"# Stop\n\n`POST /jobs/stop`\n\n"
            + b"".join(b" " * (2 * n) + b"- a\n" for n in range(1000))
        ),
    ),
    "fences.md": (
        "too-large",
        lambda: (
            b"# Stop\n\n`POST /jobs/stop`\n\n" + b"".join(b"`" * n + b"\n" for n in range(3, 2000))
        ),
    ),
    "brackets.md": (None, lambda: b"# Stop\n\n`POST /jobs/stop`\n\n" + b"[" * 100_000),
    "table.md": (
        "too-large",
        lambda: b"# Stop\n\n`POST /jobs/stop`\n\n| a |\n|---|\n" + b"|" * 200_000,
    ),
    "binary.json": ("not-utf8", lambda: bytes(range(256)) * 4000),
    "zeros.yaml": ("not-a-description", lambda: bytes(5_000_000)),
    "empty.yaml": ("not-a-description", lambda: b""),
    "empty.md": ("not-a-description", lambda: b""),
}


LIMITED = f"""
import atexit, pathlib, resource, runpy, sys
status = pathlib.Path("/proc/self/status")
atexit.register(lambda: pathlib.Path("status").write_text(status.read_text()))
resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
resource.setrlimit(resource.RLIMIT_AS, ({2 * BYTES}, {2 * BYTES}))
sys.argv[0] = "stopgen"
runpy.run_module("stopgen", run_name="__main__")
"""


ENVIRONMENT = {key: os.environ[key] for key in os.environ if key != "PYTHONDONTWRITEBYTECODE"}
"""Users read what Python compiled for an earlier run."""


@pytest.fixture(scope="module", autouse=True)
def compiled(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("compiled")
    (folder / "specs" / "acme").mkdir(parents=True)
    (folder / "specs" / "acme" / "stop.json").write_bytes(described(Body={"type": "string"}))
    for command in ("list", "generate"):
        arguments = [sys.executable, "-m", "stopgen", command, "--quiet"]
        subprocess.run(arguments, cwd=folder, env=ENVIRONMENT, check=True, capture_output=True)


def run(folder: Path, *arguments: str) -> str:
    """Run a command within its limits, and return what it says."""
    with (folder / "said").open("w+b") as said:
        command = [sys.executable, "-c", LIMITED, *arguments]
        done = subprocess.run(
            command, cwd=folder, stdout=said, stderr=said, env=ENVIRONMENT, check=False
        )
        said.seek(0)
        text = said.read().decode()
    assert done.returncode in {0, 1}, text
    assert "Traceback" not in text
    assert peak((folder / "status").read_text()) < BYTES
    return text


def peak(status: str) -> int:
    """Return the most memory that a process held, in bytes.

    What the system tells a parent (``ru_maxrss``) counts in what the parent held when it forked.
    """
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


@pytest.mark.parametrize("name", [name for name in BOMBS if name.endswith(".json")])
def test_a_bomb_ends_soon_in_little_memory_with_a_word_on_it(name: str, tmp_path: Path) -> None:
    code, make = BOMBS[name]
    (tmp_path / "specs" / "acme").mkdir(parents=True)
    (tmp_path / "specs" / "acme" / name).write_bytes(make())
    text = run(tmp_path, "generate")
    assert f"[{code}]" in text if code else "error" not in text


@pytest.mark.parametrize("ending", [".yaml", ".md"])
def test_all_bombs_of_a_kind_together_end_as_soon(ending: str, tmp_path: Path) -> None:
    (tmp_path / "specs" / "acme").mkdir(parents=True)
    bombs = {name: bomb for name, bomb in BOMBS.items() if name.endswith(ending)}
    for name, (_, make) in bombs.items():
        (tmp_path / "specs" / "acme" / name).write_bytes(make())
    lines = run(tmp_path, "list", "--jobs", "1").splitlines()
    for name, (code, _) in bombs.items():
        text = "\n".join(line for line in lines if f"/{name}:" in line)
        assert f"[{code}]" in text if code else "error" not in text, name


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    folder = tmp_path / "specs" / "acme"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "pipe.yaml")
    (folder / "null.json").symlink_to("/dev/zero")
    (folder / "again").symlink_to(tmp_path / "specs")
    (folder / "self").symlink_to("self")
    (folder / "empty.md").write_bytes(b"")
    text = run(tmp_path, "list", "specs")
    assert [line.split(":")[0] for line in text.splitlines()] == [
        f"specs/acme/{name}" for name in ("empty.md", "null.json", "pipe.yaml", "self")
    ]


def test_a_file_over_the_limit_is_not_read_unless_the_project_says_so(tmp_path: Path) -> None:
    (tmp_path / "specs" / "acme").mkdir(parents=True)
    with (tmp_path / "specs" / "acme" / "stop.json").open("wb") as file:
        file.write(described(Body={"type": "string"}))
        file.seek(64 * 1024 * 1024)
        file.write(b"\n")
    text = run(tmp_path, "list")
    assert "more than 64MiB" in text
    assert "'max-document-size'" in text
    (tmp_path / "specs" / "acme" / "stop.json").write_bytes(described(Body={"type": "string"}))
    (tmp_path / "pyproject.toml").write_text('[tool.stopgen]\nmax-document-size = "1KiB"\n')
    assert "stop_job" in run(tmp_path, "list")
    (tmp_path / "pyproject.toml").write_text("[tool.stopgen]\nmax-document-size = 100\n")
    assert "more than 100; is" in run(tmp_path, "list")


def test_a_pattern_is_never_tried_and_never_in_the_way(tmp_path: Path) -> None:
    patterns = ["^(a+)+$", "(?<=a)b", "\\p{Han}+", "[", "(?P<x>a)(?P=x)", "a{2,1}", "*"]
    example = "a" * 60 + "!"
    fields = {
        f"word{number}": {"type": "string", "pattern": pattern, "example": example}
        for number, pattern in enumerate(patterns)
    }
    (tmp_path / "specs" / "acme").mkdir(parents=True)
    (tmp_path / "specs" / "acme" / "stop.json").write_bytes(
        described(Body={"type": "object", "properties": fields})
    )
    assert "created" in run(tmp_path, "generate")
    check = f"import stopclients.acme.models as m; m.Body(word0={example!r})"
    subprocess.run([sys.executable, "-c", check], cwd=tmp_path / "generated", check=True)
