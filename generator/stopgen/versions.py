"""Finds what a side of a comparison stands for: a folder, a file, or what git has of either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from stopgen import pipeline, revisions
from stopgen.compare import Change
from stopgen.config import Config
from stopgen.diagnostic import Checked, Code, Diagnostic, Position, Severity, collect
from stopgen.model import Provider
from stopgen.revisions import Place

_HEAD = "HEAD"
_NO_FAULT = frozenset({Code.CHOICE_NO_MATCH, Code.NO_STOP_OPERATION})
"""Errors of a package that is generated, and no errors of what it is compared with."""


@dataclass(frozen=True, slots=True)
class Version:
    """One side of a comparison.

    Attributes:
        label: What a user would type for it.
        path: Where it stands on the disk.
        providers: The platforms that it describes.
    """

    label: str
    path: Path
    providers: Sequence[Provider] = ()

    def shown(self, position: Position) -> Position:
        """Return a position in this version as a user would type it."""
        inside = position.file.removeprefix(str(self.path))
        is_inside = inside != position.file and inside[:1] in {"", "/", "\\"}
        if not is_inside:
            return position
        joint = self.label.rstrip("/") if inside and not self.label.endswith(":") else self.label
        below = inside[1:] if joint.endswith(":") else inside
        return position._replace(file=f"{joint}{below}")

    @property
    def is_one_platform(self) -> bool:
        """Whether it is one platform that has its name only from what the user typed."""
        names = [name for provider in self.providers for name in provider.documents]
        is_flat = self.path.is_file() or not any("/" in name for name in names)
        return is_flat and len(self.providers) == 1


def read(old: str | None, new: str | None, config: Config, folder: Path) -> Checked[list[Version]]:
    """Read both sides of a comparison.

    Args:
        old: A file, a folder, a revision with a path or one without; by default what HEAD has of the specs.
        new: The same; by default the specs as they are.
        config: The specs folder, which a revision without a path means, and how documents are read.
        folder: An empty folder for what revisions have.

    Returns:
        The old side and the new one; none if either cannot be read.
    """
    first = yield from _version(old or _HEAD, config, folder / "old")
    second = yield from _version(new or str(config.specs), config, folder / "new")
    if first is None or second is None:
        return []
    if first.is_one_platform and second.is_one_platform:
        first = replace(first, providers=(_as_if(first, second),))
    return [first, second]


def _as_if(old: Version, new: Version) -> Provider:
    """Return the platform of one side by the name of the other's; a file is the same whatever it is called."""
    ours, theirs = old.providers[0], new.providers[0]
    named = replace(ours, name=theirs.name)
    if not (old.path.is_file() and new.path.is_file()):
        return named
    operations = (replace(call, documents=theirs.documents) for call in ours.operations)
    return replace(named, documents=theirs.documents, operations=tuple(operations))


def shown(change: Change, old: Version, new: Version) -> Change:
    """Return a change with its positions as a user would type them."""
    return replace(
        change,
        before=change.before and old.shown(change.before),
        after=change.after and new.shown(change.after),
    )


def _version(argument: str, config: Config, folder: Path) -> Checked[Version | None]:
    version = yield from _find(argument, config.specs, folder)
    if version is None:
        return None
    stage = pipeline.provide(version.path, config.locale, config.providers, config.limit)
    (providers, _), found = collect(stage)
    faults = [finding for finding in found if _is_fault(finding)]
    for finding in faults:
        yield _moved(finding, version)
    return None if faults else replace(version, providers=tuple(providers))


def _is_fault(finding: Diagnostic) -> bool:
    """Tell what makes a comparison impossible from what each side would be told on its own."""
    return finding.severity is Severity.ERROR and finding.code not in _NO_FAULT


def _moved(finding: Diagnostic, version: Version) -> Diagnostic:
    related = tuple(map(version.shown, finding.related))
    return finding._replace(position=version.shown(finding.position), related=related)


def _find(argument: str, specs: Path, folder: Path) -> Checked[Version | None]:
    """Find a side: what is on the disk comes before what git knows."""
    if Path(argument).exists():
        return Version(argument, Path(argument))
    revision, colon, path = argument.partition(":")
    below = path if colon else (yield from revisions.relative(specs))
    if below is None:
        return None
    place = Place(revision, below)
    target = yield from revisions.extract(place, folder)
    return None if target is None else Version(str(place), target)
