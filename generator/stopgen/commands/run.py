"""One run of a command: what its stages find, what it prints, and how it ends."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from stopgen.diagnostic import Checked, Diagnostic, Severity, collect, has_error

if TYPE_CHECKING:
    from stopgen.config import Config

T = TypeVar("T")

_HINT = "stopgen explain CODE says what the code in brackets means, and how to mend it"


class Run:
    """One run of a command: it gathers what the stages find, and ends as that asks for.

    Attributes:
        form: How findings are told: one of ``stopgen.formats.NAMES``.
        quiet: Whether nothing but errors is told.
        verbose: Whether people see the lines that findings are about.
        found: What was found so far.
    """

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        self.form = "text"
        self.quiet = quiet
        self.verbose = verbose
        self.found: list[Diagnostic] = []

    def __call__(self, stage: Checked[T]) -> T:
        """Call a stage, and keep what it finds."""
        value, found = collect(stage)
        self.found += found
        return value

    @property
    def has_failed(self) -> bool:
        """Whether an error was found."""
        return has_error(self.found)

    def configure(
        self, specs: Path | None = None, output: Path | None = None, locale: str | None = None
    ) -> Config:
        """Return the project's configuration with what the command line says instead."""
        found = self.settings(specs, output, locale)
        self.stop_if_failed()
        return found

    def settings(
        self, specs: Path | None = None, output: Path | None = None, locale: str | None = None
    ) -> Config:
        """Return the same, and go on where the project's configuration has an error."""
        from stopgen import config

        found = self(config.load(Path()))
        return found._replace(
            specs=specs or found.specs,
            output=output or found.output,
            locale=locale or found.locale,
        )

    def stop_if_failed(self) -> None:
        """End the run where there is an error."""
        if self.has_failed:
            self.end()

    def end(
        self,
        lines: Iterable[str] = (),
        *,
        stale: Sequence[Diagnostic] = (),
        asked: bool = False,
        unwanted: bool = False,
    ) -> NoReturn:
        """Print what was found and the result; exit with 1 for an error, a stale file or an unwanted result.

        Args:
            lines: The result as people read it; left out where findings are one document.
            stale: A finding for each file that is not up to date; people see them in the result.
            asked: Whether the result is what the command was called for, so that even a quiet run
                prints it.
            unwanted: Whether the result is one that the command was told to fail on.
        """
        self.tell(lines if asked or not self.quiet else (), stale)
        sys.exit(1 if stale or unwanted or self.has_failed else 0)

    def tell(self, lines: Iterable[str], stale: Sequence[Diagnostic] = ()) -> None:
        """Print what was found, and lines."""
        for line in self._told(lines, stale):
            click.echo(line)

    def _told(self, lines: Iterable[str], stale: Sequence[Diagnostic]) -> Iterable[str]:
        """Return what standard output gets; people get the findings on standard error."""
        if self.form != "text":
            from stopgen import formats

            told = formats.render(self.form, self._shown((*self.found, *stale)))
            return told if self.form in formats.DOCUMENTS else (*told, *lines)
        self._tell_people()
        return lines

    def _tell_people(self) -> None:
        """Print the findings on standard error, in colour on a terminal."""
        from stopgen import colour, report, source

        paint = colour.paint if colour.is_wanted(sys.stderr) else report.plain
        line_at = source.line if self.verbose else None
        lines = report.diagnostics(self._shown(self.found), paint, line_at)
        for line in (*lines, _HINT) if lines and self.verbose else lines:
            click.echo(line, err=True, color=True)

    def _shown(self, found: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Leave out what a quiet run does not tell."""
        return [entry for entry in found if entry.severity is Severity.ERROR or not self.quiet]
