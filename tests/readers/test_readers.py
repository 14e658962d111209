import pytest
from hypothesis import given
from hypothesis import strategies as st

from readers.reading import FILE, document, findings, folder, read
from stopgen import readers
from stopgen.diagnostic import Code, Position, Severity, collect
from stopgen.readers import mintlify, openapi
from stopgen.source import Document


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "hello",
        "# Title\n\nText.\n",
        '{"a": 1}',
        "- a\n- b\n",
        "a: 1\n",
        "\x00",
        "{",
        "[]",
    ],
)
def test_what_describes_no_api_is_only_noted(text: str) -> None:
    assert findings(text) == [(Code.NOT_A_DESCRIPTION, Severity.NOTE, 1)]
    assert read(text)[1][0].position == Position(FILE)


@pytest.mark.parametrize("ending", [".md", ".mdx", ".txt", ".yaml", ".json", ""])
def test_the_ending_of_a_file_says_nothing(ending: str) -> None:
    text = "openapi: 3.1.0\npaths: {/x: {get: {}}}\n"
    found, diagnostics = collect(readers.read(Document(f"f{ending}", "f", "acme", None, text)))
    assert (len(found), diagnostics) == (1, [])


@given(st.text())
def test_any_text_gives_descriptions_or_diagnostics(text: str) -> None:
    found, diagnostics = read(text.encode("utf-8", "ignore").decode("utf-8"))
    assert found or diagnostics


@pytest.mark.parametrize("variable", ["STOPGEN_ORIGINALS", "STOPGEN_CORPUS"])
def test_a_published_document_is_recognised_by_one_reader_at_most(variable: str) -> None:
    for published in folder(variable):
        assert not (openapi.recognises(published) and mintlify.recognises(published))


@pytest.mark.parametrize("variable", ["STOPGEN_ORIGINALS", "STOPGEN_CORPUS"])
def test_published_documents_are_read_without_a_word_of_error(variable: str) -> None:
    for published in folder(variable):
        _, diagnostics = collect(readers.read(published))
        if openapi.recognises(published) or mintlify.recognises(published):
            errors = [found for found in diagnostics if found.severity is Severity.ERROR]
            assert {found.code for found in errors} <= {Code.UNSUPPORTED_VERSION}


def test_looking_at_a_large_document_reads_none_of_it() -> None:
    broken = '{"openapi": "3.1.0", ' + '"x": [],' * 100_000
    assert openapi.recognises(document(broken))
    assert not mintlify.recognises(document(broken))
