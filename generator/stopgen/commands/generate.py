"""``stopgen generate``: write the clients."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stopgen.change import Status
from stopgen.commands import options
from stopgen.commands.run import Run

if TYPE_CHECKING:
    from stopgen.result import Result

_HEADINGS = ("PROVIDER", "METHOD", "HTTP CALL", "DOCUMENTS", "CHANGED")


@click.command("generate")
@options.specs
@options.output
@options.locale
@click.option("--force", is_flag=True, help="Give up files that were edited or are in the way.")
@options.formatted
def command(
    run: Run, specs: Path | None, output: Path | None, locale: str | None, *, force: bool
) -> None:
    """Write the clients, and say what changed."""
    from stopgen import api

    config = run.configure(specs, output, locale)
    result = api.generate(
        config.specs,
        config.output,
        locale=config.locale,
        choices=config.providers,
        force=force,
    )
    run.found += result.diagnostics
    run.stop_if_failed()
    run.end(_changes(result))


def _changes(result: Result) -> list[str]:
    """Say in a table what there is for each operation, and whether its files changed."""
    from stopgen import report

    rows: list[tuple[str, ...]] = [_HEADINGS]
    for entry in result.operations:
        call = f"{entry.method} {entry.path}"
        changed = _changed(result, entry.provider)
        rows.append((entry.provider, entry.name, call, ", ".join(entry.documents), changed))
    return [*report.totals(str(result.output), result.changes), "", *report.table(rows)]


def _changed(result: Result, provider: str) -> Status:
    """Say in one word what happened to the files of a provider."""
    if not result.stale:
        return Status.UNCHANGED
    from stopgen import report
    from stopgen.targets.python.names import package_name

    folder = f"{package_name(provider)}/"
    return report.summary(entry for entry in result.changes if entry.path.startswith(folder))
