"""Knows which kind of change a difference between schemas is: for what callers send, and for what they get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from stopgen.compare.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """The kinds of change of values that travel one way.

    Attributes:
        narrowed: Some kind of value is gone, and none was added.
        widened: Some kind of value was added, and none is gone.
        retyped: Both.
        value_added: A closed list has a value more.
        value_removed: A closed list has a value less.
        tightened: Fewer values fit.
        loosened: More values fit.
        format: A text or number is spelled otherwise, and has the same Python type.
        field_added: An object may have a field more.
        field_required_added: An object must have a field more.
        field_removed: A field is gone.
        field_required: A field must be there now.
        field_optional: A field can be missing now.
    """

    narrowed: Kind
    widened: Kind
    retyped: Kind
    value_added: Kind
    value_removed: Kind
    tightened: Kind
    loosened: Kind
    format: Kind
    field_added: Kind
    field_required_added: Kind
    field_removed: Kind
    field_required: Kind
    field_optional: Kind

    def of_type(self, *, narrowed: bool, widened: bool) -> Kind | None:
        """Return what kind of change it is that types differ; None if they do not."""
        if narrowed and widened:
            return self.retyped
        if narrowed:
            return self.narrowed
        return self.widened if widened else None


SENT: Final = Direction(
    narrowed=Kind.PARAMETER_RETYPED,
    widened=Kind.PARAMETER_WIDENED,
    retyped=Kind.PARAMETER_RETYPED,
    value_added=Kind.PARAMETER_VALUE_ADDED,
    value_removed=Kind.PARAMETER_VALUE_REMOVED,
    tightened=Kind.PARAMETER_LIMITS_TIGHTENED,
    loosened=Kind.PARAMETER_LIMITS_LOOSENED,
    format=Kind.PARAMETER_FORMAT_CHANGED,
    field_added=Kind.PARAMETER_FIELD_ADDED,
    field_required_added=Kind.PARAMETER_FIELD_REQUIRED,
    field_removed=Kind.PARAMETER_FIELD_REMOVED,
    field_required=Kind.PARAMETER_FIELD_REQUIRED,
    field_optional=Kind.PARAMETER_FIELD_OPTIONAL,
)
"""What callers send: fewer possible values break them."""

RECEIVED: Final = Direction(
    narrowed=Kind.ANSWER_NARROWED,
    widened=Kind.ANSWER_RETYPED,
    retyped=Kind.ANSWER_RETYPED,
    value_added=Kind.ANSWER_VALUE_ADDED,
    value_removed=Kind.ANSWER_VALUE_REMOVED,
    tightened=Kind.ANSWER_LIMITS_CHANGED,
    loosened=Kind.ANSWER_LIMITS_CHANGED,
    format=Kind.ANSWER_LIMITS_CHANGED,
    field_added=Kind.ANSWER_FIELD_ADDED,
    field_required_added=Kind.ANSWER_FIELD_ADDED,
    field_removed=Kind.ANSWER_FIELD_REMOVED,
    field_required=Kind.ANSWER_FIELD_REQUIRED,
    field_optional=Kind.ANSWER_FIELD_OPTIONAL,
)
"""What callers get: more kinds of values break them, but new words in a list do not, as lists always grow."""
