"""Compares how callers show who they are: what clients take, and how that travels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from stopgen.compare.change import Change, say
from stopgen.compare.face import Face
from stopgen.compare.kinds import Kind
from stopgen.compare.sides import Calls, Sides
from stopgen.disagreement import listing
from stopgen.link.told import credentials
from stopgen.model import Operation, Requirement, SecurityScheme

_UNTOLD: Final = "bearer"


def compare_security(calls: Calls) -> Iterator[Change]:
    """Yield what changed in the credentials of an operation."""
    old, new = _ways(calls.sides.old, calls.old), _ways(calls.sides.new, calls.new)
    sides = calls.sides.at("authentication")
    if _is_open(calls.old) and not _is_open(calls.new):
        yield sides.change(Kind.AUTH_REQUIRED, say("a key is needed now"))
    if _is_open(calls.new) and not _is_open(calls.old):
        yield sides.change(Kind.AUTH_OPTIONAL, say("no key is needed any more"))
    if old and new and old[0] != new[0]:
        sentence = say("the key travels as {} instead of {}", new[0], old[0])
        yield sides.change(Kind.AUTH_CHANGED, sentence)
    for way in sorted({*old[1:]} - {*new}) if not _is_open(calls.new) else ():
        sentence = say("the key cannot travel as {} any more", way)
        yield sides.change(Kind.AUTH_ALTERNATIVE_REMOVED, sentence)
    for way in sorted({*new[1:]} - {*old}):
        sentence = say("the key can travel as {} as well", way)
        yield sides.change(Kind.AUTH_ALTERNATIVE_ADDED, sentence)


def compare_constructor(sides: Sides) -> Iterator[Change]:
    """Yield which secrets clients take besides the key, and from which environment variables."""
    old, new = sides.old.credentials, sides.new.credentials
    for name in (name for name in old if name not in new):
        sentence = say("clients do not take it any more")
        yield sides.at(f"credential {name}").change(Kind.CREDENTIAL_REMOVED, sentence)
    for name in (name for name in new if name not in old):
        sentence = say("clients take it now")
        yield sides.at(f"credential {name}").change(Kind.CREDENTIAL_ADDED, sentence)
    for before, after in zip(sides.old.environment, sides.new.environment, strict=True):
        if before != after:
            sentence = say("clients read {} instead of {}", after, before)
            yield sides.at("environment").change(Kind.ENVIRONMENT_CHANGED, sentence)


def _is_open(operation: Operation) -> bool:
    """Tell whether a client calls without a key if it has none."""
    return not operation.security or not all(operation.security)


def _ways(face: Face, operation: Operation) -> list[str]:
    """Return the ways in which a key can travel, first the one that clients take: the shortest.

    Where documents say nothing, a key that callers give goes as a bearer token all the same.
    """
    if not operation.security:
        return [_UNTOLD]
    schemes = face.provider.security_schemes
    ways = sorted(filter(None, operation.security), key=len)
    return list(dict.fromkeys(_way(way, schemes) for way in ways))


def _way(way: Requirement, schemes: Mapping[str, SecurityScheme]) -> str:
    """Say how a key travels, and behind which word."""
    words = [scheme.prefix for key in way if (scheme := schemes.get(key)) and scheme.prefix]
    behind = f" behind {listing(words)}" if words else ""
    return f"{credentials(way, schemes)}{behind}"
