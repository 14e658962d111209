"""Names the files of documents after where they come from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from stopgen.filenames import has_known_ending, is_document

_UNWANTED: Final = re.compile(r"[^\w.-]+|\.(?=\.)")
_YAML: Final = re.compile(rb"\s*(?:#[^\n]*\n\s*)*['\"]?(?:openapi|swagger)['\"]?\s*:")
_LONGEST: Final = 100


def file_names(pages: Sequence[tuple[str, bytes]]) -> list[str]:
    """Return a name for each page: the end of its address, and as much more as tells them apart.

    Args:
        pages: The address or path, and the content, of each.
    """
    paths = [_parts(place) for place, _ in pages]
    names = [_name(parts[-1:], content) for parts, (_, content) in zip(paths, pages, strict=True)]
    counted = Counter(name.casefold() for name in names)
    for number, (parts, (_, content)) in enumerate(zip(paths, pages, strict=True)):
        if counted[names[number].casefold()] > 1:
            names[number] = _name(parts, content)
    return _distinct(names)


def _parts(place: str) -> list[str]:
    """Return the words of an address's path that can stand in a file name."""
    path = urlsplit(place).path if "://" in place else PurePosixPath(place.replace("\\", "/")).name
    cleaned = (_UNWANTED.sub("-", unquote(part)).strip("-. ") for part in path.split("/"))
    return [part for part in cleaned if part] or ["document"]


def _name(parts: Sequence[str], content: bytes) -> str:
    name = "-".join(parts)[-_LONGEST:].lstrip("-.")
    whole = name if has_known_ending(name) else f"{name}{_ending(content)}"
    return whole if is_document(whole) else f"document-{whole}"


def _ending(content: bytes) -> str:
    """Return the ending that fits a document."""
    if content.lstrip()[:1] == b"{":
        return ".json"
    return ".yaml" if _YAML.match(content[:4096]) else ".md"


def _distinct(names: Sequence[str]) -> list[str]:
    """Put a number into each name that was used before."""
    used: set[str] = set()
    result: list[str] = []
    for name in names:
        free, number = name, 1
        while free.casefold() in used:
            number += 1
            stem, ending = PurePosixPath(name).stem, PurePosixPath(name).suffix
            free = f"{stem}-{number}{ending}"
        used.add(free.casefold())
        result.append(free)
    return result
