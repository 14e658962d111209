"""``stopgen report``: write one page for people who look before they read."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stopgen.commands import options
from stopgen.commands.run import Run
from stopgen.commands.versions import compare_versions
from stopgen.diagnostic import Checked, Code, Position, warning

if TYPE_CHECKING:
    from stopgen.compare.formats import Comparison
    from stopgen.config import Config
    from stopgen.lock import Lock

_REPORT = Path("report.html")


@click.command("report")
@options.specs
@click.option(
    "--output",
    type=options.Place(dir_okay=False, path_type=Path),
    metavar="FILE",
    default=_REPORT,
    help=f"The page; {_REPORT} by default.",
)
@options.locale
@click.option(
    "--since",
    metavar="OLD",
    help="Show what changed for callers since OLD: a revision, a folder, as for stopgen diff.",
)
@options.formatted
def command(
    run: Run, specs: Path | None, output: Path, locale: str | None, since: str | None
) -> None:
    """Write one page that shows each call, what its answers mean, and what was found.

    The page is written even where documents have errors, and tells of them.
    """
    from stopgen import pipeline, reuse, source
    from stopgen.emit.single import write_file
    from stopgen.targets import python, report

    config = run.configure(specs, None, locale)
    providers, sources = run(
        pipeline.provide(config.specs, config.locale, config.providers, config.limit)
    )
    subject = report.Subject(
        providers=providers,
        packages=run(python.check(providers)),
        home=config.output.name,
        specs=config.specs,
        lines=cache(source.lines),
        now=reuse.record(config, sources),
        before=run(_locked(config.output)),
        found=run.found,
        comparison=_compared(run, since, config),
    )
    status = run(write_file(report.generate(subject).content, output))
    run.end([f"{output}  {status}"] if status else ())


def _compared(run: Run, since: str | None, config: Config) -> Comparison | None:
    """Return what changed for callers; documents with errors are shown without that."""
    return compare_versions(run, since, None, config) if since and not run.has_failed else None


def _locked(output: Path) -> Checked[Lock | None]:
    """Return what the lock says; None where there is none that can be read."""
    from stopgen import lock

    path = output / lock.NAME
    try:
        return lock.parse(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as problem:
        reason = f"cannot be read: {problem.strerror}"
    except lock.DamagedLockError as problem:
        reason = f"the lock is damaged: {problem}; restore it from version control"
    yield warning(Code.DAMAGED_LOCK, Position(str(path)), reason)
    return None
