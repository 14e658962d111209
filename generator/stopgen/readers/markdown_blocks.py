"""The blocks of a Markdown page, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from stopgen.diagnostic import Position
from stopgen.readers.excerpt import Excerpt
from stopgen.readers.markdown_inline import Inline, Span


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; its level is 1 to 6."""

    level: int
    text: Inline
    position: Position


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a quotation may be nothing but that."""

    text: Inline
    position: Position
    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class Fence:
    """A code block.

    Attributes:
        info: What stands behind the opening fence; empty for an indented block.
        code: The text inside.
        position: Where the opening fence stands.
        mark: The characters of the opening fence; empty for an indented block.
        is_closed: Whether a closing fence ends it, not just the end of the text around it.
    """

    info: str
    code: Excerpt
    position: Position
    mark: str = ""
    is_closed: bool = True

    @property
    def language(self) -> str:
        """The first word behind the fence in lower case."""
        return self.info.split(maxsplit=1)[0].lower() if self.info.split() else ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; all rows have as many cells as the header.

    Attributes:
        header: The cells of the first row.
        rows: The cells of the others.
        position: Where the table starts.
        overfull: Where rows stand that are written with more cells than the header has.
    """

    header: tuple[Inline, ...]
    rows: tuple[tuple[Inline, ...], ...]
    position: Position
    overfull: tuple[Position, ...] = ()


@dataclass(frozen=True, slots=True)
class ListItem:
    """An entry of a list: its first paragraph, and the blocks after that."""

    text: Inline
    blocks: tuple[Block, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class ListItems:
    """A bullet or numbered list."""

    items: tuple[ListItem, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class Html:
    """A block of HTML or of a component language, as written."""

    code: Excerpt
    position: Position


Block: TypeAlias = "Heading | Paragraph | Fence | Table | ListItems | Html"


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A heading with all that stands below it.

    Attributes:
        heading: The heading; None for what stands before the first one.
        parent: The section around this one.
        blocks: What stands here before the first heading inside.
        sections: The sections inside.
    """

    heading: Heading | None = None
    parent: Section | None = field(default=None, repr=False)
    blocks: list[Block] = field(default_factory=list["Block"])
    sections: list[Section] = field(default_factory=list["Section"])

    def walk(self) -> Iterator[Section]:
        """Yield this section and those inside, in the order of the page."""
        yield self
        for section in self.sections:
            yield from section.walk()

    def chain(self) -> Iterator[Section]:
        """Yield this section and those around it, nearest first."""
        section: Section | None = self
        while section is not None:
            yield section
            section = section.parent


@dataclass(frozen=True, slots=True)
class Page:
    """A whole document.

    Attributes:
        root: The section without a heading around all others.
        front_matter: Simple entries of the block between ``---`` lines that opens some pages.
        start: The first character.
    """

    root: Section
    front_matter: dict[str, Span]
    start: Position
