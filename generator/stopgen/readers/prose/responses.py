"""Turns what a page says about answers into OpenAPI responses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from stopgen.diagnostic import Checked, Code, Position, warning
from stopgen.readers.placed import Loose, Placed, placed
from stopgen.readers.prose.answers import Answer, Answers
from stopgen.readers.prose.codes import error_code, infer_answer
from stopgen.readers.prose.fields import Field, apply_field, read_fields
from stopgen.readers.prose.slips import check_fields, check_shapes
from stopgen.readers.prose.statuses import plain_status
from stopgen.readers.prose.vocabulary import Topic
from stopgen.readers.shapes import Path, Shape, amend, merge_all, part, schema

_JSON: Final = "application/json"


@dataclass(slots=True)
class _Draft:
    """An answer whose shape is still being worked out."""

    answer: Answer
    shown: Shape | None
    shape: Shape
    codes: dict[str, Position] = field(default_factory=dict[str, Position])

    @property
    def is_success(self) -> bool:
        return self.answer.status.is_success

    def with_codes(self, shape: Shape) -> Shape:
        """Let a text be one of the codes of this answer, or a new one."""
        return replace(shape, known=tuple(self.codes))

    def has(self, path: Path) -> bool:
        return part(self.shape, path) is not None


def responses(answers: Answers) -> Checked[Placed | None]:
    """Return the OpenAPI responses, None if the page tells of no answer."""
    yield from _home_for_rows(answers)
    drafts = [_draft(answer) for answer in answers.found.values()]
    for draft in drafts:
        fields = yield from read_fields(draft.answer.rows)
        if draft.shown is not None:
            yield from check_fields(draft.shown, fields, [])
        yield from _apply(draft, fields)
    for topic, rows in answers.rows:
        fields = yield from read_fields(rows)
        yield from _share(drafts, topic, fields)
    failed = [draft.shown for draft in drafts if draft.shown and not draft.is_success]
    yield from check_shapes(failed)
    shown = [draft.shown.position for draft in drafts if draft.shown and draft.shown.position]
    if shown:
        sentence = "the shapes of answers are inferred from their examples"
        yield warning(Code.INFERRED_SCHEMA, shown[0], sentence, *shown[1:])
    entries: dict[str, Loose] = {draft.answer.status.code: _response(draft) for draft in drafts}
    return placed(entries) if entries else None


def _home_for_rows(answers: Answers) -> Checked[None]:
    """Make the answer that rows about fields speak of, where no status tells of a success."""
    is_told = any(answer.status.is_success for answer in answers.found.values())
    loose = [rows for topic, rows in answers.rows if topic is not Topic.ERRORS and rows]
    if loose and not is_told:
        place = loose[0][0].position
        answers.get(plain_status("200"), place)
        sentence = "no status is given for the answer with these fields, so it counts as 200"
        yield warning(Code.INFERRED_STATUS, place, sentence)


def _draft(answer: Answer) -> _Draft:
    shown = merge_all(infer_answer(example) for example in answer.examples)
    draft = _Draft(answer, shown, shown or Shape())
    if not answer.status.is_success:
        draft.codes |= answer.codes
        for _, code in filter(None, map(error_code, answer.examples)):
            draft.codes.setdefault(code.text, code.position)
        for path, _ in filter(None, map(error_code, answer.examples)):
            draft.shape = amend(draft.shape, path, draft.with_codes)
    return draft


def _apply(draft: _Draft, fields: Iterable[Field]) -> Checked[None]:
    for stated in fields:
        draft.shape = yield from apply_field(draft.shape, stated)


def _share(drafts: list[_Draft], topic: Topic | None, fields: list[Field]) -> Checked[None]:
    """Apply rows to the answers that they are about; without a word on that, to those they fit."""
    about = [draft for draft in drafts if draft.is_success is not (topic is Topic.ERRORS)]
    others = [draft for draft in drafts if draft not in about and topic is None]
    shown = [draft.shown for draft in drafts if draft.shown]
    for draft in about:
        if draft.shown is not None:
            yield from check_fields(draft.shown, fields, shown)
    elsewhere = [stated for stated in fields if any(other.has(stated.path) for other in others)]
    for draft in about:
        own = [stated for stated in fields if draft.has(stated.path) or stated not in elsewhere]
        yield from _apply(draft, own)
    for other in others:
        for stated in elsewhere:
            if other.has(stated.path):
                other.shape = _described(other.shape, stated)


def _described(shape: Shape, stated: Field) -> Shape:
    """Let a row describe a part of an answer that it is not chiefly about."""
    return amend(
        shape,
        stated.path,
        lambda known: replace(known, description=known.description or stated.shape.description),
    )


def _response(draft: _Draft) -> Placed:
    answer = draft.answer
    codes = [placed(code, position) for code, position in draft.codes.items()]
    return placed(
        {
            "description": placed(answer.status.reason, answer.position),
            "content": _content(draft),
            "x-error-codes": codes or None,
        },
        answer.position,
    )


def _content(draft: _Draft) -> Loose:
    if draft.shape != Shape():
        media: dict[str, Loose] = {"schema": schema(draft.shape)}
        if draft.answer.examples:
            media["examples"] = examples(draft.answer.examples)
        return {_JSON: media}
    if draft.answer.text is not None:
        return {"text/plain": placed({"schema": {"type": "string"}}, draft.answer.text)}
    return None


def examples(shown: Iterable[Placed]) -> Placed:
    """Return examples as OpenAPI names them; the same one twice is one."""
    distinct: list[Placed] = []
    for example in shown:
        if example not in distinct:
            distinct.append(example)
    names = ("example" if number == 1 else f"example{number}" for number in range(1, 10_000))
    entries = zip(names, distinct, strict=False)
    return placed({name: placed({"value": value}, value.position) for name, value in entries})
