import pytest

from stopgen import report
from stopgen.change import Change, Conflict, Status
from stopgen.diagnostic import Code, Position, error, note, warning


class TestPrintable:
    @pytest.mark.parametrize("text", ["", "plain", "é 中 — “x”", "a\\nb"])
    def test_what_a_terminal_shows_is_left_alone(self, text: str) -> None:
        assert report.printable(text) == text

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("\x1b[31mred", "\\x1b[31mred"),
            ("a\nb\r", "a\\nb\\r"),
            ("\x07\x7f\x9b", "\\x07\\x7f\\x9b"),
            ("\u202egpj.exe", "\\u202egpj.exe"),
            ("a\u2028b", "a\\u2028b"),
            ("\udcff", "\\udcff"),
        ],
    )
    def test_what_could_steer_a_terminal_is_spelled_out(self, text: str, shown: str) -> None:
        assert report.printable(text) == shown


class TestDiagnostics:
    def test_findings_come_in_the_order_of_their_places_and_once(self) -> None:
        last = note(Code.NOT_A_DESCRIPTION, Position("b.md", 1, 1), "nothing here")
        first = error(Code.NOT_UTF8, Position("a.md", 2, 9), "bad byte")
        second = warning(Code.TOO_LARGE, Position("a.md", 10, 1), "large")
        assert report.diagnostics([last, second, first, last]) == [
            "a.md:2:9: error: bad byte [not-utf8]",
            "a.md:10:1: warning: large [too-large]",
            "b.md:1:1: note: nothing here [not-a-description]",
        ]

    def test_a_related_place_gets_a_line_of_its_own(self) -> None:
        found = warning(Code.TOO_LARGE, Position("a.md"), "these differ", Position("b.md", 7, 3))
        assert report.diagnostics([found]) == [
            "a.md:1:1: warning: these differ [too-large]",
            "b.md:7:3: note: this is the other place [too-large]",
        ]

    def test_a_finding_is_one_line_whatever_the_document_says(self) -> None:
        found = error(Code.NOT_UTF8, Position("a\n.md"), "no \x1b[2J\nb.md:1:1: error: forged")
        assert report.diagnostics([found]) == [
            "a\\n.md:1:1: error: no \\x1b[2J\\nb.md:1:1: error: forged [not-utf8]"
        ]

    def test_parts_of_a_line_can_be_given_a_style(self) -> None:
        found = warning(Code.TOO_LARGE, Position("a.md", 2, 3), "large", Position("b.md"))
        assert report.diagnostics([found], lambda text, style: f"<{style} {text}>") == [
            "<bold a.md:2:3>: <yellow warning>: large <dim [too-large]>",
            "<bold b.md:1:1>: <cyan note>: this is the other place <dim [too-large]>",
        ]

    def test_the_line_of_a_finding_can_be_shown_where_it_is_known(self) -> None:
        known = error(Code.NOT_UTF8, Position("a.md", 12, 5), "bad")
        unknown = error(Code.NOT_UTF8, Position("b.md"), "bad")
        lines = {known.position: "one two"}
        assert report.diagnostics([known, unknown], line_at=lines.get) == [
            "a.md:12:5: error: bad [not-utf8]",
            "    12 | one two",
            "       |     ^",
            "b.md:1:1: error: bad [not-utf8]",
        ]


class TestExcerpt:
    @pytest.mark.parametrize(
        ("text", "column", "shown", "mark"),
        [
            ("\t\tkey: x", 3, "  key: x", "  ^"),
            ("停止 x", 4, "停止 x", "     ^"),
            ("a\x1b[2Jb", 6, "a\\x1b[2Jb", "        ^"),
            ("short", 9, "short", "     ^"),
            ("", 1, "", "^"),
        ],
    )
    def test_the_mark_stands_below_the_place(
        self, text: str, column: int, shown: str, mark: str
    ) -> None:
        assert report.excerpt(Position("a.md", 1, column), text) == [
            f"     1 | {shown}".rstrip(),
            f"       | {mark}",
        ]

    def test_of_a_long_line_is_shown_what_is_around_the_place(self) -> None:
        text = "x" * 5000 + "HERE" + "y" * 5000
        shown, mark = report.excerpt(Position("a.md", 1, 5001), text)
        assert len(shown) < 150
        assert shown[mark.index("^") :].startswith("HEREyyy")


class TestTable:
    def test_columns_are_aligned_and_lines_end_without_blanks(self) -> None:
        assert report.table([("a", "bb", "c"), ("aaa", "", "c"), ("x", "y", "")]) == [
            "a    bb  c",
            "aaa      c",
            "x    y",
        ]

    def test_signs_that_are_two_columns_wide_count_twice(self) -> None:
        assert report.table([("停止", "x"), ("stop", "x")]) == ["停止  x", "stop  x"]

    def test_no_rows_are_no_lines(self) -> None:
        assert report.table([]) == []

    def test_a_cell_cannot_break_the_table(self) -> None:
        assert report.table([("a\nb", "c")]) == ["a\\nb  c"]


class TestStale:
    @pytest.mark.parametrize(
        ("status", "conflict", "words"),
        [
            (Status.CREATED, None, "missing"),
            (Status.UPDATED, None, "outdated"),
            (Status.REMOVED, None, "left over"),
            (Status.UPDATED, Conflict.EDITED, "edited"),
            (Status.REMOVED, Conflict.EDITED, "edited"),
            (Status.UPDATED, Conflict.FOREIGN, "in the way"),
            (Status.CREATED, Conflict.BLOCKED, "in the way"),
        ],
    )
    def test_a_stale_file_is_described_by_what_is_wrong_with_it(
        self, status: Status, conflict: Conflict | None, words: str
    ) -> None:
        assert report.stale(Change("a", status, None, None, conflict)) == words


def diff(before: bytes | None, after: bytes | None) -> list[str]:
    return list(report.diff("out/a.py", Change("a.py", Status.UPDATED, before, after)))


class TestDiff:
    def test_a_change_is_shown_with_its_surroundings(self) -> None:
        assert diff(b"a\nb\nc\n", b"a\nB\nc\n") == [
            "--- out/a.py",
            "+++ out/a.py",
            "@@ -1,3 +1,3 @@",
            " a",
            "-b",
            "+B",
            " c",
        ]

    def test_a_new_file_comes_from_nothing_and_a_removed_one_goes_there(self) -> None:
        assert diff(None, b"a\n")[:2] == ["--- /dev/null", "+++ out/a.py"]
        assert diff(b"a\n", None)[:2] == ["--- out/a.py", "+++ /dev/null"]

    def test_the_line_ends_of_a_checkout_are_no_difference(self) -> None:
        assert diff(b"a\r\nb\r\n", b"a\nb\n") == []

    def test_a_missing_last_line_end_is_a_difference(self) -> None:
        assert [line for line in diff(b"a", b"a\n") if line[0] == "-"][1:] == [
            "-\\ no line end here"
        ]

    def test_what_stands_in_a_file_cannot_steer_the_terminal(self) -> None:
        shown = diff(b"\ta\x1b[2J\x0b\xff\n", b"\n")
        assert "-\ta\\x1b[2J\\x0b\\xff" in shown


class TestSummary:
    @pytest.mark.parametrize(
        ("statuses", "word"),
        [
            ([Status.CREATED, Status.CREATED], Status.CREATED),
            ([Status.UNCHANGED], Status.UNCHANGED),
            ([Status.UNCHANGED, Status.CREATED], Status.UPDATED),
            ([Status.UNCHANGED, Status.REMOVED], Status.UPDATED),
        ],
    )
    def test_several_files_are_summed_up_in_a_word(
        self, statuses: list[Status], word: Status
    ) -> None:
        assert report.summary(Change("a", status, None, None) for status in statuses) is word


class TestTotals:
    def test_files_are_counted_and_those_that_are_gone_are_named(self) -> None:
        changes = [
            Change("a", Status.CREATED, None, b""),
            Change("b", Status.REMOVED, b"", None),
            Change("c", Status.CREATED, None, b""),
        ]
        assert report.totals("out", changes) == ["out: 2 created, 1 removed", "removed b"]
