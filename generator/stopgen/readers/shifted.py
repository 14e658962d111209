"""Counts the lines of a page as those of the file that it stands in."""

from __future__ import annotations

from dataclasses import dataclass

from stopgen.description import Description, Origins, Pointer
from stopgen.diagnostic import Checked, Diagnostic, Position, collect
from stopgen.source import Document


@dataclass(frozen=True, slots=True)
class ShiftedOrigins:
    """Origins of a description that stands further down in its file.

    Attributes:
        rest: Origins as if nothing stood before it.
        lines: How many lines do.
    """

    rest: Origins
    lines: int

    def position(self, pointer: Pointer) -> Position:
        """Return the place of the part, or of the nearest part around it that is known."""
        return _down(self.rest.position(pointer), self.lines)


def shifted(
    stage: Checked[list[Description]], document: Document, lines: int
) -> Checked[list[Description]]:
    """Read a page, with all places as they are in the file.

    Args:
        stage: Reads the page as if it was a file of its own.
        document: The file.
        lines: How many lines stand before the page.
    """
    if not lines:
        return (yield from stage)
    descriptions, found = collect(stage)
    yield from (_finding(finding, lines) for finding in found)
    return [
        known._replace(
            document=document,
            origins=ShiftedOrigins(known.origins, lines),
            findings={
                key: [_finding(finding, lines) for finding in about]
                for key, about in known.findings.items()
            },
        )
        for known in descriptions
    ]


def _finding(finding: Diagnostic, lines: int) -> Diagnostic:
    related = tuple(_down(place, lines) for place in finding.related)
    return finding._replace(position=_down(finding.position, lines), related=related)


def _down(position: Position, lines: int) -> Position:
    return position._replace(line=position.line + lines)
