"""Makes one shape of several that must hold at once, as Python has no type for that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from stopgen.model import (
    Anything,
    Array,
    Enumeration,
    Intersection,
    Nothing,
    Object,
    Property,
    Provider,
    Reference,
    Scalar,
    ScalarType,
    Schema,
    Union,
)
from stopgen.rebuild import speak, with_parts, with_schemas

_MOST_OPTIONS = 16


def merge(provider: Provider) -> Provider:
    """Return a provider without intersections; where shapes exclude each other, the looser one stays."""
    merger = _Merger(provider.schemas)
    schemas = {name: merger.named(name) for name in provider.schemas}
    return replace(with_schemas(provider, merger.merge), schemas=schemas)


@dataclass(slots=True)
class _Merger:
    """Merges the schemas of a provider, each named one once.

    Attributes:
        schemas: The named schemas, as they were.
    """

    schemas: Mapping[str, Schema]
    _done: dict[str, Schema] = field(default_factory=dict[str, Schema])
    _begun: set[str] = field(default_factory=set[str])

    def named(self, name: str) -> Schema:
        """Merge what stands behind a name; inside of itself, it says nothing."""
        if name not in self._done:
            if name in self._begun or name not in self.schemas:
                return Anything()
            self._begun.add(name)
            self._done[name] = self.merge(self.schemas[name])
        return self._done[name]

    def merge(self, schema: Schema) -> Schema:
        """Return a schema without intersections."""
        merged = with_parts(schema, self.merge)
        if not isinstance(merged, Intersection):
            return merged
        parts = [part for part in merged.parts if not _says_nothing(part)]
        if len(parts) < 2:
            return speak(parts[0], merged) if parts else speak(Object(), merged)
        joined: Schema = Anything()
        for part in parts:
            joined = speak(self._both(joined, part), part)
        return speak(joined if not isinstance(joined, Nothing) else Anything(), merged)

    def _both(self, one: Schema, other: Schema) -> Schema:
        """Return what fits two shapes."""
        one, other = self._resolved(one), self._resolved(other)
        match one, other:
            case Union(), _:
                return self._each(one, other)
            case _, Union():
                return self._each(other, one)
            case Object(), Object():
                return _joined(one, other)
            case Array(), Array():
                return replace(one, items=_narrower(one.items, other.items))
            case _:
                return _narrower(one, other)

    def _resolved(self, schema: Schema) -> Schema:
        seen: set[str] = set()
        while isinstance(schema, Reference) and schema.name not in seen:
            seen.add(schema.name)
            schema = self.named(schema.name)
        return Anything() if isinstance(schema, Reference) else schema

    def _each(self, union: Union, other: Schema) -> Schema:
        """Return what fits one option of a union and another shape as well."""
        known = _flat(union)
        if len(known) > _MOST_OPTIONS:
            return other
        both = [self._both(option, other) for option in known]
        options = [option for entry in both for option in _flat(entry)]
        if isinstance(other, Object) and all(_only_requires(option, other) for option in options):
            return other
        if len(options) < 2:
            return options[0] if options else Nothing()
        return other if len(options) > _MOST_OPTIONS else replace(union, options=tuple(options))


def _flat(schema: Schema) -> list[Schema]:
    """Return the options of a union and of unions in it; none for what cannot be."""
    match schema:
        case Union():
            return [inner for option in schema.options for inner in _flat(option)]
        case Nothing():
            return []
        case _:
            return [schema]


def _says_nothing(schema: Schema) -> bool:
    is_bare = isinstance(schema, Object) and not schema.properties and schema.additional is None
    return is_bare or isinstance(schema, Anything)


def _only_requires(option: Schema, whole: Object) -> bool:
    """Tell whether an option has no part that the whole does not have as well."""
    if not isinstance(option, Object):
        return False
    known = {member.name: member.schema for member in whole.properties}
    return all(known.get(member.name) == member.schema for member in option.properties)


def _joined(one: Object, other: Object) -> Object:
    """Return an object with the parts of two."""
    members = {member.name: member for member in one.properties}
    for member in other.properties:
        known = members.get(member.name)
        members[member.name] = _same(known, member) if known else member
    additional = one.additional if one.additional == other.additional else None
    return replace(one, properties=tuple(members.values()), additional=additional)


def _same(one: Property, other: Property) -> Property:
    schema = _narrower(one.schema, other.schema)
    schema = other.schema if isinstance(schema, Nothing) else schema
    return Property(
        one.name,
        speak(schema, other.schema),
        required=one.required or other.required,
        read_only=one.read_only or other.read_only,
        write_only=one.write_only or other.write_only,
    )


def _narrower(one: Schema, other: Schema) -> Schema:
    """Return the shape that says more, the second in doubt; Nothing if both cannot hold."""
    match one, other:
        case (_, Anything()) | (Enumeration(), Scalar()):
            return one
        case Scalar(), Scalar():
            return _narrower_scalar(one, other)
        case (Scalar(), Array() | Object()) | (Array() | Object(), Scalar()):
            return Nothing()
        case (Array(), Object()) | (Object(), Array()):
            return Nothing()
        case Enumeration(), Enumeration():
            return one if len(one.values) < len(other.values) else other
        case _:
            return other


def _narrower_scalar(one: Scalar, other: Scalar) -> Schema:
    if {one.type, other.type} == {ScalarType.INTEGER, ScalarType.NUMBER}:
        return one if one.type is ScalarType.INTEGER else other
    if one.type is not other.type:
        return Nothing()
    known = one.known_values or other.known_values
    return replace(one, format=one.format or other.format, known_values=known)
