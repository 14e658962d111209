"""Reads OpenAPI documents, JSON or YAML."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import Final

from stopgen.description import Description, Json, JsonObject, Origin
from stopgen.diagnostic import Checked, Code, Diagnostic, Severity, collect, error, note, warning
from stopgen.methods import METHODS
from stopgen.readers.data import load
from stopgen.readers.excerpt import Data, Excerpt, quoted
from stopgen.readers.items import elsewhere
from stopgen.readers.json_text import looks_like_json
from stopgen.select.mentions import may_mention_a_stop
from stopgen.source import Document

_LARGE: Final = 1024 * 1024
"""From so many characters on, it takes less time to read only what is looked at.

With YAML that begins at an eighth of it: for JSON there is a library to be loaded first.
"""

_SUPPORTED: Final = re.compile(r"3\.[012](\..*)?")
_TOP_KEYS: Final = frozenset(
    "openapi info servers paths webhooks components security tags externalDocs jsonSchemaDialect"
    " $self".split()
)
_SWAGGER: Final = re.compile(r"2(\.0)?")
_SWAGGER_KEYS: Final = frozenset(
    "swagger info host basePath schemes consumes produces paths definitions parameters responses"
    " securityDefinitions security tags externalDocs".split()
)
_ITEM_KEYS: Final = frozenset(METHODS) | frozenset(
    "$ref summary description servers parameters query additionalOperations".split()
)
_HOLDERS: Final = {*METHODS, "$ref", "query", "additionalOperations"}
_JSON_SIGN: Final = re.compile(r'"(?:openapi|swagger)"\s*:|"paths"\s*:\s*\{\s*"/')
_YAML_SIGN: Final = re.compile(
    r"""^(["']?)(?:openapi|swagger)\1[ \t]*:[ \t]*["']?[0-9]
      | ^(["']?)paths\2[ \t]*:[ \t]*\n(?:[ \t]*(?:\#.*)?\n)*[ \t]+["']?/""",
    re.MULTILINE | re.VERBOSE,
)
_INDENTED: Final = re.compile(r"^[ \t]+\S", re.MULTILINE)
_BARE_KEY: Final = re.compile(r"^[^\s#].*:[ \t]*$", re.MULTILINE)
_FENCE: Final = re.compile(r"^(?:``|~~)", re.MULTILINE)


def recognises(document: Document) -> bool:
    """Tell by a look at the text whether a document says that it is OpenAPI, or has its paths."""
    if looks_like_json(document.text):
        return _JSON_SIGN.search(document.text) is not None
    sign = _YAML_SIGN.search(document.text)
    return sign is not None and not _FENCE.search(document.text, 0, sign.start())


def read(document: Document) -> Checked[list[Description]]:
    """Read a document that is OpenAPI as a whole."""
    description = yield from read_excerpt(document, Excerpt.whole(document))
    return [description] if description is not None else []


def read_excerpt(document: Document, excerpt: Excerpt) -> Checked[Description | None]:
    """Read a part of a document that is OpenAPI as a whole; None if it has no operation."""
    data = _outline(excerpt) or (yield from load_indented(excerpt))
    return (yield from describe(document, data)) if data is not None else None


def _outline(excerpt: Excerpt) -> Data | None:
    """Read a large text in outline; None if all of it has to be read."""
    is_json = looks_like_json(excerpt.text)
    if len(excerpt.text) < (_LARGE if is_json else _LARGE // 8):
        return None
    if is_json:
        from stopgen.readers import json_outline

        return json_outline.load(excerpt)
    from stopgen.readers import yaml_outline

    return yaml_outline.load(excerpt)


def load_indented(excerpt: Excerpt) -> Checked[Data | None]:
    """Read YAML or JSON, unless it is YAML that has lost its indentation."""
    if not looks_like_json(excerpt.text) and _is_flat(excerpt.text):
        sentence = "no line here is indented: the text has lost its leading spaces"
        yield error(Code.INDENTATION_LOST, excerpt.position(1, 1), sentence)
        return None
    return (yield from load(excerpt))


def describe(document: Document, data: Data) -> Checked[Description | None]:
    """Take a tree as a description; what is older than OpenAPI 3.1 stays so until it is lifted.

    Returns:
        The description; None if the tree is no OpenAPI that can be read, or has no operation.
    """
    description, found = collect(_described(document, data))
    yield from data.faults or found
    return None if data.faults else description


def _described(document: Document, data: Data) -> Checked[Description | None]:
    root = Origin(data.origins, ())
    if not isinstance(data.value, dict):
        yield error(Code.WRONG_SHAPE, root.position, "an OpenAPI document is a mapping")
        return None
    problem = _version_problem(data.value, root)
    if problem is not None:
        yield problem
        return None
    known = _TOP_KEYS if "openapi" in data.value else _SWAGGER_KEYS
    unknown = _unknown_keys(data.value, root, known)
    yield from unknown
    if any(elsewhere(data)):
        from stopgen.readers.files import with_items

        data = yield from with_items(document, data)
    tree = data.value if isinstance(data.value, dict) else {}
    root = Origin(data.origins, ())
    if not (yield from _has_operations(tree, root, data.names.keys(), is_clean=not unknown)):
        return None
    return Description(document, tree, data.origins, names=data.names, faults=data.faults)


def _is_flat(text: str) -> bool:
    """Tell whether keys that announce something inside them stand in a text without indentation."""
    return not _INDENTED.search(text) and len(_BARE_KEY.findall(text)) > 1


def _version_problem(tree: JsonObject, root: Origin) -> Diagnostic | None:
    """Return what is wrong with the version that a tree says to be of."""
    for key, supported in (("openapi", _SUPPORTED), ("swagger", _SWAGGER)):
        version = tree.get(key)
        if version is None:
            continue
        if supported.fullmatch(str(version)):
            return None
        told = f"{key} {quoted(str(version))} is not a version that can be read"
        sentence = f"{told}: Swagger 2.0 and OpenAPI 3.0 to 3.2 are"
        return error(Code.UNSUPPORTED_VERSION, (root / key).position, sentence)
    sentence = "there is no key 'openapi' that says which version this is"
    return error(Code.MISSING_VERSION, root.position, sentence)


def _has_operations(
    tree: JsonObject, root: Origin, named: AbstractSet[str], *, is_clean: bool
) -> Checked[bool]:
    """Check the shape of the paths, as far as it takes to find operations in them.

    Those that are named already have nothing unusual in them.
    """
    if "paths" not in tree:
        yield _no_paths(tree, root, is_clean=is_clean)
        return False
    paths = tree["paths"]
    if not isinstance(paths, dict):
        sentence = "the paths are not a mapping of paths to what stands at them"
        yield error(Code.WRONG_SHAPE, (root / "paths").position, sentence)
        return False
    found = False
    for path in paths:
        if path in named and path.startswith("/"):
            found = True
        elif not path.startswith("x-"):
            found = (yield from _check_path(path, paths[path], root / "paths" / path)) or found
    if not found:
        yield note(Code.NO_OPERATION, (root / "paths").position, "no operation is described here")
    return found


def _no_paths(tree: JsonObject, root: Origin, *, is_clean: bool) -> Diagnostic:
    """Say that there are no paths; with webhooks or components only, none are needed."""
    only = [key for key in ("webhooks", "components") if key in tree]
    if only and is_clean:
        position = (root / only[0]).position
        return note(Code.NO_OPERATION, position, f"there are no paths here, only {only[0]}")
    return error(Code.WRONG_SHAPE, root.position, "this OpenAPI document has no paths")


def _check_path(path: str, item: Json, origin: Origin) -> Checked[bool]:
    """Report what makes operations invisible; tell whether there can be any."""
    if not path.startswith("/"):
        yield warning(Code.WRONG_SHAPE, origin.position, "a path begins with a slash")
    if not isinstance(item, dict):
        yield warning(Code.WRONG_SHAPE, origin.position, "this path has no mapping of methods")
        return False
    for method in METHODS:
        if method in item and not isinstance(item[method], dict):
            sentence = f"nothing stands inside {method}: is what follows indented?"
            tell = error if may_mention_a_stop(path) else warning
            yield tell(Code.WRONG_SHAPE, (origin / method).position, sentence)
    has_operations = any(isinstance(item[key], dict | str) for key in _HOLDERS.intersection(item))
    unknown = _unknown_keys(item, origin, _ITEM_KEYS)
    if has_operations or not may_mention_a_stop(path):
        yield from unknown
    else:
        yield from (finding._replace(severity=Severity.ERROR) for finding in unknown)
    return has_operations


def _unknown_keys(mapping: JsonObject, origin: Origin, known: frozenset[str]) -> list[Diagnostic]:
    return [
        warning(
            Code.UNKNOWN_KEY, (origin / key).position, f"OpenAPI knows no key {quoted(key)} here"
        )
        for key in mapping
        if key not in known and not key.startswith("x-")
    ]
