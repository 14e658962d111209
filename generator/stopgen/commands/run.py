"""One run of a command: what its stages find, what it prints, and how it ends."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from stopgen.diagnostic import Checked, Diagnostic, Severity, collect

if TYPE_CHECKING:
    from stopgen.config import Config

T = TypeVar("T")


@dataclass(slots=True)
class Run:
    """One run of a command: it gathers what the stages find, and ends as that asks for."""

    found: list[Diagnostic] = field(default_factory=list[Diagnostic])

    def __call__(self, stage: Checked[T]) -> T:
        """Call a stage, and keep what it finds."""
        value, found = collect(stage)
        self.found += found
        return value

    @property
    def has_failed(self) -> bool:
        """Whether an error was found."""
        return any(finding.severity is Severity.ERROR for finding in self.found)

    def configure(
        self, specs: Path | None = None, output: Path | None = None, locale: str | None = None
    ) -> Config:
        """Return the project's configuration with what the command line says instead."""
        from stopgen import config

        found = self(config.load(Path()))
        self.stop_if_failed()
        return replace(
            found,
            specs=specs or found.specs,
            output=output or found.output,
            locale=locale or found.locale,
        )

    def stop_if_failed(self) -> None:
        """End the run where there is an error."""
        if self.has_failed:
            self.end()

    def end(self, lines: Iterable[str] = (), *, stale: bool = False) -> NoReturn:
        """Print what was found, then the result; exit with 1 for an error or stale files."""
        from stopgen import report

        for line in report.diagnostics(self.found):
            click.echo(line, err=True)
        for line in lines:
            click.echo(line)
        sys.exit(1 if stale or self.has_failed else 0)
