"""``stopgen diff``: tell what changed in the platforms' APIs and in the face of the package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stopgen.commands import options
from stopgen.commands.run import Run
from stopgen.commands.versions import compare_versions

if TYPE_CHECKING:
    from stopgen.compare.formats import Comparison

_LEVELS = ("breaking", "additive", "documentation")


@click.command("diff")
@click.argument("old", required=False, shell_complete=options.files)
@click.argument("new", required=False, shell_complete=options.files)
@options.specs
@options.locale
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text")
@click.option(
    "--fail-on",
    type=click.Choice(_LEVELS),
    help="Exit with 1 where a change matters this much or more.",
)
@options.reporting
def command(
    run: Run,
    old: str | None,
    new: str | None,
    specs: Path | None,
    locale: str | None,
    *,
    form: str,
    fail_on: str | None,
) -> None:
    """Tell what changed for callers of the package between OLD and NEW.

    Each is a file, a folder, or what git has: REVISION:PATH, or REVISION for the specs folder there. Without
    NEW it is the specs folder as it is; without OLD, what HEAD has of that.
    """
    comparison = compare_versions(run, old, new, run.configure(specs, locale=locale))
    fatal = _LEVELS[: _LEVELS.index(fail_on) + 1] if fail_on else ()
    is_fatal = any(change.level in fatal for change in comparison.changes)
    run.end(_formats()[form](comparison), asked=True, unwanted=is_fatal)


def _formats() -> Mapping[str, Callable[[Comparison], list[str]]]:
    from stopgen.compare import formats

    return {"text": formats.text, "markdown": formats.markdown, "json": formats.as_json}
