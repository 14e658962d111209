"""``stopgen check``: compare the output with what would be generated."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stopgen.commands import options
from stopgen.commands.run import Run
from stopgen.diagnostic import Code, Diagnostic, Position, error

if TYPE_CHECKING:
    from stopgen.change import Change


@click.command("check")
@options.specs
@options.output
@options.locale
@click.option("--diff", is_flag=True, help="Show how each stale file differs.")
@options.formatted
def command(
    run: Run, specs: Path | None, output: Path | None, locale: str | None, *, diff: bool
) -> None:
    """Tell whether the output is what generate would write; write nothing."""
    from stopgen import api, report, reuse

    config = run.configure(specs, output, locale)
    result = api.check_as(config)
    run.found += result.diagnostics
    run.stop_if_failed()
    stale = {str(result.output / change.path): change for change in result.stale}
    others = reuse.other_tools(result.output) if stale else []
    lines = report.table([(report.stale(change), path) for path, change in stale.items()])
    lines += others
    for path, change in stale.items() if diff else ():
        lines += report.diff(path, change)
    run.end(lines, stale=[_finding(path, change, others) for path, change in stale.items()])


def _finding(path: str, change: Change, others: Sequence[str]) -> Diagnostic:
    """Say as a finding that a file is not what would be generated."""
    from stopgen import report

    parts = (f"the file is {report.stale(change)}", "stopgen generate writes it", *others)
    return error(Code.STALE_FILE, Position(path), "; ".join(parts))
