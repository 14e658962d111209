"""Lets parts of objects be missing where they do not travel: what only answers hold, and what only requests do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from stopgen.model import MediaType, Object, Property, Provider, Schema
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
        name: _freed(schema, sent=name in sent, received=name in received)
        for name, schema in provider.schemas.items()
    }
    return replace(provider, schemas=schemas)


def _reached(provider: Provider, forms: Iterable[MediaType]) -> set[str]:
    found = references((form.schema for form in forms), provider.schemas)
    return {reference.name for reference in found}


def _freed(schema: Schema, *, sent: bool, received: bool) -> Schema:
    def part(member: Property) -> Property:
        is_idle = (member.read_only and sent) or (member.write_only and received)
        return replace(member, required=False) if is_idle else member

    if not isinstance(schema, Object):
        return schema
    return replace(schema, properties=tuple(map(part, schema.properties)))
