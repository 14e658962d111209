"""Finds commands in running text: pages that were saved as text have lost the marks of their code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from stopgen.readers.excerpt import Excerpt
from stopgen.readers.markdown_blocks import Fence, Paragraph, Section
from stopgen.readers.prose.passages import Passage

_COMMAND: Final = re.compile(r"^[ \t]*(?:[•·▪◦*$>-][ \t]*)?(?=curl[ \t])")


def commands(file: str, text: str, blocks: Iterable[Passage]) -> Iterator[tuple[Fence, Section]]:
    """Yield each command up to the end of its paragraph, as the code block that it once was."""
    lines = text.split("\n")
    for passage in blocks:
        if not isinstance(passage.block, Paragraph) or "curl" not in passage.block.text.plain:
            continue
        for line in passage.block.text.lines():
            first = line.position.line
            found = _COMMAND.match(lines[first - 1])
            if found:
                code = Excerpt(file, _until_blank(lines, first - 1, found.end()), first)
                yield Fence("", code, passage.block.position), passage.section
                break


def _until_blank(lines: list[str], start: int, skipped: int) -> str:
    """Return lines up to a blank one, the first without what stands before the command."""
    end = next((n for n in range(start, len(lines)) if not lines[n].strip()), len(lines))
    return "\n".join([" " * skipped + lines[start][skipped:], *lines[start + 1 : end]])
