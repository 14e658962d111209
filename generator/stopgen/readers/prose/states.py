"""Finds in example code how a run is asked for its state, and what the code does in which state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Final

from stopgen.diagnostic import Position
from stopgen.readers.prose.extents import closing
from stopgen.readers.prose.lexer import Kind, Lexeme
from stopgen.readers.prose.requests import ExampleRequest, Script
from stopgen.readers.shapes import Path
from stopgen.select.verbs import STOP_VERBS
from stopgen.words import split

_MOST_COMPARED: Final = 100
_LONGEST_CONDITION: Final = 300
_LEAVING: Final = frozenset({"return", "throw", "raise", "break", "exit", "continue"})
_EQUAL: Final = frozenset({"===", "==", "in"})
_UNEQUAL: Final = frozenset({"!==", "!="})
_BODY_CALLS: Final = frozenset({"json", "get"})


class Meaning(StrEnum):
    """What example code takes a state for."""

    RUNNING = "running"
    ENDED = "ended"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class State:
    """A word for how a run stands, as code compares it.

    Attributes:
        word: The word.
        path: The way to it in the answer of the status call.
        meaning: What the code takes it for.
        position: Where it stands.
    """

    word: str
    path: Path
    meaning: Meaning
    position: Position


def states(script: Script, asked: ExampleRequest, stops: list[ExampleRequest]) -> list[State]:
    """Return the states that code compares with the answer of a status call, in order."""
    if asked.extent is None:
        return []
    reader = _Reader(script.pieces, _stop_places(script.pieces, stops))
    reader.follow(asked.extent.start, asked.extent.end)
    return list(islice(reader.compared(), _MOST_COMPARED))


def _stop_places(pieces: list[Lexeme], stops: Iterable[ExampleRequest]) -> frozenset[int]:
    """Return the pieces that stop something: addresses, and calls of functions named so."""
    places = {made.extent.address for made in stops if made.extent is not None}
    calls = {
        index
        for index, piece in enumerate(pieces[:-1])
        if piece.kind is Kind.WORD
        and pieces[index + 1].text == "("
        and not STOP_VERBS.isdisjoint(split(piece.text))
    }
    return frozenset(places | calls)


@dataclass(slots=True)
class _Reader:
    """Follows the answer of a call through the variables of a piece of code.

    Attributes:
        pieces: The code.
        stops: The pieces that stop something.
        paths: For each variable, what it holds of the answer's body; None for the whole response.
    """

    pieces: list[Lexeme]
    stops: frozenset[int]
    paths: dict[str, Path | None] = field(default_factory=dict[str, "Path | None"])

    def follow(self, call: int, end: int) -> None:
        """Note which variables hold the answer of a call that ends here, or parts of it."""
        name = self._assigned(call)
        if name is None:
            return
        after = end + 1
        while self._text(after) == ")":
            after += 1
        self.paths[name] = self._steps(after, None)[0]
        for index in range(end, len(self.pieces) - 2):
            if self.pieces[index + 1].text == "=" and self.pieces[index].kind is Kind.WORD:
                held = self._expression(index + 2 + (self._text(index + 2) == "await"))
                if held is not None and self._text(held[1]) not in {*_EQUAL, *_UNEQUAL, "?"}:
                    self.paths[self.pieces[index].text] = held[0]

    def _assigned(self, call: int) -> str | None:
        """Return the variable that takes the answer: ``r = await fetch(…)``."""
        before = call - 1
        while before > 0 and self._text(before) in {"await", "("}:
            before -= 1
        is_assigned = before > 0 and self._text(before) == "="
        return self.pieces[before - 1].text if is_assigned else None

    def _text(self, index: int) -> str:
        return self.pieces[index].text if index < len(self.pieces) else ""

    def _expression(self, start: int) -> tuple[Path, int] | None:
        """Read a variable and what is taken from it: ``r.json()["data"].status``.

        Returns:
            The way into the body, and the piece behind the expression; None for any other expression.
        """
        name = self._text(start)
        if name not in self.paths or self.pieces[start].kind is not Kind.WORD:
            return None
        path, index = self._steps(start + 1, self.paths[name])
        return None if path is None else (path, index)

    def _steps(self, index: int, held: Path | None) -> tuple[Path | None, int]:
        """Follow the steps into a value; the first one out of a response leads to its body."""
        while (step := self._step(index)) is not None:
            part, index = step
            held = () if held is None else (*held, *part)
        return held, index

    def _step(self, index: int) -> tuple[Path, int] | None:
        """Read one step into a value: ``.name``, ``["name"]``, ``.get("name")``, ``.json()``."""
        while self._text(index) in {"?", "!"} and self._text(index + 1) in {".", "["}:
            index += 1
        if self._text(index) == "[" and self._text(index + 2) == "]":
            inner = self.pieces[index + 1]
            return ((inner.text,), index + 3) if inner.kind is Kind.TEXT else None
        if self._text(index) != "." or index + 1 >= len(self.pieces):
            return None
        name = self.pieces[index + 1].text
        if self._text(index + 2) != "(":
            return (name,), index + 2
        end = closing(self.pieces, index + 2) + 1
        argument = self.pieces[index + 3] if index + 3 < len(self.pieces) else None
        if name == "get" and argument is not None and argument.kind is Kind.TEXT:
            return (argument.text,), end
        return ((), end) if name in _BODY_CALLS else None

    def compared(self) -> Iterator[State]:
        """Yield the texts that parts of the answer are compared with."""
        for index in range(len(self.pieces)):
            if self._text(index - 1) != "." or index == 0:
                held = self._expression(index)
                if held is not None and held[0]:
                    yield from self._comparison(index, *held)

    def _comparison(self, start: int, path: Path, end: int) -> Iterator[State]:
        mark = self._text(end)
        is_negated = mark in _UNEQUAL
        if mark == "not" and self._text(end + 1) == "in":
            is_negated, mark, end = True, "in", end + 1
        if mark in _EQUAL | _UNEQUAL:
            words = self._words(end + 1)
        elif [self._text(start - offset) for offset in (1, 2, 3)] == ["(", "includes", "."]:
            words = self._words_before(start - 4)
            is_negated = self._is_negated(start - 4)
        else:
            return
        meaning = self._meaning(start, is_negated=is_negated)
        for piece in words:
            yield State(piece.text, path, meaning, piece.position)

    def _words(self, index: int) -> list[Lexeme]:
        """Return the text behind a comparison, or those of the list there."""
        if index >= len(self.pieces):
            return []
        if self.pieces[index].kind is Kind.TEXT:
            return [self.pieces[index]]
        if self._text(index) not in {"[", "(", "{"}:
            return []
        inside = self.pieces[index : closing(self.pieces, index)]
        return [piece for piece in inside if piece.kind is Kind.TEXT]

    def _words_before(self, end: int) -> list[Lexeme]:
        """Return the texts of the list that ends here."""
        start = end
        while start > 0 and self._text(start) != "[":
            start -= 1
        return self._words(start) if self._text(end) == "]" else []

    def _is_negated(self, end: int) -> bool:
        start = end
        while start > 0 and self._text(start) != "[":
            start -= 1
        return self._text(start - 1) == "!"

    def _meaning(self, condition: int, *, is_negated: bool) -> Meaning:
        """Tell by what the code does in the state: whether it stops the run or leaves it alone."""
        if self._is_loop(condition):
            return Meaning.ENDED if is_negated else Meaning.RUNNING
        block = self._block(condition)
        does_stop = any(index in self.stops for index in block)
        does_leave = any(self._text(index) in _LEAVING for index in block)
        if does_stop and not is_negated:
            return Meaning.RUNNING
        if does_leave and not does_stop:
            return Meaning.RUNNING if is_negated else Meaning.ENDED
        return Meaning.NAMED

    def _is_loop(self, condition: int) -> bool:
        """Tell whether code waits as long as a condition holds."""
        line = self.pieces[condition].position.line
        before = range(condition, max(condition - 30, -1), -1)
        same = (index for index in before if self.pieces[index].position.line == line)
        return any(self._text(index) == "while" for index in same)

    def _block(self, condition: int) -> range:
        """Return the pieces that run if the condition around a piece holds."""
        indent = self.pieces[condition].indent
        index = condition
        end = min(len(self.pieces), condition + _LONGEST_CONDITION)
        while index < end and self._text(index) != "{":
            if self._text(index) == ":" and self._is_last_of_line(index):
                return self._indented(index + 1, indent)
            if self._text(index) in {";", "}"}:
                return range(condition, index)
            index += 1
        return range(index, closing(self.pieces, index)) if index < end else range(0)

    def _is_last_of_line(self, index: int) -> bool:
        return index + 1 >= len(self.pieces) or self.pieces[index + 1].is_first

    def _indented(self, start: int, indent: int) -> range:
        end = start
        while end < len(self.pieces) and self.pieces[end].indent > indent:
            end += 1
        return range(start, end)
