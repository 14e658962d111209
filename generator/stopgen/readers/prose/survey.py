"""Looks over a page once: its blocks, its example code, and the calls that it names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from stopgen.diagnostic import Diagnostic, collect
from stopgen.readers.markdown import parse_markdown
from stopgen.readers.markdown_blocks import Fence, Page
from stopgen.readers.prose.commands import commands
from stopgen.readers.prose.endpoints import Endpoint, judge, strongest
from stopgen.readers.prose.passages import Passage, passages
from stopgen.readers.prose.requests import DATA_LANGUAGES, Script, read_script
from stopgen.readers.prose.statements import statements
from stopgen.readers.prose.templates import shown_calls


@dataclass(frozen=True, slots=True)
class Survey:
    """A page and what it names.

    Attributes:
        page: The page.
        blocks: Its blocks in order.
        scripts: Its example code.
        endpoints: The calls that it states; else lists, else mentions, else shows in examples.
        faults: What looks like a plainly stated call and is none.
    """

    page: Page
    blocks: list[Passage]
    scripts: list[Script]
    endpoints: list[Endpoint]
    faults: list[Diagnostic]


@lru_cache(maxsize=1)
def survey(file: str, text: str) -> Survey:
    """Look over a page; the last one is kept, as recognising a page is followed by reading it."""
    page = parse_markdown(file, text)
    blocks = list(passages(page.root.walk()))
    scripts = [
        read_script(passage.block, passage.section)
        for passage in blocks
        if isinstance(passage.block, Fence) and passage.block.language not in DATA_LANGUAGES
    ]
    scripts += [read_script(code, section) for code, section in commands(file, text, blocks)]
    stated, faults = collect(judge(statements(page, blocks)))
    shown, _ = collect(judge(shown_calls(scripts, blocks)))
    return Survey(page, blocks, scripts, strongest([*stated, *shown]), faults)
