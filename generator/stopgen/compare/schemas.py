"""Compares what values may be: those that callers send, and those that they get back."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from stopgen.compare.atoms import Atom, atoms
from stopgen.compare.bounds import is_looser, is_tighter
from stopgen.compare.change import Change, say
from stopgen.compare.direction import RECEIVED, Direction
from stopgen.compare.kinds import Kind
from stopgen.compare.pairing import pair_up
from stopgen.compare.sides import Sides
from stopgen.description import Json
from stopgen.disagreement import key, listing
from stopgen.model import Array, Enumeration, Object, Property, Scalar, Schema
from stopgen.targets.python.annotations import allows_null
from stopgen.targets.python.models import TYPED_FORMATS

Told: TypeAlias = set[tuple[Direction, str, str]]
"""Pairs of classes that were compared: what is told once is not told again."""


@dataclass(frozen=True, slots=True)
class SchemaDiffer:
    """Compares schemas of two sides.

    Attributes:
        sides: The two sides of the part whose schemas are compared.
        direction: Whether callers send the values or get them.
        name: The part in words.
        told: The classes that were compared so far.
        path: Names from the part to the value.
        later: Pairs of classes that are still to be compared, each where it was met first.
    """

    sides: Sides
    direction: Direction
    name: str
    told: Told
    path: tuple[str, ...] = ()
    later: deque[tuple[SchemaDiffer, Object, Object]] = field(
        default_factory=deque["tuple[SchemaDiffer, Object, Object]"], repr=False
    )

    def compare(self, old: Schema, new: Schema) -> Iterator[Change]:
        """Yield what changed from one schema to the other, and in all that they lead to."""
        yield from self.value(old, new)
        while self.later:
            spot, before, after = self.later.popleft()
            yield from spot.sides.prose("the class", before.description, after.description)
            yield from spot.members(before, after)

    def value(self, old: Schema, new: Schema) -> Iterator[Change]:
        """Yield what changed in a value, but not inside of the classes in it."""
        spot = self.at(old, new)
        before, after = atoms(old, self.sides.old.shapes), atoms(new, self.sides.new.shapes)
        paired = pair_up(before, after, lambda atom: atom.spelled, lambda atom: atom.sort)
        narrowed = not all(any(wide.covers(atom) for wide in after) for atom in paired.gone)
        widened = not all(any(wide.covers(atom) for wide in before) for atom in paired.fresh)
        kind = self.direction.of_type(narrowed=narrowed, widened=widened)
        if kind is not None:
            spelled = self.sides.old.spell(old), self.sides.new.spell(new)
            yield spot.change(kind, "the type was {} and is {}", *spelled)
        for ours, theirs in paired.both:
            yield from spot.shape(ours, theirs)
        yield from spot.notes(old, new)

    def shape(self, old: Atom, new: Atom) -> Iterator[Change]:
        """Yield what changed inside of two shapes of one kind."""
        match old.schema, new.schema:
            case Enumeration(values=before), Enumeration(values=after):
                added, removed = self.direction.value_added, self.direction.value_removed
                yield from self._values(before, after, added, removed)
            case Scalar() as before, Scalar() as after:
                kinds = Kind.KNOWN_VALUE_ADDED, Kind.KNOWN_VALUE_REMOVED
                yield from self._values(before.known_values, after.known_values, *kinds)
                yield from self._format(before.format, after.format)
            case Array() as before, Array() as after:
                yield from self.inside("[]").value(before.items, after.items)
            case Object() as before, Object() as after:
                if old.name and new.name:
                    self._put_off((self.direction, old.name, new.name), before, after)
                else:
                    yield from self.members(before, after)
            case _:
                pass

    def notes(self, old: Schema, new: Schema) -> Iterator[Change]:
        """Yield what changed in what is said about a value besides its type."""
        if is_tighter(old.limits, new.limits):
            yield self.change(self.direction.tightened, "the platform takes fewer values")
        elif is_looser(old.limits, new.limits):
            yield self.change(self.direction.loosened, "the platform takes more values")
        if self.path and old.deprecated != new.deprecated:
            kind = Kind.FIELD_DEPRECATED if new.deprecated else Kind.FIELD_UNDEPRECATED
            yield self.change(kind, f"it is {'' if new.deprecated else 'not '}deprecated")
        if self.path:
            yield from self.sides.prose("the description", old.description, new.description)
        if old.examples != new.examples:
            yield self.change(Kind.EXAMPLES_CHANGED, "the examples are others")

    def change(self, kind: Kind, words: str, *values: object) -> Change:
        """Tell a change of the value."""
        return self.sides.change(kind, say(words, *values))

    def at(self, old: Schema | None, new: Schema | None) -> SchemaDiffer:
        """Return a differ that tells changes at the place of two schemas."""
        where = f"{self.name}, {'.'.join(self.path)}" if self.path else self.name
        return replace(self, sides=self.sides.at(where, old, new))

    def inside(self, name: str) -> SchemaDiffer:
        """Return a differ for a part of the value."""
        return replace(self, path=(*self.path, name))

    def _values(
        self, old: Sequence[Json], new: Sequence[Json], added: Kind, removed: Kind
    ) -> Iterator[Change]:
        before, after = ({key(value): value for value in values} for values in (old, new))
        gone = [value for spelled, value in before.items() if spelled not in after]
        fresh = [value for spelled, value in after.items() if spelled not in before]
        if gone:
            yield self.change(removed, "it cannot be {} any more", listing(gone))
        if fresh:
            yield self.change(added, "it can be {} now", listing(fresh))

    def _format(self, old: str | None, new: str | None) -> Iterator[Change]:
        if old != new:
            is_typed = bool(self.path) and not TYPED_FORMATS.isdisjoint({old, new})
            kind = self.direction.retyped if is_typed else self.direction.format
            yield self.change(kind, "the format was {} and is {}", old or "open", new or "open")

    def _put_off(self, pair: tuple[Direction, str, str], old: Object, new: Object) -> None:
        """Remember to compare two classes, unless that was done or is going to be."""
        if pair not in self.told:
            self.told.add(pair)
            self.later.append((self, old, new))

    def members(self, old: Object, new: Object) -> Iterator[Change]:
        """Yield what changed in the fields of an object."""
        paired = pair_up(old.properties, new.properties, lambda member: member.name)
        for member in paired.gone:
            spot = self.inside(member.name).at(member.schema, None)
            yield spot.change(self.direction.field_removed, "the field is gone")
        for member in paired.fresh:
            yield self.inside(member.name).at(None, member.schema).found(member)
        for ours, theirs in paired.both:
            yield from self.inside(theirs.name).same(ours, theirs)
        if not old.properties and not new.properties and old.additional and new.additional:
            yield from self.inside("*").value(old.additional, new.additional)

    def found(self, member: Property) -> Change:
        """Tell that there is a field which was not there."""
        if member.required:
            return self.change(self.direction.field_required_added, "the field is new and required")
        return self.change(self.direction.field_added, "the field is new")

    def same(self, old: Property, new: Property) -> Iterator[Change]:
        """Yield what changed in a field that was there before."""
        spot = self.at(old.schema, new.schema)
        if old.required != new.required:
            kind = self.direction.field_required if new.required else self.direction.field_optional
            if self.direction is RECEIVED and allows_null(old.schema) and allows_null(new.schema):
                kind = Kind.ANSWER_LIMITS_CHANGED
            words = "the field must be there now" if new.required else "the field can be missing"
            yield spot.change(kind, words)
        yield from self.value(old.schema, new.schema)
