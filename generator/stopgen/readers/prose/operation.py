"""Puts the OpenAPI operation of one call together from all that a page says about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from stopgen.diagnostic import Checked, Code, Position, warning
from stopgen.readers.markdown_blocks import Fence, ListItems, Page, Paragraph, Section
from stopgen.readers.markdown_inline import Inline
from stopgen.readers.placed import Loose, Placed, placed
from stopgen.readers.prose.answers import gather
from stopgen.readers.prose.bodies import request_body
from stopgen.readers.prose.endpoints import METHODS, Endpoint, Strength, call
from stopgen.readers.prose.facts import request_facts
from stopgen.readers.prose.headers import (
    ContentType,
    check_headers,
    content_type,
    header_parameters,
)
from stopgen.readers.prose.leftovers import leftovers
from stopgen.readers.prose.lexicon import DESCRIPTIONS, SUMMARIES
from stopgen.readers.prose.limits import rate_limits
from stopgen.readers.prose.parameters import Part, missing, parameter, parts
from stopgen.readers.prose.passages import Passage, heading_topic, is_label
from stopgen.readers.prose.requests import ExampleRequest, Script
from stopgen.readers.prose.responses import responses
from stopgen.readers.prose.scopes import Scope
from stopgen.readers.prose.security import Credential, credentials, requirement, shown_credentials
from stopgen.readers.prose.servers import check_requests, own_requests, servers
from stopgen.readers.prose.status_calls import StatusCall, status_call, status_operation
from stopgen.readers.prose.topics import topic_of
from stopgen.readers.prose.vocabulary import Topic

_SIGNATURE: Final = re.compile(r"(?:[\w.\[\]<>]{1,200} )?\w[\w.]{0,200}\(.{0,500}\)")
"""What a function of a client is called with; it says nothing of the call."""


@dataclass(frozen=True, slots=True)
class Built:
    """An operation and what it needs around it.

    Attributes:
        endpoint: The call.
        operation: The OpenAPI operation.
        servers: Its servers.
        credentials: The security schemes that it and its status call use.
        supporting: Path and operation of the status call.
    """

    endpoint: Endpoint
    operation: Placed
    servers: Placed | None
    credentials: list[Credential]
    supporting: tuple[str, Placed] | None = field(default=None)


def build(page: Page, scope: Scope, scripts: list[Script]) -> Checked[Built]:
    """Read everything that a page says about one call."""
    endpoint, blocks = scope.endpoint, scope.blocks
    fences = {passage.block.position for passage in blocks}
    inside = [script for script in scripts if script.position in fences]
    requests = [made for script in inside for made in script.requests]
    own = own_requests(endpoint, requests)
    yield from check_requests(endpoint, requests)
    facts = yield from request_facts(blocks, scope.home)
    stated = yield from parts(facts, endpoint, own)
    yield from check_headers(stated, [made for made in own if made.extent])
    held = yield from credentials(stated, own, blocks)
    hosts = yield from servers(endpoint, own, blocks)
    kind = content_type(stated, own)
    body = yield from request_body(stated, blocks, own, kind)
    told = yield from responses((yield from gather(scope.sections, blocks, _fences(blocks, own))))
    yield from leftovers(blocks, facts)
    asked = yield from status_call(endpoint, inside, own, blocks)
    listed = yield from _parameters(endpoint, stated, None if body else kind)
    members: dict[str, Loose] = {
        "summary": _summary(page, scope),
        "description": _description(page, scope),
        "parameters": listed or None,
        "requestBody": body,
        "responses": told,
        "security": requirement(held),
        "x-rate-limits": (yield from rate_limits(blocks)),
        "x-status-operation": f"GET {asked.path}" if asked else None,
        "x-inferred": True if endpoint.strength is Strength.SHOWN else None,
    }
    operation = placed(members, endpoint.position)
    supporting, extra = _supporting(asked, listed, held)
    return Built(endpoint, operation, hosts, [*held, *extra], supporting)


def _fences(blocks: Iterable[Passage], own: list[ExampleRequest]) -> frozenset[Position]:
    """Return the fences in which examples make the call."""
    lines = {made.position.line for made in own}
    return frozenset(
        passage.block.position
        for passage in blocks
        if isinstance(passage.block, Fence) and not lines.isdisjoint(_lines(passage.block))
    )


def _lines(fence: Fence) -> range:
    first = fence.code.first_line
    return range(first, first + fence.code.text.count("\n") + 1)


def _parameters(
    endpoint: Endpoint, stated: list[Part], kind: ContentType | None
) -> Checked[list[Placed]]:
    """Return the parameters in the order of the page; those that it does not describe come last."""
    told: list[Placed] = []
    for part in stated:
        if part.place is Topic.HEADERS:
            told.extend(header_parameters([part], kind))
        elif part.place is not Topic.BODY:
            told.append(parameter(part))
    untold = list(missing(endpoint, stated))
    if untold:
        names = ", ".join(repr(name) for name, _ in untold)
        sentence = f"nothing describes {names} in the address, so any text may stand there"
        yield warning(Code.INFERRED_PARAMETER, endpoint.position, sentence)
    return [*told, *(entry for _, entry in untold)]


def _supporting(
    asked: StatusCall | None, listed: Iterable[Placed], held: list[Credential]
) -> tuple[tuple[str, Placed] | None, list[Credential]]:
    """Return the status call, and the credentials that only it uses."""
    if asked is None:
        return None, []
    shown = shown_credentials(asked.asked) or held
    inside = [entry for entry in listed if _is_in(entry, asked.path)]
    operation = status_operation(asked, inside, requirement(shown))
    known = {credential.key for credential in held}
    return (asked.path, operation), [entry for entry in shown if entry.key not in known]


def _is_in(entry: Placed, path: str) -> bool:
    match entry.plain:
        case {"in": "path", "name": str(name)}:
            return f"{{{name}}}" in path
        case _:
            return False


def _summary(page: Page, scope: Scope) -> Placed | None:
    """Return what the heading of the call says, or a list of calls beside it."""
    endpoint = scope.endpoint
    is_own = endpoint.opens or not scope.sections
    if is_own and endpoint.summary:
        return placed(endpoint.summary, endpoint.position)
    told = next(_named(scope), None)
    if told is not None:
        return placed(told.plain, told.position)
    if endpoint.summary:
        return placed(endpoint.summary, endpoint.position)
    title = page.front_matter.get("title")
    return placed(title.text, title.position) if title else None


def _named(scope: Scope) -> Iterator[Inline]:
    """Yield what may be the name of a call: its heading, else what stands where a summary is told."""
    heading = scope.home.heading
    if heading is not None and heading_topic(scope.home) is None and _is_name(heading.text):
        yield heading.text
    for section in scope.sections:
        title = section.heading.text.plain if section.heading else ""
        if title.strip(" :：").lower() in SUMMARIES:
            for block in section.blocks[:1]:
                match block:
                    case Paragraph(text=text) if text.plain:
                        yield text
                    case ListItems(items=[first, *_]) if first.text.plain:
                        yield first.text
                    case _:
                        pass


def _is_name(text: Inline) -> bool:
    return call(text.plain) is None and text.plain.upper() not in METHODS


def _description(page: Page, scope: Scope) -> Placed | None:
    """Return the first sentence or two below the heading of the call."""
    text = next(_told(scope), None)
    if text is not None:
        return placed(text.markdown, text.position)
    told = page.front_matter.get("description")
    return placed(told.text, told.position) if told else None


def _is_description(section: Section) -> bool:
    title = section.heading.text.plain if section.heading else ""
    return title.strip(" :：").lower() in DESCRIPTIONS


def _told(scope: Scope) -> Iterator[Inline]:
    """Yield paragraphs right below the heading that are neither labels nor calls nor components."""
    about = (part for part in scope.home.sections if _is_description(part))
    for block in chain(*(part.blocks for part in (scope.home, *about))) if scope.sections else ():
        if isinstance(block, Paragraph) and not is_label(block):
            plain = block.text.plain
            is_fact = topic_of(plain.replace("：", ":").partition(":")[0], exact=True) is not None
            is_code = is_fact or _SIGNATURE.fullmatch(plain) is not None
            if plain and call(plain) is None and not is_code and plain[0] not in "{<|":
                yield block.text
