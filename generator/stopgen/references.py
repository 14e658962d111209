"""Follows references inside a description: what a part reaches, and what a pointer means."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote, unquote

from stopgen.description import Json, JsonObject, Pointer
from stopgen.words import pascal

FILES: Final = "x-stopgen-files"
"""The key at the top of a description under which parts of other files stand, by the files' paths."""
OLD_HOLDERS: Final = ("definitions", "parameters", "responses", "securityDefinitions")
"""What stands beside the paths in Swagger 2, and among the components since."""

HOLDING: Final = (dict, list)
"""The types of values that have parts; as a tuple, as there can be half a million questions."""

_LONGEST_CHAIN = 100
_LONGEST_INDEX = 9
_UNSAID = frozenset("components content definitions paths properties schema schemas".split())
"""Parts of a pointer that say nothing about what stands there."""


def parse(reference: str) -> Pointer | None:
    """Return the pointer of a local reference (``#/components/…``), None for any other."""
    if not reference.startswith("#/"):
        return None
    return tuple(_unescaped(unquote(part)) for part in reference[2:].split("/"))


def read(pointer: str) -> Pointer | None:
    """Return a pointer as RFC 6901 spells it (``/data/status``), None if the text is none."""
    if not pointer:
        return ()
    if not pointer.startswith("/"):
        return None
    return tuple(map(_unescaped, pointer[1:].split("/")))


def _unescaped(part: str) -> str:
    return part.replace("~1", "/").replace("~0", "~")


def refer(pointer: Pointer) -> str:
    """Write a pointer as a local reference; the opposite of ``parse``."""
    return "#" + quote(spell(pointer), safe="/~", errors="replace")


def spell(pointer: Pointer) -> str:
    """Write a pointer as RFC 6901 has it, without the leading ``#``."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in pointer)


def label(pointer: Pointer) -> str:
    """Return a Pascal case name for what stands at a pointer; a whole file has its file's name."""
    match pointer:
        case (key, name) if key == FILES:
            pointer = (PurePosixPath(str(name)).stem,)
        case (key, _, *inner) if key == FILES:
            pointer = tuple(inner)
        case _:
            pass
    return pascal(" ".join(str(part) for part in pointer if part not in _UNSAID)) or "Part"


def at(tree: Json, pointer: Pointer) -> Json:
    """Return what stands at a pointer.

    Raises:
        LookupError: Nothing stands there.
    """
    for part in pointer:
        match tree:
            case dict():
                tree = tree[str(part)]
            case list() if str(part).isdecimal() and len(str(part)) <= _LONGEST_INDEX:
                tree = tree[int(part)]
            case _:
                raise LookupError(spell(pointer))
    return tree


def resolve(tree: JsonObject, value: Json) -> tuple[Json, Pointer | None]:
    """Follow a ``$ref`` to the end of its chain.

    Returns:
        The value and where it stands; the value itself and None if it is no reference, or one that leads nowhere.
    """
    pointer: Pointer | None = None
    for _ in range(_LONGEST_CHAIN):
        target = reference_of(value)
        if target is None:
            break
        try:
            value = at(tree, target)
        except LookupError:
            break
        pointer = target
    return value, pointer


def path_item(tree: JsonObject, value: Json) -> tuple[JsonObject, Pointer | None]:
    """Follow the reference of a path item; what stands beside it in there counts as well.

    Returns:
        The path item and where it stands; None if it is no reference.
    """
    found, pointer = resolve(tree, value)
    item = found if isinstance(found, dict) else {}
    return (item, None) if pointer is None else (item | beside(value), pointer)


def beside(value: Json) -> JsonObject:
    """Return what stands beside a ``$ref``."""
    members = value if isinstance(value, dict) else {}
    return {key: member for key, member in members.items() if key != "$ref"}


def reference_of(value: Json) -> Pointer | None:
    """Return where a local ``$ref`` points, None if the value is none."""
    match value:
        case {"$ref": str(reference)}:
            return parse(reference)
        case _:
            return None


def leads_somewhere(tree: Json, pointer: Pointer) -> bool:
    """Tell whether anything stands at a pointer."""
    try:
        at(tree, pointer)
    except LookupError:
        return False
    return True


def references_in(place: Pointer, value: Json) -> Iterator[tuple[Pointer, Pointer]]:
    """Yield the local references anywhere in a value: where each stands, and where it points.

    Args:
        place: Where the value stands.
        value: What to look through.
    """
    waiting: list[tuple[Pointer, Json]] = [(place, value)]
    while waiting:
        here, value = waiting.pop()
        target = reference_of(value)
        if target is not None:
            yield here, target
        if isinstance(value, dict) and "discriminator" in value:
            yield from _mapped(here, value)
        waiting.extend(reversed(_inside(here, value)))


def _inside(place: Pointer, value: Json) -> list[tuple[Pointer, Json]]:
    """Return those parts of a value that can have parts themselves."""
    match value:
        case dict():
            return [
                ((*place, key), inner) for key, inner in value.items() if isinstance(inner, HOLDING)
            ]
        case list():
            return [
                ((*place, index), inner)
                for index, inner in enumerate(value)
                if isinstance(inner, HOLDING)
            ]
        case _:
            return []


def _mapped(place: Pointer, value: Json) -> Iterator[tuple[Pointer, Pointer]]:
    """Yield the targets that a discriminator names outside of any ``$ref``."""
    match value:
        case {"discriminator": {"mapping": dict(mapping)}}:
            for name, reference in mapping.items():
                target = parse(reference) if isinstance(reference, str) else None
                if target is not None:
                    yield (*place, "discriminator", "mapping", name), target
        case _:
            pass
