"""The options that several commands take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., None])


def folder(name: str, what: str) -> Callable[[_Command], _Command]:
    """Return the option ``--name DIR``."""
    kind = click.Path(file_okay=False, path_type=Path)
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
