"""Puts published documents in the place of those that are here; nothing that somebody wrote is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from stopgen.diagnostic import Checked, Code, Diagnostic, Position, error, warning
from stopgen.emit import guard, transaction
from stopgen.fetch import record
from stopgen.fetch.record import Entry
from stopgen.fetch.update import Comparison, Status, Update

_KEPT: Final = ".orig"


def accept(comparison: Comparison) -> Checked[list[str]]:
    """Replace the documents of a provider that are not as they are published: all, or none.

    Returns:
        The paths that were written.
    """
    folder = comparison.file.folder
    in_the_way = [*_in_the_way(comparison)]
    yield from in_the_way
    if in_the_way:
        return []
    try:
        with guard.exclusive(folder):
            transaction.replace(folder, _writes(comparison), ())
    except TimeoutError:
        yield error(Code.OUTPUT_BUSY, Position(str(folder)), "another run is writing here")
        return []
    except OSError as trouble:
        place = Position(str(trouble.filename or folder))
        reason = f"cannot be read or written: {trouble.strerror}"
        yield error(Code.OUTPUT_INACCESSIBLE, place, reason)
        return []
    yield from _kept(comparison)
    return [str(folder / update.name) for update in comparison.news]


def _in_the_way(comparison: Comparison) -> Iterator[Diagnostic]:
    """Yield an error for each place where something is kept already."""
    for update in comparison.news:
        place = _keeping(comparison.file.folder, update)
        if update.would_lose and place.exists():
            reason = f"{update.name} was edited again, but this was not looked at yet; move it away"
            yield error(Code.EDITED_DOCUMENT, Position(str(place)), reason)


def _writes(comparison: Comparison) -> dict[str, bytes]:
    """Return what is written, below the folder of the provider."""
    folder, writes = comparison.file.folder, dict[str, bytes]()
    for update in comparison.news:
        if update.would_lose:
            kept = _keeping(folder, update).relative_to(folder).as_posix()
            writes[kept] = (folder / update.name).read_bytes()
        writes[update.name] = update.content
    known = record.render(_record(comparison))
    path = folder / record.NAME
    if not path.exists() or path.read_bytes() != known:
        writes[record.NAME] = known
    return writes


def _record(comparison: Comparison) -> dict[str, Entry]:
    """Return what is remembered: what did not change stays as it was remembered."""
    known = comparison.known
    entries = {update.name: _entry(known.get(update.name), update) for update in comparison.updates}
    return {name: entry for name, entry in entries.items() if entry}


def _entry(known: Entry | None, update: Update) -> Entry | None:
    if (
        known
        and update.entry
        and (known.url, known.sha256) == (update.entry.url, update.entry.sha256)
    ):
        return known
    return update.entry or known


def _kept(comparison: Comparison) -> Iterator[Diagnostic]:
    """Yield a warning for each document whose former text was kept."""
    folder = comparison.file.folder
    for update in comparison.news:
        if update.would_lose:
            how = "was edited here" if update.status is Status.BOTH else "was not fetched before"
            kept = _keeping(folder, update).name
            reason = f"this {how}; what stood here is kept in {kept}: say it in an overlay instead"
            yield warning(Code.EDITED_DOCUMENT, Position(str(folder / update.name)), reason)


def _keeping(folder: Path, update: Update) -> Path:
    return folder / f"{update.name}{_KEPT}"
