"""What tests of builds share: blocks of the guide, a sample project, and commands as a build runs them."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "guide" / "build.md").read_text(encoding="utf-8")
_BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
BROKEN = '{"openapi": "3.1.0",'


def block(language: str, part: str = "") -> str:
    """The one block of the guide in a language that holds some text."""
    (found,) = [text for name, text in _BLOCKS if name == language and part in text]
    return str(found)


def document(path: str = "/runs/{id}/stop", summary: str = "Stops.") -> str:
    """An OpenAPI document with one operation."""
    parameter = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    answer = {"description": "Fine.", "content": {"application/json": {"schema": {}}}}
    operation = {"summary": summary, "parameters": [parameter], "responses": {"200": answer}}
    tree = {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"},
        "servers": [{"url": "https://api.acme.test"}],
        "paths": {path: {"post": operation}},
    }
    return json.dumps(tree)


def put(root: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def command_in(folder: Path) -> Path:
    """Put a ``stopgen`` there that works without an installation."""
    folder.mkdir(parents=True, exist_ok=True)
    script = folder / "stopgen"
    path = os.pathsep.join([str(ROOT / "generator"), *filter(None, sys.path[1:])])
    lines = ["#!/bin/sh", f"PYTHONPATH='{path}' exec '{sys.executable}' -m stopgen \"$@\"", ""]
    script.write_text("\n".join(lines))
    script.chmod(0o755)
    return script


def environment(tools: Path, **extra: str) -> dict[str, str]:
    """The environment of a build that finds ``stopgen`` and what is installed beside Python."""
    here = Path(sys.executable).parent
    path = os.pathsep.join([str(tools), str(here), os.environ["PATH"]])
    return os.environ | {"PATH": path} | extra


def run(
    command: Sequence[str | Path], folder: Path, env: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=120
    )


def touch(path: Path, *, after: Path) -> None:
    """Save a file without a change, later than another one as file systems tell time."""
    while path.stat().st_mtime_ns <= after.stat().st_mtime_ns:
        path.touch()
        time.sleep(0.001)
