"""Finds the operations of any documents that stop something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from stopgen import readers, select, source, workers
from stopgen.choice import NO_CHOICE, NO_CHOICES, Choice, Choices
from stopgen.description import Description, Origin, Pointer
from stopgen.diagnostic import Checked, Code, Diagnostic, Position, collect, each, error
from stopgen.naming import Call, operation_names
from stopgen.readers.fragments import without_fragments
from stopgen.select import Candidate
from stopgen.source import Document, Sources

_ENOUGH: Final = 2 * 1024 * 1024
"""So many characters take longer to be read than other processes take to begin."""


class Found(NamedTuple):
    """An operation that stops something, as ``stopgen list`` shows it.

    Attributes:
        document: The document that describes it.
        name: The name that its method would have.
        operation: What the document says about it.
    """

    document: Document
    name: str
    operation: Candidate


class Search(NamedTuple):
    """What a search found.

    Attributes:
        diagnostics: What is wrong with documents, or worth to know.
        found: The operations that stop something.
    """

    diagnostics: tuple[Diagnostic, ...]
    found: tuple[Found, ...]


Told: TypeAlias = Callable[[int, int], None]
"""Gets to know how many documents are done, and of how many."""

_Stop: TypeAlias = tuple[Document, Candidate]


class _Fixed(NamedTuple):
    """Origins that know one place only."""

    place: Position

    def position(self, pointer: Pointer) -> Position:
        """Return the place, whatever is asked for."""
        del pointer
        return self.place


def _unheard(done: int, total: int) -> None:
    """Tell nobody."""


def describe(sources: Sources) -> Checked[list[Description]]:
    """Read documents, and correct what they say with their overlays."""
    return (yield from without_fragments(_read(sources), sources.documents))


def _read(sources: Sources) -> Checked[list[Description]]:
    descriptions = list(chain.from_iterable((yield from each(readers.read, sources.documents))))
    if not sources.overlays:
        return descriptions
    from stopgen import overlay

    return (yield from overlay.apply_all(descriptions, sources.overlays))


def find(
    roots: Sequence[Path],
    choices: Choices = NO_CHOICES,
    limit: int = source.LIMIT,
    jobs: int = 1,
    told: Told = _unheard,
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
    return (yield from find_in(sources, choices, jobs, told))


def find_in(
    sources: Sources, choices: Choices = NO_CHOICES, jobs: int = 1, told: Told = _unheard
) -> Checked[list[Found]]:
    """Find the operations of documents that stop something, wherever the documents come from."""
    if sources.settings:
        choices = yield from _settled(sources, choices)
    found = yield from without_fragments(_found(sources, choices, jobs, told), sources.documents)
    names = _names([(document.provider, entry) for document, entry in found])
    return [
        Found(document, names[document.provider, entry.method, entry.path], entry)
        for document, entry in found
    ]


def _settled(sources: Sources, choices: Choices) -> Checked[Choices]:
    """Return what is chosen by hand, also in the files of providers."""
    from stopgen import provider_file

    files = yield from each(provider_file.read, sources.settings)
    return (yield from provider_file.choices(files, choices))


def _found(sources: Sources, choices: Choices, jobs: int, told: Told) -> Checked[list[_Stop]]:
    """Read documents, in other processes if that takes less time; return what stops something."""
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
        yield error(Code.WORKER_LOST, Position(sources.documents[0].file), sentence)
        return []
    for _, diagnostics in looked:
        yield from diagnostics
    return [pair for pairs, _ in looked for pair in pairs]


def _groups(sources: Sources) -> list[Sources]:
    """Return what is read together: every document alone, or all if overlays speak of several."""
    if sources.overlays:
        return [sources]
    return [Sources((document,)) for document in sources.documents]


def _look(sources: Sources, choices: Choices) -> tuple[list[_Stop], list[Diagnostic]]:
    """Read documents; return what stops something, and what is wrong, without the texts."""
    return collect(_stops(sources, choices))


def _stops(sources: Sources, choices: Choices) -> Checked[list[_Stop]]:
    stops: list[_Stop] = []
    for known in (yield from _read(sources)):
        document = known.document._replace(text="")
        for entry in select.candidates(known, choice_for(choices, known)):
            yield from select.findings(known, [(entry.path, entry.method.lower())])
            stops.append((document, entry._replace(origin=_fixed(entry.origin))))
        yield from known.faults
    return stops


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
