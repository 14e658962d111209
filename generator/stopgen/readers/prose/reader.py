"""Reads a Markdown page in prose that states HTTP calls, as OpenAPI with the place of every part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from stopgen.description import Description, MappedOrigins
from stopgen.diagnostic import (
    Checked,
    Code,
    Diagnostic,
    Position,
    Severity,
    collect,
    error,
    warning,
)
from stopgen.readers.markdown import is_too_large
from stopgen.readers.markdown_blocks import Block, Fence
from stopgen.readers.placed import Loose, Placed, placed
from stopgen.readers.prose.checks import check_fences
from stopgen.readers.prose.endpoints import METHODS, Endpoint, Strength
from stopgen.readers.prose.operation import Built, build
from stopgen.readers.prose.passages import ANSWERING, ASKING, Passage
from stopgen.readers.prose.scopes import Scope, contradictions, scopes
from stopgen.readers.prose.slips import check_headings
from stopgen.readers.prose.survey import Survey, survey
from stopgen.readers.prose.vocabulary import Topic
from stopgen.select.mentions import may_mention_a_stop
from stopgen.source import Document

_HINTS: Final = (*METHODS, "CURL")
_MOST_OPERATIONS: Final = 500
_NAMING: Final = re.compile(rf"^\s*[#<]|\b(?:{'|'.join(METHODS)})\b")
"""Begins a heading, a tag or a call, of which an example has none."""


def recognises(document: Document) -> bool:
    """Tell whether a document is a page that states an HTTP call, or sets out to state one."""
    text = document.text
    upper = text.upper()
    if not any(hint in upper for hint in _HINTS):
        return False
    if is_too_large(text):
        return any(f"{method} /" in text for method in METHODS)
    page = survey(document.file, text)
    if page.faults or any(found.strength >= Strength.LISTED for found in page.endpoints):
        return True
    topics = {topic for passage in page.blocks for topic in passage.topics}
    is_about_calls = not topics.isdisjoint(ANSWERING | ASKING)
    is_only_call = len(page.endpoints) == 1 and may_mention_a_stop(page.endpoints[0].path)
    return Topic.ENDPOINT in topics or is_only_call or bool(page.endpoints and is_about_calls)


def read(document: Document) -> Checked[list[Description]]:
    """Read a page; what it says about a call is one OpenAPI operation.

    Returns:
        One description, or none if the page does not say which call it is about.
    """
    if is_too_large(document.text):
        sentence = "this page has more lines or table cells than any page for people"
        yield error(Code.TOO_LARGE, Position(document.file), sentence)
        return []
    page = survey(document.file, document.text)
    yield from page.faults
    description, found = collect(_read(document, page))
    if _may_stop(page):
        yield from found
    elif description is None:
        yield from (
            f._replace(severity=Severity.NOTE) for f in found if f.severity is Severity.ERROR
        )
    else:
        description = _with_findings(description, page.endpoints, found)
    return [description] if description else []


def _may_stop(page: Survey) -> bool:
    """Tell whether a page can be about a stop, by its headings and calls, damaged ones included."""
    headings = [part.heading.text.plain for part in page.page.root.walk() if part.heading]
    told = [entry.text for entry in page.page.front_matter.values()]
    paths = [endpoint.path for endpoint in page.endpoints]
    code = [line for passage in page.blocks for line in _naming_lines(passage.block)]
    return may_mention_a_stop("\n".join((*headings, *told, *paths, *code)))


def _naming_lines(block: Block) -> list[str]:
    """Return the lines of a code block that would be headings, tags or calls outside of it."""
    text = block.code.text if isinstance(block, Fence) else ""
    return [line for line in text.splitlines() if _NAMING.search(line)]


def _with_findings(
    description: Description, endpoints: list[Endpoint], found: list[Diagnostic]
) -> Description:
    """Keep what was found until somebody asks for one of the calls."""
    keys = [(endpoint.path, endpoint.method.lower()) for endpoint in endpoints]
    known = description.findings
    findings = {key: [*found, *known.get(key, ())] for key in keys}
    return description._replace(findings=findings)


def _read(document: Document, page: Survey) -> Checked[Description | None]:
    """Describe the calls of a page; what is found about one of several is told where it matters."""
    yield from check_headings(page.page.root.walk())
    endpoints = yield from _endpoints(page)
    yield from _too_many(endpoints[_MOST_OPERATIONS:])
    found = scopes(page.page, endpoints[:_MOST_OPERATIONS])
    own = {passage.block.position for scope in found for passage in scope.blocks}
    own = own if len(found) > 1 else set[Position]()
    yield from check_fences(passage for passage in page.blocks if _is_everyones(passage, own))
    built, findings = _build_all(page, found, own)
    if not built:
        return None
    if len(built) == 1:
        yield from chain.from_iterable(findings.values())
        findings = {}
    tree = _openapi(document, built)
    openapi = tree.plain
    origins = MappedOrigins(lambda: dict(tree.positions()), Position(document.file))
    if not isinstance(openapi, dict):
        return None
    return Description(document, openapi, origins, findings=findings)


def _too_many(left: Sequence[Endpoint]) -> Iterator[Diagnostic]:
    """Report calls beyond those that are read, if one of them may stop something."""
    for endpoint in left:
        if may_mention_a_stop(f"{endpoint.path} {endpoint.summary}"):
            sentence = (
                f"this call stands behind {_MOST_OPERATIONS} others, which is too many for a page"
            )
            yield error(Code.TOO_LARGE, endpoint.position, sentence)
            return


def _is_everyones(passage: Passage, own: set[Position]) -> bool:
    """Tell whether what is wrong with a block may matter beyond the one call that it tells of.

    Args:
        passage: The block.
        own: Where the blocks stand that tell of one of several calls.
    """
    if passage.block.position not in own:
        return True
    return any(may_mention_a_stop(line) for line in _naming_lines(passage.block))


def _build_all(
    page: Survey, found: list[Scope], own: set[Position]
) -> tuple[list[Built], dict[tuple[str, str], list[Diagnostic]]]:
    """Build all calls; what is found about each is told where it matters."""
    every: list[Built] = []
    findings: dict[tuple[str, str], list[Diagnostic]] = {}
    for scope in found:
        built, about = collect(build(page.page, scope, page.scripts))
        every.append(built)
        key = (scope.endpoint.path, scope.endpoint.method.lower())
        fences = [passage for passage in scope.blocks if not _is_everyones(passage, own)]
        findings[key] = [*check_fences(fences), *about]
    return every, findings


def _endpoints(page: Survey) -> Checked[list[Endpoint]]:
    """Return the calls of a page, and say what is wrong with them."""
    endpoints = page.endpoints
    shown = next((found for found in endpoints if found.strength is Strength.SHOWN), None)
    if shown is not None:
        sentence = "only examples show the calls of this page"
        yield warning(Code.INFERRED_OPERATION, shown.position, sentence)
    if not endpoints and not page.faults:
        about = (found.block.position for found in page.blocks if found.topic is Topic.ENDPOINT)
        first = page.blocks[0].block.position if page.blocks else page.page.start
        sentence = "nothing here states the method and the path of a call"
        yield error(Code.NO_ENDPOINT, next(about, first), sentence)
    yield from contradictions(endpoints)
    return endpoints


def _openapi(document: Document, built: list[Built]) -> Placed:
    """Put operations into one OpenAPI document; servers that all share stand at its root."""
    hosts = {str(entry.servers.plain) if entry.servers else "" for entry in built}
    shared = built[0].servers if len(hosts) == 1 else None
    members: dict[str, Loose] = {
        "openapi": "3.1.0",
        "info": {"title": document.provider, "version": "1"},
        "servers": shared,
        "paths": placed(_paths(built, shared)),
        "components": _components(built),
    }
    return placed(members, built[0].endpoint.position)


def _paths(built: list[Built], shared: Placed | None) -> dict[str, Placed]:
    paths: dict[str, dict[str, Placed]] = {}
    for entry in built:
        operation = entry.operation
        if entry.servers is not None and shared is None:
            operation = operation.with_member("servers", entry.servers)
        paths.setdefault(entry.endpoint.path, {})[entry.endpoint.method.lower()] = operation
    for entry in built:
        if entry.supporting is not None:
            path, operation = entry.supporting
            paths.setdefault(path, {}).setdefault("get", operation)
    return {path: placed(item, _first(item)) for path, item in paths.items()}


def _first(item: dict[str, Placed]) -> Position | None:
    return next((operation.position for operation in item.values()), None)


def _components(built: list[Built]) -> Loose:
    schemes = {
        credential.key: credential.definition()
        for entry in reversed(built)
        for credential in reversed(entry.credentials)
    }
    return {"securitySchemes": schemes} if schemes else None
