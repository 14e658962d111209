"""Joins what two documents say about the same value into one schema that allows what either allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from stopgen.description import Json, Origin
from stopgen.diagnostic import Checked, Diagnostic, collect
from stopgen.disagreement import LOOSER, Pair, Side, Subject, key, show, union
from stopgen.link.facts import join_defaults, join_limits, join_values, sides
from stopgen.link.looser import kind, looser
from stopgen.model import (
    Anything,
    Array,
    Enumeration,
    Intersection,
    Nothing,
    Object,
    Property,
    Reference,
    Scalar,
    Schema,
    Union,
)

_Agreement: TypeAlias = tuple[bool, Schema, Schema]
"""Whether two schemas agree; they are kept with it, as nothing else may get their identities."""


@dataclass(frozen=True)
class Joiner:
    """Joins schemas of two documents.

    Values get the looser type of the two: a platform that takes more is not hurt by it, and one that
    answers with more does not break its client. Whether a value must be there goes by the direction:
    in what a client sends, it is needed if either document needs it, because sending it is right for
    both, while a stop that is refused leaves the run going; in what a client receives, it may be
    missing if either document lets it be missing.

    Attributes:
        pair: The documents.
        here: Named schemas of the one that speaks.
        there: Named schemas of the other one.
        sending: Whether the schemas are of what a client sends.
    """

    pair: Pair
    here: Mapping[str, Schema]
    there: Mapping[str, Schema]
    sending: bool = False
    _active: frozenset[tuple[str, str]] = frozenset()
    _joined: dict[tuple[str, str], Schema] = field(default_factory=dict[tuple[str, str], Schema])
    _known: dict[tuple[int, int], _Agreement] = field(
        default_factory=dict[tuple[int, int], _Agreement]
    )

    def join(self, here: Schema, there: Schema, subject: Subject) -> Checked[Schema]:
        """Join two schemas; prose and whatever else only one can say comes from the first."""
        joined = yield from self._shapes(here, there, subject)
        default = yield from join_defaults(self.pair, here, there, subject)
        if here.deprecated != there.deprecated:
            says = show(here.deprecated), show(there.deprecated)
            both = sides(here, there, "deprecated", *says)
            yield self.pair.differ("the deprecation", subject, *both, "it counts as deprecated")
        return replace(
            joined,
            title=here.title or there.title,
            description=here.description or there.description,
            default=default,
            examples=union(here.examples, there.examples),
            deprecated=here.deprecated or there.deprecated,
            origin=here.origin or there.origin,
        )

    def agree(self, here: Schema, there: Schema) -> bool:
        """Tell whether two schemas state the same facts."""
        pair = id(here), id(there)
        if pair not in self._known:
            _, found = collect(self.join(here, there, Subject("it")))
            self._known[pair] = not found, here, there
        return self._known[pair][0]

    def required(
        self, subject: Subject | str, here: bool, ours: Origin | None, theirs: Origin | None
    ) -> Diagnostic:
        """Tell that only one document says that something must be there."""
        words = ["required", "optional"]
        says = words if here else words[::-1]
        result = "it is asked for, as sending it is right for both" if self.sending else LOOSER
        both = Side(says[0], ours), Side(says[1], theirs)
        return self.pair.differ("the presence", subject, *both, result)

    def _shapes(self, here: Schema, there: Schema, subject: Subject) -> Checked[Schema]:
        match here, there:
            case (Anything(), Anything()) | (Nothing(), Nothing()):
                return here
            case (Reference(), _) | (_, Reference()):
                return (yield from self._targets(here, there, subject))
            case Scalar(), Scalar() if here.type == there.type:
                return (yield from self._scalars(here, there, subject))
            case Enumeration(), Enumeration():
                ours, theirs = (here.values, here), (there.values, there)
                values = yield from join_values(self.pair, subject, ours, theirs)
                return replace(here, values=values)
            case _:
                return (yield from self._nested(here, there, subject))

    def _nested(self, here: Schema, there: Schema, subject: Subject) -> Checked[Schema]:
        match here, there:
            case (Anything() | Nothing(), _) | (_, Anything() | Nothing()):
                yield self._of_kinds(here, there, subject)
                return looser(here, there)
            case Array(), Array():
                items = yield from self.join(here.items, there.items, subject / "[]")
                limits = yield from join_limits(self.pair, here, there, subject)
                return replace(here, items=items, limits=limits)
            case Object(), Object():
                return (yield from self._objects(here, there, subject))
            case (Union(), _) | (_, Union()):
                return (yield from self._unions(here, there, subject))
            case Intersection(), Intersection() if len(here.parts) == len(there.parts):
                return (yield from self._intersections(here, there, subject))
            case _:
                yield self._of_kinds(here, there, subject)
                return looser(here, there)

    def _targets(self, here: Schema, there: Schema, subject: Subject) -> Checked[Schema]:
        """Join what references lead to, once; the first one stays as it is if nothing differs."""
        names = _name(here), _name(there)
        target, other = _target(self.here, here), _target(self.there, there)
        if names[0] == names[1] or names in self._active or not target or not other:
            return here
        if names not in self._joined or "" in names:
            active = self._active if "" in names else self._active | {names}
            inner = replace(self, _active=active)
            joined, found = collect(inner.join(target, other, subject))
            yield from found
            self._joined[names] = joined if found else here
        return self._joined[names]

    def _scalars(self, here: Scalar, there: Scalar, subject: Subject) -> Checked[Schema]:
        if here.format != there.format:
            both = sides(here, there, "format", _quote(here.format), _quote(there.format))
            yield self.pair.differ("the format", subject, *both)
        ours, theirs = (here.known_values, here), (there.known_values, there)
        return replace(
            here,
            format=here.format if here.format == there.format else None,
            known_values=(yield from join_values(self.pair, subject, ours, theirs)),
            limits=(yield from join_limits(self.pair, here, there, subject)),
        )

    def _objects(self, here: Object, there: Object, subject: Subject) -> Checked[Schema]:
        ours = {member.name: member for member in here.properties}
        theirs = {member.name: member for member in there.properties}
        properties: list[Property] = []
        for name in dict.fromkeys((*ours, *theirs)):
            one, other = ours.get(name), theirs.get(name)
            if one and other:
                properties.append((yield from self._members(one, other, subject / name)))
            elif one:
                yield self.pair.only_here(subject / name, one.schema.origin, there.origin)
                properties.append(replace(one, required=one.required and self.sending))
            elif other:
                yield self.pair.only_there(subject / name, here.origin, other.schema.origin)
                properties.append(replace(other, required=other.required and self.sending))
        return replace(
            here,
            properties=tuple(properties),
            additional=(yield from self._additional(here, there, subject)),
            limits=(yield from join_limits(self.pair, here, there, subject)),
        )

    def _members(self, here: Property, there: Property, subject: Subject) -> Checked[Property]:
        if here.required != there.required:
            yield self.required(subject, here.required, here.schema.origin, there.schema.origin)
        schema = yield from self.join(here.schema, there.schema, subject)
        needed = [here.required, there.required]
        required = any(needed) if self.sending else all(needed)
        access = here.read_only and there.read_only, here.write_only and there.write_only
        return Property(here.name, schema, required, *access)

    def _additional(self, here: Object, there: Object, subject: Subject) -> Checked[Schema | None]:
        """Join what two objects say about properties without a name."""
        ours, theirs = _open(here.additional), _open(there.additional)
        member = subject / "*"
        if ours is None and theirs is None:
            return here.additional
        if ours is None or theirs is None:
            both = sides(here, there, "additionalProperties", kind(ours), kind(theirs))
            yield self.pair.differ("the type", member, *both)
            return None
        return (yield from self.join(ours, theirs, member))

    def _intersections(
        self, here: Intersection, there: Intersection, subject: Subject
    ) -> Checked[Schema]:
        parts: list[Schema] = []
        for ours, theirs in zip(here.parts, there.parts, strict=True):
            parts.append((yield from self.join(ours, theirs, subject)))
        return replace(here, parts=tuple(parts))

    def _unions(self, here: Schema, there: Schema, subject: Subject) -> Checked[Schema]:
        """Join two schemas of which at least one is a union."""
        ours = here.options if isinstance(here, Union) else (here,)
        theirs = there.options if isinstance(there, Union) else (there,)
        matches = [[self.agree(one, other) for one in ours] for other in theirs]
        missing = [other for other, found in zip(theirs, matches, strict=True) if not any(found)]
        if missing or not all(map(any, zip(*matches, strict=True))):
            yield self._of_kinds(here, there, subject)
        unions = [schema for schema in (here, there) if isinstance(schema, Union)]
        discriminators: list[Json] = [schema.discriminator for schema in unions]
        agreed = len({key(value) for value in discriminators}) == 1
        one_to_one = len(ours) == len(theirs) and all(found.count(True) == 1 for found in matches)
        return Union(
            options=(*ours, *missing),
            exclusive=one_to_one and all(schema.exclusive for schema in unions),
            discriminator=unions[0].discriminator if agreed else None,
        )

    def _of_kinds(self, here: Schema, there: Schema, subject: Subject) -> Diagnostic:
        both = sides(here, there, "type", kind(here), kind(there))
        return self.pair.differ("the type", subject, *both)


def _name(schema: Schema) -> str:
    return schema.name if isinstance(schema, Reference) else ""


def _target(schemas: Mapping[str, Schema], schema: Schema) -> Schema | None:
    """Return the schema at the end of a chain of references, None if it leads nowhere."""
    seen: set[str] = set()
    while isinstance(schema, Reference):
        if schema.name in seen or schema.name not in schemas:
            return None
        seen.add(schema.name)
        schema = schemas[schema.name]
    return schema


def _open(schema: Schema | None) -> Schema | None:
    """Return None for a schema that allows everything."""
    return None if isinstance(schema, Anything) else schema


def _quote(text: str | None) -> str:
    return "none" if text is None else f"'{text}'"
