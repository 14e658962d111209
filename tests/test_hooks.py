"""The hooks for pre-commit and the steps for GitHub, as the guide writes them down."""

import os
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from builds import BROKEN, ROOT, block, command_in, document, environment, put, run

GIT = ["git", "-c", "user.name=N", "-c", "user.email=n@example.com"]


def git(folder: Path, *command: str) -> str:
    done = subprocess.run(
        [*GIT, *command], cwd=folder, check=True, capture_output=True, text=True, timeout=60
    )
    return done.stdout.strip()


class Repository:
    """A repository of a user, with the hooks of what is committed here.

    pre-commit installs stopgen out of it, but finds in our own environment what stopgen needs.
    """

    def __init__(self, root: Path) -> None:
        self.folder = root / "mine"
        self.output = self.folder / "generated" / "stopclients"
        self.environment = os.environ | {
            "PRE_COMMIT_HOME": str(root / "cache"),
            "PYTHONPATH": sysconfig.get_path("purelib"),
            "PIP_NO_BUILD_ISOLATION": "0",
            "PIP_NO_DEPS": "1",
        }
        configured: dict[str, Any] = yaml.safe_load(block("yaml", "stopgen-generate"))
        (repo,) = configured["repos"]
        repo |= {"repo": str(ROOT), "rev": git(ROOT, "rev-parse", "HEAD")}
        put(
            self.folder,
            {
                ".pre-commit-config.yaml": yaml.safe_dump(configured),
                "specs/acme/stop.json": document(),
            },
        )
        self._commit(self.folder)

    def _commit(self, folder: Path) -> None:
        for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "Begin"]):
            git(folder, *command)

    def hook(self, name: str) -> tuple[int, str]:
        """Run a hook; its exit status and what pre-commit says."""
        git(self.folder, "add", ".")
        command = [sys.executable, "-m", "pre_commit", "run", "--color=never", name]
        done = run(command, self.folder, self.environment)
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def test_the_hooks_generate_and_check(repository: Repository) -> None:
    assert repository.hook("stopgen-generate")[0] == 0
    assert repository.hook("stopgen-check")[0] == 0

    put(repository.folder, {"specs/acme/stop.json": document(summary="Halts.")})
    status, told = repository.hook("stopgen-generate")
    assert (status, "files were modified by this hook" in told) == (1, True), told
    assert "Halts." in (repository.output / "acme" / "client.py").read_text()

    put(repository.folder, {"specs/acme/stop.json": BROKEN})
    status, told = repository.hook("stopgen-check")
    assert (status, "[bad-json]" in told) == (1, True), told


def test_hooks_need_nothing_but_what_pre_commit_installs() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert [hook["id"] for hook in hooks] == ["stopgen-generate", "stopgen-check"]
    assert {hook["language"] for hook in hooks} == {"python"}
    assert {hook["entry"].split()[0] for hook in hooks} == {"stopgen"}


def steps(part: str) -> list[Mapping[str, Any]]:
    workflow = yaml.safe_load(block("yaml", part))
    (job,) = workflow["jobs"].values()
    return list(job["steps"])


@pytest.mark.parametrize(
    ("part", "shown"),
    [("format github", "::error file=specs/acme/stop.json,"), ("format sarif", '"ruleId"')],
)
def test_the_steps_on_github_tell_what_is_wrong(part: str, shown: str, tmp_path: Path) -> None:
    put(tmp_path, {"specs/acme/stop.json": BROKEN})
    tools = environment(command_in(tmp_path / "bin").parent)
    (command,) = [s["run"] for s in steps(part) if s.get("run", "").startswith("stopgen ")]
    done = run(["bash", "-ec", command], tmp_path, tools)
    told = done.stdout + "".join(path.read_text() for path in tmp_path.glob("*.sarif"))
    assert done.returncode == 1
    assert shown in told
    assert "bad-json" in told


def test_what_is_uploaded_is_what_was_written() -> None:
    *_, check, upload = steps("format sarif")
    assert check["run"].endswith(f"> {upload['with']['sarif_file']}")
    assert upload["if"] == "always()"
