"""Pages of the guide that are one program each run from top to bottom."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

GUIDE = Path(__file__).parents[1] / "docs" / "guide"
PAGES = [GUIDE / name for name in ("confirm.md", "python.md", "testing.md")]


def code_of(page: Path) -> str:
    """The Python of a page, each line where it stands there, so that tracebacks name the right one."""
    text = page.read_text(encoding="utf-8")
    code = [""] * text.count("\n")
    for block in re.finditer(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        first = text.count("\n", 0, block.start(1))
        lines = block[1].splitlines()
        code[first : first + len(lines)] = lines
    return "\n".join(code)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_code_of_a_page_runs_from_top_to_bottom(page: Path) -> None:
    code = code_of(page)
    assert "assert" in code, "the page proves nothing"
    exec(compile(code, str(page), "exec"), {"__name__": page.stem})
