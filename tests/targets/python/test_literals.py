from __future__ import annotations

import ast
import math
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stopgen.targets.python.literals import escape, line, literal

ANY_TEXT = st.text(st.characters(exclude_categories=[]))
"""Lone surrogates and controls included."""

HARD = [
    "",
    '"',
    '""',
    '"""',
    '""""',
    "'''",
    "\\",
    "\\\\",
    'a\\"',
    'a"',
    '\\"""',
    'a""" + x + """',
    "a\\",
    "\r",
    "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029",
    "\x00",
    "\u202e\u2066\u200f",
    "\ud800",
    "{{ 7 * 7 }}{% raw %}",
    "{x!r}",
    '"""\nimport os\n"""',
    "\\N{BULLET}\\x41\\u0041\\101\\\n",
]


@given(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | ANY_TEXT)
@example(math.inf)
@example(-math.inf)
@example(-0.0)
def test_a_literal_is_read_back_as_the_value(value: Any) -> None:
    text = literal(value)
    back = ast.literal_eval(text)
    assert back == value
    assert type(back) is type(value)
    text.encode()
    assert text.isprintable()


@pytest.mark.parametrize("text", HARD)
def test_hard_text_is_read_back_as_it_was(text: str) -> None:
    assert ast.literal_eval(literal(text)) == text
    assert ast.literal_eval(f'"""{escape(text)}"""') == text


@given(ANY_TEXT)
def test_escaped_text_cannot_end_the_string_that_it_stands_in(text: str) -> None:
    escaped = escape(text)
    assert ast.literal_eval(f'"""{escaped}"""') == text
    escaped.encode()
    assert all(character.isprintable() or character == "\n" for character in escaped)


@given(ANY_TEXT)
@example("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
def test_text_of_a_comment_stays_in_its_line(text: str) -> None:
    source = f"# {line(text)}\nx = 1\n"
    assert len(source.splitlines()) == 2
    assert ast.dump(ast.parse(source)) == ast.dump(ast.parse("x = 1"))
    source.encode()
    assert line(text).isprintable()
