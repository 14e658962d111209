from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias, cast

import pytest
import yaml
from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parent.parent
SPECS = ROOT / "specs"
WORDS_IN_A_ROW = 6
CHARACTERS_IN_A_ROW = 12

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


@pytest.fixture(scope="module")
def originals() -> Path:
    folder = os.environ.get("STOPGEN_ORIGINALS")
    if not folder:
        pytest.skip("STOPGEN_ORIGINALS does not name the folder of the pages as published")
    return Path(folder)


def test_every_published_page_is_there_and_no_other(originals: Path) -> None:
    assert pages(SPECS) == pages(originals)


def test_specs_state_every_fact_of_the_published_pages(originals: Path, tmp_path: Path) -> None:
    published = export(originals, tmp_path / "published")

    assert published
    assert export(SPECS, tmp_path / "specs") == published


def test_specs_say_it_in_words_of_their_own(originals: Path) -> None:
    published = set[str]().union(*map(phrases, documents(originals)))
    ours = set[str]().union(*map(phrases, documents(SPECS)))

    assert published
    assert sorted(ours & published) == []


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("- One two three four five six.\n", {"one two three four five six"}),
        ("One two three\nfour five six\n", {"one two three four five six"}),
        ("One two three\n\nfour five six\n", set[str]()),
        ("- a `b` c d e\n- f\n", set[str]()),
        ("- **a**: b c d e f\n", set[str]()),
        ("| a | b c d e f g |\n|---|---|\n| h | i |\n", {"b c d e f g"}),
        (
            "````yaml GET /a\na:\n  summary: a b c\n    d e f\n  x: a b c d e f g\n````",
            {"a b c d e f"},
        ),
        ("只有十一个汉字不算抄袭\n", set[str]()),
        ("这里恰好有，十二 个汉字算抄。\n", {"这里恰好有十二个汉字算抄"}),
    ],
)
def test_phrases_are_found_wherever_a_page_has_prose(page: str, expected: set[str]) -> None:
    assert phrases(page) == expected


def pages(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.md"))


def documents(folder: Path) -> list[str]:
    return [(folder / page).read_text(encoding="utf-8") for page in pages(folder)]


def export(specs: Path, output: Path) -> dict[str, Json]:
    command = ["export", "--specs", str(specs), "--output", str(output)]
    done = subprocess.run(
        [sys.executable, "-m", "stopgen", *command],
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {
        path.name: without_prose(json.loads(path.read_text(encoding="utf-8")))
        for path in output.iterdir()
    }


def without_prose(value: Json) -> Json:
    """A property may be called ``description`` as well; its value is a schema, not a text."""
    if isinstance(value, list):
        return [without_prose(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: without_prose(item) for key, item in value.items() if not is_prose(key, item)}


def is_prose(key: str, value: Json) -> bool:
    return key in {"summary", "description"} and isinstance(value, str)


def phrases(page: str) -> set[str]:
    """What somebody would have to copy: six words in a row, or twelve Chinese characters."""
    return {phrase for text in prose(page) for phrase in (*words(text), *characters(text))}


def words(text: str) -> Iterator[str]:
    """A label and what it says count apart: ``Free Tier: 20 stop requests per hour`` is a fact."""
    for part in re.split(r":\**\s", text):
        yield from words_in_a_row(part)


def words_in_a_row(text: str) -> Iterator[str]:
    found = [word.strip(".,:;!?()*`'\"").lower() for word in text.split()]
    found = [word for word in found if word.strip("-—|")]
    for start in range(len(found) - WORDS_IN_A_ROW + 1):
        yield " ".join(found[start : start + WORDS_IN_A_ROW])


def characters(text: str) -> Iterator[str]:
    found = "".join(character for character in text if "\u4e00" <= character <= "\u9fff")
    for start in range(len(found) - CHARACTERS_IN_A_ROW + 1):
        yield found[start : start + CHARACTERS_IN_A_ROW]


def prose(page: str) -> Iterator[str]:
    """Headings, paragraphs, list items, table cells, and the descriptions inside a YAML block."""
    for token in MarkdownIt().enable("table").parse(page):
        if token.type == "inline":
            yield token.content
        elif token.type == "fence" and token.info.startswith("yaml"):
            yield from descriptions(cast("Json", yaml.load(token.content, yaml.BaseLoader)))


def descriptions(value: Json) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from descriptions(item)
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, str) and is_prose(key, item):
                yield from item.split("\n\n")
            else:
                yield from descriptions(item)
