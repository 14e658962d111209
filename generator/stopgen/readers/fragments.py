"""Keeps silent about files that describe nothing by themselves, but parts of which others use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

from stopgen.diagnostic import Checked, Code, Diagnostic
from stopgen.source import Document

T = TypeVar("T")
_REFERENCE: Final = re.compile(r"""\$ref["']?\s*:\s*["']?([^\s#"',}\]]+)""")


def without_fragments(stage: Checked[T], documents: Iterable[Document]) -> Checked[T]:
    """Run the stage that reads documents, and hold back that a file is none if another refers to it."""
    held: list[Diagnostic] = []
    while True:
        try:
            found = next(stage)
        except StopIteration as end:
            value: T = end.value
            break
        if found.code is Code.NOT_A_DESCRIPTION:
            held.append(found)
        else:
            yield found
    used = set(_used(documents)) if held else set[str]()
    yield from (found for found in held if found.position.file not in used)
    return value


def _used(documents: Iterable[Document]) -> Iterator[str]:
    """Yield the files that references name, as diagnostics show them."""
    from stopgen import neighbour

    for document in documents:
        for reference in set(_REFERENCE.findall(document.text)):
            name = neighbour.locate(neighbour.below(document), reference)
            if isinstance(name, str) and document.root is not None:
                yield str(document.root / name)
