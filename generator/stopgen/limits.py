"""Refuses a selection that is larger than anything that people write, before stages work on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stopgen.description import Description, Json, JsonObject, Pointer
from stopgen.diagnostic import Checked, Code, Diagnostic, error
from stopgen.references import OLD_HOLDERS, at, leads_somewhere, reference_of

MOST_MEMBERS: Final = 1_000
"""The members of one object."""

MOST_ITEMS: Final = 10_000
"""The items of one list."""

MOST_COMPONENTS: Final = 5_000
"""The schemas and other components that the selected operations reach."""

MOST_VALUES: Final = 500_000
"""All values in what is selected."""

LONGEST_CHAIN: Final = 100
"""The references that lead to nothing but the next one."""


def check(description: Description) -> Checked[Description | None]:
    """Return what is selected, or None if it is too large to be worked on."""
    problem = _too_large(description) or _too_long(description)
    if problem is None:
        return description
    yield problem
    return None


def _too_large(description: Description) -> Diagnostic | None:
    """Count everything that is selected."""
    waiting: list[tuple[Pointer, Json]] = [((), description.openapi)]
    count = 0
    while waiting:
        place, value = waiting.pop()
        inside = _inside(place, value)
        count += len(inside)
        most = _most(place, value)
        if len(inside) > most:
            sentence = f"this is too large: it has more than {most} parts"
            return error(Code.TOO_LARGE, description.origins.position(place), sentence)
        if count > MOST_VALUES:
            sentence = (
                f"this is too large: stop operations here reach more than {MOST_VALUES} values"
            )
            return error(Code.TOO_LARGE, description.origins.position(()), sentence)
        waiting += inside
    return None


def _most(place: Pointer, value: Json) -> int:
    """Return how many parts a value may have."""
    match place, value:
        case ("components", _), _:
            return MOST_COMPONENTS
        case (kind,), _ if kind in OLD_HOLDERS:
            return MOST_COMPONENTS
        case _, list():
            return MOST_ITEMS
        case _:
            return MOST_MEMBERS


def _inside(place: Pointer, value: Json) -> list[tuple[Pointer, Json]]:
    match value:
        case dict():
            return [((*place, key), inner) for key, inner in value.items()]
        case list():
            return [((*place, index), inner) for index, inner in enumerate(value)]
        case _:
            return []


def _too_long(description: Description) -> Diagnostic | None:
    """Count the references that follow each other in each chain."""
    lengths: dict[Pointer, int] = {}
    for start in _components(description.openapi):
        chain = _chain(description.openapi, start, lengths)
        if chain and lengths[chain[0]] > LONGEST_CHAIN:
            sentence = f"more than {LONGEST_CHAIN} references follow each other from here"
            return error(Code.TOO_DEEP, description.origins.position(start), sentence)
    return None


def _components(openapi: JsonObject) -> Iterator[Pointer]:
    components = openapi.get("components")
    kinds = components if isinstance(components, dict) else {}
    holders: dict[Pointer, Json] = {("components", kind): kinds[kind] for kind in kinds}
    holders |= {(kind,): openapi.get(kind) for kind in OLD_HOLDERS}
    for place, members in holders.items():
        for name in members if isinstance(members, dict) else ():
            yield *place, name


def _chain(openapi: JsonObject, start: Pointer, lengths: dict[Pointer, int]) -> list[Pointer]:
    """Follow references that are not measured yet, and measure them; a circle has no length."""
    chain = dict[Pointer, None]()
    here: Pointer | None = start
    while here is not None and here not in lengths and here not in chain:
        chain[here] = None
        here = reference_of(at(openapi, here)) if leads_somewhere(openapi, here) else None
    is_circle = here in chain
    beyond = 0 if here is None else lengths.get(here, 0)
    for number, place in enumerate(reversed(chain)):
        lengths[place] = 0 if is_circle else beyond + number
    return list(chain)
