from stopgen.lock import Lock
from stopgen.targets.report.changes import changes, status
from stopgen.targets.report.view import Change

BEFORE = Lock({"a/x.md": "1", "a/y.md": "1"}, {}, {"locale": "en"}, "1.0")
NOW = Lock({"a/x.md": "2", "b/z.md": "1"}, {}, {"locale": "de"}, "1.1")


def test_what_is_as_it_was_is_no_change() -> None:
    assert list(changes(BEFORE, BEFORE)) == []


def test_documents_settings_and_versions_are_compared() -> None:
    assert list(changes(BEFORE, NOW)) == [
        Change("a/x.md", "changed"),
        Change("a/y.md", "removed"),
        Change("b/z.md", "new"),
        Change("setting locale", "changed"),
        Change("stopgen 1.0 → 1.1", "changed"),
    ]


def test_each_document_has_its_word() -> None:
    assert status("a/x.md", BEFORE, NOW) == "changed"
    assert status("b/z.md", BEFORE, NOW) == "new"
    assert status("a/y.md", BEFORE, BEFORE) == "unchanged"
