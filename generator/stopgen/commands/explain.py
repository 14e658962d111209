"""``stopgen explain``: say what a finding means, and how to mend what was found."""

from __future__ import annotations

import sys
from difflib import get_close_matches

import click
from click.shell_completion import CompletionItem

from stopgen import colour, explanation, report
from stopgen.diagnostic import Code


def _complete(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    return [CompletionItem(code.value) for code in Code if code.startswith(incomplete)]


@click.command("explain")
@click.argument("code", required=False, shell_complete=_complete)
def command(code: str | None) -> None:
    """Say what the CODE at the end of a finding means, with an example; without one, list all codes.

    It knows the kinds of changes, too, that stopgen diff tells.
    """
    for line in _list() if code is None else _about(code):
        click.echo(line)


def _list() -> list[str]:
    return report.table([(code, explanation.of(code).summary) for code in sorted(Code)])


def _page(code: Code) -> list[str]:
    """Return the page of a code, with bold headings on a terminal."""
    paint = colour.paint if colour.is_wanted(sys.stdout) else report.plain
    headings = {f"# {code}", *(f"## {title}" for title in explanation.SECTIONS)}
    lines = explanation.of(code).page.splitlines()
    return [paint(line, "bold") if line in headings else line for line in lines]


def _about(code: str) -> list[str]:
    """Explain a code, or a kind of change; with or without the brackets that it is shown in."""
    name = code.strip("[]").lower()
    if name in set(Code):
        return _page(Code(name))
    changes = explanation.changes()
    if name in changes:
        return [changes[name]]
    close = get_close_matches(name, [*Code, *changes], n=1)
    hint = f"Did you mean {str(close[0])!r}?" if close else "'stopgen explain' lists all codes."
    raise click.UsageError(f"No such code {code!r}. {hint}")
