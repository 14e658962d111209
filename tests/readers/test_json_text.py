import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readers.reading import fault, load, pointers, value
from stopgen.diagnostic import Code, Position
from stopgen.readers.excerpt import Excerpt
from stopgen.readers.json_origins import JsonOrigins
from stopgen.references import at

TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
TREES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)
OBJECTS = st.dictionaries(TEXT, TREES, max_size=4)


def origins_of(text: str) -> JsonOrigins:
    return JsonOrigins(Excerpt("f", text), value(text))


@given(OBJECTS, st.sampled_from([None, 0, 2]), st.booleans())
def test_what_was_written_as_json_is_read_back(
    tree: dict[str, object], indent: int | None, ascii_only: bool
) -> None:
    assert value(json.dumps(tree, indent=indent, ensure_ascii=ascii_only)) == tree


@given(OBJECTS, st.sampled_from([None, 2]), st.booleans())
def test_every_part_has_the_place_of_its_key_or_item(
    tree: dict[str, object], indent: int | None, ascii_only: bool
) -> None:
    text = json.dumps(tree, indent=indent, ensure_ascii=ascii_only)
    found = value(text)
    origins = JsonOrigins(Excerpt("f", text), found)
    for pointer in pointers(found):
        position = origins.position(pointer)
        lines = text.split("\n")[position.line - 1 :]
        here, _ = json.JSONDecoder().raw_decode("\n".join(lines), position.column - 1)
        is_key = bool(pointer) and isinstance(pointer[-1], str)
        assert here == (pointer[-1] if is_key else at(found, pointer))


def test_an_index_may_be_written_as_text() -> None:
    origins = origins_of('{"a": [1,\n2], "3": 4}')
    assert origins.position(("a", "1")) == Position("f", 2, 1)
    assert origins.position((3,)) == Position("f", 2, 5)


def test_what_has_no_place_has_that_of_what_is_around_it() -> None:
    origins = origins_of(' {"a":\n [1, {}]}')
    assert origins.position(("a", 7, "x")) == Position("f", 1, 3)
    assert origins.position(("a", 0, "x")) == Position("f", 2, 3)
    assert origins.position(("b",)) == Position("f", 1, 2)


def test_a_key_that_is_used_twice_is_told_apart_by_what_is_around_it() -> None:
    origins = origins_of('{"a": {"x": 1},\n "b": {"x": 2, "only": [\n"x", {"only-too": "x"}]}}')
    lines = [
        origins.position(pointer).line
        for pointer in [("a", "x"), ("b", "x"), ("b", "only"), ("b", "only", 0), ("b", "only", 1)]
    ]
    assert lines == [1, 2, 2, 3, 3]
    assert origins.position(("b", "only", 1, "only-too")) == Position("f", 3, 7)


def test_what_is_not_there_is_not_taken_for_something_of_that_name() -> None:
    origins = origins_of('{"a": {},\n "b": {"x": 2}}')
    assert origins.position(("a", "x")) == Position("f", 1, 2)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('{"a": 1\n "b": 2}', 1, 8),  # where the comma is missing
        ('{"a": 1,\n}', 1, 8),  # the comma that nothing follows
        ('{"a": [1,\n 2,\n ]}', 2, 3),
        ('{"a": 1,\n "b" 2}', 2, 6),
        ('{"a": 1,\n b: 2}', 2, 2),
        ('{"a": 1,\n "b": tru}', 2, 7),
        ('{"a": "x\ny"}', 1, 9),
        ('{"a": 1,\n "b', 2, 2),
        ('{"a": "\\q"}', 1, 8),
        ('{"a": 01}', 1, 8),
        ('{"a": 1}\n}', 2, 1),
        ('{"a": 1', 1, 8),
    ],
)
def test_a_fault_is_told_at_its_place(text: str, line: int, column: int) -> None:
    found = fault(text)
    assert found.code is Code.BAD_JSON
    assert (found.position.line, found.position.column) == (line, column)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "-1E+999"])
def test_what_is_no_number_is_refused(number: str) -> None:
    found = fault(f'{{"a": "{number}",\n "b": [1, {number}]}}')
    assert found.code is Code.BAD_JSON
    assert (found.position.line, found.position.column) == (2, 11)


def test_a_number_too_long_to_be_read_is_refused() -> None:
    found = fault('{"a":\n' + "9" * 5000 + "}")
    assert (found.code, found.position.line) == (Code.BAD_JSON, 2)


def test_a_duplicate_key_is_told_with_both_places() -> None:
    text = '{"c": {"a": 1},\n "a": [{"b\\u0062": 1,\n  "x": "\\"a\\"",\n  "bb": {}}]}'
    found = fault(text)
    assert found.code is Code.DUPLICATE_KEY
    assert (found.position.line, found.position.column) == (4, 3)
    assert [(place.line, place.column) for place in found.related] == [(2, 9)]


@given(OBJECTS, st.data())
def test_any_duplicate_key_is_found(tree: dict[str, object], data: st.DataObject) -> None:
    tree = {"first": 1, **tree}
    text = json.dumps({"outer": [tree]})
    key = json.dumps(data.draw(st.sampled_from(sorted(tree))))
    found = fault(text.replace('{"first": 1', f'{{"first": 1, {key}: 0', 1))
    assert found.code is Code.DUPLICATE_KEY
    assert found.related != ()


def test_deep_nesting_is_refused() -> None:
    assert fault('{"a":' + "[" * 200_000 + "]" * 200_000 + "}").code is Code.TOO_DEEP
    assert fault('{"a":' * 200_000).code is Code.TOO_DEEP


@pytest.mark.parametrize("half", ["\\ud800", "\\uDFFF", "\\ud83dx", "\\ude00\\ud83d"])
def test_half_a_character_is_refused(half: str) -> None:
    found = fault(f'{{"a": "\\\\ud800",\n "b": "{half}"}}')
    assert (found.code, found.position.line) == (Code.BAD_JSON, 2)


def test_a_whole_character_in_two_escapes_is_read() -> None:
    assert value('{"a": "\\ud83d\\ude00 \\\\ud83d"}') == {"a": "\U0001f600 \\ud83d"}


@given(st.text("{}[]:,\"\\ \n0123456789.eE-truefalsn'", max_size=40))
def test_no_json_like_text_makes_reading_fail_without_a_diagnostic(text: str) -> None:
    found, diagnostics = load("{" + text)
    assert (found is None) == bool(diagnostics)


def test_a_flow_mapping_is_yaml() -> None:
    assert value("{a: 1, 'b': on}") == {"a": 1, "b": "on"}
    assert value("\n { } ") == {}


def test_what_a_document_says_is_cut_in_a_sentence() -> None:
    key = "k" * 10_000
    found = fault(f'{{"{key}": 1, "{key}": 2}}')
    assert len(found.message) < 200
    assert not re.search(r"k{61}", found.message)
