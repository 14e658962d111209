"""``stopgen check``: compare the output with what would be generated."""

from __future__ import annotations

from pathlib import Path

import click

from stopgen.commands import options
from stopgen.commands.run import Run


@click.command("check")
@options.specs
@options.output
@options.locale
@click.option("--diff", is_flag=True, help="Show how each stale file differs.")
def command(specs: Path | None, output: Path | None, locale: str | None, *, diff: bool) -> None:
    """Tell whether the output is what generate would write; write nothing."""
    from stopgen import api, report

    run = Run()
    config = run.configure(specs, output, locale)
    result = api.check(config.specs, config.output, locale=config.locale, choices=config.providers)
    run.found += result.diagnostics
    run.stop_if_failed()
    stale = {str(result.output / change.path): change for change in result.stale}
    lines = report.table([(report.stale(change), path) for path, change in stale.items()])
    for path, change in stale.items() if diff else ():
        lines += report.diff(path, change)
    run.end(lines, stale=bool(stale))
