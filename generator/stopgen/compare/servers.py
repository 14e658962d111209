"""Compares where clients find a platform."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from stopgen.compare.change import Change, say
from stopgen.compare.kinds import Kind
from stopgen.compare.pairing import pair_up
from stopgen.compare.sides import Calls, Sides
from stopgen.model import Server, ServerVariable


def compare_servers(sides: Sides) -> Iterator[Change]:
    """Yield what changed about the server that clients talk to, and about the others."""
    old, new = sides.old.servers, sides.new.servers
    first, second = (old[0] if old else None), (new[0] if new else None)
    spot = sides.at("server", first, second)
    yield from _moved(spot, address(first), address(second))
    yield from _variables(spot, sides.old.variables, sides.new.variables)
    if first and second:
        yield from spot.prose("the description", first.description, second.description)
        yield from _others(spot, old[1:], new[1:])


def compare_own_server(calls: Calls) -> Iterator[Change]:
    """Yield whether a call that has a server of its own, or had, goes elsewhere."""
    before = calls.sides.old.own_server(calls.old)
    after = calls.sides.new.own_server(calls.new)
    if before or after:
        old, new = (next(iter(face.servers), None) for face in (calls.sides.old, calls.sides.new))
        spot = calls.sides.at("server", before, after)
        yield from _moved(spot, address(before or old), address(after or new))


def address(server: Server | None) -> str:
    """Return the URL of a server, its variables being what they are by default; empty for none."""
    url = server.url if server else ""
    for variable in server.variables if server else ():
        url = url.replace(f"{{{variable.name}}}", variable.default)
    return url.rstrip("/")


def _moved(sides: Sides, old: str, new: str) -> Iterator[Change]:
    if old and not new:
        sentence = say("the server is not documented any more; callers must give base_url")
        yield sides.change(Kind.SERVER_REMOVED, sentence)
    elif new and not old:
        yield sides.change(Kind.SERVER_DOCUMENTED, say("the server is {}", new))
    elif old != new:
        kind = Kind.SERVER_PATH_CHANGED if _host(old) == _host(new) else Kind.SERVER_CHANGED
        yield sides.change(kind, say("clients talk to {} instead of {}", new, old))


def _host(url: str) -> tuple[str, str]:
    """Return scheme and authority; of what is no URL, all of it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url, ""
    return parts.scheme.lower(), parts.netloc.lower()


def _variables(
    sides: Sides, old: Sequence[ServerVariable], new: Sequence[ServerVariable]
) -> Iterator[Change]:
    paired = pair_up(old, new, lambda variable: variable.name)
    for variable in paired.gone:
        sentence = say("the part {} of the address cannot be given any more", variable.name)
        yield sides.change(Kind.SERVER_VARIABLE_REMOVED, sentence)
    for variable in paired.fresh:
        sentence = say("the part {} of the address can be given now", variable.name)
        yield sides.change(Kind.SERVER_VARIABLE_ADDED, sentence)
    for ours, theirs in paired.both:
        yield from _values(sides, ours, theirs)


def _values(sides: Sides, old: ServerVariable, new: ServerVariable) -> Iterator[Change]:
    """Yield whether a part of the address can be what it could; without a list, it can be anything."""
    before, after = {*old.values}, {*new.values}
    if after and (not before or before - after):
        sentence = say("the part {} of the address can be less", new.name)
        yield sides.change(Kind.SERVER_VALUE_REMOVED, sentence)
    if before and (not after or after - before):
        sentence = say("the part {} of the address can be more", new.name)
        yield sides.change(Kind.SERVER_VALUE_ADDED, sentence)


def _others(sides: Sides, old: Sequence[Server], new: Sequence[Server]) -> Iterator[Change]:
    if [address(server) for server in old] != [address(server) for server in new]:
        sentence = say("the servers that clients do not use by themselves are others")
        yield sides.change(Kind.OTHER_SERVERS_CHANGED, sentence)
