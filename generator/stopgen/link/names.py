"""Keeps apart what two documents call by one name without meaning the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from stopgen.diagnostic import Checked
from stopgen.disagreement import Pair
from stopgen.link.schema import Joiner
from stopgen.model import Operation, Provider, Schema, SecurityScheme
from stopgen.rename import names_in, reached, rename, rename_operation, schemas_of


def distinguish(
    pair: Pair, here: Provider, there: Provider, twins: Mapping[tuple[str, str], tuple[str, str]]
) -> Checked[Provider]:
    """Return the second provider with other names for what the first one has under the same name.

    What both reach from an operation that both describe is the same, however they describe it.

    Args:
        pair: The documents.
        here: The provider that keeps its names.
        there: The provider whose names may change.
        twins: Which operation of the second is which one of the first.
    """
    described = [op for op in here.operations if op.key in twins.values()]
    described_there = [op for op in there.operations if op.key in twins]
    shared = _reached(described, here.schemas) & _reached(described_there, there.schemas)
    joiner = Joiner(pair, here.schemas, there.schemas)
    names = _free(_clashing(joiner, shared), {*here.schemas, *there.schemas})
    for name, free in names.items():
        places = here.schemas[name].origin, there.schemas[name].origin
        yield pair.renamed(name, free, *places)
    schemas = {names.get(key, key): rename(value, names) for key, value in there.schemas.items()}
    operations = tuple(rename_operation(operation, names) for operation in there.operations)
    return _distinguish_keys(here, replace(there, schemas=schemas, operations=operations))


def _reached(operations: Iterable[Operation], schemas: Mapping[str, Schema]) -> set[str]:
    roots = [
        root for op in operations for schemas_of_op in schemas_of(op) for root in schemas_of_op
    ]
    return reached(roots, schemas)


def _clashing(joiner: Joiner, shared: Collection[str]) -> list[str]:
    """Return the names that mean different things, and those that need such a name."""
    common = [name for name in joiner.there if name in joiner.here and name not in shared]
    clashing = {name for name in common if not joiner.agree(joiner.here[name], joiner.there[name])}
    grown = True
    while grown:
        users = {name for name in common if not clashing.isdisjoint(names_in(joiner.there[name]))}
        grown = not users <= clashing
        clashing |= users
    return [name for name in common if name in clashing]


def _free(names: Iterable[str], taken: Collection[str]) -> dict[str, str]:
    """Give each name the lowest number that makes it free."""
    given: dict[str, str] = {}
    for name in names:
        number = 2
        while f"{name}{number}" in taken or f"{name}{number}" in given.values():
            number += 1
        given[name] = f"{name}{number}"
    return given


def _distinguish_keys(here: Provider, there: Provider) -> Provider:
    """Return the second provider with other names for security schemes that differ."""
    ours, theirs = here.security_schemes, there.security_schemes
    clashing = [key for key in theirs if key in ours and _differ(ours[key], theirs[key])]
    names = _free(clashing, {*ours, *theirs})
    schemes = {
        names.get(key, key): replace(scheme, key=names.get(key, key))
        for key, scheme in theirs.items()
    }
    operations = tuple(
        replace(
            operation,
            security=tuple(
                {names.get(key, key): scopes for key, scopes in requirement.items()}
                for requirement in operation.security
            ),
        )
        for operation in there.operations
    )
    return replace(there, security_schemes=schemes, operations=operations)


def _differ(one: SecurityScheme, other: SecurityScheme) -> bool:
    return (one.kind, one.name, one.prefix) != (other.kind, other.name, other.prefix)
