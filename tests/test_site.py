"""The site of the documentation: it builds without a complaint, and its links lead somewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = ("docs", "examples", "zensical.toml", "CHANGELOG.md", "CONTRIBUTING.md")
ELSEWHERE = re.compile(r"https?:|//|mailto:|data:")


class Page(HTMLParser):
    """What a page links to, what it loads, and what can be linked to in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.loaded: set[str] = set()
        self.names: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.names |= {values["id"]} if "id" in values else set()
        if tag == "a" and "href" in values:
            self.links.add(values["href"])
        elif tag == "link" and values.get("rel") not in {"canonical", "next", "prev"}:
            self.loaded.add(values.get("href", ""))
        elif tag in {"script", "img", "iframe", "source"}:
            self.loaded.add(values.get("src", ""))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built where it leaves nothing in the checkout."""
    folder = tmp_path_factory.mktemp("site")
    for name in SOURCES:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout
    return folder / "site"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    return {path.resolve(): Page(path.read_text("utf-8")) for path in site.rglob("*.html")}


def target(page: Path, link: str) -> Path:
    """Return the file that a link on a page leads to."""
    path = unquote(urlsplit(link).path)
    found = (page.parent / path).resolve() if path else page
    return found / "index.html" if found.is_dir() else found


def test_every_link_leads_to_a_page_and_a_place_in_it(pages: dict[Path, Page]) -> None:
    broken: list[tuple[str, str]] = []
    for page, content in pages.items():
        for link in content.links if page.name != "404.html" else ():
            if ELSEWHERE.match(link):
                continue
            found, name = target(page, link), unquote(urlsplit(link).fragment)
            known = pages[found].names if found in pages else {""}
            if not found.exists() or (name and name not in known):
                broken.append((str(page), link))
    assert broken == []


def test_it_loads_nothing_from_elsewhere(pages: dict[Path, Page]) -> None:
    loaded = {(page, what) for page, content in pages.items() for what in content.loaded}
    assert {entry for entry in loaded if ELSEWHERE.match(entry[1])} == set()


def test_what_people_look_for_is_there(pages: dict[Path, Page], site: Path) -> None:
    for name in ("index", "commands", "configuration", "contributing", "changelog", "examples"):
        found = {site / f"{name}.html", site / name / "index.html"} & pages.keys()
        assert found, name
    start = pages[(site / "index.html").resolve()].links
    sections = ("guide", "commands", "configuration", "diagnostics", "decisions", "contributing")
    assert all(any(link.startswith((name, f"./{name}")) for link in start) for name in sections)
    assert (site / "schema" / "stopgen.json").is_file()
