"""``stopgen check``: compare the output with what would be generated."""

from __future__ import annotations

from pathlib import Path

import click

from stopgen.commands import options
from stopgen.commands.build import build
from stopgen.commands.run import Run


@click.command("check")
@options.specs
@options.output
@options.locale
@click.option("--diff", is_flag=True, help="Show how each stale file differs.")
def command(specs: Path | None, output: Path | None, locale: str | None, *, diff: bool) -> None:
    """Tell whether the output is what generate would write; write nothing."""
    from stopgen import emit, report

    run = Run()
    config = run.configure(specs, output, locale)
    _, files, record = build(run, config)
    plan = run(emit.plan(files, record, config.output))
    run.stop_if_failed()
    stale = {str(plan.output / change.path): change for change in plan.stale}
    lines = report.table([(report.stale(change), path) for path, change in stale.items()])
    for path, change in stale.items() if diff else ():
        lines += report.diff(path, change)
    run.end(lines, stale=bool(stale))
