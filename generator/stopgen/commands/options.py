"""The options that several commands take."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from stopgen.commands.run import Run

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_Command = TypeVar("_Command", bound=Callable[..., None])

FORMATS = (
    "text",
    "json",
    "github",
    "sarif",
)  # as in stopgen.formats, which a run that is well does not load


class Place(click.Path):
    """The path of a file or a folder; one that is empty is a variable that is not set, not this folder."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """Make a path of what was typed."""
        if not os.fspath(value):
            self.fail("the path is empty", param, ctx)
        return super().convert(value, param, ctx)


def folder(name: str, what: str) -> Callable[[_Command], _Command]:
    """Return the option ``--name DIR``."""
    kind = Place(file_okay=False, path_type=Path)
    return click.option(f"--{name}", type=kind, metavar="DIR", help=what)


def _language(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> str | None:
    from stopgen.source import language

    tag = None if value is None else language(value)
    if value is not None and tag is None:
        raise click.BadParameter(f"{value!r} is not a language tag, such as en or zh-hans")
    return tag


specs = folder("specs", "The folder of the documents, with a folder for each provider.")
output = folder("output", "The folder of the generated package, which takes its name.")
locale = click.option(
    "--locale",
    metavar="LANGUAGE",
    callback=_language,
    help="The language that speaks in docstrings where documents come in several.",
)
jobs = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    default=lambda: os.cpu_count() or 1,
    help="How many processes read, where there is much to read; as many as there are cores.",
)
null = click.option("-0", "--null", is_flag=True, help="End paths with NUL, not with a line end.")


def files(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Let shells complete what can be a file and something else."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def reporting(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command a run of its own, and the options that say how much it tells."""

    @click.option("-q", "--quiet", is_flag=True, help="Tell errors, and nothing else.")
    @click.option("-v", "--verbose", is_flag=True, help="Show the lines that findings are about.")
    @wraps(command)
    def reported(*, quiet: bool, verbose: bool, **options: object) -> None:
        command(Run(quiet=quiet, verbose=verbose), **options)

    return reported


def formatted(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command as ``reporting`` does, and the option that says in which form it tells."""

    @click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default="text",
        help="How findings are told: to people, as JSON, as annotations on GitHub, as SARIF.",
    )
    @reporting
    @wraps(command)
    def reported(run: Run, *, form: str, **options: object) -> None:
        run.form = form
        command(run, **options)

    return reported
