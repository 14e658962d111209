from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stopgen import pipeline, provider_file, reuse
from stopgen.choice import Choice, Wish
from stopgen.config import Config
from stopgen.diagnostic import Code, Diagnostic, Position, Severity, collect
from stopgen.emit import File
from stopgen.provider_file import ProviderFile
from stopgen.source import Document, Sources
from stopgen.targets import python
from test_cli import description

NAME = "acme/provider.toml"
FULL = """\
title = "Acme Cloud"
locale = "zh_Hans"
base_url = "https://eu.acme.test"
include = ["POST /runs/{id}/freeze"]

[environment]
api_key = "ACME_TOKEN"
base_url = "ACME_URL"

[documents]
"stop.json" = "https://docs.acme.test/stop.json"
"""


def document(text: str, name: str = NAME) -> Document:
    return Document(f"specs/{name}", name, name.partition("/")[0], None, text)


def read(text: str) -> tuple[ProviderFile, list[Diagnostic]]:
    file, found = collect(provider_file.read(document(text)))
    assert file is not None
    return file, found


def only(text: str) -> Diagnostic:
    _, found = read(text)
    assert len(found) == 1, found
    assert found[0].severity is Severity.ERROR
    return found[0]


def generated(settings: str, text: str) -> dict[str, str]:
    sources = Sources((document(text, "acme/stop.json"),), settings=(document(settings),))
    providers, _ = collect(pipeline.turn(sources, "en"))
    files: list[File]
    files, found = collect(python.generate(providers))
    assert found == []
    return {file.path: file.content.decode() for file in files}


def test_every_key_can_be_set() -> None:
    file, found = read(FULL)
    assert found == []
    assert (file.settings.title, file.locale, file.base_url) == (
        "Acme Cloud",
        "zh-hans",
        "https://eu.acme.test",
    )
    assert (file.settings.key_variable, file.settings.url_variable) == ("ACME_TOKEN", "ACME_URL")
    assert file.settings.pages == {"stop.json": "https://docs.acme.test/stop.json"}
    assert [wish.call for wish in file.choice.include] == [("POST", "/runs/{id}/freeze")]


def test_an_empty_file_says_nothing() -> None:
    assert read("") == (ProviderFile("acme", Path("specs/acme")), [])


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ('title = "A"\ntitel = "B"\n', "2:1", "did you mean title?"),
        ('  zzz = "B"\n', "1:3", "known keys are title, locale"),
        ('[environment]\napikey = "A"\n', "2:1", "did you mean api_key?"),
        ('title = "A"\n\n[secrets]\nkey = 1\n', "3:1", "unknown key 'secrets'"),
        ("title = 1\n", "1:1", "title must be a name"),
        ('title = "a\\u0000b"\n', "1:1", "title must be a name"),
        ('locale = "english"\n', "1:1", "locale must be a language tag"),
        ('base_url = "api.acme.test"\n', "1:1", "base_url must be an address"),
        ('environment = "A"\n', "1:1", "environment must be a table"),
        ('[environment]\napi_key = "A-B"\n', "2:1", "name of an environment variable"),
        ('[environment]\napi_key = "A"\nbase_url = "A"\n', "3:1", "cannot be the same"),
        ("documents = []\n", "1:1", "documents must be a table"),
        ('[documents]\n"stop.md" = 1\n', "2:1", "must be a text"),
        ('[documents]\n"../stop.md" = "https://a.test/"\n', "2:1", "cannot be the name"),
        ('[documents]\n"overlay.yaml" = "https://a.test/"\n', "2:1", "cannot be the name"),
        ('[documents]\n"stop.exe" = "https://a.test/"\n', "2:1", "cannot be the name"),
        ('[documents]\n"stop.md" = "http://a.test/"\n', "2:1", "does not begin with https://"),
        ('[documents]\n"stop.md" = "https://u:p@a.test/"\n', "2:1", "user name or password"),
        ('[documents]\n"stop.md" = "https:///a"\n', "2:1", "names no host"),
        ('[documents]\n"stop.md" = "https://a:b/"\n', "2:1", "is not a valid address"),
        ('[documents]\n"stop.md" = "https://a.test/x y"\n', "2:1", "is not a valid address"),
        ('include = ["POST"]\n', "1:13", "is no operation"),
        ("a = = 1\n", "1:5", "not valid TOML"),
    ],
)
def test_a_mistake_is_an_error_at_its_place(text: str, place: str, message: str) -> None:
    found = only(text)
    assert str(found.position) == f"specs/{NAME}:{place}"
    assert message in found.message


def test_all_mistakes_are_named_at_once() -> None:
    _, found = read('titel = "A"\nlocale = 1\n[environment]\nkey = "A"\n')
    assert [entry.position.line for entry in found] == [1, 2, 4]


def test_a_file_further_below_is_an_error() -> None:
    file, found = collect(provider_file.read(document("", "acme/v1/provider.toml")))
    assert file is None
    assert "belongs in the folder of the provider 'acme'" in found[0].message


class TestChoices:
    def wish(self, line: int, path: str = "/runs/{id}/freeze") -> Wish:
        return Wish("POST", path, Position("pyproject.toml", line))

    def test_what_both_places_say_is_asked_for_once(self) -> None:
        file, _ = read(FULL)
        project = {"acme": Choice(include=(self.wish(3),), exclude=(self.wish(4, "/x"),))}
        both, found = collect(provider_file.choices([file], project))
        assert found == []
        assert both["acme"] == project["acme"]

    def test_two_places_that_contradict_each_other_are_an_error_with_both(self) -> None:
        file, _ = read(FULL)
        project = {"acme": Choice(exclude=(self.wish(3),))}
        _, found = collect(provider_file.choices([file], project))
        assert [str(entry.position) for entry in found] == [f"specs/{NAME}:4:13"]
        assert [str(place) for place in found[0].related] == ["pyproject.toml:3:1"]

    def test_other_providers_keep_theirs(self) -> None:
        file, _ = read(FULL)
        project = {"beta": Choice(include=(self.wish(3),))}
        both, _ = collect(provider_file.choices([file], project))
        assert set(both) == {"acme", "beta"}


class TestGeneratedCode:
    def test_it_shows_the_title_and_where_the_documentation_is(self) -> None:
        package = generated(FULL, description())
        assert "Stop what Acme Cloud is running." in package["acme/__init__.py"]
        assert "- https://docs.acme.test/stop.json\n" in package["acme/__init__.py"]
        assert "The client of Acme Cloud." in package["acme/client.py"]

    def test_it_reads_the_environment_variables_that_were_asked_for(self) -> None:
        operations = generated(FULL, description())["acme/operations.py"]
        assert 'key_variable="ACME_TOKEN"' in operations
        assert 'url_variable="ACME_URL"' in operations

    def test_the_address_wins_over_the_documented_one(self) -> None:
        operations = generated(FULL, description())["acme/operations.py"]
        assert 'server=Server("https://eu.acme.test", {})' in operations

    def test_a_title_stays_text(self) -> None:
        title = '""" + str(1) + """ \\'
        package = generated(f"title = '{title}'", description())
        compile(package["acme/client.py"], "client", "exec")
        assert repr(title) in package["acme/operations.py"]


def test_the_language_of_a_provider_wins_over_the_projects() -> None:
    texts = {"en": description(summary="Halt."), "de": description(summary="Anhalten.")}
    documents = tuple(
        Document(f"specs/acme/s.{tag}.json", f"acme/s.{tag}.json", "acme", tag, text)
        for tag, text in texts.items()
    )
    settings = (document('locale = "de"'),)
    providers, _ = collect(pipeline.turn(Sources(documents, settings=settings), "en"))
    assert [op.summary for op in providers[0].operations] == ["Anhalten."]


def test_a_folder_with_nothing_but_settings_has_no_documents(tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()
    (tmp_path / NAME).write_text(FULL)
    (providers, _), found = collect(pipeline.provide(tmp_path, "en"))
    assert providers == []
    assert Code.NO_DOCUMENTS in {entry.code for entry in found}


def test_the_lock_knows_the_file(tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()
    (tmp_path / NAME).write_text('title = "A"\n')
    (tmp_path / "acme/stop.json").write_text(description())
    (_, sources), found = collect(pipeline.provide(tmp_path, "en"))
    assert found == []
    assert set(reuse.record(Config(tmp_path), sources).inputs) == {"acme/stop.json", NAME}


@given(st.sampled_from(FULL.split()), st.text(max_size=20))
def test_no_settings_end_in_a_traceback(word: str, instead: str) -> None:
    collect(provider_file.read(document(FULL.replace(word, instead))))
