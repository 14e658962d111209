"""Finds the API blocks of a Markdown page, and what the page says about each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from stopgen.readers.markdown import parse_markdown
from stopgen.readers.markdown_blocks import Block, Fence, Heading, Page, Paragraph
from stopgen.readers.markdown_inline import Span
from stopgen.source import Document

METHODS: Final = "get|put|post|delete|options|head|patch|trace"
"""The HTTP methods as an alternative in a regular expression."""

_DOCUMENT: Final = re.compile(
    r"""(?:[ \t]*(?:\#.*)?\n){0,50}[ \t]*(?:\{\s{0,20})?["']?(?:openapi|swagger)["']?[ \t]*:"""
)
"""How a whole description begins."""

SIGN: Final = re.compile(
    rf"""^\#{{1,6}} [ \t] .{{0,200}} \b (?:openapi|swagger) \b .{{0,200}} \n \s{{0,20}}
        (?:```|~~~) [ \t]* (?:ya?ml|json) \b .* \n {_DOCUMENT.pattern}
    | ^[ \t>]*(?:
        [`~]{{2,}} [ \t]* ya?ml\b .* [ \t] (?:{METHODS}) [ \t]+ /
      | (?:`{{4,}}|~{{4,}}) [ \t]* \w+ (?:
            .* asyncapi
          | .* \n (?:[ \t]*(?:\#.*)?\n)* [ \t]*["']? (?:openapi|swagger|paths) ["']? [ \t]* :
        )
    )""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
"""A line that opens an API block, or was meant to."""

_CALL: Final = re.compile(rf"\s({METHODS})\s+(/\S*)$", re.IGNORECASE)
_CONTENT: Final = re.compile(
    r"""(?:[ \t]*(?:\#.*)?\n)*["']?(?:openapi|swagger|paths)["']?[ \t]*:"""
)
_NAMES: Final = re.compile(r"\b(?:openapi|swagger)\b", re.IGNORECASE)
_DATA: Final = frozenset({"yaml", "yml", "json"})
_YAML: Final = frozenset({"yaml", "yml"})
_BANNER: Final = "llms.txt"

_Element: TypeAlias = "Heading | Block"


@dataclass(frozen=True, slots=True)
class Call:
    """The method, in upper case, and the path that an opening line announces."""

    method: str
    path: str


@dataclass(frozen=True, slots=True)
class ApiBlock:
    """A fenced block that describes an operation.

    Attributes:
        fence: The block.
        call: What its opening line announces.
        title: The title of the page.
        description: The quotation beside the title.
    """

    fence: Fence
    call: Call | None
    title: Span | None
    description: Span | None

    @property
    def is_channel(self) -> bool:
        """Whether this comes from an AsyncAPI document, which describes no HTTP operation."""
        return self.call is None and _is_channel(self.fence)


def api_blocks(document: Document) -> list[ApiBlock]:
    """Return the API blocks of a page, or of the pages that stand one after the other."""
    page = parse_markdown(document.file, document.text)
    return list(_Blocks(document, page).find())


class _Blocks:
    """One pass over a page; keeps what the next block may be about."""

    def __init__(self, document: Document, page: Page) -> None:
        self._lines = document.text.split("\n")
        self._page = page
        self._title = page.front_matter.get("title")
        self._description = page.front_matter.get("description")
        self._quote: Span | None = None
        self._quoted_to = 0
        self._is_after_title = False
        self._above: _Element | None = None

    def find(self) -> Iterator[ApiBlock]:
        """Yield the blocks in the order of the page."""
        for element in _elements(self._page):
            if isinstance(element, Fence) and self._is_api(element):
                call = _CALL.search(element.info)
                announced = Call(call[1].upper(), call[2]) if call else None
                yield ApiBlock(element, announced, self._title, self._description)
                self._title = self._description = self._quote = None
                self._is_after_title = False
            elif isinstance(element, Heading) and element.level == 1:
                self._title = Span(element.text.plain, element.position)
                self._description, self._quote = self._quote, None
                self._is_after_title = True
            elif isinstance(element, Paragraph) and self._is_quoted(element):
                self._take_quote(element)
            else:
                self._quote, self._is_after_title = None, False
            self._above = element

    def _is_api(self, fence: Fence) -> bool:
        length = len(self._line(fence).lstrip(" \t>")) - len(self._line(fence).lstrip(" \t>`~"))
        if _CALL.search(fence.info):
            return length > 3 or fence.language in _YAML
        if length <= 3:
            return self._is_announced(fence)
        return _is_channel(fence) or _CONTENT.match(fence.code.text) is not None

    def _is_announced(self, fence: Fence) -> bool:
        """Tell whether a common fence holds a whole description, as the heading right above it says."""
        above = self._above.text.plain if isinstance(self._above, Heading) else ""
        is_data = fence.language in _DATA and _DOCUMENT.match(fence.code.text) is not None
        return is_data and _NAMES.search(above) is not None

    def _is_quoted(self, paragraph: Paragraph) -> bool:
        return self._line(paragraph).lstrip().startswith(">")

    def _line(self, element: _Element) -> str:
        return self._lines[element.position.line - 1]

    def _take_quote(self, paragraph: Paragraph) -> None:
        """Take a whole quotation with its first paragraph; what the banner says is about no page."""
        first = paragraph.position.line
        if first <= self._quoted_to:
            return
        last = first
        while last < len(self._lines) and self._lines[last].strip():
            last += 1
        self._quoted_to = last
        text = "\n".join(_unquoted(line) for line in self._lines[first - 1 : last]).strip()
        if _BANNER in text:
            return
        self._quote = Span(text, paragraph.position)
        if self._is_after_title:
            self._description = self._description or self._quote


def _is_channel(fence: Fence) -> bool:
    return "asyncapi" in fence.info.lower()


def _unquoted(line: str) -> str:
    return line.lstrip().removeprefix(">").removeprefix(" ").rstrip()


def _elements(page: Page) -> Iterator[_Element]:
    for section in page.root.walk():
        if section.heading is not None:
            yield section.heading
        yield from section.blocks
