"""Readers: each recognises one form of document by its content and turns it into descriptions."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Final, Protocol, cast

from stopgen.description import Description
from stopgen.diagnostic import Checked, Code, Position, note
from stopgen.readers import openapi
from stopgen.source import Document


class Reader(Protocol):
    """What the module of a reader offers."""

    def recognises(self, document: Document) -> bool:
        """Tell by a look at the text whether a document has this form, or tries to."""
        ...

    def read(self, document: Document) -> Checked[list[Description]]:
        """Read a document of this form, with all the operations or pages that are in it."""
        ...


READERS: Final = ("openapi", "packed", "mintlify", "prose")
"""The modules of all readers; the first one that recognises a document reads it.

Each is imported when a document comes that no other before it recognises.
"""


def read(document: Document) -> Checked[list[Description]]:
    """Read a document, whatever its ending; one that describes no API only gets a note."""
    if openapi.recognises(document):
        return (yield from openapi.read(document))
    return (yield from _read_pages(document))


def _read_pages(document: Document) -> Checked[list[Description]]:
    from stopgen.readers.pages import pages
    from stopgen.readers.shifted import shifted

    known: list[Description] = []
    is_recognised = False
    for page in pages(document.text):
        part = document._replace(text=page.text)
        reader = next((reader for reader in _readers() if reader.recognises(part)), None)
        if reader is not None:
            is_recognised = True
            known += yield from shifted(reader.read(part), document, page.skipped)
    if not is_recognised:
        sentence = "this describes no operation in any form that can be read"
        yield note(Code.NOT_A_DESCRIPTION, Position(document.file), sentence)
    return known


def _readers() -> Iterator[Reader]:
    for name in READERS:
        yield cast("Reader", import_module(f"stopgen.readers.{name}"))
