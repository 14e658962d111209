"""What stopgen does, for programs; the command line adds nothing but words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from stopgen import reuse, source
from stopgen.change import Change, Status
from stopgen.choice import NO_CHOICES, Choices
from stopgen.diagnostic import Checked, Diagnostic, collect
from stopgen.lock import NAME, Lock
from stopgen.request import Request
from stopgen.result import Result

if TYPE_CHECKING:
    from stopgen.build import Built
    from stopgen.pipeline import Found


@dataclass(frozen=True, slots=True)
class Search:
    """What a search found.

    Attributes:
        diagnostics: What is wrong with documents, or worth to know.
        found: The operations that stop something.
    """

    diagnostics: tuple[Diagnostic, ...]
    found: tuple[Found, ...]


def generate(
    documents: str | PathLike[str],
    output: str | PathLike[str],
    *,
    locale: str = "en",
    choices: Choices = NO_CHOICES,
    force: bool = False,
) -> Result:
    """Write the clients for a folder of documents; where nothing changed, nothing is touched.

    Args:
        documents: The folder, with a folder for each provider.
        output: The folder of the package, which takes its name.
        locale: The language that speaks in docstrings where documents come in several.
        choices: What is included and excluded by hand, for each provider.
        force: Whether files are given up that somebody edited or put in the way.

    Returns:
        What was found and done. With an error among it nothing was written.
    """
    request = Request(Path(documents), Path(output), locale, choices)
    return _result(_run(request, force=force))


def check(
    documents: str | PathLike[str],
    output: str | PathLike[str],
    *,
    locale: str = "en",
    choices: Choices = NO_CHOICES,
) -> Result:
    """Tell what ``generate`` would do, and write nothing; the arguments are the same."""
    request = Request(Path(documents), Path(output), locale, choices)
    return _result(_run(request, force=None))


def find(paths: Sequence[str | PathLike[str]], *, choices: Choices = NO_CHOICES) -> Search:
    """Find the operations that stop something in any documents and folders.

    Args:
        paths: The documents and folders.
        choices: What is included and excluded by hand, for each provider.
    """
    from stopgen import pipeline

    found, diagnostics = collect(pipeline.find([Path(path) for path in paths], choices))
    return Search(tuple(diagnostics), tuple(found))


def _result(stage: Checked[Result]) -> Result:
    result, found = collect(stage)
    return replace(result, diagnostics=tuple(found))


def _run(request: Request, *, force: bool | None) -> Checked[Result]:
    """Do what is left to do; the documents are only understood where the lock does not tell.

    Args:
        request: What is asked for.
        force: Whether edited files are given up; None where nothing is written.
    """
    sources, faults = collect(source.load([request.documents]))
    yield from faults
    now = reuse.record(request, sources)
    before = reuse.read(request.output)
    known = before if before and not faults and reuse.same_tools(before, now) else None
    if known and reuse.is_current(known, now, request.output):
        yield from reuse.shown(known.diagnostics, sources)
        return _nothing_to_do(request.output, known)
    from stopgen.build import build

    built = yield from build(request, sources, now, known)
    if built is None or faults:
        return Result(request.output)
    return (yield from _emit(request, built, before, force=force))


def _nothing_to_do(output: Path, known: Lock) -> Result:
    paths = sorted((*known.outputs, NAME))
    changes = tuple(Change(path, Status.UNCHANGED) for path in paths)
    return Result(output, operations=known.operations, changes=changes)


def _emit(
    request: Request, built: Built, before: Lock | None, *, force: bool | None
) -> Checked[Result]:
    """Bring the folder to what was generated, or say what that would change."""
    from stopgen import emit

    plan: emit.Plan | None
    record = reuse.settled(built.record, before, whatever_code=force is None)
    if force is None:
        plan = yield from emit.plan(built.files, record, request.output)
    else:
        plan = yield from emit.write(built.files, record, request.output, force=force)
    changes = plan.changes if plan else ()
    return Result(request.output, operations=record.operations, changes=changes)
