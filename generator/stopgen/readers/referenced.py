"""Reads pages that only name their operation, in front matter: ``openapi: 'file METHOD path'``."""

from __future__ import annotations

import re
from typing import Final

from stopgen.description import Description, Json, JsonObject, PinnedOrigins
from stopgen.diagnostic import Checked, Code, warning
from stopgen.readers.excerpt import Excerpt
from stopgen.readers.lift import OPENAPI
from stopgen.readers.page import METHODS
from stopgen.readers.yaml_text import YamlOrigins
from stopgen.source import Document

_REFERENCE: Final = re.compile(
    rf"""\A---[ \t]*\n (?:(?!---).*\n)*? openapi[ \t]*:[ \t]*["']?
    (?:\S+[ \t]+)? (?P<method>{METHODS})[ \t]+(?P<path>/[^\s"']*)["']?[ \t]*\n""",
    re.IGNORECASE | re.VERBOSE,
)
_TITLE: Final = re.compile(r"""^title[ \t]*:[ \t]*(["']?)(.+)\1[ \t]*$""", re.MULTILINE)
_VARIABLE: Final = re.compile(r"\{([^{}]+)\}")


def find_reference(document: Document) -> re.Match[str] | None:
    """Return where a page names an operation that a file elsewhere describes."""
    return _REFERENCE.match(document.text)


def read_reference(document: Document, found: re.Match[str]) -> Checked[Description]:
    """Describe what such a page tells: method, path, the path's variables and a title."""
    excerpt = Excerpt.whole(document)
    place = excerpt.at(found.start("method"))
    sentence = "this page only names an operation; the file that describes it is not read"
    yield warning(Code.ONLY_REFERENCED, place, sentence)
    title = _TITLE.search(found[0])
    operation: JsonObject = {"summary": title[2]} if title else {}
    operation["parameters"] = [_parameter(name) for name in _VARIABLE.findall(found["path"])]
    tree: JsonObject = {
        "openapi": OPENAPI,
        "info": {"title": document.provider, "version": "1"},
        "paths": {found["path"]: {found["method"].lower(): operation}},
    }
    return Description(document, tree, PinnedOrigins({(): place}, YamlOrigins(excerpt)))


def _parameter(name: str) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
