"""A page of the guide that shows Python is one program; it runs from top to bottom and keeps what it asserts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

GUIDE = Path(__file__).parents[1] / "docs" / "guide"
INDEX = GUIDE / "README.md"
PAGES = sorted(set(GUIDE.glob("*.md")) - {INDEX})
PROGRAMS = [page for page in PAGES if "```python\n" in page.read_text(encoding="utf-8")]


def code_of(page: Path) -> str:
    """The Python of a page, each line where it stands there, so that tracebacks name the right one."""
    text = page.read_text(encoding="utf-8")
    code = [""] * text.count("\n")
    for block in re.finditer(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        first = text.count("\n", 0, block.start(1))
        lines = block[1].splitlines()
        code[first : first + len(lines)] = lines
    return "\n".join(code)


@pytest.mark.parametrize("page", PROGRAMS, ids=lambda page: page.stem)
def test_the_code_of_a_page_runs_from_top_to_bottom(page: Path) -> None:
    code = code_of(page)
    assert "assert" in code, "the page proves nothing"
    exec(compile(code, str(page), "exec"), {"__name__": page.stem})


def test_the_index_names_every_page() -> None:
    named = re.findall(r"\((\w+\.md)\)", INDEX.read_text(encoding="utf-8"))

    assert sorted(set(named)) == [page.name for page in PAGES]


@pytest.mark.parametrize("page", [INDEX, *PAGES], ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^):]+)\)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (GUIDE / link).exists()] == []
