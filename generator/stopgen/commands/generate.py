"""``stopgen generate``: write the clients."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stopgen.change import Status
from stopgen.commands import options
from stopgen.commands.run import Run

if TYPE_CHECKING:
    from stopgen.config import Config
    from stopgen.diagnostic import Checked
    from stopgen.result import Result

_HEADINGS = ("PROVIDER", "METHOD", "HTTP CALL", "DOCUMENTS", "CHANGED")


@click.command("generate")
@options.specs
@options.output
@options.locale
@click.option("--force", is_flag=True, help="Give up files that were edited or are in the way.")
@click.option(
    "--depfile",
    type=options.Place(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write there, for Make and Ninja, what the clients are made from.",
)
@options.formatted
def command(
    run: Run,
    specs: Path | None,
    output: Path | None,
    locale: str | None,
    *,
    force: bool,
    depfile: Path | None,
) -> None:
    """Write the clients, and say what changed."""
    from stopgen import api

    config = run.configure(specs, output, locale)
    result = api.generate_as(config, force=force)
    run.found += result.diagnostics
    run.stop_if_failed()
    if depfile:
        run(_depend(depfile, config, result))
    run.end(_changes(result))


def _depend(depfile: Path, config: Config, result: Result) -> Checked[None]:
    """Say what the lock depends on, as that speaks of all other files."""
    from stopgen import lock
    from stopgen.depfile import folders, write

    inputs = {*result.inputs, *config.files, *folders(config.specs, result.inputs)}
    yield from write(depfile, config.output / lock.NAME, inputs)


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
