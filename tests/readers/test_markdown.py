"""Markdown as blocks with places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stopgen.diagnostic import Position
from stopgen.readers.markdown import is_too_large, parse_markdown
from stopgen.readers.markdown_blocks import (
    Block,
    Fence,
    Html,
    ListItems,
    Paragraph,
    Section,
    Table,
)

FILE = "acme/stop.md"


def root(text: str) -> Section:
    return parse_markdown(FILE, text).root


def block(text: str) -> Block:
    """Return the only block of a text without headings."""
    (only,) = root(text).blocks
    return only


def table(text: str) -> Table:
    found = block(text)
    assert isinstance(found, Table)
    return found


def fence(text: str) -> Fence:
    found = block(text)
    assert isinstance(found, Fence)
    return found


def paragraph(text: str) -> Paragraph:
    found = block(text)
    assert isinstance(found, Paragraph)
    return found


def at(line: int, column: int) -> Position:
    return Position(FILE, line, column)


def test_headings_nest_sections() -> None:
    page = root("before\n\n# A\n\n## B\n\nin b\n\n### C\n\n## D\n\n# E\n")
    tree = [
        [section.heading.text.plain if section.heading else "" for section in above.chain()]
        for above in page.walk()
    ]
    assert tree == [[""], ["A", ""], ["B", "A", ""], ["C", "B", "A", ""], ["D", "A", ""], ["E", ""]]
    assert len(page.blocks) == 1
    assert [len(section.blocks) for section in page.walk()] == [1, 0, 1, 0, 0, 0]


def test_a_heading_may_skip_levels() -> None:
    page = root("### Deep\n\n# Shallow\n")
    assert [section.heading and section.heading.level for section in page.walk()] == [None, 3, 1]
    assert len(page.sections) == 2


def test_cells_stand_where_their_text_starts() -> None:
    found = table("| a |  b  |\n|---|---|\n| `x` | y \\| z |\n")
    assert [cell.plain for cell in found.header] == ["a", "b"]
    assert [cell.plain for cell in found.rows[0]] == ["x", "y | z"]
    assert [cell.position for cell in (*found.header, *found.rows[0])] == [
        at(1, 3), at(1, 8), at(3, 3), at(3, 9),
    ]  # fmt: skip


@pytest.mark.parametrize("prefix", ["", "> ", "  "])
def test_tables_keep_their_places_inside_other_blocks(prefix: str) -> None:
    text = "".join(f"{prefix}{line}\n" for line in ("a | b", "--|--", "1 | 2"))
    found = table(text)
    start = len(prefix)
    assert [cell.position.column for cell in found.rows[0]] == [start + 1, start + 5]


def test_an_empty_cell_is_empty() -> None:
    found = table("| a | b |\n|---|---|\n|  | x |\n")
    assert [cell.plain for cell in found.rows[0]] == ["", "x"]


def test_rows_with_too_many_cells_are_told() -> None:
    found = table("| a | b |\n|---|---|\n| 1 | 2 |\n| 1 | 2 | 3 |\n| 1 |\n| 1 | `2 \\| 2` |\n")
    assert found.overfull == (at(4, 1),)


def test_a_fence_knows_its_language_and_its_text() -> None:
    found = fence('```json title="x"\n{\n  "a": 1\n}\n```\n')
    assert (found.language, found.info, found.mark) == ("json", 'json title="x"', "```")
    assert found.code.text == '{\n  "a": 1\n}\n'
    assert found.position == at(1, 1)
    assert found.code.position(2, 3) == at(3, 3)
    assert found.is_closed


def test_the_text_of_a_fence_in_a_list_keeps_its_places() -> None:
    found = block("- item\n\n  ```\n  code\n  ```\n")
    assert isinstance(found, ListItems)
    (inner,) = found.items[0].blocks
    assert isinstance(inner, Fence)
    assert inner.code.text == "code\n"
    assert inner.code.position(1, 1) == at(4, 3)


@pytest.mark.parametrize(
    ("text", "is_closed"),
    [
        ("```\nx\n```\n", True),
        ("````\n```\n````\n", True),
        ("~~~\nx\n~~~~\n", True),
        ("```\nx\n", False),
        ("```\nx\n``\n", False),
        ("````\nx\n```\n", False),
        ("```", False),
    ],
)
def test_only_a_fence_at_least_as_long_closes(text: str, is_closed: bool) -> None:
    assert fence(text).is_closed is is_closed


def test_spans_have_styles_and_places() -> None:
    found = paragraph("Send **a `key`** to\n`POST /x` &amp; <wait> or <b>go</b>.").text
    assert [(span.text, span.is_code, span.is_strong) for span in found.spans] == [
        ("Send ", False, False),
        ("a ", False, True),
        ("key", True, True),
        (" to", False, False),
        ("\n", False, False),
        ("POST /x", True, False),
        (" & <wait> or ", False, False),
        ("go", False, True),
        (".", False, False),
    ]
    assert [span.position for span in found.codes] == [at(1, 11), at(2, 2)]
    assert found.plain == "Send a key to\nPOST /x & <wait> or go."


def test_markdown_can_be_written_again() -> None:
    assert paragraph("A **b** `c` [d](e).").text.markdown == "A **b** `c` d."


def test_lines_and_cuts_keep_places() -> None:
    found = paragraph("one `two`\n  three").text
    assert [(line.plain, line.position) for line in found.lines()] == [
        ("one two", at(1, 1)),
        ("three", at(2, 3)),
    ]
    assert (found.cut(5).plain, found.cut(5).position) == ("wo\nthree", at(1, 7))
    assert found.cut(1, 5).plain == "ne t"


def test_lists_nest() -> None:
    found = block("1. one\n   - inner\n2. two\n")
    assert isinstance(found, ListItems)
    assert [item.text.plain for item in found.items] == ["one", "two"]
    (inner,) = found.items[0].blocks
    assert isinstance(inner, ListItems)
    assert inner.items[0].position == at(2, 4)


def test_quotes_are_seen_through_and_their_headings_are_text() -> None:
    page = root("> ## Note\n>\n> text\n")
    assert [type(found) for found in page.blocks] == [Paragraph, Paragraph]
    assert page.sections == []


def test_front_matter_is_no_text() -> None:
    page = parse_markdown(FILE, "---\ntitle: 'A b'\nn: 1\nlist:\n  - x\n---\n# H\n")
    entries = {name: (entry.text, entry.position) for name, entry in page.front_matter.items()}
    assert entries == {"title": ("A b", at(2, 8)), "n": ("1", at(3, 4))}
    (section,) = page.root.sections
    assert section.heading is not None
    assert section.heading.position == at(7, 1)


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert parse_markdown(FILE, "---\n\ntext\n").front_matter == {}


def test_html_stays_html() -> None:
    found = block("<div>\nx\n</div>\n")
    assert isinstance(found, Html)
    assert found.code.text == "<div>\nx\n</div>\n"


def test_component_tags_hold_markdown() -> None:
    page = root("<Row>\n  <Col>\n\n    ### Inside\n\n    - `a`\n  </Col>\n</Row>\n")
    (section,) = page.sections
    assert section.heading is not None
    assert section.heading.text.plain == "Inside"


@given(st.text(alphabet="#>|-*`~ \n\tab1:<[]()_\\", max_size=300))
def test_any_text_is_some_markdown_with_places_inside_it(text: str) -> None:
    lines = text.split("\n")
    for section in root(text).walk():
        heading = [section.heading.text.position] if section.heading else []
        for place in (*heading, *(found.position for found in section.blocks)):
            assert 1 <= place.line <= len(lines)
            assert 1 <= place.column <= len(lines[place.line - 1]) + 1


@pytest.mark.parametrize("text", ["|" * 200_000, "\n" * 200_000, "x" * 2_000_000])
def test_absurd_sizes_are_told_before_reading(text: str) -> None:
    assert is_too_large(text)
    assert not is_too_large(text[:1000])
