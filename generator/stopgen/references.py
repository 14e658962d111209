"""Follows references inside a description: what a part reaches, and what a pointer means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from stopgen.description import Json, JsonObject, Pointer

_LONGEST_CHAIN = 100


def parse(reference: str) -> Pointer | None:
    """Return the pointer of a local reference (``#/components/…``), None for any other."""
    if not reference.startswith("#/"):
        return None
    parts = reference[2:].split("/")
    return tuple(unquote(part).replace("~1", "/").replace("~0", "~") for part in parts)


def spell(pointer: Pointer) -> str:
    """Write a pointer as RFC 6901 has it, without the leading ``#``."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in pointer)


def at(tree: Json, pointer: Pointer) -> Json:
    """Return what stands at a pointer.

    Raises:
        LookupError: Nothing stands there.
    """
    for part in pointer:
        match tree:
            case dict():
                tree = tree[str(part)]
            case list() if str(part).isdecimal():
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


def reference_of(value: Json) -> Pointer | None:
    """Return where a local ``$ref`` points, None if the value is none."""
    match value:
        case {"$ref": str(reference)}:
            return parse(reference)
        case _:
            return None


def reached(tree: JsonObject, roots: Iterable[Pointer]) -> list[Pointer]:
    """Return the targets of all local references that the roots reach, in the order of discovery."""
    found: dict[Pointer, None] = {}
    waiting = list(roots)
    while waiting:
        for target in _references_in(tree, waiting.pop(0)):
            if target not in found:
                found[target] = None
                waiting.append(target)
    return list(found)


def _references_in(tree: JsonObject, pointer: Pointer) -> Iterator[Pointer]:
    """Yield the local references anywhere below a part."""
    try:
        waiting = [at(tree, pointer)]
    except LookupError:
        return
    while waiting:
        value = waiting.pop()
        target = reference_of(value)
        if target is not None:
            yield target
        yield from _mapped(value)
        waiting.extend(reversed(_inside(value)))


def _inside(value: Json) -> list[Json]:
    match value:
        case dict():
            return list(value.values())
        case list():
            return value
        case _:
            return []


def _mapped(value: Json) -> Iterator[Pointer]:
    """Yield the targets that a discriminator names outside of any ``$ref``."""
    match value:
        case {"discriminator": {"mapping": dict(mapping)}}:
            targets = (parse(target) for target in mapping.values() if isinstance(target, str))
            yield from (target for target in targets if target is not None)
        case _:
            pass
