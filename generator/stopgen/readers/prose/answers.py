"""Gathers what a page says about each answer: status, examples, rows about fields, error codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from stopgen.diagnostic import Checked, Code, Diagnostic, Position, error, warning
from stopgen.readers.markdown_blocks import Fence, ListItems, Section, Table
from stopgen.readers.placed import Placed
from stopgen.readers.prose.codes import error_code
from stopgen.readers.prose.examples import is_answer_message, read_example, shown
from stopgen.readers.prose.listed_answers import Listed, in_list, in_table, in_text
from stopgen.readers.prose.nesting import Nesting
from stopgen.readers.prose.passages import ANSWERING, Passage, Sign, heading_signs, subject
from stopgen.readers.prose.rows import Row
from stopgen.readers.prose.statuses import Status, StatusError, expected, read_status
from stopgen.readers.prose.vocabulary import Topic

Place = tuple[Status, Position]
_GENERAL: Final = (Topic.ERRORS, Topic.SUCCESS)


@dataclass(slots=True)
class Answer:
    """One answer as far as the page has told about it.

    Attributes:
        status: The status.
        position: Where the status stands.
        examples: The bodies that it shows.
        text: Where it shows a body that is plain text.
        rows: Rows about its fields alone.
        codes: The platform's own codes for it, each with its place.
    """

    status: Status
    position: Position
    examples: list[Placed] = field(default_factory=list[Placed])
    text: Position | None = None
    rows: list[Row] = field(default_factory=list[Row])
    codes: dict[str, Position] = field(default_factory=dict[str, Position])


@dataclass(slots=True)
class Answers:
    """All answers of a call.

    Attributes:
        found: The answers by status.
        rows: Rows about fields of several answers, with the topic that tells whose they are.
        unplaced: Examples without a status, with the topics above them.
        loose: Error codes without a status.
    """

    found: dict[str, Answer] = field(default_factory=dict[str, Answer])
    rows: list[tuple[Topic | None, list[Row]]] = field(
        default_factory=list[tuple[Topic | None, list[Row]]]
    )
    unplaced: list[tuple[tuple[Topic, ...], Placed]] = field(
        default_factory=list[tuple[tuple[Topic, ...], Placed]]
    )
    loose: dict[str, Position] = field(default_factory=dict[str, Position])

    def get(self, status: Status, position: Position) -> Answer:
        """Return the answer with a status, a new one if the page has not told of it before."""
        return self.found.setdefault(status.code, Answer(status, position))


def gather(
    sections: Iterable[Section], blocks: Iterable[Passage], scripts: frozenset[Position]
) -> Checked[Answers]:
    """Gather what sections say about the answers of a call.

    Args:
        sections: The sections about the call.
        blocks: Their blocks.
        scripts: Where examples stand that make the call.
    """
    answers = Answers()
    by_section: dict[Section, Place] = {}
    for section in sections:
        place = yield from _of_heading(section)
        if place is not None:
            by_section[section] = place
            answers.get(*place)
    called: set[Section] = set()
    nesting = Nesting()
    for passage in blocks:
        listed = in_text(passage, is_answer=subject(passage) is ANSWERING)
        if listed is not None and listed.status is not None:
            by_section[passage.section] = listed.status, listed.position
            answers.get(listed.status, listed.position)
        place = (yield from _of_label(passage)) or _around(passage.section, by_section)
        if passage.block.position in scripts:
            called.add(passage.section)
        rows = list(_component_rows(passage, nesting))
        _add(answers, [], rows, passage, place)
        yield from _passage(answers, passage, place, is_called=passage.section in called)
    yield from _settle(answers)
    return answers


def _of_heading(section: Section) -> Checked[Place | None]:
    signs = heading_signs(section)
    is_own = bool(signs) and section.heading is not None and section.heading.level > 1
    return (yield from _of_sign(signs[0], signs)) if is_own else None


def _of_label(passage: Passage) -> Checked[Place | None]:
    if passage.signs and passage.signs[0].is_label:
        return (yield from _of_sign(passage.signs[0], passage.signs))
    return None


def _of_sign(sign: Sign, signs: tuple[Sign, ...]) -> Checked[Place | None]:
    is_answer = any(above.topic in ANSWERING for above in signs)
    try:
        status = read_status(sign.text.plain, is_answer=is_answer)
    except StatusError as fault:
        yield error(Code.UNKNOWN_STATUS, sign.text.position, str(fault))
        return None
    if status is None:
        return None
    if status.other is not None:
        sentence = f"{status.reason!r} is what {status.other} means, not {status.code}"
        yield warning(Code.CONTRADICTION, sign.text.position, sentence)
    return status, sign.text.position


def _around(section: Section, by_section: dict[Section, Place]) -> Place | None:
    places = (by_section[above] for above in section.chain() if above in by_section)
    return next(places, None)


def _passage(
    answers: Answers, passage: Passage, place: Place | None, *, is_called: bool
) -> Checked[None]:
    """Read one block; below an example of the call, JSON without a word about it is the answer."""
    is_answer = subject(passage) is ANSWERING or place is not None
    match passage.block:
        case Fence() as fence if is_answer or is_answer_message(fence):
            yield from _example(answers, fence, passage, place)
        case Fence() as fence if is_called and subject(passage) is None:
            yield from _example(answers, fence, passage, place)
        case Fence() as fence if subject(passage) is None and shown(fence).is_json:
            sentence = "nothing says whether this is sent or answered, so it is left out"
            yield warning(Code.UNREAD, fence.position, sentence)
        case Table() as table:
            listed, rows = yield from in_table(table, passage, is_answer=is_answer)
            _add(answers, listed, rows, passage, place)
        case ListItems() as entries if is_answer and passage.topic in ANSWERING:
            listed, rows = in_list(entries, passage)
            _add(answers, listed, rows, passage, place)
        case _:
            pass


def _component_rows(passage: Passage, nesting: Nesting) -> Iterator[Row]:
    """Yield the rows of components that are about answers, by their tags or by what is above."""
    for row, topic in nesting.rows(passage.block):
        if topic is Topic.FIELDS or (topic is None and subject(passage) is ANSWERING):
            yield row


def _example(
    answers: Answers, fence: Fence, passage: Passage, place: Place | None
) -> Checked[None]:
    found = shown(fence)
    if found.status is not None:
        place = found.status, fence.position
    if found.is_text and place is not None and place[0].code != "204":
        answers.get(*place).text = fence.position
    if not found.is_json:
        if found.status is not None and place is not None:
            answers.get(*place)
        return
    example = yield from read_example(found.body)
    if place is not None:
        answer = answers.get(*place)
        answer.examples.extend([example] if example else [])
    elif example is not None:
        answers.unplaced.append((passage.topics, example))


def _add(
    answers: Answers, listed: list[Listed], rows: list[Row], passage: Passage, place: Place | None
) -> None:
    for entry in listed:
        codes = answers.loose
        if entry.status is not None:
            codes = answers.get(entry.status, entry.position).codes
        elif place is not None:
            codes = answers.get(*place).codes
        if entry.code is not None:
            codes.setdefault(entry.code.text, entry.code.position)
    if rows and place is not None:
        answers.get(*place).rows.extend(rows)
    elif rows:
        whose = (topic for topic in passage.topics if topic in _GENERAL)
        answers.rows.append((next(whose, None), rows))


def _settle(answers: Answers) -> Iterator[Diagnostic]:
    """Give examples and codes without a status to the answer that they must belong to."""
    guessed: list[Position] = []
    for topics, example in answers.unplaced:
        place = example.position or next(iter(answers.found.values())).position
        status = expected(topics)
        told = (answer for answer in answers.found.values() if answer.status.is_success)
        known = next(told, None) if status.is_success else None
        if known is None:
            guessed.append(place)
            known = answers.get(status, place)
        known.examples.append(example)
    codes = {code for answer in answers.found.values() for code in _codes(answer)}
    for code, position in answers.loose.items():
        if code not in codes:
            answers.get(expected((Topic.ERRORS,)), position).codes[code] = position
    if guessed:
        sentence = "no status is given for this answer, so it counts as 200, or as any error"
        yield warning(Code.INFERRED_STATUS, guessed[0], sentence)


def _codes(answer: Answer) -> Iterator[str]:
    """Yield the error codes that tables and examples give a status."""
    yield from answer.codes
    for _, code in filter(None, map(error_code, answer.examples)):
        yield code.text
