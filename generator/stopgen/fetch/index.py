"""Reads an ``llms.txt``: the list of a site's pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

from markdown_it import MarkdownIt

from stopgen import address
from stopgen.filenames import has_known_ending

_NAME: Final = "llms.txt"
_LONGEST: Final = 4 * 1024 * 1024
"""Characters of an index that are looked at."""


@dataclass(frozen=True, slots=True)
class Link:
    """A page that an index names.

    Attributes:
        title: What the index calls it.
        url: Where it is.
    """

    title: str
    url: str


def is_index(url: str) -> bool:
    """Tell an index from a page, by its address."""
    return PurePosixPath(urlsplit(url).path).name.lower() == _NAME


def links(text: str, base: str) -> list[Link]:
    """Return the pages of an index that are on its host and can be documents, each once.

    Args:
        text: The index.
        base: Where it is.
    """
    found: dict[str, Link] = {}
    for title, target in _targets(text[:_LONGEST]):
        url = _absolute(base, target)
        if url and _can_be_document(url, base):
            found.setdefault(url, Link(title, url))
    return list(found.values())


def _targets(text: str) -> Iterator[tuple[str, str]]:
    """Yield the title and the target of each link."""
    for block in MarkdownIt("commonmark").parse(text):
        title, target = "", None
        for token in block.children or ():
            match token.type:
                case "link_open":
                    title, target = "", str(token.attrs.get("href", ""))
                case "link_close" if target is not None:
                    yield " ".join(title.split()), target
                    target = None
                case _:
                    title += token.content


def _absolute(base: str, target: str) -> str | None:
    try:
        return urldefrag(urljoin(base, target)).url
    except ValueError:
        return None


def _can_be_document(url: str, base: str) -> bool:
    if address.flaw(url) or not address.same_place(url, base) or is_index(url):
        return False
    name = PurePosixPath(urlsplit(url).path).name
    return has_known_ending(name) or "." not in name
