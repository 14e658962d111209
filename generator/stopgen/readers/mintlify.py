"""Reads pages that carry their operation in a fenced block, as Mintlify exports them."""

from __future__ import annotations

import re
from typing import Final

from stopgen import methods
from stopgen.description import Description, JsonObject, PinnedOrigins, Pointer
from stopgen.diagnostic import (
    Checked,
    Code,
    Position,
    Severity,
    collect,
    each,
    error,
    note,
    warning,
)
from stopgen.readers import openapi
from stopgen.readers.excerpt import Data, Excerpt
from stopgen.readers.expanded import is_expanded, read_expanded
from stopgen.readers.json_text import looks_like_json
from stopgen.readers.markdown import is_too_large
from stopgen.readers.page import METHODS, SIGN, ApiBlock, api_blocks
from stopgen.readers.referenced import find_reference, read_reference
from stopgen.references import at
from stopgen.select.mentions import may_mention_a_stop
from stopgen.source import Document

_OPENING: Final = re.compile(
    rf"^[ \t>]*(?:`{{4,}}|~{{4,}})[ \t]*\w+.*\s(?:{METHODS})\s+/", re.MULTILINE | re.IGNORECASE
)
_NO_METHOD: Final = re.compile(r"\s(\S+)\s+/\S*$")


def recognises(document: Document) -> bool:
    """Tell by a look at the text whether a line in it opens an API block, or was meant to."""
    if looks_like_json(document.text):
        return False
    if SIGN.search(document.text) is not None:
        return True
    return "<ParamField" not in document.text and find_reference(document) is not None


def read(document: Document) -> Checked[list[Description]]:
    """Read the operations of a page, or of the pages that stand one after the other."""
    if is_too_large(document.text):
        sentence = "this page is longer than any that people read: cut it in parts"
        yield error(Code.TOO_LARGE, Position(document.file), sentence)
        return []
    blocks = api_blocks(document)
    if blocks:
        return (yield from each(lambda block: _read_if_it_matters(document, block), blocks))
    reference = find_reference(document)
    if reference is not None:
        return [(yield from read_reference(document, reference))]
    sign = SIGN.search(document.text)
    position = Excerpt.whole(document).at(sign.start() if sign else 0)
    yield error(Code.UNCLOSED_FENCE, position, "this line opens no block: a fence needs ```` here")
    return []


def _read_if_it_matters(document: Document, block: ApiBlock) -> Checked[Description | None]:
    """Read a block; what is wrong with one that cannot be about a stop is no more than a note."""
    description, found = collect(_read_block(document, block))
    title = block.title.text if block.title else ""
    told = f"{block.call.path}\n{title}" if block.call else block.fence.code.text
    for finding in found:
        hidden = block.fence.code.text if finding.code is Code.UNCLOSED_FENCE else ""
        is_obstacle = may_mention_a_stop(f"{told}\n{hidden}")
        yield finding if is_obstacle else finding._replace(severity=Severity.NOTE)
    return description


def _read_block(document: Document, block: ApiBlock) -> Checked[Description | None]:
    position = block.fence.position
    if block.is_channel:
        yield note(Code.NO_OPERATION, position, "this block describes a channel, not HTTP calls")
        return None
    inner = _OPENING.search(block.fence.code.text)
    if inner is not None or not block.fence.is_closed:
        sentence = "no fence of the same length closes the block that begins here"
        related = [block.fence.code.at(inner.start())] if inner is not None else []
        yield error(Code.UNCLOSED_FENCE, position, sentence, *related)
        return None
    data = yield from openapi.load_indented(block.fence.code)
    description = (yield from _describe(document, data)) if data is not None else None
    if description is None:
        return None
    yield from _compare(description, block)
    return _introduce(description, block)


def _describe(document: Document, data: Data) -> Checked[Description | None]:
    match data.value:
        case {"openapi": _} | {"swagger": _}:
            return (yield from openapi.describe(document, data))
        case dict() as tree if is_expanded(tree):
            return (yield from read_expanded(document, data))
        case {"paths": dict()}:
            return (yield from openapi.describe(document, data))
        case {"paths": _}:
            sentence = "nothing stands inside the paths: is what follows indented?"
            place = data.origins.position(("paths",))
        case _:
            sentence = "this block holds neither an OpenAPI document nor an operation"
            place = data.origins.position(())
    yield error(Code.WRONG_SHAPE, place, sentence)
    return None


def _compare(description: Description, block: ApiBlock) -> Checked[None]:
    """Warn if the opening line announces something else than the block describes."""
    found = _operations(description)
    position = block.fence.position
    if block.call is None:
        word = _NO_METHOD.search(block.fence.info)
        if word is not None:
            sentence = f"{word[1]!r} is not an HTTP method"
            yield warning(Code.FENCE_MISMATCH, position, sentence)
    elif not any(pointer[1:] == (block.call.path, block.call.method.lower()) for pointer in found):
        related = [description.origins.position(pointer) for pointer in found[:1]]
        sentence = f"the block does not describe {block.call.method} {block.call.path}"
        yield warning(Code.FENCE_MISMATCH, position, sentence, *related)


def _operations(description: Description) -> list[Pointer]:
    paths = description.openapi["paths"]
    items = paths.items() if isinstance(paths, dict) else ()
    return [
        ("paths", path, method)
        for path, item in items
        if isinstance(item, dict)
        for method in item
        if method in methods.METHODS
    ]


def _introduce(description: Description, block: ApiBlock) -> Description:
    """Give an operation the page's title and description where it has none of its own."""
    pointer = _introduced(description, block)
    if pointer is None:
        return description
    operation = at(description.openapi, pointer)
    offered = {"summary": block.title, "description": block.description}
    missing = {
        key: span
        for key, span in offered.items()
        if span is not None and isinstance(operation, dict) and key not in operation
    }
    pins = {(*pointer, key): span.position for key, span in missing.items()}
    added: JsonObject = {key: span.text for key, span in missing.items()}
    tree = _with_members(description.openapi, pointer, added)
    return description._replace(openapi=tree, origins=PinnedOrigins(pins, description.origins))


def _introduced(description: Description, block: ApiBlock) -> Pointer | None:
    """Return the operation that the page is about."""
    operations = _operations(description)
    if block.call is not None:
        announced = ("paths", block.call.path, block.call.method.lower())
        operations = [found for found in operations if found == announced] or operations
    return operations[0] if len(operations) == 1 else None


def _with_members(tree: JsonObject, pointer: Pointer, members: JsonObject) -> JsonObject:
    """Return the tree with further members in the mapping at a pointer."""
    if not pointer:
        return {**members, **tree}
    key = str(pointer[0])
    inside = tree[key]
    return (
        {**tree, key: _with_members(inside, pointer[1:], members)}
        if isinstance(inside, dict)
        else tree
    )
