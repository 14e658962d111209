"""Makes one provider of several documents, and tells where the documents disagree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Final, TypeAlias

from stopgen import placeholders
from stopgen.diagnostic import Checked, Position
from stopgen.disagreement import Pair, Subject
from stopgen.link.names import distinguish
from stopgen.link.operation import OperationJoiner
from stopgen.link.schema import Joiner
from stopgen.model import Operation, Provider, Schema, SecurityScheme
from stopgen.rename import reached, schemas_of

_Key: TypeAlias = tuple[str, str]

_DEFAULT_LANGUAGE: Final = "en"
_NO_LOCALES: Final[Mapping[str, str]] = MappingProxyType({})


def link(
    providers: Sequence[Provider],
    locale: str | None = None,
    locales: Mapping[str, str] = _NO_LOCALES,
) -> Checked[list[Provider]]:
    """Join what documents say about the same provider.

    Documents in different languages that describe the same operation, and any others that do, become
    one account of it. The order in which documents are given makes no difference.

    Args:
        providers: What each document says about its provider.
        locale: The language that speaks in titles, summaries and descriptions, and that decides where
            neither of two facts is the looser one. Without a document in it, one without a language
            speaks, or an English one, or the first one.
        locales: The language that speaks for a provider, by its name, whatever ``locale`` is.

    Returns:
        One provider for each name, sorted by name.
    """
    linked: list[Provider] = []
    for name in sorted({provider.name for provider in providers}):
        accounts = [provider for provider in providers if provider.name == name]
        spoken = locales.get(name) or locale or _DEFAULT_LANGUAGE
        first, *others = sorted(accounts, key=partial(_rank, spoken))
        for other in others:
            first = yield from _join(first, other)
        linked.append(_tidied(first) if others else first)
    return linked


def _rank(locale: str, provider: Provider) -> tuple[object, ...]:
    """Return how early a document speaks."""
    spoken = next(iter(provider.locales), None) or ""
    nearest = (
        spoken == locale.lower(),
        spoken != "" and _language(spoken) == _language(locale),
        spoken == "",
        _language(spoken) == _DEFAULT_LANGUAGE,
        True,
    ).index(True)
    calls = tuple(operation.key for operation in provider.operations)
    return nearest, spoken, provider.documents, calls


def _language(locale: str) -> str:
    return locale.lower().partition("-")[0]


def _join(here: Provider, there: Provider) -> Checked[Provider]:
    """Join two accounts of a provider, of which the first one speaks."""
    pair = Pair(_place(here), _place(there))
    twins = _twins(here.operations, there.operations)
    there = yield from distinguish(pair, here, there, twins)
    sent = Joiner(pair, here.schemas, there.schemas, sending=True)
    received = Joiner(pair, here.schemas, there.schemas)
    schemas = yield from _schemas(sent, received, [*here.operations, *there.operations])
    joiner = OperationJoiner(sent, received, here.security_schemes, there.security_schemes)
    operations = yield from _operations(joiner, here, there, twins)
    documents = {*zip(here.documents, here.locales, strict=True)}
    documents |= {*zip(there.documents, there.locales, strict=True)}
    ordered = sorted(documents, key=lambda entry: entry[0])
    return replace(
        here,
        documents=tuple(name for name, _ in ordered),
        locales=tuple(spoken for _, spoken in ordered),
        operations=operations,
        schemas=schemas,
        security_schemes=_used({**there.security_schemes, **here.security_schemes}, operations),
    )


def _place(provider: Provider) -> Position:
    return Position(next(iter(provider.documents), provider.name))


def _twins(here: Sequence[Operation], there: Sequence[Operation]) -> dict[_Key, _Key]:
    """Return which operation of the second list is which one of the first, whatever its parameters' names."""
    own, others = {op.key for op in here}, {op.key for op in there}
    by_shape = {_shape(op): op.key for op in reversed(here) if op.key not in others}
    twins = {key: key for key in others if key in own}
    for operation in there:
        key = by_shape.pop(_shape(operation), None) if operation.key not in twins else None
        if key is not None:
            twins[operation.key] = key
    return twins


def _shape(operation: Operation) -> _Key:
    return operation.method, placeholders.blank(operation.path)


def _schemas(
    sent: Joiner, received: Joiner, operations: Sequence[Operation]
) -> Checked[dict[str, Schema]]:
    """Join the named schemas; what a client receives must be read in any case."""
    roots = [root for operation in operations for root in schemas_of(operation)[1]]
    answers = reached(roots, received.here) | reached(roots, received.there)
    schemas = {**received.there, **received.here}
    for name in schemas:
        if name in received.here and name in received.there:
            joiner = received if name in answers else sent
            both = received.here[name], received.there[name]
            schemas[name] = yield from joiner.join(*both, Subject(f"'{name}'"))
    return schemas


def _operations(
    joiner: OperationJoiner, here: Provider, there: Provider, twins: Mapping[_Key, _Key]
) -> Checked[tuple[Operation, ...]]:
    others = {twins.get(operation.key): operation for operation in there.operations}
    joined: list[Operation] = []
    for operation in here.operations:
        other = others.get(operation.key)
        joined.append((yield from joiner.join(operation, other)) if other else operation)
    return (*joined, *(op for op in there.operations if op.key not in twins))


def _used(
    schemes: Mapping[str, SecurityScheme], operations: Sequence[Operation]
) -> dict[str, SecurityScheme]:
    """Return the security schemes that an operation asks for."""
    asked = {key for op in operations for requirement in op.security for key in requirement}
    return {key: scheme for key, scheme in schemes.items() if key in asked}


def _tidied(provider: Provider) -> Provider:
    """Drop what is not used any more, and name status calls as their operations are named now."""
    roots = [root for op in provider.operations for side in schemas_of(op) for root in side]
    kept = reached(roots, provider.schemas)
    known = {_shape(operation): operation.key for operation in provider.operations}
    operations = tuple(
        replace(operation, status_operation=_named(operation.status_operation, known))
        for operation in provider.operations
    )
    schemas = {name: schema for name, schema in provider.schemas.items() if name in kept}
    return replace(provider, operations=operations, schemas=schemas)


def _named(key: _Key | None, known: Mapping[_Key, _Key]) -> _Key | None:
    return key and known.get((key[0], placeholders.blank(key[1])), key)
