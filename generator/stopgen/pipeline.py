"""The stages in their order, from documents on the disk to what is going to be written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from stopgen import (
    classify,
    limits,
    link,
    lower,
    provider_file,
    select,
    source,
    validate,
)
from stopgen.choice import NO_CHOICES, Choices
from stopgen.description import Description
from stopgen.diagnostic import Checked, Code, Diagnostic, Position, Severity, collect, each, error
from stopgen.finding import choice_for, describe
from stopgen.hoist import hoist
from stopgen.model import Provider
from stopgen.readers.files import bring
from stopgen.readers.lift import lift
from stopgen.select.prune import prune
from stopgen.select.wishes import unmatched
from stopgen.source import LIMIT, Sources

_Chosen: TypeAlias = tuple[Description, set[tuple[str, str]]]
"""A description with path and method, in lower case, of its operations that are generated."""


def provide(
    specs: Path, locale: str, choices: Choices = NO_CHOICES, limit: int = LIMIT
) -> Checked[tuple[list[Provider], Sources]]:
    """Turn the documents of a folder into providers.

    Args:
        specs: The folder.
        locale: The language that speaks where documents come in several.
        choices: What is included and excluded by hand.
        limit: How many bytes a document may have.

    Returns:
        The providers, and the documents that they come from.
    """
    sources = yield from source.load([specs], limit)
    return (yield from turn(sources, locale, choices)), sources


def turn(sources: Sources, locale: str, choices: Choices = NO_CHOICES) -> Checked[list[Provider]]:
    """Turn documents into providers, wherever they come from; those of one say nothing about another.

    Args:
        sources: The documents.
        locale: The language that speaks where documents come in several.
        choices: What is included and excluded by hand, besides what provider.toml files say.
    """
    files = yield from each(provider_file.read, sources.settings)
    yield from provider_file.missing(files, sources)
    choices = yield from provider_file.choices(files, choices)
    descriptions, found = collect(describe(sources))
    yield from found
    present = {document.provider for document in sources.documents}
    yield from unmatched(descriptions, choices, present)
    chosen = yield from each(lambda known: _chosen(known, choices), descriptions)
    selected = yield from each(_reached, chosen)
    bounded = yield from each(limits.check, selected)
    lifted = yield from each(lift, bounded)
    valid = yield from each(validate.validate, lifted)
    lowered = yield from each(lower.lower, valid)
    locales = {file.provider: file.locale for file in files if file.locale}
    linked = yield from link.link(lowered, locale, locales)
    providers = yield from each(classify.classify, linked)
    faults = [fault for known in descriptions for fault in known.faults]
    yield from _without_stops(sources, [known for known, _ in chosen], [*found, *faults])
    return [hoist(provider_file.apply(files, provider)) for provider in providers]


def _without_stops(
    sources: Sources, selected: Sequence[Description], found: Sequence[Diagnostic]
) -> Checked[None]:
    """Tell of providers of whom nothing is left, unless an error has told why.

    Their clients would vanish from the output, and a page that was replaced by another is no reason
    for that.
    """
    named = {known.document.provider for known in selected}
    failed = {entry.position.file for entry in found if entry.severity is Severity.ERROR}
    named |= {document.provider for document in sources.documents if document.file in failed}
    first = {document.provider: document.file for document in reversed(sources.documents)}
    for provider, file in sorted(first.items()):
        if provider not in named:
            sentence = f"no document of {provider} describes an operation that stops something"
            yield error(Code.NO_STOP_OPERATION, Position(file), sentence)


def _chosen(description: Description, choices: Choices) -> Checked[_Chosen | None]:
    """Find what stops something; None if nothing does, or a part that waited to be read is faulty."""
    keys = yield from select.choose(description, choice_for(choices, description))
    yield from description.faults
    return (description, keys) if keys and not description.faults else None


def _reached(chosen: _Chosen) -> Checked[Description | None]:
    """Keep chosen operations and whatever they reach, in other files too; None if that is faulty."""
    description, keys = chosen
    whole = yield from bring(description, keys)
    selected = prune(whole, keys) if whole else None
    yield from description.faults
    return None if description.faults else selected
