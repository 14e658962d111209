"""``stopgen generate``: write the clients."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stopgen.commands import options
from stopgen.commands.build import build
from stopgen.commands.run import Run

if TYPE_CHECKING:
    from stopgen.emit import Plan
    from stopgen.model import Provider

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
    from stopgen import emit

    config = run.configure(specs, output, locale)
    providers, files, record = build(run, config)
    plan = run(emit.write(files, record, config.output, force=force))
    run.stop_if_failed()
    run.end(_changes(providers, plan) if plan else ())


def _changes(providers: Iterable[Provider], plan: Plan) -> list[str]:
    """Say in a table what there is for each operation, and whether its files changed."""
    from stopgen import report
    from stopgen.model import Purpose
    from stopgen.targets.python.names import package_name

    rows = [_HEADINGS]
    for provider in providers:
        folder = f"{package_name(provider.name)}/"
        changed = report.summary(entry for entry in plan.changes if entry.path.startswith(folder))
        rows += [
            (provider.name, entry.name, " ".join(entry.key), ", ".join(entry.documents), changed)
            for entry in provider.operations
            if entry.purpose is Purpose.STOP
        ]
    return [*report.totals(str(plan.output), plan.changes), "", *report.table(rows)]
