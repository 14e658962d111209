"""Says what new documents change about the calls of a provider."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields, replace
from typing import TypeAlias

from stopgen import pipeline, report
from stopgen.choice import Choices
from stopgen.diagnostic import Checked, collect
from stopgen.fetch.update import Comparison
from stopgen.model import Operation, Provider
from stopgen.source import Sources

_Row: TypeAlias = tuple[str, str, str, str]
"""Provider, what happened, the call or the part, and which facts of it."""


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
    here = _only(sources, concerned)
    choices = {name: choice for name, choice in choices.items() if name in concerned}
    old, _ = collect(pipeline.turn(here, locale, choices))
    new = yield from pipeline.turn(_renewed(here, comparisons), locale, choices)
    return told(old, new)


def told(old: Sequence[Provider], new: Sequence[Provider]) -> list[str]:
    """Return what differs between providers, as lines for people."""
    return report.table([*_differences(old, new)])


def _differences(old: Sequence[Provider], new: Sequence[Provider]) -> Iterator[_Row]:
    before, after = ({provider.name: provider for provider in side} for side in (old, new))
    for name in sorted({*before, *after}):
        nothing = Provider(name=name, title=name)
        yield from _changes(before.get(name, nothing), after.get(name, nothing))


def _changes(old: Provider, new: Provider) -> Iterator[_Row]:
    before, after = ({op.key: op for op in provider.operations} for provider in (old, new))
    for key in sorted({*before, *after}):
        ours, theirs, call = before.get(key), after.get(key), " ".join(key)
        if ours is None or theirs is None:
            yield old.name, "removed" if ours else "added", call, ""
        elif facts := _facts(ours, theirs):
            yield old.name, "changed", call, facts
    if before and after and old.schemas != new.schemas:
        yield old.name, "changed", "models", ""


def _facts(old: Operation, new: Operation) -> str:
    """Return the facts about a call that differ, in the model's words."""
    new = replace(new, documents=old.documents)
    names = [entry.name for entry in fields(old) if entry.compare]
    return ", ".join(
        name.replace("_", " ") for name in names if getattr(old, name) != getattr(new, name)
    )


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
    return replace(sources, documents=tuple(documents[name] for name in sorted(documents)))
