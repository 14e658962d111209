"""Lets parts of objects be missing where they do not travel: what only answers hold, and what only requests do."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from stopgen.model import Access, MediaType, Object, Property, Provider, Schema
from stopgen.rebuild import references


def free_one_way(provider: Provider) -> Provider:
    """Return a provider whose objects require nothing of whoever must not send it.

    Args:
        provider: The platform, with every object under a name.
    """
    calls = provider.operations
    sent = _reached(provider, (form for op in calls if op.body for form in op.body.media))
    received = _reached(
        provider, (form for op in calls for answer in op.responses for form in answer.media)
    )
    schemas = {
        name: _freed(schema, [Access.READ][: name in sent] + [Access.WRITE][: name in received])
        for name, schema in provider.schemas.items()
    }
    return replace(provider, schemas=schemas)


def _reached(provider: Provider, forms: Iterable[MediaType]) -> set[str]:
    found = references((form.schema for form in forms), provider.schemas)
    return {reference.name for reference in found}


def _freed(schema: Schema, idle: Collection[Access]) -> Schema:
    if not isinstance(schema, Object):
        return schema
    return replace(schema, properties=tuple(_part(part, idle) for part in schema.properties))


def _part(part: Property, idle: Collection[Access]) -> Property:
    return replace(part, required=False) if part.access in idle else part
