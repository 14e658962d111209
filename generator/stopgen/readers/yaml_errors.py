"""What is wrong with a YAML text, and which place of it most likely has to be changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

import yaml

from stopgen.diagnostic import Code, Diagnostic, error
from stopgen.readers import yaml_blame
from stopgen.readers.excerpt import Excerpt

Mark: TypeAlias = tuple[int, int]
"""A line and a column of the text, from 1."""

_OPENERS: Final = ("a simple key", "a quoted scalar", "a flow sequence", "a flow mapping")


class _Place(Protocol):
    """What both of PyYAML's parsers call a mark."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


class YamlError(Exception):
    """What makes a text no YAML, or none that may be read; it never leaves the readers."""

    def __init__(self, code: Code, mark: Mark, message: str, *related: Mark) -> None:
        super().__init__(message)
        self.code = code
        self.mark = mark
        self.message = message
        self.related = related

    def diagnostic(self, excerpt: Excerpt) -> Diagnostic:
        """Return the finding that a user gets to see."""
        related = (excerpt.position(*mark) for mark in self.related)
        return error(self.code, excerpt.position(*self.mark), self.message, *related)


@dataclass(frozen=True, slots=True)
class Lines:
    """Where a scalar begins, which line it ends on, and whether it stands in quotes."""

    mark: Mark
    end: int
    is_quoted: bool


def understand(problem: yaml.MarkedYAMLError, text: str, scalar: Lines | None) -> YamlError:
    """Say what is wrong, at the place that most likely has to be changed.

    Args:
        problem: What the parser says.
        text: The text that it read.
        scalar: The last scalar that it read.
    """
    found = problem.problem_mark or problem.context_mark
    mark = mark_of(found)
    if scalar is not None and scalar.mark[0] < scalar.end == mark[0]:
        quotes = "quotation" if scalar.is_quoted else "text"
        sentence = f"the {quotes} that begins here ends where it should not"
        return YamlError(Code.BAD_YAML, scalar.mark, sentence, mark)
    if found is not None and text[found.index : found.index + 1] == "\t":
        return YamlError(Code.BAD_YAML, mark, "a tab stands where YAML needs spaces")
    parts = ", ".join(part for part in (problem.problem, problem.context) if part)
    blamed = _blame(problem, text)
    related = [mark] if blamed[0] != mark[0] else []
    return YamlError(Code.BAD_YAML, blamed, f"this is not YAML: {parts}", *related)


def _blame(problem: yaml.MarkedYAMLError, text: str) -> Mark:
    """Return where the construct begins that is wrong, which may be before reading stopped."""
    mark = mark_of(problem.problem_mark or problem.context_mark)
    if (problem.context or "").endswith(_OPENERS):
        return mark_of(problem.context_mark)
    if (problem.problem or "").startswith("did not find expected"):
        lines = text.split("\n")
        line = yaml_blame.misplaced(lines, mark[0])
        return mark if line == mark[0] else (line, yaml_blame.depth(lines[line - 1]) + 1)
    return mark


def blame_parent(problem: YamlError, text: str) -> YamlError:
    """Blame a key that stands beside what was meant to be inside it, which then is there twice."""
    line = yaml_blame.parent_at_same_depth(text.split("\n"), problem.mark[0])
    if problem.code is not Code.DUPLICATE_KEY or line is None:
        return problem
    related = (problem.mark, *problem.related)
    return YamlError(problem.code, (line, problem.mark[1]), problem.message, *related)


def mark_of(mark: _Place | None) -> Mark:
    """Return a mark of the parser as a line and a column from 1."""
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)


def mark_at(text: str, offset: int) -> Mark:
    """Return the line and the column of a character."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
