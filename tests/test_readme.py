import re
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from stopgen import config
from stopgen.diagnostic import collect
from stopgen.overlay import document as overlay_document
from stopgen.source import Document

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS: list[tuple[str, str]] = re.findall(
    r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL
)
PATIENCE = 30.0


def block(language: str, part: str) -> str:
    """The one block of a language that holds some text."""
    (found,) = [text for name, text in BLOCKS if name == language and part in text]
    return found


def test_the_two_commands_are_there_word_for_word() -> None:
    assert [text.strip() for name, text in BLOCKS if name == "sh"] == [
        "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/stopgen generate",
        "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest",
    ]


@pytest.fixture
def port() -> Iterator[int]:
    """Where the pretended platform of the README listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        number: int = free.getsockname()[1]
    code = block("python", "serve_forever").replace("8765", str(number))
    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL) as platform:
        wait_for(number)
        yield number
        platform.kill()


def wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            assert time.monotonic() < deadline, "the pretended platform does not start"
            time.sleep(0.05)
        else:
            return


def test_the_example_stops_a_run(port: int) -> None:
    code = block("python", "recoup.Client").replace("8765", str(port))
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT / "generated",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "STOPPED by BODY with success=True stopped=True\n"


def test_the_example_is_about_ten_lines() -> None:
    lines = [line for line in block("python", "recoup.Client").splitlines() if line]
    assert len(lines) <= 10


def test_the_configuration_shown_is_what_holds_without_one(tmp_path: Path) -> None:
    shown = block("toml", "[tool.stopgen]")
    (tmp_path / "pyproject.toml").write_text(shown)
    loaded, found = collect(config.load(tmp_path))
    assert found == []
    assert tomllib.loads(shown)["tool"]["stopgen"] == {
        "specs": "specs",
        "output": "generated/stopclients",
        "locale": "en",
        "max-document-size": "64MiB",
    }
    assert loaded.locale == config.Config().locale


def test_the_overlay_shown_is_one() -> None:
    text = block("yaml", "overlay:")
    document = Document("overlay.yaml", "acme/overlay.yaml", "acme", None, text)
    read, found = collect(overlay_document.read(document))
    assert found == []
    assert read is not None
    assert len(read.actions) == len(yaml.safe_load(text)["actions"]) == 1


def test_we_follow_our_own_advice_about_git() -> None:
    attributes = (ROOT / ".gitattributes").read_text(encoding="utf-8")
    assert block("gitattributes", "generated/**") in attributes


def test_the_map_of_the_house_names_every_folder_of_the_generator() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    code = ROOT / "generator" / "stopgen"
    folders = {path.parent.relative_to(code).as_posix() for path in code.glob("*/__init__.py")}
    named = set(re.findall(r"`(\w+)/[\w/]*`", text))
    assert folders <= named
