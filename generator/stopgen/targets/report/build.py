"""Builds what the report shows out of what a run found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from stopgen import model
from stopgen.compare.formats import Comparison
from stopgen.diagnostic import Diagnostic, Severity
from stopgen.lock import Lock
from stopgen.targets.python.names import distinct
from stopgen.targets.report import view
from stopgen.targets.report.changes import changes, compared, status
from stopgen.targets.report.findings import Reader, inferred_places, is_disagreement, is_inferred
from stopgen.targets.report.operations import Maker, build_operation

_ORDER = tuple(Severity)
_OWN_IDS = ("content", "findings", "lock", "meanings")
"""What the page itself calls its parts."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is reported on.

    Attributes:
        providers: The platforms.
        packages: The Python package of each one that can have one.
        home: The package of all platforms.
        specs: The folder of the documents, as diagnostics spell it.
        found: The diagnostics.
        lines: Returns the lines of a file; none if it cannot be read.
        now: What the lock would say of this run.
        before: What it says; None without a lock.
        comparison: What changed since a version that somebody named.
    """

    providers: Sequence[model.Provider]
    packages: Mapping[str, str]
    home: str
    specs: PurePath
    found: Sequence[Diagnostic]
    lines: Callable[[str], Sequence[str]]
    now: Lock
    before: Lock | None
    comparison: Comparison | None = None


def build(subject: Subject, style_digest: str) -> view.Page:
    """Return what the report shows."""
    found = sorted(dict.fromkeys(subject.found), key=lambda finding: finding.position)
    subject = replace(subject, found=found)
    slugs = (_slug(provider.name) for provider in subject.providers)
    ids = distinct(slugs, _OWN_IDS, joint="-")
    by_provider = _by_provider(subject)
    providers = tuple(
        _provider(provider, name, subject, by_provider.get(provider.name, []))
        for provider, name in zip(subject.providers, ids, strict=True)
    )
    named = {provider.name for provider in subject.providers}
    rest = (entry for name in by_provider if name not in named for entry in by_provider[name])
    return view.Page(
        counts=tuple(_counts(subject)),
        is_locked=subject.before is not None,
        changes=tuple(_changes(subject)),
        comparison=compared(subject.comparison) if subject.comparison else None,
        providers=providers,
        findings=tuple(map(Reader(subject.lines).finding, _by_severity(rest))),
        style_digest=style_digest,
    )


def _changes(subject: Subject) -> Iterator[view.Change]:
    if subject.before:
        yield from changes(subject.before, subject.now, subject.providers)


def _counts(subject: Subject) -> Iterator[tuple[int, str]]:
    """Count what a reader wants to know first."""
    operations = [op for provider in subject.providers for op in provider.operations]
    stops = sum(op.purpose is model.Purpose.STOP for op in operations)
    errors = sum(entry.severity is Severity.ERROR for entry in subject.found)
    counted = (
        (len(subject.providers), "platform", "platforms"),
        (stops, "stop call", "stop calls"),
        (len(operations) - stops, "status call", "status calls"),
        (sum(map(is_disagreement, subject.found)), "disagreement", "disagreements"),
        (sum(map(is_inferred, subject.found)), "inferred fact", "inferred facts"),
        (errors, "error", "errors"),
    )
    for number, one, several in counted:
        yield number, one if number == 1 else several


def _by_provider(subject: Subject) -> dict[str, list[Diagnostic]]:
    """Sort diagnostics by the folder that they are about."""
    owners = {
        str(subject.specs / name): provider.name
        for provider in subject.providers
        for name in provider.documents
    }
    sorted_: dict[str, list[Diagnostic]] = {}
    for entry in subject.found:
        owner = owners.get(entry.position.file) or _folder(entry.position.file, subject.specs)
        sorted_.setdefault(owner, []).append(entry)
    return sorted_


def _folder(file: str, specs: PurePath) -> str:
    """Return the folder below the specs that a file stands in, or nothing."""
    path = PurePath(file)
    parts = path.relative_to(specs).parts if path.is_relative_to(specs) else ()
    return parts[0] if parts else ""


def _provider(
    provider: model.Provider, name: str, subject: Subject, found: Sequence[Diagnostic]
) -> view.Provider:
    languages = dict(zip(provider.documents, provider.locales, strict=True))
    files = {str(subject.specs / key): tag for key, tag in languages.items() if tag}
    finding = Reader(subject.lines, files).finding
    rest = [entry for entry in found if not is_disagreement(entry) and not is_inferred(entry)]
    maker = Maker(provider, subject.packages.get(provider.name), subject.home)
    places = inferred_places(found)
    slugs = distinct((f"{name}--{_slug(op.name)}" for op in provider.operations), joint="-")
    return view.Provider(
        id=name,
        title=_title(provider),
        name=provider.name,
        version=provider.version,
        documents=tuple(_documents(provider, subject)),
        operations=tuple(
            build_operation(operation, slug, maker, places)
            for operation, slug in zip(provider.operations, slugs, strict=True)
        ),
        disagreements=tuple(map(finding, filter(is_disagreement, found))),
        inferred=tuple(map(finding, filter(is_inferred, found))),
        findings=tuple(map(finding, _by_severity(rest))),
    )


def _title(provider: model.Provider) -> str:
    said = provider.settings.title or provider.title
    return said if said != provider.name else said.title()


def _documents(provider: model.Provider, subject: Subject) -> Iterator[view.Document]:
    for name, tag in zip(provider.documents, provider.locales, strict=True):
        known = status(name, subject.before, subject.now) if subject.before else ""
        page = provider.settings.pages.get(name.removeprefix(f"{provider.name}/"), "")
        url = page if page.startswith("https://") else None
        yield view.Document(name, tag, known, url)


def _by_severity(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    return sorted(found, key=lambda entry: _ORDER.index(entry.severity))


def _slug(text: str) -> str:
    """Return what of a name can stand in an address."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "x"
