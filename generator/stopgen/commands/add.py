"""``stopgen add``: make the folder of a new provider."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stopgen.commands import network, options
from stopgen.commands.list import lines
from stopgen.commands.run import Run
from stopgen.diagnostic import Code, Position, error

if TYPE_CHECKING:
    from stopgen.fetch.gather import Gathered

_NUMBERS = re.compile(r"\s*\d+\s*(?:,\s*\d+\s*)*")


def _numbers(
    _context: click.Context | None, _parameter: click.Parameter | None, value: str | None
) -> tuple[int, ...] | None:
    """Read a list of numbers."""
    if value is None:
        return None
    if not _NUMBERS.fullmatch(value):
        raise click.BadParameter(f"{value!r} is not a list of numbers, such as 1,3")
    return tuple(dict.fromkeys(map(int, value.split(","))))


@click.command("add")
@click.argument("name")
@click.argument(
    "places", metavar="URL|FILE...", nargs=-1, required=True, shell_complete=options.files
)
@click.option("--all", "everything", is_flag=True, help="Take all pages of an index that may fit.")
@click.option(
    "--choose",
    callback=_numbers,
    metavar="NUMBERS",
    help="Take these of the pages of an index, such as 1,3; those that surely fit by default.",
)
@options.specs
@network.timeout
@network.ca_file
@options.reporting
def command(
    run: Run,
    *,
    name: str,
    places: Sequence[str],
    everything: bool,
    choose: tuple[int, ...] | None,
    specs: Path | None,
    timeout: float,
    ca_file: Path | None,
) -> None:
    """Make the folder of a new provider out of pages, files or an llms.txt.

    Of an llms.txt, those pages are added that describe a call that stops something.
    """
    config = run.configure(specs)
    fetching = network.network(run, timeout, ca_file)
    from stopgen.fetch import add
    from stopgen.fetch.gather import gather
    from stopgen.finding import find

    run(add.check_name(name, config.specs))
    run.stop_if_failed()
    harvest = run(gather(places, fetching))
    run.stop_if_failed()
    _show(run, harvest.offered)
    numbers = _everything(harvest.offered) if everything else choose
    chosen = _chosen(harvest.offered, numbers)
    pages = {page.place: page for page in (*harvest.named, *chosen)}
    folder = run(add.add(name, config.specs, list(pages.values())))
    if folder is None:
        run.end()
    found = run(find([folder], config.providers, config.limit))
    if not found and not run.has_failed:
        reason = "nothing here describes an operation that stops something"
        run.found.append(error(Code.NO_STOP_OPERATION, Position(str(folder)), reason))
    run.end(lines(found))


def _everything(offered: Sequence[Gathered]) -> tuple[int, ...]:
    return tuple(range(1, len(offered) + 1))


def _chosen(offered: Sequence[Gathered], numbers: tuple[int, ...] | None) -> list[Gathered]:
    """Return the pages of indexes that are wanted; by default those that surely fit."""
    if not offered:
        return []
    sure = tuple(number for number, page in enumerate(offered, start=1) if page.is_sure)
    if numbers is None:
        numbers = _asked(sure) if _is_terminal() else sure
    if not numbers or not set(numbers) <= set(_everything(offered)):
        raise click.UsageError(f"choose from 1 to {len(offered)} with --choose, or take --all")
    return [offered[number - 1] for number in numbers]


def _is_terminal() -> bool:
    """Tell whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _show(run: Run, offered: Sequence[Gathered]) -> None:
    """Print the pages of indexes with their numbers, unless nobody wants to see them."""
    if not offered or run.quiet:
        return
    from stopgen import report

    rows = [
        (
            str(number),
            "surely" if page.is_sure else "maybe",
            page.title,
            ", ".join(page.calls),
            page.place,
        )
        for number, page in enumerate(offered, start=1)
    ]
    for line in [*report.table(rows), ""]:
        click.echo(line)


def _asked(sure: Sequence[int]) -> tuple[int, ...]:
    """Ask which pages are wanted."""
    default = ",".join(map(str, sure)) or None
    numbers: tuple[int, ...] = click.prompt("Which of these", default=default, value_proc=_parsed)
    return numbers


def _parsed(value: str) -> tuple[int, ...]:
    return _numbers(None, None, value) or ()
