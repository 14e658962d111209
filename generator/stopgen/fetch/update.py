"""Compares the documents that are here with the published ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from stopgen import source
from stopgen.diagnostic import Checked, Code, error, warning
from stopgen.fetch import record
from stopgen.fetch.client import Fetched
from stopgen.fetch.problem import FetchError
from stopgen.fetch.record import Entry, Record
from stopgen.fetch.session import Network, Outcome, Wanted, fetch_all
from stopgen.provider_file import Page, ProviderFile
from stopgen.source import Document, Sources


class Status(StrEnum):
    """How a document here stands to the published one."""

    UNCHANGED = "unchanged"
    EDITED = "edited here, published as before"
    CHANGED = "changed"
    BOTH = "changed, and edited here"
    DIFFERENT = "differs, and was not fetched before"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Update:
    """One document, compared with what is published.

    Attributes:
        name: The path of the document below the provider's folder.
        status: How the two stand to each other.
        before: The document that is here.
        after: The published one; None where the server says that it is the one fetched before.
        content: The bytes of the published one.
        entry: What is remembered of the published one.
    """

    name: str
    status: Status
    before: Document | None = None
    after: Document | None = None
    content: bytes = b""
    entry: Entry | None = None

    @property
    def is_news(self) -> bool:
        """Whether something was published that is not here."""
        return self.status not in (Status.UNCHANGED, Status.EDITED)

    @property
    def would_lose(self) -> bool:
        """Whether what stands here may be somebody's work."""
        return self.status in (Status.BOTH, Status.DIFFERENT)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The documents of one provider, compared with what is published.

    Attributes:
        file: The provider.toml.
        known: What was fetched before.
        updates: The documents that could be fetched.
    """

    file: ProviderFile
    known: Record
    updates: tuple[Update, ...]

    @property
    def is_whole(self) -> bool:
        """Whether all documents that have an address could be fetched."""
        return len(self.updates) == len(self.file.pages)

    @property
    def news(self) -> tuple[Update, ...]:
        """The documents that are not as they are published."""
        return tuple(update for update in self.updates if update.is_news)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A page that is fetched, and what is here of it."""

    file: ProviderFile
    page: Page
    before: Document | None
    known: Entry | None

    @property
    def wanted(self) -> Wanted:
        """The request: unconditional where the version that was fetched before would not do."""
        if self.before is None or self.known is None or self.known.url != self.page.url:
            return Wanted(self.page.url)
        return Wanted(self.page.url, self.known.validators)


def compare(
    files: Sequence[ProviderFile], sources: Sources, network: Network
) -> Checked[list[Comparison]]:
    """Fetch what is published, and compare it with what is here.

    Args:
        files: The providers.
        sources: What is here.
        network: How to fetch.
    """
    known: dict[str, Record] = {}
    for file in files:
        known[file.provider] = yield from record.load(file.folder)
    asked = [entry for file in files for entry in _asked(file, sources, known[file.provider])]
    outcomes = yield from fetch_all([entry.wanted for entry in asked], network)
    updates = {file.provider: list[Update]() for file in files}
    for entry, outcome in zip(asked, outcomes, strict=True):
        update = yield from _update(entry, outcome)
        updates[entry.file.provider] += [update] if update else []
    return [Comparison(file, known[file.provider], tuple(updates[file.provider])) for file in files]


def _asked(file: ProviderFile, sources: Sources, known: Record) -> Iterator[_Asked]:
    """Yield the pages of a provider."""
    here = {document.file: document for document in sources.documents}
    for page in file.pages:
        yield _Asked(file, page, here.get(str(file.folder / page.name)), known.get(page.name))


def _update(asked: _Asked, outcome: Outcome) -> Checked[Update | None]:
    """Compare a document with what became of the request for it."""
    page, before, known = asked.page, asked.before, asked.known
    match outcome:
        case FetchError():
            yield error(outcome.code, page.position, f"{page.url} {outcome.message}")
            return None
        case None:
            is_edited = before and known and record.fingerprint(before) != known.sha256
            return Update(page.name, Status.EDITED if is_edited else Status.UNCHANGED, before)
        case Fetched():
            name = before.name if before else f"{asked.file.provider}/{page.name}"
            path, provider = asked.file.folder / page.name, asked.file.provider
            root = before.root if before else asked.file.folder
            after = yield from source.from_bytes(path, name, provider, outcome.content, root)
            if after is None:
                return None
            entry = record.entry(page.url, after, outcome.validators)
            status = _status(before, known, entry.sha256)
            update = Update(page.name, status, before, after, outcome.content, entry)
            if outcome.doubt and update.is_news:
                yield warning(Code.PAGE_TRUNCATED, page.position, f"{page.url} {outcome.doubt}")
            return update


def _status(before: Document | None, known: Entry | None, published: str) -> Status:
    """Say how a document stands to the published one, and both to the one that was fetched before."""
    here = record.fingerprint(before) if before else None
    fetched = known.sha256 if known else None
    if here is None:
        return Status.NEW
    if here == published:
        return Status.UNCHANGED
    if fetched is None:
        return Status.DIFFERENT
    if fetched == published:
        return Status.EDITED
    return Status.CHANGED if here == fetched else Status.BOTH
