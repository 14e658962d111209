"""Makes path templates of the addresses that examples call: the identifiers in them are parameters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from stopgen.diagnostic import collect
from stopgen.readers.prose.address import is_concrete
from stopgen.readers.prose.endpoints import METHODS, Found, Strength
from stopgen.readers.prose.facts import request_facts
from stopgen.readers.prose.passages import Passage
from stopgen.readers.prose.requests import ExampleRequest, Script
from stopgen.readers.prose.vocabulary import Topic

_CAPITALS: Final = re.compile(r"\b[A-Z]{3,7}\b")
_IDENTIFIER: Final = re.compile(
    r"\d+|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{24,64}|[a-z]{1,12}[_-](?=\w*\d)\w{3,64}",
    re.IGNORECASE,
)


def shown_calls(scripts: Iterable[Script], blocks: list[Passage]) -> Iterator[Found]:
    """Yield the calls that example code makes.

    Args:
        scripts: The example code of a page.
        blocks: All that stands on the page; it may name the parameters of a path.
    """
    names: list[str] | None = None
    for script in scripts:
        for made in script.requests:
            is_call = made.method in METHODS and made.address.is_whole
            if not is_call or _is_titled_otherwise(made):
                continue
            path = made.address.path
            if is_concrete(path):
                names = _told(blocks) if names is None else names
                path = template(path, names)
            if not is_concrete(path):
                yield _found(made, path, script)


def _is_titled_otherwise(made: ExampleRequest) -> bool:
    """Tell whether a heading names another method than an example that leaves it out: ``(PUT)``."""
    if made.method_position != made.position:
        return False
    headings = (part.heading.text.plain for part in made.section.chain() if part.heading)
    words = {word for heading in headings for word in _CAPITALS.findall(heading)}
    return made.method not in words and not words.isdisjoint(METHODS)


def template(path: str, names: list[str]) -> str:
    """Return a path with its identifiers as parameters, as it is unless all of them have names.

    Args:
        path: The path that an example calls.
        names: The parameters of a path that a page describes, in order.
    """
    parts = path.split("/")
    places = [index for index, part in enumerate(parts) if _IDENTIFIER.fullmatch(part)]
    if len(names) != len(places):
        return path
    for index, name in zip(places, names, strict=True):
        parts[index] = f"{{{name}}}"
    return "/".join(parts)


def _told(blocks: list[Passage]) -> list[str]:
    facts, _ = collect(request_facts(blocks))
    return [fact.row.name for fact in facts if fact.topic is Topic.PATH]


def _found(made: ExampleRequest, path: str, script: Script) -> Found:
    query = f"?{'&'.join(made.address.query)}" if made.address.query else ""
    address = f"{made.address.base or '{host}'}{path}{query}"
    return Found(made.method or "", address, made.position, Strength.SHOWN, script.section)
