"""Puts together the call that tells how a run stands, where examples show one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from stopgen.diagnostic import Checked, Code, Diagnostic, Position, warning
from stopgen.readers.markdown_blocks import ListItems, Paragraph
from stopgen.readers.markdown_inline import Inline
from stopgen.readers.placed import Loose, Placed, placed
from stopgen.readers.prose.address import fits
from stopgen.readers.prose.endpoints import Endpoint
from stopgen.readers.prose.lexicon import STATE_SEGMENTS, STATE_WORDS
from stopgen.readers.prose.passages import Passage
from stopgen.readers.prose.requests import ExampleRequest, Script
from stopgen.readers.prose.states import Meaning, State, states
from stopgen.readers.prose.values import is_identifier
from stopgen.readers.prose.vocabulary import Topic
from stopgen.readers.shapes import Path, Shape, amend, schema
from stopgen.references import spell

_NAMED: Final = re.compile(
    rf"(?:{'|'.join(STATE_WORDS)})\s*[:：=]\s*[\"'“`]?([A-Za-z][\w-]*)", re.IGNORECASE
)
_CAPITALS: Final = re.compile(r"\b[A-Z][A-Z_]{2,}\b")


@dataclass(frozen=True, slots=True)
class StatusCall:
    """A call that tells how a run stands.

    Attributes:
        path: Its path template, with the parameters of the call that stops.
        asked: The example that makes it.
        pointer: The way to the state in its answer.
        running: States in which a run can be stopped, with their places.
        ended: States that a run never leaves, with their places.
        others: States that examples name without telling which they are.
    """

    path: str
    asked: ExampleRequest
    pointer: Path
    running: dict[str, Position]
    ended: dict[str, Position]
    others: dict[str, Position]


def status_call(
    endpoint: Endpoint,
    scripts: Iterable[Script],
    stops: list[ExampleRequest],
    blocks: list[Passage],
) -> Checked[StatusCall | None]:
    """Find the call in examples; None unless they show where its answer has the state."""
    for script in scripts:
        for asked in script.requests:
            path = _path(asked, endpoint)
            compared = states(script, asked, stops) if path else []
            if path and compared:
                return (yield from _call(path, asked, compared, blocks))
            if path and STATE_SEGMENTS.intersection(path.split("/")[-1:]):
                yield _unread(asked)
    return None


def _unread(asked: ExampleRequest) -> Diagnostic:
    sentence = "nothing shows which part of the answer to this call is the state, so it is left out"
    return warning(Code.UNREAD, asked.position, sentence)


def _path(asked: ExampleRequest, endpoint: Endpoint) -> str | None:
    """Return the template of a call that asks about what the other one stops."""
    resource = _resource(endpoint.path)
    if asked.method != "GET" or resource is None:
        return None
    options = [resource, *(f"{resource}/{word}" for word in sorted(STATE_SEGMENTS))]
    return next((path for path in options if fits(asked.address.path, path) is not None), None)


def _resource(path: str) -> str | None:
    """Return what a path that ends in a verb acts on: ``/runs/{id}`` of ``/runs/{id}/stop``."""
    above, _, last = path.rpartition("/")
    if last.startswith("{") and not last.endswith("}"):
        return f"{above}/{last.partition('}')[0]}}}"
    return above if above.endswith("}") else None


def _call(
    path: str, asked: ExampleRequest, compared: list[State], blocks: list[Passage]
) -> Checked[StatusCall | None]:
    pointer = Counter(state.path for state in compared).most_common(1)[0][0]
    told = [state for state in compared if state.path == pointer and is_identifier(state.word)]
    running = _words(told, Meaning.RUNNING) | _noted(blocks, Topic.RUNNING)
    ended = _words(told, Meaning.ENDED) | _noted(blocks, Topic.ENDED)
    for word in running.keys() & ended.keys():
        sentence = f"a run in the state {word!r} is said to be running, and to have ended"
        yield warning(Code.CONTRADICTION, ended.pop(word), sentence, running.pop(word))
    if not running and not ended:
        return None
    sentence = f"only examples show the call GET {path}, which tells how a run stands"
    yield warning(Code.INFERRED_OPERATION, asked.position, sentence)
    return StatusCall(path, asked, pointer, running, ended, _words(told, Meaning.NAMED))


def _words(told: Iterable[State], meaning: Meaning) -> dict[str, Position]:
    words: dict[str, Position] = {}
    for state in told:
        if state.meaning is meaning:
            words.setdefault(state.word, state.position)
    return words


def _noted(blocks: Iterable[Passage], topic: Topic) -> dict[str, Position]:
    """Return the states that notes under a heading such as "Cannot stop" name."""
    words: dict[str, Position] = {}
    for passage in blocks:
        if passage.topics[:1] == (topic,):
            for text in _lines(passage):
                for word, position in _in_line(text):
                    words.setdefault(word, position)
    return words


def _lines(passage: Passage) -> Iterator[Inline]:
    match passage.block:
        case ListItems() as entries:
            yield from (item.text for item in entries.items)
        case Paragraph() as paragraph:
            yield from paragraph.text.lines()
        case _:
            pass


def _in_line(text: Inline) -> Iterator[tuple[str, Position]]:
    """Yield the states in a line: ``(status: FAILED)``, in code style, or in capitals."""
    codes = [(span.text.strip("\"'"), span.position) for span in text.codes]
    named = [code for code in codes if is_identifier(code[0])]
    for form, group in ((_NAMED, 1), (_CAPITALS, 0)):
        if not named:
            found = form.finditer(text.text[:1_000])
            named = [(match[group], text.cut(match.start(group)).position) for match in found]
    yield from named


def status_operation(
    call: StatusCall, parameters: Iterable[Placed], security: Placed | None
) -> Placed:
    """Return the call as an OpenAPI operation that the page only shows."""
    known = tuple(call.running | call.ended | call.others)
    shape = amend(Shape(), call.pointer, lambda _: Shape(("string",), known=known))
    answer: Loose = {
        "description": "How the run stands",
        "content": {"application/json": {"schema": schema(shape)}},
    }
    return placed(
        {
            "x-inferred": True,
            "parameters": list(parameters) or None,
            "security": security,
            "responses": {"200": answer},
            "x-run-states": {
                "pointer": spell(call.pointer),
                "running": [placed(word, place) for word, place in call.running.items()],
                "ended": [placed(word, place) for word, place in call.ended.items()],
            },
        },
        call.asked.position,
    )
