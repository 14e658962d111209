"""``stopgen inputs``: list the files that the clients are made from."""

from __future__ import annotations

from pathlib import Path

import click

from stopgen.commands import options
from stopgen.commands.paths import echo
from stopgen.commands.run import Run


@click.command("inputs")
@options.specs
@options.null
@options.reporting
def command(run: Run, specs: Path | None, *, null: bool) -> None:
    """List the files that generate reads, for build systems."""
    from stopgen import source

    config = run.configure(specs)
    sources = run(source.load([config.specs], config.limit))
    run.stop_if_failed()
    paths = {*config.files, *(Path(entry.file) for entry in sources.inputs)}
    echo(sorted(paths), null=null)
    run.end()
