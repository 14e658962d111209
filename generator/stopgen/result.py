"""What a run comes to, for programs and for the command line alike."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from stopgen.change import Change, Status
from stopgen.diagnostic import Diagnostic, has_error


class Operation(NamedTuple):
    """A call that stops something, and the method that makes it.

    Attributes:
        provider: The name of the platform.
        name: The name of the method.
        method: The HTTP method in upper case.
        path: The path template.
        documents: The names of the documents that describe it.
    """

    provider: str
    name: str
    method: str
    path: str
    documents: tuple[str, ...]


class Result(NamedTuple):
    """What a run found and did; of a check, what a run would do.

    Attributes:
        output: The folder of the generated package.
        diagnostics: What was found; an error means that nothing was written.
        operations: The calls that the package can make, by platform.
        changes: Every file of the package, those that are as they should be included.
        inputs: The documents that were read, and what stands beside them.
    """

    output: Path
    diagnostics: tuple[Diagnostic, ...] = ()
    operations: tuple[Operation, ...] = ()
    changes: tuple[Change, ...] = ()
    inputs: tuple[Path, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether no error was found."""
        return not has_error(self.diagnostics)

    @property
    def stale(self) -> tuple[Change, ...]:
        """The files that were not as they should be."""
        return tuple(change for change in self.changes if change.status is not Status.UNCHANGED)

    @property
    def outputs(self) -> tuple[Path, ...]:
        """The files that the package has after a run, whether they are there yet or not."""
        kept = (change for change in self.changes if change.status is not Status.REMOVED)
        return tuple(self.output / change.path for change in kept)
