"""``stopgen list``: show what any documents describe that stops something."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stopgen.commands import options
from stopgen.commands.run import Run

if TYPE_CHECKING:
    from stopgen.finding import Found


@click.command("list")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=options.Place(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(options.FORMATS),
    default="text",
    help="The list for people or as JSON, or findings as annotations on GitHub or SARIF.",
)
@options.jobs
@options.reporting
def command(run: Run, paths: Sequence[Path], form: str, jobs: int) -> None:
    """List the operations that stop something, out of any documents or folders."""
    from stopgen import progress
    from stopgen.finding import find

    run.form = "text" if form == "json" else form
    config = run.configure()
    with progress.bar("reading") as told:
        found = run(find(paths or [config.specs], config.providers, config.limit, jobs, told))
    if form == "json":
        run.end([json.dumps([_entry(operation) for operation in found], indent=2)], asked=True)
    run.end(lines(found), asked=True)


def lines(found: Iterable[Found]) -> list[str]:
    """Return what was found as people read it."""
    from stopgen import report

    return report.table([_row(_entry(operation)) for operation in found])


def _entry(found: Found) -> dict[str, str]:
    """Return an operation as programs read it."""
    return {
        "document": found.document.file,
        "provider": found.document.provider,
        "method": found.operation.method,
        "path": found.operation.path,
        "name": found.name,
        "stops": found.operation.stops,
        "position": str(found.operation.origin.position),
    }


def _row(entry: Mapping[str, str]) -> tuple[str, ...]:
    """Return an operation as people read it; what can be very long comes last."""
    where = f"{entry['method']} {entry['path']}  {entry['position']}"
    return entry["provider"], entry["name"], entry["stops"], where
