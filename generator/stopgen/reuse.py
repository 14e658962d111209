"""Tells from the lock of an earlier run how much of it still holds."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from stopgen import __version__, lock, toolchain
from stopgen.config import Config
from stopgen.diagnostic import Diagnostic, Position
from stopgen.lock import DamagedLockError, Lock
from stopgen.paths import STAGE, twin
from stopgen.source import Sources


def record(config: Config, sources: Sources) -> Lock:
    """Return what the lock says about where a package comes from."""
    documents = sources.inputs
    settings = {"locale": config.locale}
    if any("/" not in document.name for document in documents):
        settings["specs"] = config.specs.resolve().name  # which then names a provider
    for provider, choice in config.providers.items():
        settings |= choice.settings(provider)
    return Lock(
        inputs={document.name: lock.digest(document.text.encode()) for document in documents},
        settings=settings,
        code=toolchain.code(),
        libraries=toolchain.libraries(),
    )


def read(output: Path) -> Lock | None:
    """Return the lock of an output folder; None where there is none that a run could build on."""
    try:
        if os.path.lexists(f"{output}/{STAGE}") or os.path.lexists(twin(output)):
            return None
        return lock.parse(_content(f"{output}/{lock.NAME}"))
    except (OSError, DamagedLockError):
        return None


def same_tools(before: Lock, now: Lock) -> bool:
    """Tell whether an earlier run would do with the same documents what this one does."""
    one, other = ((known.generator, known.code, known.libraries) for known in (before, now))
    return one == other


def other_tools(output: Path) -> list[str]:
    """Say what wrote a package if it was another version than is here, as that may be why it is stale."""
    before = read(output)
    known = {"stopgen": before.generator, **before.libraries} if before else {}
    here = {"stopgen": __version__, **toolchain.libraries()}
    return [
        f"it was written with {name} {version}, and here is {here.get(name, 'none')}"
        for name, version in known.items()
        if version != here.get(name)
    ]


def is_current(before: Lock, now: Lock, output: Path) -> bool:
    """Tell whether there is nothing to do."""
    same = (before.inputs, before.settings) == (now.inputs, now.settings)
    return same and contents(before.outputs, output) is not None


def contents(digests: Mapping[str, str], output: Path) -> dict[str, bytes] | None:
    """Read files that a run wrote, or return None if one is not what was written any more.

    Args:
        digests: The digest of each file, by its path.
        output: The folder that the paths are relative to.
    """
    try:
        for folder in _folders(digests):
            if not stat.S_ISDIR(os.lstat(f"{output}/{folder}").st_mode):
                return None
        found = {path: _content(f"{output}/{path}") for path in digests}
    except OSError:
        return None
    intact = all(lock.digest(content) == digests[path] for path, content in found.items())
    return found if intact else None


def unchanged_providers(before: Lock, now: Lock, sources: Sources) -> frozenset[str]:
    """Return the providers whose documents and settings are what they were."""
    owners = owners_of(sources)
    kept = frozenset(owners.values()) - {
        owners.get(name) or name.partition("/")[0]
        for name, _ in before.inputs.items() ^ now.inputs.items()
    }
    for key, _ in before.settings.items() ^ now.settings.items():
        changed = {provider for provider in owners.values() if key.startswith(f"{provider}.")}
        kept = kept - changed if changed else frozenset[str]()
    known = all(found.position.file in owners for found in before.diagnostics)
    return kept if known else frozenset[str]()


def owners_of(sources: Sources) -> dict[str, str]:
    """Return the provider of each document and overlay, by its name."""
    return {entry.name: entry.provider for entry in sources.inputs}


def settled(record: Lock, before: Lock | None, *, whatever_code: bool) -> Lock:
    """Return the earlier lock if it differs in nothing that matters.

    Files that came out the same with another version of a library are no reason to change the lock:
    it would change with everyone who runs stopgen.

    Args:
        record: What the lock would say now.
        before: What it says.
        whatever_code: Whether another state of stopgen's own code is no reason either.
    """
    if before is None:
        return record
    alike = before._replace(libraries=record.libraries)
    alike = alike._replace(code=record.code) if whatever_code else alike
    return before if alike == record else record


def below(found: Iterable[Diagnostic], sources: Sources) -> tuple[Diagnostic, ...]:
    """Name documents as the lock does: without the way to the specs folder."""
    names = {entry.file: entry.name for entry in sources.inputs}
    return tuple(_moved(entry, names) for entry in found)


def shown(found: Iterable[Diagnostic], sources: Sources) -> list[Diagnostic]:
    """Name documents as a user would type them."""
    files = {entry.name: entry.file for entry in sources.inputs}
    return [_moved(entry, files) for entry in found]


def _moved(found: Diagnostic, names: Mapping[str, str]) -> Diagnostic:
    first, *related = (
        Position(names.get(place.file, place.file), place.line, place.column)
        for place in (found.position, *found.related)
    )
    return found._replace(position=first, related=tuple(related))


def _folders(paths: Iterable[str]) -> set[str]:
    """Return the folders that paths lead through."""
    found = {path.rpartition("/")[0] for path in paths} - {""}
    return found | _folders(found) if found else found


def _content(path: str) -> bytes:
    """Return the content of a real file; never follow a link, never wait for a pipe."""
    if not stat.S_ISREG(os.lstat(path).st_mode):
        raise OSError(f"{path} is not a regular file")
    return toolchain.read(path)
