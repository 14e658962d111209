"""The page of the guide about changes, against what happens."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from compare.test_diff import diff, folder, git, repository
from stopgen.compare import LEVELS, Level

__all__ = ["folder", "repository"]

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "guide" / "changes.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def test_the_output_shown_is_what_is_printed(repository: Path) -> None:
    shutil.rmtree("specs")
    shutil.copytree(ROOT / "specs" / "recoup", "specs/recoup")
    git("add", "-A")
    git("commit", "-qm", "Recoup")
    page = Path("specs/recoup/stop.md")
    text = page.read_text(encoding="utf-8").replace("There is no such chat", "No chat has this ID")
    answer = "        '429':\n          description: Too many requests\n        '404':\n"
    page.write_text(text.replace("chatId", "id").replace("        '404':\n", answer))
    command, _, shown = block("console").partition("\n")
    assert command == "$ stopgen diff"
    assert diff().stdout == shown


@pytest.mark.parametrize("level", Level)
def test_every_kind_is_explained_at_its_level(level: Level) -> None:
    told = PAGE.partition("## What counts as what")[2].partition("## For programs")[0]
    sections = dict(re.findall(r"^\*(\w+)\*: (.*?)(?=^\*|\Z)", told, re.MULTILINE | re.DOTALL))
    rows = re.findall(r"^\| (`.*?) \|", sections[level.capitalize()], re.MULTILINE)
    kinds = [kind for row in rows for kind in re.findall(r"`([a-z-]+)`", row)]
    assert sorted(kinds) == sorted(kind for kind, other in LEVELS.items() if other is level)


def test_the_workflow_uses_commands_that_there_are(repository: Path) -> None:
    steps = yaml.safe_load(block("yaml"))["jobs"]["diff"]["steps"]
    lines = [step["run"] for step in steps if "/stopgen " in step.get("run", "")]
    for line in lines:
        name, *arguments = line.partition(" > ")[0].split()
        assert (name, arguments.pop(0)) == (".venv/bin/stopgen", "diff")
        done = diff(*(argument.replace('"$BASE"', "HEAD~1") for argument in arguments))
        assert done.exit_code == ("--fail-on" in arguments), line
    assert len(lines) == 2
