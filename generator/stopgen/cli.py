"""The command line; the only module that prints and exits.

Commands import the stages when they run, so that asking for help or a version costs nothing.
"""

from __future__ import annotations

import gc
import io
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from stopgen import __version__
from stopgen.diagnostic import Checked, Diagnostic, Severity, collect

if TYPE_CHECKING:
    from stopgen.config import Config
    from stopgen.emit import File, Plan
    from stopgen.emit.lock import Lock
    from stopgen.model import Provider
    from stopgen.pipeline import Found

T = TypeVar("T")
_Command = TypeVar("_Command", bound=Callable[..., None])

_EXPORTED = Path("build/openapi")
_HEADINGS = ("PROVIDER", "METHOD", "HTTP CALL", "DOCUMENTS", "CHANGED")


@dataclass(slots=True)
class _Run:
    """One run of a command: it gathers what the stages find, and ends as that asks for."""

    found: list[Diagnostic] = field(default_factory=list[Diagnostic])

    def __call__(self, stage: Checked[T]) -> T:
        value, found = collect(stage)
        self.found += found
        return value

    @property
    def has_failed(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.found)

    def stop_if_failed(self) -> None:
        """End the run where there is an error."""
        if self.has_failed:
            self.end()

    def end(self, lines: Iterable[str] = (), *, stale: bool = False) -> NoReturn:
        """Print what was found, then the result; exit with 1 for an error or stale files."""
        from stopgen import report

        for line in report.diagnostics(self.found):
            click.echo(line, err=True)
        for line in lines:
            click.echo(line)
        sys.exit(1 if stale or self.has_failed else 0)


def _folder(name: str, what: str) -> Callable[[_Command], _Command]:
    folder = click.Path(file_okay=False, path_type=Path)
    return click.option(f"--{name}", type=folder, metavar="DIR", help=what)


def _language(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> str | None:
    from stopgen.source import language

    tag = None if value is None else language(value)
    if value is not None and tag is None:
        raise click.BadParameter(f"{value!r} is not a language tag, such as en or zh-hans")
    return tag


_specs = _folder("specs", "The folder of the documents, with a folder for each provider.")
_output = _folder("output", "The folder of the generated package, which takes its name.")
_locale = click.option(
    "--locale",
    metavar="LANGUAGE",
    callback=_language,
    help="The language that speaks in docstrings where documents come in several.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="stopgen")
def main() -> None:
    """Turn API documents into Python clients that stop what a platform is running."""
    gc.disable()  # a run ends before there is garbage worth the time to look for it: a tenth of it
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@main.command()
@_specs
@_output
@_locale
@click.option("--force", is_flag=True, help="Give up files that were edited or are in the way.")
def generate(specs: Path | None, output: Path | None, locale: str | None, *, force: bool) -> None:
    """Write the clients, and say what changed."""
    from stopgen import emit

    run = _Run()
    config = _configure(run, specs, output, locale)
    providers, files, record = _build(run, config)
    plan = run(emit.write(files, record, config.output, force=force))
    run.stop_if_failed()
    run.end(_changes(providers, plan) if plan else ())


@main.command()
@_specs
@_output
@_locale
@click.option("--diff", is_flag=True, help="Show how each stale file differs.")
def check(specs: Path | None, output: Path | None, locale: str | None, *, diff: bool) -> None:
    """Tell whether the output is what generate would write; write nothing."""
    from stopgen import emit, report

    run = _Run()
    config = _configure(run, specs, output, locale)
    _, files, record = _build(run, config)
    plan = run(emit.plan(files, record, config.output))
    run.stop_if_failed()
    stale = {str(plan.output / change.path): change for change in plan.stale}
    lines = report.table([(report.stale(change), path) for path, change in stale.items()])
    for path, change in stale.items() if diff else ():
        lines += report.diff(path, change)
    run.end(lines, stale=bool(stale))


@main.command("list")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def list_operations(paths: Sequence[Path], form: str) -> None:
    """List the operations that stop something, out of any documents or folders."""
    from stopgen import pipeline, report

    run = _Run()
    config = _configure(run)
    found = run(pipeline.find(paths or [config.specs], config.providers))
    entries = [_entry(operation) for operation in found]
    if form == "json":
        run.end([json.dumps(entries, indent=2)])
    run.end(report.table([_row(entry) for entry in entries]))


@main.command()
@_specs
@_folder("output", f"The folder of the exported documents; {_EXPORTED.as_posix()} by default.")
@_locale
def export(specs: Path | None, output: Path | None, locale: str | None) -> None:
    """Write each provider as one OpenAPI 3.1 document, for other tools."""
    from stopgen import emit, pipeline, report
    from stopgen.targets import openapi

    run = _Run()
    config = _configure(run, specs, output or _EXPORTED, locale)
    providers, _ = run(pipeline.provide(config.specs, config.locale, config.providers))
    run.stop_if_failed()
    plan = run(emit.write(openapi.generate(providers), None, config.output))
    changes = plan.changes if plan else ()
    run.end(report.table([(str(config.output / entry.path), entry.status) for entry in changes]))


def _configure(
    run: _Run, specs: Path | None = None, output: Path | None = None, locale: str | None = None
) -> Config:
    """Return the project's configuration with what the command line says instead."""
    from stopgen import config

    found = run(config.load(Path()))
    run.stop_if_failed()
    return replace(
        found,
        specs=specs or found.specs,
        output=output or found.output,
        locale=locale or found.locale,
    )


def _build(run: _Run, config: Config) -> tuple[list[Provider], list[File], Lock]:
    """Generate the clients in memory."""
    from stopgen import pipeline
    from stopgen.targets import python

    providers, record = run(pipeline.provide(config.specs, config.locale, config.providers))
    run.stop_if_failed()
    files = run(python.generate(providers))
    run.stop_if_failed()
    return providers, files, record


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
