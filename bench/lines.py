"""How many mistakes in a document are told at their line.

``python bench/lines.py [DOCUMENT]…``; the documents in ``specs/`` by default. In each of them one token after
the other is dropped, doubled or misspelt. A mistake that is told counts as told right if an error or a warning
that was not there before stands at its line, or at the first line of a construct around it.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(_ROOT / "generator"))

from stopgen import pipeline  # noqa: E402 - the checkout's, whatever is installed
from stopgen.diagnostic import Severity, collect  # noqa: E402
from stopgen.targets import openapi  # noqa: E402

_TOKEN = re.compile(r"\w+|[^\w\s]+")
_OPENERS = re.compile(r"\s*(?:#{1,6} |```|~~~|<)")
_TARGET = 0.9


@dataclass(frozen=True, slots=True)
class _Mutant:
    """A document with one mistake, and the line that it is in."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a run says of a document: its errors and warnings with their lines, and the API it sees."""

    told: frozenset[tuple[str, str, int]]
    api: bytes

    @property
    def sentences(self) -> set[tuple[str, str]]:
        return {(code, message) for code, message, _ in self.told}


def main() -> int:
    """Print a line for each document, and the share over all; end with 1 where it misses the target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="*", type=Path)
    parser.add_argument("--mutants", type=int, default=300, help="how many a document; 300")
    parser.add_argument("--misses", action="store_true", help="show each that is told elsewhere")
    options = parser.parse_args()
    total: Counter[str] = Counter()
    for path in options.documents or sorted((_ROOT / "specs").rglob("*.md")):
        counts = _measure(path, options.mutants, show=options.misses)
        print(f"{path.parent.name + '/' + path.name:28} {_text(counts)}")
        total += counts
    print(f"{'all':28} {_text(total)}")
    return 0 if _share(total) >= _TARGET else 1


def _measure(path: Path, mutants: int, *, show: bool) -> Counter[str]:
    """Count what becomes of the mistakes in a document."""
    text = path.read_text("utf-8")
    before = _run(text, path.name)
    counts: Counter[str] = Counter()
    for mutant in _mutants(text, mutants):
        after = _run(mutant.text, path.name)
        verdict = _verdict(before, after, mutant)
        counts[verdict] += 1
        if show and verdict == "elsewhere":
            new = sorted(entry for entry in after.told if entry[:2] not in before.sentences)
            print(f"{path}:{mutant.line}: {mutant.text.splitlines()[mutant.line - 1]!r}: {new}")
    return counts


def _mutants(text: str, count: int) -> Iterator[_Mutant]:
    """Drop, double or misspell tokens; the same ones in every run."""
    dice = random.Random(0)
    tokens = list(_TOKEN.finditer(text))
    for token in dice.sample(tokens, min(count, len(tokens))):
        word = token[0]
        other = dice.choice(["", word + word, f"{word[:-1]}q", f"q{word}"])
        mutated = text[: token.start()] + other + text[token.end() :]
        yield _Mutant(mutated, text.count("\n", 0, token.start()) + 1)


def _run(text: str, name: str) -> _Outcome:
    """Read a document as the only one of a provider."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "acme", name)
        file.parent.mkdir()
        file.write_text(text, "utf-8")
        (providers, _), found = collect(pipeline.provide(Path(folder), "en"))
        told = frozenset(
            (str(entry.code), entry.message, entry.position.line)
            for entry in found
            if entry.severity is not Severity.NOTE
        )
    exported = openapi.generate(providers)
    return _Outcome(told, _without_prose(exported[0].content) if exported else b"")


def _without_prose(exported: bytes) -> bytes:
    return re.sub(rb'"(?:description|summary|title)": ".*"', b"", exported)


def _verdict(before: _Outcome, after: _Outcome, mutant: _Mutant) -> str:
    """Say what became of a mistake."""
    new = {line for code, message, line in after.told if (code, message) not in before.sentences}
    if new:
        return "told right" if new & _places(mutant) else "elsewhere"
    return "harmless" if after.api == before.api else "silent"


def _places(mutant: _Mutant) -> set[int]:
    """Return the line of a mistake, and the first lines of what is around it."""
    lines = mutant.text.split("\n")
    places = {mutant.line}
    depth = _depth(lines[mutant.line - 1])
    for number in range(mutant.line - 1, 0, -1):
        line = lines[number - 1]
        if not line.strip():
            continue
        if _depth(line) < depth or _OPENERS.match(line):
            places.add(number)
            depth = min(depth, _depth(line))
        if line.startswith("#"):
            break
    return places


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _share(counts: Counter[str]) -> float:
    told = counts["told right"] + counts["elsewhere"]
    return counts["told right"] / told if told else 1.0


def _text(counts: Counter[str]) -> str:
    parts = [
        f"{name} {counts[name]:4}" for name in ("told right", "elsewhere", "silent", "harmless")
    ]
    return f"{_share(counts):.2f} told at their line  ({', '.join(parts)})"


if __name__ == "__main__":
    raise SystemExit(main())
