"""Finds where a page says which call it is about: method and path."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from stopgen.diagnostic import Checked, Code, Diagnostic, Position, error, note, warning
from stopgen.readers.markdown_blocks import Section
from stopgen.readers.prose.address import Address, AddressError, fits, read_address
from stopgen.select.mentions import may_mention_a_stop
from stopgen.select.sentences import first_verb

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
_CALL: Final = re.compile(
    r"(?:\S+\.(?:json|ya?ml)\s+)?"
    r"\[?(?P<method>[A-Za-z]{3,8})\]?(?P<colon>\s*[:：])?\s+(?P<address>[/{$<h]\S*(?: \S+>\S*)?)"
    r"(?:\s+HTTP/[\d.]+)?",
)
_UNROOTED_PATH: Final = re.compile(r"[\w-]+(?:/[\w:{}<>$.-]+){2,}")
_UNROOTED: Final = re.compile(rf"(?P<method>[A-Z]{{3,8}})\s+(?P<address>{_UNROOTED_PATH.pattern})")
"""A call whose path begins without a slash: ``POST api/runs/{id}/stop``."""

_TURNED: Final = re.compile(r"(?P<address>[/h]\S*)\s*[(\[](?P<method>[A-Z]+)[)\]]")
_LONGEST: Final = 1_100
_MOST_ALIKE: Final = 20
_NOT_HTTP: Final = frozenset({"WS", "WSS", "SSE", "GRPC", "TOPIC", "EVENT"})


class Strength(IntEnum):
    """How plainly a page names a call."""

    SHOWN = 1
    MENTIONED = 2
    LISTED = 3
    STATED = 4


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A method and a path that a page names.

    Attributes:
        method: The HTTP method in upper case.
        address: Server, path and query.
        position: Where they stand.
        strength: How plainly they are named.
        section: The section that names them.
        summary: What a list of calls or a tag says about this one.
        opens: Whether what follows is about this call, up to the next one that opens.
    """

    method: str
    address: Address
    position: Position
    strength: Strength
    section: Section
    summary: str = ""
    opens: bool = False

    @property
    def path(self) -> str:
        """The path template."""
        return self.address.path

    @property
    def key(self) -> tuple[str, str]:
        """What tells this call from others."""
        return self.method, self.path


@dataclass(frozen=True, slots=True)
class Found:
    """A text that may name a call.

    Attributes:
        method: The method as written.
        address: The address as written.
        position: Where the text stands.
        strength: How plainly it would name the call.
        section: The section that it stands in.
        summary: What stands beside it.
        opens: Whether what follows is about this call, up to the next one that opens.
        is_sure: Whether nothing but a call can be meant.
    """

    method: str
    address: str
    position: Position
    strength: Strength
    section: Section
    summary: str = ""
    opens: bool = False
    is_sure: bool = False


def call(text: str) -> tuple[str, str] | None:
    """Return method and address of a text that is nothing but these.

    The method may stand before the address, ``POST /runs/{id}/stop``, or in brackets behind it.
    """
    spelled = text.strip()
    if len(spelled) > _LONGEST:
        return None
    found = _CALL.fullmatch(spelled)
    if found is None:
        return _unusual(spelled)
    is_method = found["method"].upper() in METHODS
    if not is_method and (found["colon"] or not found["method"].isupper()):
        return None
    return found["method"].upper(), found["address"]


def _unusual(spelled: str) -> tuple[str, str] | None:
    turned = _TURNED.fullmatch(spelled)
    if turned:
        return (turned["method"], turned["address"]) if turned["method"] in METHODS else None
    found = _UNROOTED.fullmatch(spelled)
    return (found["method"], found["address"]) if found and found["method"] in METHODS else None


def judge(found: Iterable[Found]) -> Checked[list[Endpoint]]:
    """Keep the texts that do name a call; damaged ones that were stated plainly are errors."""
    endpoints: list[Endpoint] = []
    for candidate in found:
        is_unrooted = bool(_UNROOTED_PATH.fullmatch(candidate.address))
        try:
            address = read_address("/" * is_unrooted + candidate.address)
        except AddressError as fault:
            if candidate.strength is Strength.STATED:
                yield _fault(candidate, Code.MALFORMED_PATH, str(fault))
            continue
        if address is None and candidate.strength is Strength.STATED and candidate.is_sure:
            sentence = f"{candidate.address[:80]!r} is no path of a call"
            yield _fault(candidate, Code.MALFORMED_PATH, sentence)
        if address is not None and not address.path and candidate.strength is Strength.STATED:
            sentence = f"{candidate.address[:80]!r} names a server, and no path of a call"
            yield _fault(candidate, Code.MALFORMED_PATH, sentence)
        if address is None or not address.path or candidate.method in _NOT_HTTP:
            continue
        if is_unrooted:
            sentence = f"this path has no slash in front, so {address.path!r} is called"
            yield _fault(candidate, Code.MALFORMED_PATH, sentence, warning)
        if candidate.method in METHODS:
            endpoints.append(_endpoint(candidate, address))
        elif candidate.strength is Strength.STATED:
            sentence = f"{candidate.method!r} is no HTTP method that a client can send"
            yield _fault(candidate, Code.UNKNOWN_METHOD, sentence)
    return endpoints


def _fault(
    found: Found, code: Code, sentence: str, severe: Callable[..., Diagnostic] = error
) -> Diagnostic:
    """Say what is wrong with a call; what cannot be a stop is nobody's obstacle."""
    headings = [part.heading.text.plain for part in found.section.chain() if part.heading]
    names = "\n".join((found.address, found.summary, *headings))
    tell = severe if may_mention_a_stop(names) else note
    return tell(code, found.position, sentence)


def _endpoint(found: Found, address: Address) -> Endpoint:
    return Endpoint(
        found.method,
        address,
        found.position,
        found.strength,
        found.section,
        found.summary,
        found.opens,
    )


def strongest(endpoints: Iterable[Endpoint]) -> list[Endpoint]:
    """Keep the endpoints that are named most plainly, each once, in the order of the page.

    Where pages were put one behind the other, a title that may be about a stop has its own.
    """
    every = list(endpoints)
    most = max((endpoint.strength for endpoint in every), default=None)
    best: dict[Section, Strength] = {}
    for endpoint in every:
        title = _title(endpoint)
        best[title] = max(endpoint.strength, best.get(title, endpoint.strength))
    kept: dict[tuple[str, str], Endpoint] = {}
    for endpoint in sorted(every, key=lambda known: known.strength is not most):
        title = _title(endpoint)
        is_own = endpoint.strength is best[title] and _is_about_a_stop(title)
        if endpoint.strength is most or (is_own and endpoint.strength is not Strength.MENTIONED):
            kept.setdefault(endpoint.key, endpoint)
    return list(_without_longer(list(kept.values())))


def _title(endpoint: Endpoint) -> Section:
    """Return the section of the page's title, or the whole page where it has none."""
    *inner, root = endpoint.section.chain()
    title = inner[-1] if inner else root
    return title if title.heading and title.heading.level == 1 else root


def _is_about_a_stop(title: Section) -> bool:
    return title.heading is not None and first_verb(title.heading.text.plain) is not None


def _without_longer(endpoints: list[Endpoint]) -> Iterator[Endpoint]:
    """Leave out what a section states a second time, with the server and its path in front."""
    short: dict[tuple[Section, str, str], list[str]] = {}
    for endpoint in endpoints:
        if not endpoint.address.is_whole:
            short.setdefault(_end(endpoint), []).append(endpoint.path)
    for endpoint in endpoints:
        others = short.get(_end(endpoint), []) if endpoint.address.is_whole else []
        if not any(fits(endpoint.path, path) for path in others[:_MOST_ALIKE]):
            yield endpoint


def _end(endpoint: Endpoint) -> tuple[Section, str, str]:
    return endpoint.section, endpoint.method, endpoint.path.rpartition("/")[2]
