"""Reads a Markdown page in prose that states HTTP calls, as OpenAPI with the place of every part."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from stopgen.description import Description, MappedOrigins
from stopgen.diagnostic import Checked, Code, Position, collect, error, warning
from stopgen.readers.markdown import Fence, Page, is_too_large, parse_markdown
from stopgen.readers.placed import Loose, Placed, placed
from stopgen.readers.prose.checks import check_fences
from stopgen.readers.prose.endpoints import METHODS, Endpoint, Strength, judge, strongest
from stopgen.readers.prose.operation import Built, build
from stopgen.readers.prose.passages import ANSWERING, ASKING, Passage, passages
from stopgen.readers.prose.requests import DATA_LANGUAGES, Script, read_script
from stopgen.readers.prose.scopes import contradictions, scopes
from stopgen.readers.prose.statements import shown_calls, statements
from stopgen.readers.prose.vocabulary import Topic
from stopgen.source import Document

_HINTS: Final = (*METHODS, "CURL")
_MOST_OPERATIONS: Final = 500


def recognises(document: Document) -> bool:
    """Tell whether a document is a page that states an HTTP call, or sets out to state one."""
    text = document.text
    upper = text.upper()
    if not any(hint in upper for hint in _HINTS):
        return False
    if is_too_large(text):
        return any(f"{method} /" in text for method in METHODS)
    page = _page(document.file, text)
    blocks = list(passages(page.root.walk()))
    found, faults = collect(judge(statements(page, blocks)))
    if faults or any(endpoint.strength >= Strength.LISTED for endpoint in found):
        return True
    topics = {topic for passage in blocks for topic in passage.topics}
    is_shown = bool(found) or any(True for _ in shown_calls(_scripts(blocks)))
    return Topic.ENDPOINT in topics or (is_shown and not topics.isdisjoint(ANSWERING | ASKING))


def read(document: Document) -> Checked[list[Description]]:
    """Read a page; what it says about a call is one OpenAPI operation.

    Returns:
        One description, or none if the page does not say which call it is about.
    """
    start = Position(document.file)
    if is_too_large(document.text):
        sentence = "this page has more lines or table cells than any page for people"
        yield error(Code.TOO_LARGE, start, sentence)
        return []
    page = _page(document.file, document.text)
    blocks = list(passages(page.root.walk()))
    yield from check_fences(blocks)
    scripts = _scripts(blocks)
    endpoints = yield from _endpoints(page, blocks, scripts)
    if not endpoints:
        return []
    yield from contradictions(endpoints)
    built: list[Built] = []
    for scope in scopes(page, endpoints[:_MOST_OPERATIONS]):
        built.append((yield from build(page, scope, scripts)))
    tree = _openapi(document, built)
    openapi = tree.plain
    origins = MappedOrigins(lambda: dict(tree.positions()), start)
    return [Description(document, openapi, origins)] if isinstance(openapi, dict) else []


def _endpoints(page: Page, blocks: list[Passage], scripts: list[Script]) -> Checked[list[Endpoint]]:
    """Return the calls that a page states, else lists, else mentions, else shows in examples."""
    found, faults = collect(judge(statements(page, blocks)))
    yield from faults
    shown, _ = collect(judge(shown_calls(scripts)))
    endpoints = strongest([*found, *shown])
    if endpoints and endpoints[0].strength is Strength.SHOWN:
        sentence = "only examples show the calls of this page"
        yield warning(Code.INFERRED_OPERATION, endpoints[0].position, sentence)
    if not endpoints and not faults:
        about = (passage.block.position for passage in blocks if passage.topic is Topic.ENDPOINT)
        place = next(about, blocks[0].block.position if blocks else page.start)
        sentence = "nothing here states the method and the path of a call"
        yield error(Code.NO_ENDPOINT, place, sentence)
    return endpoints


@lru_cache(maxsize=1)
def _page(file: str, text: str) -> Page:
    return parse_markdown(file, text)


def _scripts(blocks: list[Passage]) -> list[Script]:
    """Read the example code of a page."""
    return [
        read_script(passage.block, passage.section)
        for passage in blocks
        if isinstance(passage.block, Fence) and passage.block.language not in DATA_LANGUAGES
    ]


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
