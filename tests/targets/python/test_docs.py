from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stopgen.targets.python.docs import WIDTH, docstring, prose, section, sentence

ANY_TEXT = st.text(st.characters(exclude_categories=[]))


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(ANY_TEXT, st.sampled_from([0, 4, 8]))
def test_no_word_is_lost_and_nothing_breaks_out(text: str, indent: int) -> None:
    written = docstring([prose(text, indent)])
    assert squeezed(ast.literal_eval(f'"""{written}"""')) == squeezed(text)


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), min_size=1, max_size=4))
def test_no_entry_is_lost(entries: list[tuple[str, str]]) -> None:
    written = ast.literal_eval(f'"""{docstring([section("Args", entries, 8)])}"""')
    for name, text in entries:
        assert squeezed(name) in squeezed(written)
        assert squeezed(text) in squeezed(written)


def test_paragraphs_are_filled_and_lists_keep_their_lines() -> None:
    text = "One sentence\nin two lines.\n\nAnother:\n- first\n- second\n  goes on\n* third"
    assert prose(text, 8) == (
        "One sentence in two lines.\n\nAnother:\n- first\n- second goes on\n* third"
    )


def test_html_is_no_part_of_what_is_said() -> None:
    text = '<p>Stops a <code>run</code>.</p>\n<p>See <A href="/x">there</A><br/>if 1 < 2.</p>'
    assert prose(text, 8) == "Stops a run.\n\nSee there\n\nif 1 < 2."
    assert sentence(text) == "Stops a run. See there if 1 < 2."


@pytest.mark.parametrize("indent", [0, 4, 8])
def test_lines_end_before_the_margin(indent: int) -> None:
    words = "some words that are not long " * 20
    assert max(map(len, prose(words, indent).split("\n"))) <= WIDTH - indent
    wide = "停止正在运行的任务" * 20
    assert max(map(len, prose(wide, indent).split("\n"))) * 2 <= WIDTH - indent


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", "a."),
        ("a.", "a."),
        ("a\n b", "a b."),
        ("停。", "停。"),
        ("", ""),
        (" ", ""),
        ("really?", "really?"),
    ],
)
def test_a_sentence_ends_with_a_mark(text: str, expected: str) -> None:
    assert sentence(text) == expected


def test_parts_stand_apart_and_empty_ones_leave_no_gap() -> None:
    assert docstring(["a", "", "b"]) == "a\n\nb"


def test_a_section_hangs_its_entries() -> None:
    long = "word " * 30
    lines = section("Args", [("job_id", "Which"), ("x", long)], 8).split("\n")
    assert lines[:2] == ["Args:", "    job_id: Which."]
    assert lines[2].startswith("    x: word")
    assert all(line.startswith("        word") for line in lines[3:])
    assert section("Args", [], 8) == ""
