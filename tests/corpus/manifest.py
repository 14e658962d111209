"""The documents of the corpus, and what its manifest expects of them."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Entry:
    """A document of the corpus.

    Attributes:
        corpus: The folder of the corpus.
        file: The path of the document below it.
        kind: The form of the document.
        expected: Method and path of each operation that stops something.
    """

    corpus: Path
    file: str
    kind: str
    expected: tuple[tuple[str, str], ...]

    @property
    def path(self) -> Path:
        return self.corpus / self.file

    @cached_property
    def provider(self) -> str:
        """A name of its own, by which a reader of a complaint finds the document again."""
        return re.sub("[^a-z0-9]+", "_", self.file.lower())


def entries() -> list[Entry]:
    """Return the documents of the corpus; skip the test where there is none."""
    folder = os.environ.get("STOPGEN_CORPUS")
    if not folder:
        pytest.skip("STOPGEN_CORPUS does not name the folder of the corpus")
    corpus = Path(folder)
    documents = json.loads((corpus / "manifest.json").read_text("utf-8"))["documents"]
    return [
        Entry(
            corpus,
            entry["file"],
            entry["kind"],
            tuple((call["method"].upper(), call["path"]) for call in entry["expected"]),
        )
        for entry in documents
    ]


def place(chosen: Iterable[Entry], specs: Path) -> Path:
    """Give each document a folder of its own; with the files that it refers to, if it has any."""
    known = {entry.path for entry in entries()}
    for entry in chosen:
        folder = specs / entry.provider
        home = entry.corpus.joinpath(*Path(entry.file).parts[:2])
        others = home.is_dir() and {path for path in home.rglob("*") if path.is_file()} - known
        folder.mkdir(parents=True)
        if others:
            shutil.copytree(home, folder, dirs_exist_ok=True)
        else:
            ending = ".md" if entry.path.suffix == ".txt" else entry.path.suffix
            shutil.copyfile(entry.path, folder / f"document{ending}")
    return specs
