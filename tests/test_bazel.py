"""The genrule of the guide, run as Bazel runs it: links to declared inputs, and nothing else."""

import ast
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from builds import ROOT, block, command_in, document, environment, put, run

RULEDIR = "bazel-out/bin"
GENRULE = block("starlark", "genrule")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A project with files of its own beside what clients are made from."""
    command_in(tmp_path / "bin")
    put(
        tmp_path / "workspace",
        {
            "specs/acme/stop.json": document(),
            "pyproject.toml": '[tool.stopgen]\nlocale = "en"\n',
            "specs.txt": "not declared",
        },
    )
    return tmp_path / "workspace"


def declared(workspace: Path) -> list[str]:
    """The outputs, from the file that the command of the guide writes."""
    command = block("sh", "OUTPUTS")
    done = run(["bash", "-ec", command], workspace, environment(workspace.parent / "bin"))
    assert done.returncode == 0, done.stderr
    text = (workspace / "stopclients.bzl").read_text()
    outputs = ast.literal_eval(text.partition("=")[2].strip())
    return sorted(outputs)


def sandbox(workspace: Path) -> Path:
    """The folder in which the command runs: a link to each declared input, and a place for outputs."""
    root = workspace.parent / "sandbox"
    done = run(["stopgen", "inputs"], workspace, environment(workspace.parent / "bin"))
    for name in done.stdout.splitlines():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).symlink_to(workspace / name)
        (workspace / name).chmod(0o444)
    (root / RULEDIR / "stopclients").mkdir(parents=True)
    return root


def shell(root: Path) -> str:
    """The command of the genrule, its variables as Bazel fills them in."""
    command = str(*re.findall(r'^    cmd = "(.*)",$', GENRULE, re.MULTILINE))
    tool = [sys.executable, "-I", ROOT / "tests" / "hermetic.py", ROOT / "generator", root]
    command = command.replace("$(execpath //tools:stopgen)", shlex.join(map(str, tool)))
    return command.replace("$(RULEDIR)", RULEDIR).replace("$$", "$")


def run_in(root: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a command as Bazel does: without a home folder."""
    return run(["bash", "-ec", command], root, {"PATH": os.defpath})


def test_the_command_needs_declared_inputs_and_makes_declared_outputs(workspace: Path) -> None:
    outputs = declared(workspace)
    root = sandbox(workspace)
    command = shell(root)
    assert "$(" not in command
    done = run_in(root, command)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    made = (path for path in (root / RULEDIR).rglob("*") if not path.is_dir())
    assert sorted(path.relative_to(root / RULEDIR).as_posix() for path in made) == outputs
    assert {path.name for path in root.iterdir()} == {"specs", "pyproject.toml", "bazel-out"}


def test_what_is_not_declared_is_refused(workspace: Path) -> None:
    root = sandbox(workspace)
    undeclared = f"{shell(root)} --specs {workspace / 'specs'}"
    assert "not hermetic: open" in run_in(root, undeclared).stderr
    elsewhere = f"{shell(root)} --depfile {workspace / 'stopgen.d'}"
    assert "not hermetic: " in run_in(root, elsewhere).stderr


def test_the_rule_declares_what_the_list_commands_list() -> None:
    rule = re.sub(r"\bload\(.*\)\n", "", GENRULE)
    (call,) = [node for node in ast.walk(ast.parse(rule)) if isinstance(node, ast.Call)][:1]
    given = {word.arg: ast.unparse(word.value) for word in call.keywords}
    assert given["srcs"] == "['pyproject.toml'] + glob(['specs/**'])"
    assert given["outs"] == "OUTPUTS"
