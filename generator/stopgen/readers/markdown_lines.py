"""What markdown-it does not tell about a line: where its cells start, front matter, closing fences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from stopgen.diagnostic import Position
from stopgen.readers.markdown_inline import Span

_PIPE: Final = re.compile(r"\\\\|\\\||\|")
_ENTRY: Final = re.compile(r"([A-Za-z][\w-]*)[ \t]*:[ \t]*(\S.*)")
_COMPONENT: Final = re.compile(r"\s*</?[A-Z][A-Za-z]*[a-z][A-Za-z]*[\s/>]")
_PREFIX: Final = " \t>"


def cell_starts(line: str, contents: list[str]) -> list[int]:
    """Return how many characters stand before each cell of a table row."""
    bounds = list(_bounds(line))
    starts: list[int] = []
    for index, content in enumerate(contents):
        start, end = bounds[index] if index < len(bounds) else (len(line), len(line))
        found = line.find(content, start, end)
        first = start + len(line[start:end]) - len(line[start:end].lstrip())
        starts.append(found if found >= 0 else first)
    return starts


def cell_count(line: str) -> int:
    """Return how many cells a table row is written with."""
    bounds = list(_bounds(line))
    start, end = bounds[-1]
    return len(bounds) - (len(bounds) > 1 and not line[start:end].strip())


def _bounds(line: str) -> Iterator[tuple[int, int]]:
    """Yield where the cells of a row begin and end, the spaces around their text included."""
    pipes = [found.start() for found in _PIPE.finditer(line) if found[0] == "|"]
    has_outer = bool(pipes) and not line[: pipes[0]].strip(_PREFIX)
    starts = [*([] if has_outer else [-1]), *pipes, len(line)]
    yield from ((start + 1, end) for start, end in pairwise(starts))


def is_closing(line: str, markup: str, length: int) -> bool:
    """Tell whether the last line of a block of this many lines closes the fence that opened it."""
    last = line.strip(_PREFIX)
    return length > 1 and last.startswith(markup) and not last.strip(markup[:1])


def has_components(lines: list[str]) -> bool:
    """Tell whether a page has lines that open with a component tag: ``<ParamField …>``."""
    return any(_COMPONENT.match(line) for line in lines)


def front_matter(file: str, lines: list[str]) -> tuple[int, dict[str, Span]]:
    """Return how many lines of front matter open a page, and its entries of one line."""
    if not lines or lines[0].rstrip() != "---":
        return 0, {}
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == "---":
            found = (_ENTRY.fullmatch(entry.rstrip()) for entry in lines[1:number])
            entries = {
                match[1]: Span(match[2].strip("'\""), Position(file, place, match.start(2) + 1))
                for place, match in enumerate(found, 2)
                if match
            }
            return number + 1, entries
    return 0, {}
