"""Takes a type apart into the alternatives that a caller tells apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stopgen.model import (
    Anything,
    Enumeration,
    Nothing,
    Reference,
    Scalar,
    ScalarType,
    Schema,
    Union,
)
from stopgen.targets.python.annotations import annotation, fits
from stopgen.targets.python.shapes import Shapes


@dataclass(frozen=True, slots=True)
class Atom:
    """One alternative of a type.

    Attributes:
        schema: Its shape; never a reference that leads anywhere, never a union.
        spelled: Its type as Python spells it.
        name: The class of an object that has one.
    """

    schema: Schema
    spelled: str
    name: str | None

    @property
    def sort(self) -> str:
        """The kind of shape; of a scalar its type, of an object whether it has a class."""
        kind = type(self.schema).__name__
        return f"{kind} {self.schema.type if isinstance(self.schema, Scalar) else bool(self.name)}"

    def covers(self, other: Atom) -> bool:
        """Tell whether every value of another one fits this one."""
        match self.schema, other.schema:
            case (Anything(), _) | (_, Nothing()):
                return True
            case Scalar(type=ScalarType.NUMBER), Scalar(type=ScalarType.INTEGER):
                return True
            case Scalar(), Enumeration(values=values):
                return all(fits(value, self.schema) for value in values)
            case _:
                return False


def atoms(schema: Schema, shapes: Shapes) -> list[Atom]:
    """Return the alternatives of a type, each once."""
    return list({atom.spelled: atom for atom in _atoms(schema, shapes)}.values())


def _atoms(schema: Schema, shapes: Shapes) -> Iterator[Atom]:
    if isinstance(schema, Union):
        for option in schema.options:
            yield from _atoms(option, shapes)
    else:
        name = shapes.classes.get(schema.name) if isinstance(schema, Reference) else None
        spelled = annotation(schema, shapes.classes)
        yield Atom(shapes.resolve(schema), spelled, name)
