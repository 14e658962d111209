"""Says what is not as the lock has it, and what changed for callers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stopgen.compare import Change, Level
from stopgen.compare.formats import Comparison
from stopgen.emit.lock import Lock
from stopgen.targets.report import view


def changes(before: Lock, now: Lock) -> Iterator[view.Change]:
    """Yield each document, setting and version that is not as it was."""
    yield from _differing(before.inputs, now.inputs)
    yield from _differing(before.settings, now.settings, "setting ")
    if before.generator != now.generator:
        yield view.Change(f"stopgen {before.generator} → {now.generator}", "changed")


def status(name: str, before: Lock, now: Lock) -> str:
    """Say in a word how a document stands to the lock."""
    if name not in before.inputs:
        return "new"
    return "unchanged" if before.inputs[name] == now.inputs.get(name) else "changed"


def compared(comparison: Comparison) -> view.Comparison:
    """Return what changed for callers, the most important first."""
    order = list(Level)
    found = sorted(comparison.changes, key=lambda change: order.index(change.level))
    return view.Comparison(comparison.old, comparison.verdict, tuple(map(_api_change, found)))


def _api_change(change: Change) -> view.ApiChange:
    subject = change.subject
    about = (subject.provider, subject.operation, subject.where)
    places = dict.fromkeys(str(place) for place in (change.before, change.after) if place)
    return view.ApiChange(
        level=change.level,
        kind=change.kind,
        about=", ".join(part for part in about if part),
        sentence=str(change.sentence),
        places=tuple(places),
    )


def _differing(
    before: Mapping[str, str], now: Mapping[str, str], what: str = ""
) -> Iterator[view.Change]:
    for name in sorted({*before, *now}):
        if before.get(name) != now.get(name):
            gone = "changed" if name in before else "new"
            yield view.Change(f"{what}{name}", gone if name in now else "removed")
