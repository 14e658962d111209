"""Reads texts for the tests of the readers."""

import os
from pathlib import Path

import pytest

from stopgen import readers, source
from stopgen.description import Description, Json, JsonObject, Pointer
from stopgen.diagnostic import Diagnostic, Severity, collect
from stopgen.readers import data
from stopgen.readers.excerpt import Data, Excerpt
from stopgen.references import at
from stopgen.source import Document

FILE = "acme/stop.md"


def document(text: str) -> Document:
    return Document(FILE, FILE, "acme", None, text)


def load(text: str) -> tuple[Data | None, list[Diagnostic]]:
    return collect(data.load(Excerpt(FILE, text)))


def value(text: str) -> Json:
    """Return what a faultless text says."""
    found, diagnostics = load(text)
    assert diagnostics == []
    assert found is not None
    return found.value


def fault(text: str) -> Diagnostic:
    """Return the only thing that is wrong with a text of data, which keeps it from being read."""
    found, diagnostics = load(text)
    assert found is None
    assert len(diagnostics) == 1
    assert diagnostics[0].severity is Severity.ERROR
    return diagnostics[0]


def read(text: str) -> tuple[list[Description], list[Diagnostic]]:
    return collect(readers.read(document(text)))


def clean(text: str) -> Description:
    """Return the only description of a document in which nothing is to be found."""
    descriptions, diagnostics = read(text)
    assert [str(diagnostic) for diagnostic in diagnostics] == []
    assert len(descriptions) == 1
    return descriptions[0]


def findings(text: str) -> list[tuple[str, Severity, int]]:
    """Return the code, severity and line of everything that is to be found in a document."""
    return [(found.code, found.severity, found.position.line) for found in read(text)[1]]


def part(tree: Json, *pointer: str | int) -> Json:
    return at(tree, pointer)


def mapping(tree: Json, *pointer: str | int) -> JsonObject:
    found = at(tree, pointer)
    assert isinstance(found, dict)
    return found


def line_of(description: Description, *pointer: str | int) -> int:
    return description.origins.position(pointer).line


def text_at(text: str, origins_line: int, column: int) -> str:
    """Return what stands at a place until the end of its line."""
    return text.split("\n")[origins_line - 1][column - 1 :]


def pointers(tree: Json) -> list[Pointer]:
    """Return the pointers of all parts of a tree."""
    found: list[Pointer] = [()]
    for pointer in found:
        match at(tree, pointer):
            case dict() as members:
                found += [(*pointer, key) for key in members]
            case list() as items:
                found += [(*pointer, index) for index in range(len(items))]
            case _:
                pass
    return found


def folder(variable: str) -> list[Document]:
    """Return the documents of a folder that an environment variable names."""
    place = os.environ.get(variable)
    if not place:
        pytest.skip(f"{variable} names no folder of documents")
    sources, _ = collect(source.load([Path(place)]))
    return list(sources.documents)
