"""``stopgen outputs``: list the files that the clients consist of."""

from __future__ import annotations

from pathlib import Path

import click

from stopgen.commands import options
from stopgen.commands.paths import echo
from stopgen.commands.run import Run


@click.command("outputs")
@options.specs
@options.output
@options.locale
@options.null
@options.reporting
def command(
    run: Run, specs: Path | None, output: Path | None, locale: str | None, *, null: bool
) -> None:
    """List the files that generate writes, for build systems; write nothing."""
    from stopgen import api

    config = run.configure(specs, output, locale)
    result = api.check_as(config)
    run.found += result.diagnostics
    run.stop_if_failed()
    echo(result.outputs, null=null)
    run.end()
