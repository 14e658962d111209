"""Joins two documents' accounts of one operation."""

from __future__ import annotations

from dataclasses import dataclass, replace

from stopgen import placeholders
from stopgen.diagnostic import Checked
from stopgen.disagreement import FIRST
from stopgen.link.schema import Joiner
from stopgen.link.told import (
    Schemes,
    join_rate_limits,
    join_rules,
    join_security,
    join_servers,
    join_states,
    join_status_operation,
)
from stopgen.link.wire import Accounts, join_bodies, join_parameters, join_responses
from stopgen.model import Location, Operation, Purpose


@dataclass(frozen=True)
class OperationJoiner:
    """Joins operations of two documents.

    Attributes:
        sent: Joins schemas of what a client sends.
        received: Joins schemas of what a client receives.
        here: Security schemes of the document that speaks.
        there: Security schemes of the other one.
    """

    sent: Joiner
    received: Joiner
    here: Schemes
    there: Schemes

    def join(self, here: Operation, there: Operation) -> Checked[Operation]:
        """Join two accounts of the same operation; prose and names come from the first."""
        both = Accounts(here, there, self.sent, self.received)
        both = replace(both, there=(yield from _renamed(both)))
        if here.deprecated != there.deprecated:
            sides = both.sides("deprecated", str(here.deprecated), str(there.deprecated))
            result = "it counts as deprecated"
            yield self.sent.pair.differ("the deprecation", both.name, *sides, result)
        stops = Purpose.STOP in {here.purpose, there.purpose}
        return replace(
            here,
            purpose=Purpose.STOP if stops else Purpose.STATUS,
            summary=here.summary or there.summary,
            description=here.description or there.description,
            operation_id=here.operation_id or there.operation_id,
            deprecated=here.deprecated or there.deprecated,
            parameters=(yield from join_parameters(both)),
            body=(yield from join_bodies(both)),
            responses=(yield from join_responses(both)),
            security=(yield from join_security(both, self.here, self.there)),
            servers=(yield from join_servers(both)),
            rules=(yield from join_rules(both)),
            rate_limits=(yield from join_rate_limits(both)),
            states=(yield from join_states(both)),
            status_operation=(yield from join_status_operation(both)),
            inferred=here.inferred and there.inferred,
            documents=tuple(sorted({*here.documents, *there.documents})),
        )


def _renamed(both: Accounts) -> Checked[Operation]:
    """Return the second operation with its path parameters named as the first one has them."""
    here, there = both.here, both.there
    aligned = zip(placeholders.names(here.path), placeholders.names(there.path), strict=True)
    names = {new: old for old, new in aligned if old != new}
    for new, old in names.items():
        sides = both.sides("parameters", f"'{old}'", f"'{new}'")
        yield both.sent.pair.differ("the name of a path parameter", both.name, *sides, FIRST)
    parameters = tuple(
        replace(parameter, name=names.get(parameter.name, parameter.name))
        if parameter.location is Location.PATH
        else parameter
        for parameter in there.parameters
    )
    return replace(there, path=here.path, parameters=parameters)
