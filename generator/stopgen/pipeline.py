"""The stages in their order, from documents on the disk to what is going to be written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TypeAlias

from stopgen import (
    classify,
    link,
    lower,
    overlay,
    provider_file,
    readers,
    select,
    source,
    validate,
)
from stopgen.choice import NO_CHOICE, NO_CHOICES, Choice, Choices
from stopgen.description import Description
from stopgen.diagnostic import Checked, Code, Diagnostic, Position, Severity, collect, each, error
from stopgen.hoist import hoist
from stopgen.model import Provider
from stopgen.naming import Call, operation_names
from stopgen.readers.files import bring
from stopgen.readers.fragments import without_fragments
from stopgen.readers.lift import lift
from stopgen.select import Candidate
from stopgen.select.prune import prune
from stopgen.select.wishes import unmatched
from stopgen.source import Document, Sources

_Chosen: TypeAlias = tuple[Description, set[tuple[str, str]]]
"""A description with path and method, in lower case, of its operations that are generated."""


@dataclass(frozen=True, slots=True)
class Found:
    """An operation that stops something, as ``stopgen list`` shows it.

    Attributes:
        document: The document that describes it.
        name: The name that its method would have.
        operation: What the document says about it.
    """

    document: Document
    name: str
    operation: Candidate


@dataclass(frozen=True, slots=True)
class Search:
    """What a search found.

    Attributes:
        diagnostics: What is wrong with documents, or worth to know.
        found: The operations that stop something.
    """

    diagnostics: tuple[Diagnostic, ...]
    found: tuple[Found, ...]


def describe(sources: Sources) -> Checked[list[Description]]:
    """Read documents, and correct what they say with their overlays."""
    reading = each(readers.read, sources.documents)
    read = yield from without_fragments(reading, sources.documents)
    return (yield from overlay.apply_all(list(chain.from_iterable(read)), sources.overlays))


def find(roots: Sequence[Path], choices: Choices = NO_CHOICES) -> Checked[list[Found]]:
    """Find the operations that stop something; each document counts for itself.

    Args:
        roots: The documents and folders.
        choices: What is included and excluded by hand; what of it is in no document, does not matter.
    """
    return (yield from find_in((yield from source.load(roots)), choices))


def find_in(sources: Sources, choices: Choices = NO_CHOICES) -> Checked[list[Found]]:
    """Find the operations of documents that stop something, wherever the documents come from."""
    files = yield from each(provider_file.read, sources.settings)
    choices = yield from provider_file.choices(files, choices)
    descriptions = yield from describe(sources)
    found = [
        (known, entry)
        for known in descriptions
        for entry in select.candidates(known, _choice(choices, known))
    ]
    for known, entry in found:
        yield from select.findings(known, [(entry.path, entry.method.lower())])
    names = _names([(known.document.provider, entry) for known, entry in found])
    return [
        Found(known.document, names[known.document.provider, entry.method, entry.path], entry)
        for known, entry in found
    ]


def provide(
    specs: Path, locale: str, choices: Choices = NO_CHOICES
) -> Checked[tuple[list[Provider], Sources]]:
    """Turn the documents of a folder into providers.

    Args:
        specs: The folder.
        locale: The language that speaks where documents come in several.
        choices: What is included and excluded by hand.

    Returns:
        The providers, and the documents that they come from.
    """
    sources = yield from source.load([specs])
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
    yield from unmatched(descriptions, choices)
    chosen = yield from each(lambda known: _chosen(known, choices), descriptions)
    selected = yield from each(_reached, chosen)
    lifted = yield from each(lift, selected)
    valid = yield from each(validate.validate, lifted)
    lowered = yield from each(lower.lower, valid)
    locales = {file.provider: file.locale for file in files if file.locale}
    linked = yield from link.link(lowered, locale, locales)
    providers = yield from each(classify.classify, linked)
    yield from _without_stops(sources, [known for known, _ in chosen], found)
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
    """Find what stops something; None if nothing does."""
    keys = yield from select.choose(description, _choice(choices, description))
    return (description, keys) if keys else None


def _reached(chosen: _Chosen) -> Checked[Description | None]:
    """Keep chosen operations and whatever they reach, in other files too."""
    description, keys = chosen
    whole = yield from bring(description, keys)
    return prune(whole, keys) if whole else None


def _choice(choices: Choices, description: Description) -> Choice:
    return choices.get(description.document.provider, NO_CHOICE)


def _names(found: Sequence[tuple[str, Candidate]]) -> dict[tuple[str, str, str], str]:
    """Name the operations of each provider, as they are named when clients are generated."""
    names: dict[tuple[str, str, str], str] = {}
    for provider in dict.fromkeys(provider for provider, _ in found):
        calls = {
            (entry.method, entry.path): Call(entry.method, entry.path, entry.operation_id)
            for owner, entry in reversed(found)
            if owner == provider
        }
        named = operation_names(list(calls.values()))
        names |= {(provider, *key): name for key, name in zip(calls, named, strict=True)}
    return names
