"""Finds the operations of any documents that stop something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from stopgen import readers, select, source
from stopgen.choice import NO_CHOICE, NO_CHOICES, Choice, Choices
from stopgen.description import Description
from stopgen.diagnostic import Checked, each
from stopgen.naming import Call, operation_names
from stopgen.select import Candidate
from stopgen.source import Document, Sources


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


def describe(roots: Sequence[Path]) -> Checked[tuple[Sources, list[Description]]]:
    """Read documents, and correct what they say with their overlays."""
    sources = yield from source.load(roots)
    read = yield from each(readers.read, sources.documents)
    if not sources.overlays:
        return sources, list(chain.from_iterable(read))
    from stopgen import overlay

    corrected = yield from overlay.apply_all(list(chain.from_iterable(read)), sources.overlays)
    return sources, corrected


def find(roots: Sequence[Path], choices: Choices = NO_CHOICES) -> Checked[list[Found]]:
    """Find the operations that stop something; each document counts for itself.

    Args:
        roots: The documents and folders.
        choices: What is included and excluded by hand; what of it is in no document, does not matter.
    """
    _, descriptions = yield from describe(roots)
    found = [
        (known, entry)
        for known in descriptions
        for entry in select.candidates(known, choice_for(choices, known))
    ]
    for known in descriptions:
        yield from known.faults
    names = _names([(known.document.provider, entry) for known, entry in found])
    return [
        Found(known.document, names[known.document.provider, entry.method, entry.path], entry)
        for known, entry in found
    ]


def choice_for(choices: Choices, description: Description) -> Choice:
    """Return what is chosen by hand for the provider of a description."""
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
