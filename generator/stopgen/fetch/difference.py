"""Says what new documents change about the calls of providers, and which are worse than those here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from stopgen import compare, pipeline
from stopgen.choice import Choices
from stopgen.compare import formats
from stopgen.diagnostic import Checked, Diagnostic, Severity, collect
from stopgen.fetch.update import Comparison
from stopgen.source import Sources


@dataclass(frozen=True, slots=True)
class Difference:
    """What comes of published documents.

    Attributes:
        lines: What they change for callers, for people.
        broken: The providers whose published documents have errors, and whose documents here have none.
    """

    lines: tuple[str, ...] = ()
    broken: frozenset[str] = frozenset()


def difference(
    comparisons: Sequence[Comparison], sources: Sources, locale: str, choices: Choices
) -> Checked[Difference]:
    """Compare what the documents here say with what the published ones do.

    Args:
        comparisons: The providers.
        sources: What is here.
        locale: The language that speaks where documents come in several.
        choices: What is included and excluded by hand.
    """
    concerned = {comparison.file.provider for comparison in comparisons if comparison.news}
    if not concerned:
        return Difference()
    here = _only(sources, concerned)
    choices = {name: choice for name, choice in choices.items() if name in concerned}
    published = _renewed(here, comparisons)
    old, known = collect(pipeline.turn(here, locale, choices))
    new, found = collect(pipeline.turn(published, locale, choices))
    yield from found
    sound = {document.provider for document in here.documents} - _broken(here, known)
    broken = _broken(published, found) & sound
    left, right = ([each for each in both if each.name not in broken] for both in (old, new))
    if concerned <= broken:
        return Difference((), broken)
    changes = compare.changes(left, right, choices)
    shown = formats.text(formats.Comparison("here", "published", changes))
    return Difference(tuple(shown), broken)


def _broken(sources: Sources, found: Sequence[Diagnostic]) -> frozenset[str]:
    """Return the providers with an error in a document."""
    files = {entry.position.file for entry in found if entry.severity is Severity.ERROR}
    return frozenset(entry.provider for entry in sources.documents if entry.file in files)


def _only(sources: Sources, providers: Collection[str]) -> Sources:
    """Return what belongs to some providers."""
    parts = (sources.documents, sources.overlays, sources.settings)
    kept = (tuple(entry for entry in part if entry.provider in providers) for part in parts)
    return Sources(*kept)


def _renewed(sources: Sources, comparisons: Sequence[Comparison]) -> Sources:
    """Return the documents as they would be if the published ones were accepted."""
    documents = {document.name: document for document in sources.documents}
    for comparison in comparisons:
        published = (update.after for update in comparison.news)
        documents |= {after.name: after for after in published if after}
    return sources._replace(documents=tuple(documents[name] for name in sorted(documents)))
