"""Each page in ``docs/diagnostics/`` shows files, what stopgen says about them, and how they are mended.

``STOPGEN_UPDATE_PAGES=1 pytest tests/test_explanations.py`` writes down what stopgen says now; read the difference.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

import shown
from shown import Block
from stopgen import explanation
from stopgen.diagnostic import Checked, Code
from stopgen.emit import File
from stopgen.model import Provider
from stopgen.targets import python

PAGES = Path(__file__).parents[1] / "docs" / "diagnostics"
INDEX = PAGES / "README.md"
CODES = sorted(path.stem for path in PAGES.glob("*.md") if path != INDEX)
# What no folder of small files can show everywhere and in the form for people: some need the network.
WITHOUT_EXAMPLE: frozenset[Code] = frozenset(
    {
        Code.NOT_UTF8,
        Code.TOO_LARGE,
        Code.NO_GIT,
        Code.NO_REPOSITORY,
        Code.NESTED_TOO_DEEPLY,
        Code.UNUSABLE_VALUE,
        Code.BAD_PROXY,
        Code.FETCH_FAILED,
        Code.FETCH_TIMED_OUT,
        Code.HOST_UNKNOWN,
        Code.HOST_UNREACHABLE,
        Code.LIBRARY_MISSING,
        Code.NOT_A_DOCUMENT,
        Code.NO_SECURE_CONNECTION,
        Code.PAGE_MISSING,
        Code.PAGE_TRUNCATED,
        Code.REDIRECT_REFUSED,
        Code.EDITED_DOCUMENT,
        Code.OUTDATED_DOCUMENT,
        Code.PAGES_LEFT_OUT,
        Code.AUDIT_FAILED,
        Code.COLLIDING_FILES,
        Code.STALE_FILE,
        Code.OUTPUT_BUSY,
        Code.WORKER_LOST,
    }
)

# The other findings are made before there are files, and without files a run takes a tenth of the time.
MAKING_FILES = frozenset(
    {
        Code.UNUSABLE_NAME,
        Code.UNSUPPORTED_REQUEST,
        Code.MODELS_CUT,
        Code.DAMAGED_LOCK,
        Code.EDITED_FILE,
        Code.FOREIGN_FILE,
        Code.OUTPUT_BLOCKED,
        Code.OUTPUT_INACCESSIBLE,
    }
)


def page_of(code: str) -> str:
    return (PAGES / f"{code}.md").read_text("utf-8")


def console_of(page: str) -> Block:
    """Return the one block with commands in a page's example."""
    example = page.partition("\n## Example\n")[2]
    (console,) = (block for block in shown.blocks(example) if block.language == "console")
    return console


def put_files(page: str, *, mended: bool) -> None:
    """Write the files of a page, or change them as it says."""
    for block in shown.blocks(page):
        if block.file and block.is_mended is mended:
            block.put()


def said(commands: Sequence[str], code: str) -> list[str]:
    """Run the commands of a page, and return what the last one says with a code."""
    for command in commands[:-1]:
        shown.output(command)
    done = shown.run(commands[-1])
    assert done.exit_code in {0, 1}, done.output
    return [line for line in done.stderr.splitlines() if line.endswith(f" [{code}]")]


def no_files(_providers: Sequence[Provider], **_options: object) -> Checked[list[File]]:
    yield from ()
    return []


@pytest.fixture(autouse=True)
def _project(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Begin in an empty folder, and make files only where a page is about them."""
    monkeypatch.chdir(tmp_path)
    if "code" in request.fixturenames and request.getfixturevalue("code") not in MAKING_FILES:
        monkeypatch.setattr(python, "generate", no_files)


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert set(CODES) == set(Code)


def test_the_index_lists_every_page_with_its_first_sentence() -> None:
    rows = (f"| [{code}]({code}.md) | {explanation.of(Code(code)).summary} |" for code in CODES)
    table = "\n".join(("| code | means |", "|---|---|", *rows, ""))
    text = INDEX.read_text("utf-8")
    if os.environ.get("STOPGEN_UPDATE_PAGES"):
        text = text[: text.index("| code |")] + table
        INDEX.write_text(text, "utf-8")
    assert text.endswith(f"\n\n{table}")


@pytest.mark.parametrize("code", Code)
def test_a_page_says_what_the_code_means_how_much_it_matters_and_how_to_mend_it(code: Code) -> None:
    told = explanation.of(code)
    assert told.page.startswith(f"# {code}\n\n")
    assert 20 < len(told.summary) <= 100
    assert len(told.meaning) <= 1024  # what code scanning on GitHub shows
    assert re.search(r"\b(error|warning|note)\b", told.meaning)
    assert len(told.remedy) > 20


@pytest.mark.parametrize("code", sorted(set(Code) - WITHOUT_EXAMPLE))
def test_stopgen_says_of_the_example_what_the_page_shows(code: Code) -> None:
    page = page_of(code)
    console = console_of(page)
    put_files(page, mended=False)
    lines = said(console.commands, code)
    text = "".join(f"{line}\n" for line in (*(f"$ {line}" for line in console.commands), *lines))
    if os.environ.get("STOPGEN_UPDATE_PAGES"):
        (PAGES / f"{code}.md").write_text(page.replace(console.text, text), "utf-8")
        console = console._replace(text=text)
    assert lines
    assert console.text == text


@pytest.mark.parametrize("code", [code for code in CODES if "\nMended, `" in page_of(code)])
def test_it_says_so_no_more_when_the_example_is_mended(code: str) -> None:
    page = page_of(code)
    put_files(page, mended=False)
    put_files(page, mended=True)
    assert said(console_of(page).commands, code) == []


@pytest.mark.parametrize("code", sorted(WITHOUT_EXAMPLE))
def test_a_page_without_an_example_is_meant_to_be_one(code: Code) -> None:
    assert "## Example" not in page_of(code)
