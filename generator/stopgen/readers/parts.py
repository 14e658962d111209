"""Pieces of a description under construction, each with the places in the source it was made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from stopgen.description import Json, JsonObject, Pointer
from stopgen.diagnostic import Checked, Code, error, warning
from stopgen.node import Node
from stopgen.readers.excerpt import quoted

_FORM: Final = frozenset(
    "paths path method servers request security parameters query header cookie body response"
    " schemaArray schema components schemas".split()
)
"""The keys that the expanded form is made of; in another place than their own they are a mistake."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a description.

    Attributes:
        value: The piece.
        moves: For pointers inside the piece, where in the source they came from.
    """

    value: Json
    moves: Mapping[Pointer, Pointer]


def taken(node: Node) -> Part | None:
    """Return what stands at a place, as it is; None if nothing does."""
    return made(node.value, node) if node else None


def made(value: Json, node: Node) -> Part:
    """Return a value that was made of what stands at a place."""
    return Part(value, {(): node.origin.pointer})


def written(node: Node) -> Part | None:
    """Return the text at a place, also where YAML takes it for a number; None if there is none."""
    is_scalar = isinstance(node.value, str | int | float)
    return made(str(node.value), node) if is_scalar else None


def mapping(node: Node, members: Mapping[str, Part | None]) -> Part:
    """Return a mapping that stands for a place, without the members that are None."""
    present = {key: part for key, part in members.items() if part is not None}
    value: JsonObject = {key: part.value for key, part in present.items()}
    return Part(value, {(): node.origin.pointer, **_moved(present.items())})


def sequence(node: Node, items: Iterable[Part]) -> Part:
    """Return a list that stands for a place."""
    listed = list(items)
    value: list[Json] = [part.value for part in listed]
    return Part(value, {(): node.origin.pointer, **_moved(enumerate(listed))})


def at(node: Node, part: Part) -> Part:
    """Return the same piece, but as a whole standing for another place."""
    return Part(part.value, {**part.moves, (): node.origin.pointer})


def extensions(node: Node) -> dict[str, Part | None]:
    """Return the members that OpenAPI allows anywhere."""
    return {key: taken(member) for key, member in node.members() if key.startswith("x-")}


def check_keys(node: Node, known: Iterable[str]) -> Checked[None]:
    """Report what has no place here, and anything that should be a mapping and is none."""
    if node and not isinstance(node.value, dict):
        yield error(Code.WRONG_SHAPE, node.origin.position, "a mapping should stand here")
    allowed = frozenset(known)
    for key, member in node.members():
        if key in allowed or key.startswith("x-"):
            continue
        if key in _FORM:
            sentence = f"{quoted(key)} does not belong here: is it indented as it should be?"
            yield error(Code.WRONG_SHAPE, member.origin.position, sentence)
        else:
            sentence = f"{quoted(key)} has no place in OpenAPI and is left out"
            yield warning(Code.NOT_CARRIED, member.origin.position, sentence)


def _moved(parts: Iterable[tuple[str | int, Part]]) -> dict[Pointer, Pointer]:
    return {
        (key, *pointer): source for key, part in parts for pointer, source in part.moves.items()
    }
