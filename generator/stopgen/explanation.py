"""Reads the pages that say what the codes of findings and the kinds of changes mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from stopgen import shipped
from stopgen.diagnostic import Code

SECTIONS: Final = ("Mend it", "Example")
"""The headings below the first one; not every page has an example."""

_SECTION = re.compile(r"^## (.+)\n", re.MULTILINE)
_LEVEL = re.compile(r"^\*(\w+)\*:", re.MULTILINE)
_ROW = re.compile(r"^\| (`.*?) \| (.*) \|$", re.MULTILINE)
_KIND = re.compile(r"`([a-z-]+)`")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s")


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the page of a code says.

    Attributes:
        page: All of it, in Markdown.
        meaning: The paragraphs that say what the code means and why it matters.
        remedy: The section that says how to mend what was found.
    """

    page: str
    meaning: str
    remedy: str

    @property
    def summary(self) -> str:
        """The first sentence, on one line."""
        return _SENTENCE_END.split(self.meaning.replace("\n", " "), maxsplit=1)[0]


@cache
def changes() -> dict[str, str]:
    """Return what the guide says of each kind of change that ``stopgen diff`` tells, with its level."""
    page = (shipped.folder("docs/guide") / "changes.md").read_text("utf-8")
    _, *levels = _LEVEL.split(page.partition("\n## For programs")[0])
    return {
        kind: f"A change that counts as {level.lower()} for callers: {text}."
        for level, rows in zip(levels[::2], levels[1::2], strict=True)
        for kinds, text in _ROW.findall(rows)
        for kind in _KIND.findall(kinds)
    }


@cache
def of(code: Code) -> Explanation:
    """Return what the page of a code says."""
    path = shipped.folder("docs/diagnostics") / f"{code}.md"
    page = path.read_text("utf-8")
    start, *sections = _SECTION.split(page)
    parts = dict(zip(sections[::2], sections[1::2], strict=True))
    _, _, meaning = start.partition("\n")
    return Explanation(page, meaning.strip(), parts[SECTIONS[0]].strip())
