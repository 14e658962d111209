"""Gives names to schemas that references point to outside of the named ones."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from stopgen.description import Origin, Pointer
from stopgen.diagnostic import Checked
from stopgen.lower.schema import lower_schema
from stopgen.model import Provider
from stopgen.node import Node
from stopgen.rebuild import references, schemas_in, with_names
from stopgen.references import at, label, read


def lower_targets(root: Node, provider: Provider) -> Checked[Provider]:
    """Lower what references point to; such a reference has the pointer for a name, and gets a real one.

    Args:
        root: The description.
        provider: The provider with its operations and named schemas lowered.
    """
    schemas = dict(provider.schemas)
    roots = [*chain.from_iterable(map(schemas_in, provider.operations)), *schemas.values()]
    names: dict[str, str] = {}
    taken = set(provider.schemas)
    for reference in references(roots, schemas):
        pointer = read(reference.name)
        if pointer is not None and reference.name not in schemas:
            target = Node(at(root.root, pointer), Origin(root.origin.origins, pointer), root.root)
            schemas[reference.name] = yield from lower_schema(target)
            names[reference.name] = _free(pointer, taken)
            taken.add(names[reference.name])
    return with_names(replace(provider, schemas=schemas), names) if names else provider


def _free(pointer: Pointer, taken: set[str]) -> str:
    name = free = label(pointer)
    number = 1
    while free in taken:
        number += 1
        free = f"{name}{number}"
    return free
