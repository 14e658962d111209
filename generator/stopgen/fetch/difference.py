"""Says what new documents change about the calls of a provider."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from stopgen import compare, pipeline
from stopgen.choice import Choices
from stopgen.compare import formats
from stopgen.diagnostic import Checked, collect
from stopgen.fetch.update import Comparison
from stopgen.source import Sources


def difference(
    comparisons: Sequence[Comparison], sources: Sources, locale: str, choices: Choices
) -> Checked[list[str]]:
    """Compare what the documents here say with what the published ones do.

    Args:
        comparisons: The providers.
        sources: What is here.
        locale: The language that speaks where documents come in several.
        choices: What is included and excluded by hand.
    """
    concerned = {comparison.file.provider for comparison in comparisons if comparison.news}
    if not concerned:
        return []
    here = _only(sources, concerned)
    choices = {name: choice for name, choice in choices.items() if name in concerned}
    old, _ = collect(pipeline.turn(here, locale, choices))
    new = yield from pipeline.turn(_renewed(here, comparisons), locale, choices)
    return formats.text(formats.Comparison("here", "published", compare.changes(old, new)))


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
