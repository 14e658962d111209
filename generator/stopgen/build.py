"""Generates a package in memory, as far as an earlier run did not leave it on the disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from stopgen import pipeline, reuse
from stopgen.config import Config
from stopgen.diagnostic import Checked, Diagnostic, collect, has_error
from stopgen.emit import File
from stopgen.lock import Lock, digest
from stopgen.model import Provider, Purpose
from stopgen.result import Operation
from stopgen.source import Sources
from stopgen.targets import python
from stopgen.targets.python.names import package_name


@dataclass(frozen=True, slots=True)
class Built:
    """A package in memory.

    Attributes:
        files: All its files.
        record: What the lock says about it.
    """

    files: tuple[File, ...]
    record: Lock


@dataclass(slots=True)
class _Kept:
    """What an earlier run did for providers that did not change since.

    Attributes:
        packages: The folder of each.
        files: The files in these folders.
        operations: What the packages can do.
        diagnostics: What was found in their documents; positions as in the lock.
    """

    packages: dict[str, str] = field(default_factory=dict[str, str])
    files: list[File] = field(default_factory=list[File])
    operations: tuple[Operation, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def build(config: Config, sources: Sources, now: Lock, known: Lock | None) -> Checked[Built | None]:
    """Generate the files of a package.

    Args:
        config: What is asked for.
        sources: The documents.
        now: What the lock says about documents and settings.
        known: The lock of an earlier run that can be built on.

    Returns:
        The package; None if there is an error.
    """
    kept = _keep(config, sources, now, known) if known else _Kept()
    left = _without(sources, kept.packages)
    choices = {
        name: config.providers[name] for name in config.providers if name not in kept.packages
    }
    providers, found = collect(pipeline.turn(left, config.locale, choices))
    files: list[File] = []
    if not has_error(found):
        most = {name: choice.models for name, choice in choices.items() if choice.models}
        packages = python.generate(providers, others=kept.packages, most_models=most)
        files, faults = collect(packages)
        found += faults
    yield from found
    yield from reuse.shown(kept.diagnostics, sources)
    if has_error(found):
        return None
    files += kept.files
    record = now._replace(
        outputs={file.path: digest(file.content) for file in files},
        operations=_sorted([*kept.operations, *_operations(providers)]),
        diagnostics=_ordered([*kept.diagnostics, *reuse.below(found, sources)]),
    )
    return Built(tuple(files), record)


def _keep(config: Config, sources: Sources, now: Lock, known: Lock) -> _Kept:
    """Take over what is as it was; nothing if two providers would share a folder."""
    kept = _Kept()
    packages = {name: package_name(name) for name in reuse.owners_of(sources).values()}
    if max(Counter(packages.values()).values(), default=0) > 1:
        return kept
    for name in reuse.unchanged_providers(known, now, sources) - _reaching_out(sources):
        package = packages[name]
        folder = f"{package}/"
        digests = {path: known.outputs[path] for path in known.outputs if path.startswith(folder)}
        contents = reuse.contents(digests, config.output)
        if package and contents:
            kept.packages[name] = package
            kept.files += [
                File(path, data.replace(b"\r\n", b"\n")) for path, data in contents.items()
            ]
    owners = reuse.owners_of(sources)
    kept.operations = tuple(op for op in known.operations if op.provider in kept.packages)
    kept.diagnostics = tuple(
        found for found in known.diagnostics if owners.get(found.position.file) in kept.packages
    )
    return kept


def _reaching_out(sources: Sources) -> set[str]:
    """Return the providers whose documents may name files of other providers."""
    return {
        entry.provider
        for entry in sources.inputs
        if "/" not in entry.name
        or ("$ref" in entry.text and ("../" in entry.text or "%2e" in entry.text.lower()))
    }


def _without(sources: Sources, providers: Iterable[str]) -> Sources:
    """Return the documents of all other providers."""
    parts = (sources.documents, sources.overlays, sources.settings)
    left = (tuple(entry for entry in part if entry.provider not in providers) for part in parts)
    return Sources(*left)


def _operations(providers: Iterable[Provider]) -> Iterator[Operation]:
    """Yield what a package can do."""
    for provider in providers:
        for entry in provider.operations:
            if entry.purpose is Purpose.STOP:
                yield Operation(
                    provider.name, entry.name, entry.method, entry.path, entry.documents
                )


def _sorted(operations: Iterable[Operation]) -> tuple[Operation, ...]:
    return tuple(sorted(operations, key=lambda entry: entry.provider))


def _ordered(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return each finding once, in the order of the places."""
    return tuple(sorted(dict.fromkeys(found), key=lambda entry: entry.position))
