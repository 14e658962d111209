"""Gathers pages for a new provider: those that were named, and those that an index lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from stopgen import finding, folders, source
from stopgen.diagnostic import Checked, Code, Position, collect, each, error, warning
from stopgen.fetch import content, index
from stopgen.fetch.client import Fetched, Validators
from stopgen.fetch.index import Link
from stopgen.fetch.problem import FetchError
from stopgen.fetch.session import Network, Outcome, Wanted, fetch_all
from stopgen.select.judge import Stops
from stopgen.source import Document, Sources


@dataclass(frozen=True, slots=True)
class Gathered:
    """A page that can become a document.

    Attributes:
        place: Its address, or the path of the file that it was read from.
        content: Its bytes.
        title: What the index calls it.
        validators: What its version is recognised by; None for a file.
        calls: The calls that it describes and that stop something.
        is_sure: Whether one of them surely does.
    """

    place: str
    content: bytes
    title: str = ""
    validators: Validators | None = None
    calls: tuple[str, ...] = ()
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class Harvest:
    """What was gathered.

    Attributes:
        named: The pages that the user named.
        offered: The pages of indexes that describe a call that stops something, or may.
    """

    named: list[Gathered] = field(default_factory=list[Gathered])
    offered: list[Gathered] = field(default_factory=list[Gathered])


def gather(places: Sequence[str], network: Network) -> Checked[Harvest]:
    """Fetch and read pages.

    Args:
        places: Addresses of pages and indexes, and paths of files.
        network: How to fetch.
    """
    distinct = list(dict.fromkeys(places))
    addresses = [place for place in distinct if "://" in place]
    fetched = yield from _fetched(addresses, network)
    files = yield from each(_file, [place for place in distinct if "://" not in place])
    harvest = Harvest([*(page for page in fetched if not index.is_index(page.place)), *files])
    for page in fetched:
        if index.is_index(page.place):
            harvest.offered.extend((yield from _listed(page, network)))
    return harvest


def _fetched(addresses: Sequence[str], network: Network) -> Checked[list[Gathered]]:
    """Fetch the pages that the user named; each must be there."""
    outcomes = yield from fetch_all([Wanted(url) for url in addresses], network)
    for url, outcome in zip(addresses, outcomes, strict=True):
        if isinstance(outcome, FetchError):
            yield error(outcome.code, Position(url), f"this {outcome.message}")
        elif outcome and outcome.doubt:
            yield warning(Code.PAGE_TRUNCATED, Position(url), f"this {outcome.doubt}")
    return [*_pages([Link("", url) for url in addresses], outcomes)]


def _file(path: str) -> Checked[Gathered | None]:
    """Read a file that the user named."""
    try:
        data = source.content(Path(path))
    except OSError as problem:
        yield folders.unreadable(Path(path), problem)
        return None
    try:
        content.check(data, "")
    except FetchError as problem:
        yield error(problem.code, Position(path), f"this {problem.message}")
        return None
    return Gathered(path, data)


def _listed(page: Gathered, network: Network) -> Checked[list[Gathered]]:
    """Return the pages of an index that stop something, or may."""
    links = index.links(page.content.decode(errors="replace"), page.place)
    most = network.limits.pages
    if len(links) > most:
        reason = f"only the first {most} of {len(links)} pages were looked at; name others yourself"
        yield warning(Code.PAGES_LEFT_OUT, Position(page.place), reason)
    outcomes = yield from fetch_all([Wanted(link.url) for link in links[:most]], network)
    failed = [entry for entry in outcomes if isinstance(entry, FetchError)]
    if failed:
        some = f"{len(failed)} of {len(outcomes)} pages could not be looked at"
        reason = f"{some}; the first one {failed[0].message}"
        yield warning(Code.PAGES_LEFT_OUT, Position(page.place), reason)
    judged = [*_judged([*_pages(links[:most], outcomes)])]
    if not judged:
        reason = "no page of this index describes a call that stops something"
        yield error(Code.NO_STOP_OPERATION, Position(page.place), reason)
    return judged


def _pages(links: Sequence[Link], outcomes: Sequence[Outcome]) -> Iterator[Gathered]:
    for link, outcome in zip(links, outcomes, strict=True):
        if isinstance(outcome, Fetched):
            yield Gathered(link.url, outcome.content, link.title, outcome.validators)


def _judged(pages: Sequence[Gathered]) -> Iterator[Gathered]:
    """Yield the pages that describe a call that stops something, or may, and say which."""
    documents = [entry for page in pages for entry in _document(page)]
    found, _ = collect(finding.find_in(Sources(tuple(documents))))
    for page in pages:
        own = [entry.operation for entry in found if entry.document.name == page.place]
        calls = tuple(dict.fromkeys(f"{entry.method} {entry.path}" for entry in own))
        if calls:
            is_sure = any(entry.stops is Stops.YES for entry in own)
            yield replace(page, calls=calls, is_sure=is_sure)


def _document(page: Gathered) -> list[Document]:
    """Return the page as a document of a provider that has no name yet."""
    document, _ = collect(source.from_bytes(Path("page"), page.place, "new", page.content))
    return [document] if document else []
