"""Compares two versions of what platforms offer, as callers of the generated package meet it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stopgen.choice import NO_CHOICE, NO_CHOICES, Choices
from stopgen.compare.change import Change, Sentence, Subject, Verdict, say, verdict
from stopgen.compare.classes import compare_exceptions, compare_models
from stopgen.compare.face import Face
from stopgen.compare.kinds import LEVELS, Kind, Level
from stopgen.compare.operations import compare_operations
from stopgen.compare.pairing import pair_up
from stopgen.compare.rate_limits import compare_rate_limits
from stopgen.compare.schemas import Told
from stopgen.compare.security import compare_constructor
from stopgen.compare.servers import compare_servers
from stopgen.compare.sides import Sides
from stopgen.diagnostic import collect
from stopgen.model import Provider
from stopgen.targets.python.budget import MOST, bound

__all__ = [
    "LEVELS",
    "Change",
    "Kind",
    "Level",
    "Sentence",
    "Subject",
    "Verdict",
    "changes",
    "verdict",
]


def changes(
    old: Sequence[Provider], new: Sequence[Provider], choices: Choices = NO_CHOICES
) -> list[Change]:
    """Return what changed from one version to another, platform by platform.

    Args:
        old: The platforms as the old documents describe them.
        new: The platforms as the new ones do.
        choices: How many models an operation may have, for platforms that have a number of their own.
    """
    before, after = (
        [_bounded(provider, choices) for provider in providers] for providers in (old, new)
    )
    paired = pair_up(before, after, lambda provider: provider.name)
    found: dict[str, list[Change]] = {}
    for provider in paired.gone:
        found[provider.name] = [_alone(provider, Kind.PROVIDER_REMOVED, "the platform is gone")]
    for provider in paired.fresh:
        found[provider.name] = [_alone(provider, Kind.PROVIDER_ADDED, "the platform is new")]
    for ours, theirs in paired.both:
        found[theirs.name] = list(_compare(ours, theirs))
    return [change for name in sorted(found) for change in found[name]]


def _bounded(provider: Provider, choices: Choices) -> Provider:
    """Return a platform with as many models as its package has."""
    most = choices.get(provider.name, NO_CHOICE).models or MOST
    return collect(bound(provider, most))[0]


def _alone(provider: Provider, kind: Kind, words: str) -> Change:
    origin = Face.of(provider).origin
    position = None if origin is None else origin.position
    is_old = kind is Kind.PROVIDER_REMOVED
    places = (position, None) if is_old else (None, position)
    return Change(kind, Subject(provider.name), say(words), *places)


def _compare(ours: Provider, theirs: Provider) -> Iterator[Change]:
    old, new = Face.of(ours), Face.of(theirs)
    sides = Sides(old, new, Subject(theirs.name), old.origin, new.origin)
    told: Told = set()
    yield from compare_operations(sides, told)
    yield from compare_exceptions(sides)
    yield from compare_models(sides, told)
    yield from compare_constructor(sides)
    yield from compare_servers(sides)
    yield from compare_rate_limits(sides)
    yield from _words(sides)


def _words(sides: Sides) -> Iterator[Change]:
    """Yield what changed in what only people read about a platform."""
    old, new = sides.old.provider, sides.new.provider
    if old.title != new.title:
        yield sides.change(Kind.TITLE_CHANGED, say("the title is {}", new.title))
    if old.version != new.version:
        yield sides.change(
            Kind.VERSION_CHANGED, say("the documents describe version {}", new.version)
        )
