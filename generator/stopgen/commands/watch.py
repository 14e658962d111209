"""``stopgen watch``: write the clients anew whenever something is saved."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stopgen.commands import options
from stopgen.commands.run import Run
from stopgen.diagnostic import Severity
from stopgen.filenames import is_read

if TYPE_CHECKING:
    from stopgen.config import Config
    from stopgen.diagnostic import Diagnostic
    from stopgen.result import Result

_INTERRUPTED = 130
"""What shells make of a program that Ctrl-C ended."""


@click.command("watch")
@options.specs
@options.output
@options.locale
@options.reporting
def command(run: Run, specs: Path | None, output: Path | None, locale: str | None) -> None:
    """Write the clients anew whenever a document is saved, until Ctrl-C."""
    from stopgen import watch

    gc.enable()  # which a run that ends does not need
    session = _Session(run, lambda: run.settings(specs, output, locale))
    try:
        for saved in watch.saves(session.roots):
            session.generate(saved)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


class _Session:
    """One run of the command, which generates many times and tells only what is new."""

    def __init__(self, run: Run, load: Callable[[], Config]) -> None:
        self._run = run
        self._load = load
        self._config = load()
        self._told: Sequence[Diagnostic] = ()
        self._is_new = True

    def roots(self) -> Iterable[Path]:
        """Return what the clients are made from."""
        return self._config.specs, *(self._config.files or (Path("pyproject.toml"),))

    def generate(self, saved: Sequence[Path]) -> None:
        """Write the clients, and say in a line what came of it."""
        self._run.found = []
        config = self._load()
        result = None
        if not self._run.has_failed:
            self._config = config
            result = self._generate()
        self._tell([path for path in saved if _is_input(path)], result)

    def _generate(self) -> Result | None:
        """Write the clients; return None where errors are in the way."""
        from stopgen import api

        config, run = self._config, self._run
        result = api.generate_as(config)
        run.found += result.diagnostics
        return None if run.has_failed else result

    def _tell(self, saved: Sequence[Path], result: Result | None) -> None:
        """Tell what was not told the last time; where nothing was saved and done, that is nothing."""
        found, told = self._run.found, self._told
        is_news = self._is_new or saved or found != told or (result and result.stale)
        self._run.found = [
            entry for entry in found if entry not in told or entry.severity is Severity.ERROR
        ]
        self._told, self._is_new = found, False
        if is_news:
            line = f"{_outcome(self._config, result)}{_because(saved)}"
            self._run.tell([] if self._run.quiet else [line])


def _is_input(path: Path) -> bool:
    """Tell documents and settings from what editors and version control leave beside them for a moment."""
    return is_read(path.name) or path.name == "pyproject.toml"


def _outcome(config: Config, result: Result | None) -> str:
    """Say in a line what became of the output."""
    from stopgen import report

    if result is None:
        return f"{report.printable(str(config.output))}: left as it is because of errors"
    return report.totals(str(result.output), result.changes)[0]


def _because(saved: Sequence[Path]) -> str:
    """Name what was saved."""
    from stopgen import report

    more = f" and {len(saved) - 1} more" if len(saved) > 1 else ""
    return f" ({report.printable(str(saved[0]))}{more})" if saved else ""
