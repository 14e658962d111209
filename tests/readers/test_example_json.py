"""JSON of examples, with places."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stopgen.description import Json
from stopgen.diagnostic import Position
from stopgen.readers.example_json import MOST_LEVELS, ExampleError, parse_json
from stopgen.readers.excerpt import Excerpt

FILE = "acme/stop.md"
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=20,
)


def fault(text: str) -> ExampleError:
    with pytest.raises(ExampleError) as caught:
        parse_json(Excerpt(FILE, text))
    return caught.value


@given(JSON, st.sampled_from([None, 2]))
def test_what_the_standard_library_writes_is_read(value: Json, indent: int | None) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    try:
        assert parse_json(Excerpt(FILE, text)).plain == value
    except ExampleError:
        assert any("\ud800" <= character <= "\udfff" for character in text)


@given(st.text(alphabet='{}[]",:1.eE-+tnf \n\\u/', max_size=40))
def test_it_agrees_with_the_standard_library_on_what_is_json(text: str) -> None:
    try:
        theirs = json.dumps(json.loads(text, object_pairs_hook=distinct), allow_nan=False)
    except ValueError:
        theirs = "no JSON"
    try:
        mine = json.dumps(parse_json(Excerpt(FILE, text)).plain)
    except ExampleError:
        mine = "no JSON"
    assert mine == theirs


def distinct(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError
    return dict(pairs)


def test_members_stand_at_their_names() -> None:
    excerpt = Excerpt(FILE, '{\n "a": [1,\n  {"b": null}]\n}', first_line=5, indents=(2, 2, 2, 2))
    places = {
        pointer: (position.line, position.column)
        for pointer, position in parse_json(excerpt).positions()
    }
    assert places == {
        (): (5, 3), ("a",): (6, 4), ("a", 0): (6, 10), ("a", 1): (7, 5), ("a", 1, "b"): (7, 6),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('{"a": 1\n"b": 2}', 1, 8),
        ('{"a" 1}', 1, 5),
        ('{"a": }', 1, 7),
        ('{"a": 1,}', 1, 9),
        ("[1 2]", 1, 3),
        ("[1,\n", 1, 4),
        ("{a: 1}", 1, 2),
        ('{"a": 1} x', 1, 10),
        ('{"a": 1, "a": 2}', 1, 10),
        ("[01]", 1, 2),
        ("[1e999]", 1, 2),
        ('["\\ud800"]', 1, 2),
        ('["\\x"]', 1, 2),
        ("[" + "1" * 5000 + "]", 1, 2),
        ("", 1, 1),
    ],
)
def test_a_fault_stands_where_it_is(text: str, line: int, column: int) -> None:
    found = fault(text)
    assert (found.position.line, found.position.column) == (line, column)
    assert not found.is_abbreviated


@pytest.mark.parametrize(
    "text", ["[1, ...]", "[1, …]", '{"a": 1, // and so on\n}', "[/* x */]", "[#\n]"]
)
def test_what_only_people_can_read_is_told_apart(text: str) -> None:
    assert fault(text).is_abbreviated


def test_comments_and_commas_that_nothing_follows_are_passed_over() -> None:
    slips: list[Position] = []
    text = '{"a": [1, 2,], // the parts\n "b": "http://x", }'
    assert parse_json(Excerpt(FILE, text), slips).plain == {"a": [1, 2], "b": "http://x"}
    assert [(slip.line, slip.column) for slip in slips] == [(1, 12), (2, 17)]


def test_deep_nesting_ends_early() -> None:
    assert "deeper" in fault("[" * 100_000).sentence
    levels = MOST_LEVELS
    assert parse_json(Excerpt(FILE, "[" * levels + "]" * levels)).plain is not None
