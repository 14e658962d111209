"""Puts into words for a terminal what a run found and did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from stopgen.change import Change, Conflict, Status
from stopgen.diagnostic import Diagnostic, Position, Severity

_GAP = "  "
_NO_LINE_END = "\\ no line end here"
_STALE = {
    Status.CREATED: "missing",
    Status.UPDATED: "outdated",
    Status.REMOVED: "left over",
    Status.UNCHANGED: "up to date",
}
_CONFLICTS = {
    Conflict.EDITED: "edited",
    Conflict.FOREIGN: "in the way",
    Conflict.BLOCKED: "in the way",
}
_COLOURS: Mapping[Severity, str] = {
    Severity.ERROR: "red",
    Severity.WARNING: "yellow",
    Severity.NOTE: "cyan",
}
_EXCERPT = 120

Paint: TypeAlias = Callable[[str, str], str]
"""Gives a text a style: a colour, ``bold`` or ``dim``."""


def plain(text: str, _style: str) -> str:
    """Give a text no style."""
    return text


def printable(text: str) -> str:
    """Return text as one line in which nothing can steer a terminal."""
    if text.isprintable():
        return text
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text
    )


def diagnostics(
    found: Iterable[Diagnostic],
    paint: Paint = plain,
    line_at: Callable[[Position], str | None] | None = None,
) -> list[str]:
    """Return a line for each finding in the order of the places, and one for each related place.

    Args:
        found: The findings.
        paint: What gives the parts of a line their style.
        line_at: What knows the lines that findings are about, to show them as well; None shows none.
    """
    ordered = sorted(dict.fromkeys(found), key=lambda finding: finding.position)
    lines: list[str] = []
    for finding in ordered:
        lines.append(_finding(finding, paint))
        if line_at and (text := line_at(finding.position)) is not None:
            lines += excerpt(finding.position, text)
        lines += [_related(position, finding, paint) for position in finding.related]
    return lines


def excerpt(position: Position, text: str) -> list[str]:
    """Show a line of a document with a mark below the place; of a long line what is around it."""
    start = max(0, position.column - 1 - _EXCERPT // 2)
    before = printable(text[start : position.column - 1].replace("\t", " "))
    after = printable(text[position.column - 1 : start + _EXCERPT].replace("\t", " "))
    number = str(position.line)
    return [
        f"{number:>6} | {before}{after}".rstrip(),
        f"{'':>6} | {' ' * _width(before)}^",
    ]


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines with aligned columns."""
    cells = [[printable(cell) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    return [
        _GAP.join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in cells
    ]


def stale(change: Change) -> str:
    """Say in a word or two why a file is not what would be generated."""
    return _STALE[change.status] if change.conflict is None else _CONFLICTS[change.conflict]


def diff(path: str, change: Change) -> Iterator[str]:
    """Yield the unified difference between a file and what would be generated."""
    from difflib import unified_diff

    before, after = _text(change.before), _text(change.after)
    from_file = "/dev/null" if change.before is None else path
    to_file = "/dev/null" if change.after is None else path
    for line in unified_diff(before, after, from_file, to_file, lineterm=""):
        yield "\t".join(map(printable, line.split("\t")))


def summary(changes: Iterable[Change]) -> Status:
    """Say in one word what happened to several files."""
    statuses = {change.status for change in changes}
    return statuses.pop() if len(statuses) == 1 else Status.UPDATED


def totals(output: str, changes: Sequence[Change]) -> list[str]:
    """Count what happened to files, and name the ones that are gone."""
    counted = Counter(change.status for change in changes)
    counts = ", ".join(f"{counted[status]} {status}" for status in Status if counted[status])
    gone = [change.path for change in changes if change.status is Status.REMOVED]
    return [printable(line) for line in (f"{output}: {counts}", *(f"removed {p}" for p in gone))]


def _finding(finding: Diagnostic, paint: Paint) -> str:
    place = paint(printable(str(finding.position)), "bold")
    severity = paint(finding.severity, _COLOURS[finding.severity])
    return f"{place}: {severity}: {printable(finding.message)} {_code(finding, paint)}"


def _related(position: Position, finding: Diagnostic, paint: Paint) -> str:
    place = paint(printable(str(position)), "bold")
    severity = paint(Severity.NOTE, _COLOURS[Severity.NOTE])
    return f"{place}: {severity}: this is the other place {_code(finding, paint)}"


def _code(finding: Diagnostic, paint: Paint) -> str:
    return paint(f"[{finding.code}]", "dim")


def _text(content: bytes | None) -> list[str]:
    """Return content as lines, without the line ends that a checkout may have changed."""
    if not content:
        return []
    text = content.decode(errors="backslashreplace").replace("\r\n", "\n")
    lines = text.removesuffix("\n").split("\n")
    return lines if text.endswith("\n") else [*lines, _NO_LINE_END]


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
