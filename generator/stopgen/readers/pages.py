"""Divides a file into the pages that were put into it, and takes off what was put around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_SOURCE: Final = re.compile(
    r"(?:#+[ \t]*|<!--[ \t]*)?(?:URL )?Source(?: URL)?:[ \t]*<?https?://\S+>?(?:[ \t]*-->)?[ \t]*",
    re.IGNORECASE,
)
_TAG: Final = re.compile(r"</?(?:documents?|document_content|page|doc)(?:[ \t][^<>]*)?>[ \t]*")
_WRAPPING: Final = re.compile(r"<source>.*</source>[ \t]*|Markdown Content:[ \t]*")
_BANNER: Final = re.compile(r">.*(?:llms\.txt|Documentation Index)")
_ENTRY: Final = re.compile(r"[A-Za-z][\w-]*[ \t]*:.*|[ \t].*|#.*|")
_NAMED: Final = re.compile(
    r"(?:title|sidebar|openapi|api|description|url|slug|id|layout|name)\w*[ \t]*:"
)
_TITLE: Final = re.compile(r"#[ \t]+\S")
_FENCE: Final = re.compile(r"[ \t]*(?P<mark>`{3,}|~{3,})(?P<info>.*)")
_HINT: Final = re.compile(
    rf"^(?:{_SOURCE.pattern}|{_TAG.pattern}|---[ \t]*|{_BANNER.pattern}.*)$",
    re.MULTILINE | re.IGNORECASE,
)
_LONGEST_FRONT_MATTER: Final = 100


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a file that was a file of its own.

    Attributes:
        text: Its text, without what was put around it.
        skipped: How many lines of the file stand before it.
    """

    text: str
    skipped: int


def pages(text: str) -> list[Page]:
    """Divide a text; one that nothing was put around is a page as it is."""
    if not _HINT.search(text):
        return [Page(text, 0)]
    lines = text.split("\n")
    starts = sorted({0, *_starts(lines)})
    found = (
        _page(lines, start, end) for start, end in zip(starts, [*starts[1:], None], strict=True)
    )
    return [page for page in found if page.text.strip()] or [Page(text, 0)]


def _starts(lines: list[str]) -> Iterator[int]:
    """Yield the lines that pages begin with; nothing in a code block is one."""
    fence = ""
    for index, line in enumerate(lines):
        mark = _FENCE.fullmatch(line)
        if fence:
            is_end = mark and mark["mark"].startswith(fence) and not mark["info"].strip()
            fence = "" if is_end else fence
        elif mark:
            fence = mark["mark"]
        elif _SOURCE.fullmatch(line):
            yield index - 1 if index and _TITLE.match(lines[index - 1]) else index
        elif _TAG.fullmatch(line) or _opens_front_matter(lines, index):
            yield index


def _opens_front_matter(lines: list[str], index: int) -> bool:
    """Tell whether a line is the first of a block of entries between ``---`` lines."""
    if lines[index].rstrip() != "---" or (index and lines[index - 1].strip()):
        return False
    entries: list[str] = []
    for line in lines[index + 1 : index + _LONGEST_FRONT_MATTER]:
        if line.rstrip() == "---":
            return any(_NAMED.match(entry) for entry in entries)
        if not _ENTRY.fullmatch(line):
            return False
        entries.append(line)
    return False


def _page(lines: list[str], start: int, end: int | None) -> Page:
    """Return some lines as a page; what was put before its first line of its own is left out."""
    inside = lines[start:end]
    is_quoted = False
    for index, line in enumerate(inside):
        is_quoted = line.startswith(">") and (is_quoted or _BANNER.match(line) is not None)
        if line.strip() and not is_quoted and not _is_wrapping(line):
            rest = ["" if _is_wrapping(other) else other for other in inside[index : index + 3]]
            return Page("\n".join(rest + inside[index + 3 :]), start + index)
    return Page("", start)


def _is_wrapping(line: str) -> bool:
    return any(form.fullmatch(line) for form in (_SOURCE, _TAG, _WRAPPING))
