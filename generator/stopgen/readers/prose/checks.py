"""Finds damage in the Markdown itself that would hide parts of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from stopgen.diagnostic import Code, Diagnostic, Position, error
from stopgen.readers.markdown_blocks import Block, Fence, Paragraph
from stopgen.readers.prose.passages import Passage

_NEARLY = re.compile(r"`{1,2}[A-Za-z]{0,12}|~{1,2}")
_OPENING = re.compile(r"[ ]{0,3}(`{3,}|~{3,})[ \t]*[A-Za-z]")


def check_fences(blocks: Iterable[Passage]) -> Iterator[Diagnostic]:
    """Yield code blocks that nothing closes, or that swallow the opening of another one."""
    for passage in blocks:
        yield from _nearly(passage.block)
        fence = passage.block
        if isinstance(fence, Fence):
            swallowed = next(_openings(fence), None)
            if swallowed is not None:
                sentence = "this code block is not closed before the next one opens"
                place = fence.code.position(swallowed, 1)
                yield error(Code.UNCLOSED_FENCE, fence.position, sentence, place)
            elif not fence.is_closed:
                yield error(Code.UNCLOSED_FENCE, fence.position, "nothing closes this code block")


def _nearly(block: Block) -> Iterator[Diagnostic]:
    """Yield lines that would be fences with one mark more."""
    for line, place in _lines(block):
        if _NEARLY.fullmatch(line):
            yield error(Code.UNCLOSED_FENCE, place, "a fence needs at least three marks")


def _lines(block: Block) -> Iterator[tuple[str, Position]]:
    match block:
        case Fence(mark=mark, code=code) if mark:
            for number, line in enumerate(code.text.split("\n"), 1):
                yield line, code.position(number, 1)
        case Paragraph(text=text):
            yield from ((line.text.strip(), line.position) for line in text.lines())
        case _:
            pass


def _openings(fence: Fence) -> Iterator[int]:
    """Yield the lines of a code block that would open another one of the same kind."""
    for number, line in enumerate(fence.code.text.split("\n") if fence.mark else (), 1):
        found = _OPENING.match(line)
        if found and found[1][0] == fence.mark[0] and len(found[1]) >= len(fence.mark):
            yield number
