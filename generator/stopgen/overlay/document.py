"""Reads OpenAPI Overlay 1.0 documents."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, Protocol

from stopgen.description import Json, Origin, Pointer
from stopgen.diagnostic import Checked, Code, Diagnostic, collect, each, error
from stopgen.node import Node
from stopgen.readers import data
from stopgen.readers.excerpt import Excerpt
from stopgen.source import Document

_VERSION: Final = re.compile(r"1\.0\.\d+")
_MOST_MATCHES: Final = 100_000
_OVERLAY_FIELDS: Final = frozenset({"overlay", "info", "extends", "actions"})
_INFO_FIELDS: Final = frozenset({"title", "version"})
_ACTION_FIELDS: Final = frozenset({"target", "description", "update", "remove"})


class Selector(Protocol):
    """Finds parts of a tree."""

    def __call__(self, tree: Json) -> list[Pointer]:
        """Return where the selected parts are, each once.

        Raises:
            ValueError: The tree is too deep for the selector, or too much is selected.
        """
        ...


@dataclass(frozen=True, slots=True)
class Action:
    """One change of a description.

    Attributes:
        select: Finds what is changed.
        target: The JSONPath as it is written, and where.
        update: What is merged in, and where it stands; None for an action that removes.
    """

    select: Selector
    target: Node
    update: Node | None


@dataclass(frozen=True, slots=True)
class Overlay:
    """A correction of the descriptions of one provider.

    Attributes:
        document: The file that it was read from.
        extends: The one document that it speaks about; a node with null for all of the provider.
        actions: The changes, in order.
        origin: Where the overlay stands.
    """

    document: Document
    extends: Node
    actions: tuple[Action, ...]
    origin: Origin


def read(document: Document) -> Checked[Overlay | None]:
    """Read an overlay; None if there is an error in it."""
    loaded = yield from data.load(Excerpt.whole(document))
    if loaded is None:
        return None
    root = Node(loaded.value, Origin(loaded.origins, ()), {})
    faults = list(_faults(root))
    yield from faults
    actions, wrong = collect(each(_action, root["actions"].items()))
    yield from [] if faults else wrong
    if faults or wrong:
        return None
    return Overlay(document, root["extends"], tuple(actions), root.origin)


def _action(node: Node) -> Checked[Action | None]:
    """Read one action of a sound overlay."""
    target = node["target"]
    try:
        select = _selector(target.text or "")
    except ValueError as problem:
        yield _fault(target, f"{target.text!r} is no JSONPath as RFC 9535 has it: {problem}")
        return None
    return Action(select, target, None if node["remove"].flag else node["update"])


def _selector(path: str) -> Selector:
    """Compile a JSONPath.

    Raises:
        ValueError: It is none.
    """
    # Most runs have no overlay, and the library takes 75 ms to import.
    from jsonpath import JSONPathEnvironment, JSONPathError

    try:
        compiled = JSONPathEnvironment(strict=True).compile(path)
    except (JSONPathError, RecursionError) as problem:
        raise ValueError(_reason(problem)) from None

    def select(tree: Json) -> list[Pointer]:
        try:
            found = list(islice(compiled.finditer(tree), _MOST_MATCHES + 1))
        except (JSONPathError, RecursionError) as problem:
            raise ValueError(_reason(problem)) from None
        if len(found) > _MOST_MATCHES:
            raise ValueError(f"it selects more than {_MOST_MATCHES} parts")
        return list(dict.fromkeys(match.parts for match in found))

    return select


def _reason(problem: Exception) -> str:
    return str(problem.args[0] if problem.args else problem).partition("\n")[0].strip()


def _faults(root: Node) -> Iterator[Diagnostic]:
    """Yield where an overlay is not what the specification asks for."""
    if not isinstance(root.value, dict):
        yield _fault(root, "an overlay is an object with 'overlay', 'info' and 'actions'")
        return
    yield from _unknown(root, "an overlay", _OVERLAY_FIELDS)
    version = root["overlay"].text
    if version is None or not _VERSION.fullmatch(version):
        yield _fault(root["overlay"], "'overlay' is the version of the format, which is 1.0.0")
    yield from _info_faults(root["info"])
    if "extends" in root and not root["extends"].text:
        yield _fault(root["extends"], "'extends' is the name of a document")
    if not any(root["actions"].items()):
        yield _fault(root["actions"], "'actions' is a list of at least one action")
    for action in root["actions"].items():
        yield from _action_faults(action)


def _info_faults(info: Node) -> Iterator[Diagnostic]:
    if not isinstance(info.value, dict):
        yield _fault(info, "'info' is an object with 'title' and 'version'")
        return
    yield from _unknown(info, "'info'", _INFO_FIELDS)
    for field in ("title", "version"):
        if info[field].text is None:
            yield _fault(info[field], f"'info' has a text as its '{field}'; quote a number")


def _action_faults(action: Node) -> Iterator[Diagnostic]:
    if not isinstance(action.value, dict):
        yield _fault(action, "an action is an object with 'target' and 'update' or 'remove'")
        return
    yield from _unknown(action, "an action", _ACTION_FIELDS)
    if action["target"].text is None:
        yield _fault(action["target"], "an action has a JSONPath as its 'target'")
    if "remove" in action and action["remove"].flag is None:
        yield _fault(action["remove"], "'remove' is true or false")
    if "update" not in action and not action["remove"].flag:
        yield _fault(action, "an action has an 'update', or 'remove: true'")


def _unknown(node: Node, what: str, known: Collection[str]) -> Iterator[Diagnostic]:
    for key, member in node.members():
        if key not in known and not key.startswith("x-"):
            yield _fault(member, f"{what} has no field {key!r}")


def _fault(node: Node, message: str) -> Diagnostic:
    return error(Code.OVERLAY_INVALID, node.origin.position, message)
