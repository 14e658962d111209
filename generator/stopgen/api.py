"""What stopgen does, for programs; the command line adds nothing but words."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from stopgen import reuse, source
from stopgen.change import Change, Status
from stopgen.config import Config, load
from stopgen.diagnostic import Checked, Diagnostic, collect
from stopgen.lock import NAME, Lock
from stopgen.result import Result
from stopgen.source import LIMIT

if TYPE_CHECKING:
    from stopgen.build import Built
    from stopgen.choice import Choices
    from stopgen.finding import Search
    from stopgen.source import Sources


def generate(
    documents: str | PathLike[str],
    output: str | PathLike[str],
    *,
    locale: str = "en",
    choices: Choices | None = None,
    limit: int = LIMIT,
    force: bool = False,
) -> Result:
    """Write the clients for a folder of documents; where nothing changed, nothing is touched.

    Args:
        documents: The folder, with a folder for each provider.
        output: The folder of the package, which takes its name.
        locale: The language that speaks in docstrings where documents come in several.
        choices: What is included and excluded by hand, for each provider.
        limit: How many bytes a document may have.
        force: Whether files are given up that somebody edited or put in the way.

    Returns:
        What was found and done. With an error among it nothing was written.

    Raises:
        ValueError: The locale is not a language tag.
    """
    return generate_as(_config(documents, output, locale, choices, limit), force=force)


def check(
    documents: str | PathLike[str],
    output: str | PathLike[str],
    *,
    locale: str = "en",
    choices: Choices | None = None,
    limit: int = LIMIT,
) -> Result:
    """Tell what ``generate`` would do, and write nothing; the arguments are the same."""
    return check_as(_config(documents, output, locale, choices, limit))


def generate_as(config: Config, *, force: bool = False) -> Result:
    """Do what ``generate`` does, as a project's settings say."""
    return _result(_run(config, force=force))


def check_as(config: Config) -> Result:
    """Tell what ``check`` tells, as a project's settings say."""
    return _result(_run(config, force=None))


def configure(folder: str | PathLike[str] = ".") -> tuple[Config, tuple[Diagnostic, ...]]:
    """Read ``[tool.stopgen]`` of the pyproject.toml that holds for a folder.

    Returns:
        The settings, and what is wrong with them; with an error among it, do not rely on them.
    """
    settings, found = collect(load(Path(folder)))
    return settings, tuple(found)


def find(
    paths: Sequence[str | PathLike[str]], *, choices: Choices | None = None, limit: int = LIMIT
) -> Search:
    """Find the operations that stop something in any documents and folders.

    Args:
        paths: The documents and folders.
        choices: What is included and excluded by hand, for each provider.
        limit: How many bytes a document may have.
    """
    from stopgen import finding

    stage = finding.find([Path(path) for path in paths], choices or {}, limit)
    found, diagnostics = collect(stage)
    return finding.Search(tuple(diagnostics), tuple(found))


def _config(
    documents: str | PathLike[str],
    output: str | PathLike[str],
    locale: str,
    choices: Choices | None,
    limit: int,
) -> Config:
    """Return the arguments of a call as settings."""
    tag = source.language(locale)
    if tag is None:
        raise ValueError(f"{locale!r} is not a language tag, such as en or zh-hans")
    return Config(Path(documents), Path(output), tag, choices or {}, limit)


def _result(stage: Checked[Result]) -> Result:
    """Run a stage; what it finds is in one order, wherever it was found and by which run."""
    result, found = collect(stage)
    ordered = sorted(dict.fromkeys(found), key=lambda finding: finding.position)
    return result._replace(diagnostics=tuple(ordered))


def _run(config: Config, *, force: bool | None) -> Checked[Result]:
    """Do what is left to do; the documents are only understood where the lock does not tell.

    Args:
        config: What is asked for.
        force: Whether edited files are given up; None where nothing is written.
    """
    sources, faults = collect(source.load([config.specs], config.limit))
    yield from faults
    result = yield from _generated(config, sources, force=force, complete=not faults)
    return result._replace(inputs=tuple(Path(entry.file) for entry in sources.inputs))


def _generated(
    config: Config, sources: Sources, *, force: bool | None, complete: bool
) -> Checked[Result]:
    """Generate out of documents; unless they are complete, only to find what is wrong with them."""
    now = reuse.record(config, sources)
    before = reuse.read(config.output)
    known = before if before and complete and reuse.same_tools(before, now) else None
    if known and reuse.is_current(known, now, config.output):
        yield from reuse.shown(known.diagnostics, sources)
        return _nothing_to_do(config.output, known)
    from stopgen.build import build

    built = yield from build(config, sources, now, known)
    if built is None or not complete:
        return Result(config.output)
    return (yield from _emit(config, built, before, force=force))


def _nothing_to_do(output: Path, known: Lock) -> Result:
    paths = sorted((*known.outputs, NAME))
    changes = tuple(Change(path, Status.UNCHANGED) for path in paths)
    return Result(output, operations=known.operations, changes=changes)


def _emit(
    config: Config, built: Built, before: Lock | None, *, force: bool | None
) -> Checked[Result]:
    """Bring the folder to what was generated, or say what that would change."""
    from stopgen import emit

    plan: emit.Plan | None
    record = reuse.settled(built.record, before, whatever_code=force is None)
    if force is None:
        plan = yield from emit.plan(built.files, record, config.output)
    else:
        plan = yield from emit.write(built.files, record, config.output, force=force)
    changes = plan.changes if plan else ()
    return Result(config.output, operations=record.operations, changes=changes)
