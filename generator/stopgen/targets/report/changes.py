"""Compares what a run read with what the lock says of the run that wrote the clients."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stopgen.emit.lock import Lock
from stopgen.targets.report.view import Change


def changes(before: Lock, now: Lock) -> Iterator[Change]:
    """Yield each document, setting and version that is not as it was."""
    yield from _differing(before.inputs, now.inputs)
    yield from _differing(before.settings, now.settings, "setting ")
    if before.generator != now.generator:
        yield Change(f"stopgen {before.generator} → {now.generator}", "changed")


def status(name: str, before: Lock, now: Lock) -> str:
    """Say in a word how a document stands to the lock."""
    if name not in before.inputs:
        return "new"
    return "unchanged" if before.inputs[name] == now.inputs.get(name) else "changed"


def _differing(
    before: Mapping[str, str], now: Mapping[str, str], what: str = ""
) -> Iterator[Change]:
    for name in sorted({*before, *now}):
        if before.get(name) != now.get(name):
            gone = "changed" if name in before else "new"
            yield Change(f"{what}{name}", gone if name in now else "removed")
