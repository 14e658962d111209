"""Does what a page of the documentation shows: puts files, changes them, runs commands."""

import re
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner, Result

from stopgen.cli import main

_BLOCK = re.compile(
    r"(?:^(?P<mended>Mended, )?`(?P<file>[^`\n]+)`:\n\n)?"
    r"^(?P<fence>`{3,})(?P<language>\w*)\n(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
_TERMINAL: Mapping[str, str | None] = {"COLUMNS": "100", "LINES": "40", "NO_COLOR": "1"}


class Block(NamedTuple):
    """A fenced block of a page.

    Attributes:
        language: What it is written in; ``console`` for commands with what they say.
        text: What stands in it.
        file: The file that it shows, or the change of; empty if it shows none.
        is_mended: Whether that is the file as it should be.
    """

    language: str
    text: str
    file: str = ""
    is_mended: bool = False

    def put(self) -> None:
        """Write the file, or change it."""
        path = Path(self.file)
        path.parent.mkdir(parents=True, exist_ok=True)
        is_change = self.language == "diff"
        text = _changed(path.read_text("utf-8"), self.text) if is_change else self.text
        path.write_text(text, "utf-8")

    @property
    def commands(self) -> list[str]:
        """The commands of a console."""
        return re.findall(r"^\$ (.+)$", self.text, re.MULTILINE)


def blocks(page: str) -> Iterator[Block]:
    """Yield the blocks of a page in their order."""
    for found in _BLOCK.finditer(page):
        yield Block(
            found["language"], found["text"], found["file"] or "", found["mended"] is not None
        )


def _changed(text: str, difference: str) -> str:
    """Return a text with the change that a page shows: lines with their signs, and no header."""
    lines = difference.splitlines()
    before = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("+"))
    after = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("-"))
    assert text.count(before) == 1, "the page changes what is not there, or is there twice"
    return text.replace(before, after)


def run(command: str) -> Result:
    """Run ``stopgen`` in this process."""
    arguments = shlex.split(command)[1:]
    return CliRunner(env=_TERMINAL).invoke(
        main, arguments, prog_name="stopgen", catch_exceptions=False
    )


def output(command: str) -> str:
    """Run a command, and return what a terminal shows."""
    if command.startswith("stopgen"):
        return run(command).output
    done = subprocess.run(command, shell=True, check=True, capture_output=True, text=True)
    return done.stdout
