"""Finds the operations of any documents that stop something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Final

from stopgen import readers, select, source, workers
from stopgen.choice import NO_CHOICE, NO_CHOICES, Choice, Choices
from stopgen.description import Description, Origin, Pointer
from stopgen.diagnostic import Checked, Code, Diagnostic, Position, collect, each, error
from stopgen.naming import Call, operation_names
from stopgen.select import Candidate
from stopgen.source import Document, Sources

_ENOUGH: Final = 2 * 1024 * 1024
"""So many characters take longer to be read than other processes take to begin."""


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
class _Fixed:
    """Origins that know one place only."""

    place: Position

    def position(self, pointer: Pointer) -> Position:  # noqa: ARG002  whatever is asked for
        return self.place


def describe(
    roots: Sequence[Path], limit: int = source.LIMIT
) -> Checked[tuple[Sources, list[Description]]]:
    """Read documents, and correct what they say with their overlays."""
    sources = yield from source.load(roots, limit)
    return sources, (yield from _read(sources))


def _read(sources: Sources) -> Checked[list[Description]]:
    read = yield from each(readers.read, sources.documents)
    if not sources.overlays:
        return list(chain.from_iterable(read))
    from stopgen import overlay

    return (yield from overlay.apply_all(list(chain.from_iterable(read)), sources.overlays))


def find(
    roots: Sequence[Path],
    choices: Choices = NO_CHOICES,
    limit: int = source.LIMIT,
    jobs: int = 1,
    told: Callable[[int, int], None] = lambda _done, _total: None,
) -> Checked[list[Found]]:
    """Find the operations that stop something; each document counts for itself.

    Args:
        roots: The documents and folders.
        choices: What is included and excluded by hand; what of it is in no document, does not matter.
        limit: How many bytes a document may have.
        jobs: How many processes may read, where there is enough for several.
        told: Gets to know how many documents are done, and of how many.
    """
    sources = yield from source.load(roots, limit)
    groups, size = _groups(sources), sum(len(document.text) for document in sources.documents)
    try:
        looked = workers.each(
            partial(_look, choices=dict(choices)),
            groups,
            jobs if size >= _ENOUGH and len(groups) > 1 else 1,
            lambda done: told(done, len(groups)),
        )
    except workers.LostError:
        sentence = "a process that read documents was killed; with --jobs 1 there is only one"
        yield error(Code.WORKER_LOST, Position(str(roots[0])), sentence)
        return []
    for _, diagnostics in looked:
        yield from diagnostics
    found = [pair for pairs, _ in looked for pair in pairs]
    names = _names([(document.provider, entry) for document, entry in found])
    return [
        Found(document, names[document.provider, entry.method, entry.path], entry)
        for document, entry in found
    ]


def _groups(sources: Sources) -> list[Sources]:
    """Return what is read together: every document alone, or all if overlays speak of several."""
    if sources.overlays:
        return [sources]
    return [Sources((document,), ()) for document in sources.documents]


def _look(
    sources: Sources, choices: Choices
) -> tuple[list[tuple[Document, Candidate]], list[Diagnostic]]:
    """Read documents; return what stops something, and what is wrong, without the texts."""
    descriptions, diagnostics = collect(_read(sources))
    found = [
        (replace(known.document, text=""), replace(entry, origin=_fixed(entry.origin)))
        for known in descriptions
        for entry in select.candidates(known, choice_for(choices, known))
    ]
    return found, [*diagnostics, *chain.from_iterable(known.faults for known in descriptions)]


def _fixed(origin: Origin) -> Origin:
    return Origin(_Fixed(origin.position), ())


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
