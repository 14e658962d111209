"""``stopgen update``: compare the documents with what is published, and take that over if asked to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stopgen.commands import network, options
from stopgen.commands.run import Run
from stopgen.diagnostic import Checked, Code, Diagnostic, Position, collect, each, error

if TYPE_CHECKING:
    from stopgen.config import Config
    from stopgen.fetch.update import Comparison
    from stopgen.provider_file import ProviderFile
    from stopgen.source import Sources

_NOTHING = "no provider.toml names the address of a document"
_HOW = "nothing was written; 'stopgen update --accept' takes over what is published"
_NEXT = "'stopgen generate' makes the clients of them"


def _complete(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Return the providers that there are."""
    specs = context.params.get("specs") or Run().settings().specs
    folders = specs.glob("[!.]*/") if specs.is_dir() else ()
    return sorted(folder.name for folder in folders if folder.name.startswith(incomplete))


@click.command("update")
@click.argument("providers", metavar="[PROVIDER]...", nargs=-1, shell_complete=_complete)
@click.option("--accept", is_flag=True, help="Put what is published in the place of what is here.")
@options.specs
@options.locale
@network.timeout
@network.ca_file
@options.formatted
def command(
    run: Run,
    *,
    providers: Sequence[str],
    accept: bool,
    specs: Path | None,
    locale: str | None,
    timeout: float,
    ca_file: Path | None,
) -> None:
    """Fetch the documents that provider.toml files name, and show what their changes mean.

    The exit status is 1 if something was published that is not here and was not accepted, or for
    an error.
    """
    config = run.configure(specs, None, locale)
    fetching = network.network(run, timeout, ca_file)
    from stopgen import report, source
    from stopgen.fetch import update
    from stopgen.fetch.difference import difference

    sources, problems = collect(source.load([config.specs], config.limit))
    run.found += [entry for entry in problems if entry.code is not Code.NO_DOCUMENTS]
    files = run(_chosen(sources, providers, config))
    run.stop_if_failed()
    found = run(update.compare(files, sources, fetching))
    changes = run(difference(found, sources, config.locale, config.providers))
    lines = report.table(_documents(found))
    lines += ["", *changes.lines] if changes.lines else []
    if not files:
        run.end([_NOTHING])
    if accept:
        run.end([*lines, *_accept(run, found, changes.broken)])
    stale = [*_stale(found)]
    run.end([*lines, "", _HOW] if stale else lines, stale=stale)


def _chosen(
    sources: Sources, providers: Sequence[str], config: Config
) -> Checked[list[ProviderFile]]:
    """Return the providers whose documents have addresses: those that were named, or all."""
    from stopgen import provider_file

    files = yield from each(provider_file.read, sources.settings)
    with_pages = {file.provider: file for file in files if file.pages}
    known = {entry.provider for entry in sources.inputs}
    for name in providers:
        if name not in with_pages:
            yield _unusable(name, config.specs, known)
    names = providers or with_pages
    return [with_pages[name] for name in dict.fromkeys(names) if name in with_pages]


def _unusable(name: str, specs: Path, known: Iterable[str]) -> Diagnostic:
    """Say why the documents of a provider are not fetched."""
    if name in known:
        place = Position(str(specs / name / "provider.toml"))
        reason = "name the address of each document in the table [documents] of this file"
        return error(Code.NO_ADDRESS, place, reason)
    close = get_close_matches(name, sorted(known), n=1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    return error(Code.UNKNOWN_PROVIDER, Position(str(specs)), f"no provider {name!r} here{hint}")


def _documents(found: Sequence[Comparison]) -> list[tuple[str, str]]:
    """Return a row for each document that could be fetched."""
    return [
        (str(comparison.file.folder / update.name), update.status)
        for comparison in found
        for update in comparison.updates
    ]


def _stale(found: Sequence[Comparison]) -> Iterator[Diagnostic]:
    """Yield a finding for each document that is published otherwise."""
    for comparison in found:
        for update in comparison.news:
            place = Position(str(comparison.file.folder / update.name))
            reason = f"the published document is another one ({update.status})"
            yield error(Code.OUTDATED_DOCUMENT, place, reason)


def _accept(run: Run, found: Sequence[Comparison], broken: Collection[str]) -> list[str]:
    """Take over what is published, provider by provider; one that is not whole or sound stays as it is."""
    from stopgen.fetch.accept import accept

    whole = [comparison for comparison in found if comparison.is_whole]
    sound = [comparison for comparison in whole if comparison.file.provider not in broken]
    left = [str(entry.file.folder) for entry in whole if entry not in sound]
    lines = [f"left {folder} as it is: what is published has errors" for folder in left]
    written = [path for comparison in sound for path in run(accept(comparison))]
    lines += [*(f"wrote {path}" for path in written), _NEXT] if written else []
    return ["", *lines] if lines else []
