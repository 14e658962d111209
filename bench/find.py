"""How many of a corpus's stop operations ``stopgen list`` finds, and what it takes for one.

``python bench/find.py CORPUS``, where CORPUS/manifest.json says what each document has.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

_GENERATOR = Path(__file__).parents[1] / "generator"
_PARAMETER = re.compile(r"\{[^{}]*\}")
_TARGETS = {"OpenAPI": 0.98, "pages": 0.95}


class _Operation(TypedDict):
    """An operation in the manifest."""

    method: str
    path: str


class _Listed(_Operation):
    """An operation in the answer of ``stopgen list``."""

    document: str
    stops: str


class _Expectation(TypedDict):
    """A document in the manifest."""

    file: str
    kind: str
    expected: list[_Operation]
    uncertain: list[_Operation]


@dataclass(frozen=True, order=True, slots=True)
class _Call:
    """An operation of a document; how its parameters are called makes no difference."""

    file: str
    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.file}  {self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class _Score:
    """What was found of one kind of document."""

    kind: str
    right: set[_Call]
    missed: set[_Call]
    false: set[_Call]

    @property
    def precision(self) -> float:
        return _share(len(self.right), len(self.false))

    @property
    def recall(self) -> float:
        return _share(len(self.right), len(self.missed))

    @property
    def is_good(self) -> bool:
        return min(self.precision, self.recall) >= _TARGETS[self.kind]

    def lines(self) -> Iterator[str]:
        yield (
            f"{self.kind:8}{len(self.right):7}{len(self.missed):8}{len(self.false):7}"
            f"{self.precision:11.3f}{self.recall:8.3f}{_TARGETS[self.kind]:8.2f}"
            f"  {'PASS' if self.is_good else 'MISS'}"
        )
        for name, calls in (("missed", self.missed), ("false", self.false)):
            yield from (f"  {name:8}{call}" for call in sorted(calls))


def main() -> int:
    """Print precision and recall by kind of document; return 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, help="a folder of documents with a manifest.json")
    corpus: Path = parser.parse_args().corpus
    documents: list[_Expectation] = json.loads((corpus / "manifest.json").read_text("utf-8"))[
        "documents"
    ]
    found = _found(corpus)
    scores = [_score(kind, documents, found) for kind in _TARGETS]
    print(f"{'':8}{'right':>7}{'missed':>8}{'false':>7}{'precision':>11}{'recall':>8}{'target':>8}")
    for score in scores:
        print(*score.lines(), sep="\n")
    return 0 if all(score.is_good for score in scores) else 1


def _found(corpus: Path) -> set[_Call]:
    """Return what ``stopgen list`` is sure of, in one run over the whole corpus."""
    command = [sys.executable, "-m", "stopgen", "list", str(corpus), "--format", "json"]
    paths = os.pathsep.join(filter(None, (str(_GENERATOR), os.environ.get("PYTHONPATH"))))
    environment = os.environ | {"PYTHONPATH": paths}
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if not answer.stdout:
        raise SystemExit(answer.stderr)
    listed: list[_Listed] = json.loads(answer.stdout)
    return {
        _call(Path(entry["document"]).relative_to(corpus).as_posix(), entry)
        for entry in listed
        if entry["stops"] == "yes"
    }


def _score(kind: str, documents: list[_Expectation], found: set[_Call]) -> _Score:
    chosen = [document for document in documents if _kind(document) == kind]
    files = {document["file"] for document in chosen}
    expected = {_call(doc["file"], entry) for doc in chosen for entry in doc["expected"]}
    uncertain = {_call(doc["file"], entry) for doc in chosen for entry in doc["uncertain"]}
    listed = {call for call in found if call.file in files}
    return _Score(kind, expected & listed, expected - listed, listed - expected - uncertain)


def _kind(document: _Expectation) -> str:
    return "OpenAPI" if document["kind"] in {"openapi", "swagger2"} else "pages"


def _call(file: str, operation: _Operation) -> _Call:
    path = _PARAMETER.sub("{}", operation["path"]).rstrip("/")
    return _Call(file, operation["method"].upper(), path)


def _share(part: int, rest: int) -> float:
    return part / (part + rest) if part + rest else 1.0


if __name__ == "__main__":
    raise SystemExit(main())
