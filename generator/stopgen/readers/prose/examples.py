"""Reads the JSON that fences show, alone or behind the head of an HTTP message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from stopgen.diagnostic import Checked, Code, Position, error, warning
from stopgen.readers.example_json import ExampleError, parse_json
from stopgen.readers.excerpt import Excerpt
from stopgen.readers.markdown_blocks import Fence
from stopgen.readers.placed import Placed
from stopgen.readers.prose.statuses import Status, StatusError, read_status

_JSON: Final = frozenset({"json", "jsonc", "json5", "jsonp"})
_SCRIPT: Final = frozenset({"js", "javascript", "ts", "typescript"})
_CODE: Final = _SCRIPT | frozenset(
    (
        "bash c cpp cs csharp curl go graphql html java jsx kotlin php py python rb ruby rust sh "
        "shell sql swift toml tsx xml yaml yml zsh"
    ).split()
)
_TEXT: Final = frozenset({"text", "txt", "plaintext", "plain"})
_LONGEST: Final = 100_000
_STATUS_LINE: Final = re.compile(r"HTTP/\d(?:\.\d)?\s+(\d{3}\b.*)")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a fence shows of an answer.

    Attributes:
        body: The text that may be JSON.
        status: The status in the head of a message, or behind the opening fence.
        is_json: Whether the text is meant to be JSON.
        is_text: Whether it is meant to be plain text.
    """

    body: Excerpt
    status: Status | None
    is_json: bool
    is_text: bool


def shown(fence: Fence) -> Shown:
    """Take a fence apart that may show an answer."""
    lines = fence.code.text.split("\n")
    message = _STATUS_LINE.match(lines[0])
    if message is None:
        body, status = fence.code, _status(fence.info.partition(" ")[2])
    else:
        end = next((number for number, line in enumerate(lines) if not line.strip()), len(lines))
        body, status = _from(fence.code, lines, end), _status(message[1])
    is_open = body.text.lstrip().startswith(("{", "["))
    is_json = fence.language in _JSON or (is_open and fence.language not in _CODE)
    is_json = is_json or (is_open and fence.language in _SCRIPT and _is_json(body))
    return Shown(body, status, is_json, fence.language in _TEXT and not is_json)


def is_answer_message(fence: Fence) -> bool:
    """Tell whether a fence shows an answer, by its first line: ``HTTP/1.1 204 No Content``."""
    return _STATUS_LINE.match(fence.code.text) is not None


def _is_json(body: Excerpt) -> bool:
    try:
        parse_json(body)
    except ExampleError:
        return False
    return True


def _from(code: Excerpt, lines: list[str], skipped: int) -> Excerpt:
    text = "\n".join(lines[skipped:])
    return Excerpt(code.file, text, code.first_line + skipped, code.indents[skipped:])


def _status(text: str) -> Status | None:
    try:
        return read_status(text.strip("{} \"'"), is_answer=True) if text else None
    except StatusError:
        return None


def read_example(body: Excerpt) -> Checked[Placed | None]:
    """Read an example; None if it is no JSON, or shortened so that only people can read it."""
    if not body.text.strip():
        return None
    if len(body.text) > _LONGEST:
        sentence = "this example is far longer than people read, so it is left out"
        yield warning(Code.UNREAD, body.position(1, 1), sentence)
        return None
    slips: list[Position] = []
    try:
        value = parse_json(body, slips)
    except ExampleError as fault:
        if fault.is_abbreviated:
            sentence = "this example is shortened, so it shows nothing for sure and is left out"
            yield warning(Code.UNREAD, fault.position, sentence)
        else:
            sentence = f"this example is no JSON: {fault.sentence}"
            yield error(Code.BAD_EXAMPLE, fault.position, sentence)
        return None
    if slips:
        sentence = "nothing follows this comma, so it is read as if it were not there"
        yield warning(Code.BAD_EXAMPLE, slips[0], sentence, *slips[1:])
    return value
