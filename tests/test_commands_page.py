"""What ``docs/commands.md`` shows is what the commands say, from its top to its end.

``STOPGEN_UPDATE_PAGES=1 pytest tests/test_commands_page.py`` writes down what they say now; read the difference.
"""

import os
import re
from pathlib import Path

import pytest

import shown
from stopgen import cli

DOCS = Path(__file__).parents[1] / "docs"
PAGE = DOCS / "commands.md"


def replayed(page: str) -> str:
    """Return a page with what its commands say now, having done all that it shows before each."""
    for block in shown.blocks(page):
        if block.file:
            block.put()
        elif block.language == "console":
            said = "".join(f"$ {line}\n{shown.output(line)}" for line in block.commands)
            page = page.replace(f"```console\n{block.text}```", f"```console\n{said}```", 1)
    return page


def test_the_page_shows_what_the_commands_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = PAGE.read_text("utf-8")
    now = replayed(text)
    if os.environ.get("STOPGEN_UPDATE_PAGES"):
        PAGE.write_text(now, "utf-8")
        text = now
    assert text == now


def test_every_command_has_a_section_with_its_help_in_the_order_of_the_help() -> None:
    text = PAGE.read_text("utf-8")
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    assert tuple(re.findall(r"^## (.+)$", prose, re.MULTILINE)) == cli._COMMANDS
    assert all(
        f"\n$ stopgen {name} --help\nUsage: stopgen {name} " in text for name in cli._COMMANDS
    )


def test_other_pages_show_only_what_was_run_here() -> None:
    elsewhere = {"changes.md"}  # the tests of comparisons run what it shows
    pages = [path for path in (DOCS / "guide").iterdir() if path.name not in elsewhere]
    shown_there = [
        said
        for path in (*DOCS.glob("*.md"), *pages)
        for block in shown.blocks(path.read_text("utf-8"))
        if block.language == "console"
        for said in re.findall(r"^\$ .*\n(?:(?!\$ ).*\n)+", block.text, re.MULTILINE)
    ]
    assert shown_there
    assert [said for said in shown_there if said not in PAGE.read_text("utf-8")] == []
