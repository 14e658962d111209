"""Says what is not as the lock has it, and what changed for callers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from stopgen.compare import Change, Level
from stopgen.compare.formats import Comparison
from stopgen.lock import Lock
from stopgen.model import Provider, Purpose
from stopgen.result import Operation
from stopgen.targets.report import view


def changes(before: Lock, now: Lock, providers: Iterable[Provider] = ()) -> Iterator[view.Change]:
    """Yield each stop call, document, setting and version that is not as it was.

    Args:
        before: What the lock says.
        now: What it would say of the documents as they are.
        providers: What these describe.
    """
    if before.operations:
        yield from _calls(before.operations, providers)
    yield from _differing(before.inputs, now.inputs)
    yield from _differing(before.settings, now.settings, "setting ")
    if before.generator != now.generator:
        yield view.Change(f"stopgen {before.generator} → {now.generator}", "changed")


def _calls(before: Iterable[Operation], providers: Iterable[Provider]) -> Iterator[view.Change]:
    old = dict.fromkeys((call.provider, call.method, call.path) for call in before)
    new = dict.fromkeys(
        (provider.name, *call.key)
        for provider in providers
        for call in provider.operations
        if call.purpose is Purpose.STOP
    )
    for call in {**old, **new}:
        if (call in old) != (call in new):
            owner, method, path = call
            yield view.Change(f"{owner}: {method} {path}", "new" if call in new else "removed")


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
