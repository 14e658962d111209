"""``stopgen export``: write plain OpenAPI for other tools."""

from __future__ import annotations

from pathlib import Path

import click

from stopgen.commands import options
from stopgen.commands.run import Run

_EXPORTED = Path("build/openapi")


@click.command("export")
@options.specs
@options.folder(
    "output", f"The folder of the exported documents; {_EXPORTED.as_posix()} by default."
)
@options.locale
@options.formatted
def command(run: Run, specs: Path | None, output: Path | None, locale: str | None) -> None:
    """Write each provider as one OpenAPI 3.1 document, for other tools."""
    from stopgen import emit, pipeline, report
    from stopgen.targets import openapi

    config = run.configure(specs, output or _EXPORTED, locale)
    providers, _ = run(
        pipeline.provide(config.specs, config.locale, config.providers, config.limit)
    )
    run.stop_if_failed()
    plan = run(emit.write(openapi.generate(providers), None, config.output))
    changes = plan.changes if plan else ()
    run.end(report.table([(str(config.output / entry.path), entry.status) for entry in changes]))
