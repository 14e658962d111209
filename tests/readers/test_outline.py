import json
import os
from pathlib import Path

import pytest
import yaml

from readers.reading import document
from stopgen import readers, select, source
from stopgen.choice import Choice, Wish
from stopgen.description import Description, JsonObject
from stopgen.diagnostic import Code, Diagnostic, Position, collect
from stopgen.finding import find
from stopgen.overlay import apply
from stopgen.pipeline import provide
from stopgen.readers import openapi
from stopgen.references import at
from stopgen.source import Document
from stopgen.unread import Unread, plain

DONE = {
    "parameters": [{"$ref": "#/components/parameters/Id"}],
    "responses": {"200": {"$ref": "#/components/responses/Done"}},
}
OPERATION = {"operationId": "cancelJob", "summary": "Cancel a job", **DONE}
OTHER: JsonObject = {"operationId": "readJob", "summary": "Read a job", "responses": {}}
DOCUMENT: dict[str, object] = {
    "openapi": "3.1.0",
    "info": {"title": "Jobs", "version": "1"},
    "servers": [{"url": "https://api.example.com"}],
    "paths": {
        "/jobs/{id}": {"get": OTHER, "parameters": [{"$ref": "#/components/parameters/Id"}]},
        "/jobs/{id}/cancel": {"post": OPERATION, "x-team": "jobs"},
        "/runs/{id}/stop": {"$ref": "#/components/pathItems/Stop"},
    },
    "components": {
        "responses": {"Done": {"description": "Done."}, "Unused": {"description": "Unused."}},
        "parameters": {
            "Id": {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
        },
        "pathItems": {"Stop": {"post": {"operationId": "stopRun", **DONE}}},
    },
}
TEXT = json.dumps(DOCUMENT, indent=1)
YAML = str(yaml.safe_dump(json.loads(TEXT)))


@pytest.fixture
def outlined(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read every document as a large one is read."""
    monkeypatch.setattr(openapi, "_LARGE", 0)


def read(text: str) -> Description:
    [description], found = collect(readers.read(document(text)))
    assert found == []
    return description


def selected(text: str) -> tuple[Description | None, list[Diagnostic]]:
    """Return what is selected of a document, and what was found on the way to it."""
    descriptions, found = collect(readers.read(document(text)))
    for description in descriptions:
        chosen, more = collect(select.select(description))
        return chosen, [*found, *more, *description.faults]
    return None, found


def faults(text: str) -> list[Code]:
    _, found = selected(text)
    return [fault.code for fault in found]


def seen(description: Description) -> tuple[object, ...]:
    """Return what later stages get of a description, with all places."""
    found = select.candidates(description)
    chosen, notes = collect(select.select(description))
    places = [str(entry.origin.position) for entry in found]
    calls = [(entry.method, entry.path, entry.stops, entry.operation_id) for entry in found]
    return calls, [*places, *map(str, notes)], chosen and (chosen.document, chosen.openapi)


@pytest.mark.parametrize("text", [TEXT, YAML])
def test_a_large_document_says_what_it_says_when_all_of_it_is_read(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read(text)
    monkeypatch.setattr(openapi, "_LARGE", 0)
    outlined = read(text)
    assert isinstance(outlined.openapi, Unread)
    assert not isinstance(whole.openapi, Unread)
    assert outlined.names.keys() == {"/jobs/{id}"}
    assert seen(outlined) == seen(whole)
    assert plain(outlined.openapi) == DOCUMENT


def corpus() -> list[Path]:
    folder = os.environ.get("STOPGEN_CORPUS")
    files = Path(folder or ".").glob("openapi/**/*.*")
    return sorted(path for path in files if path.stat().st_size < 40_000) if folder else []


def test_documents_of_the_corpus_say_the_same_in_outline(monkeypatch: pytest.MonkeyPatch) -> None:
    if not corpus():
        pytest.skip("STOPGEN_CORPUS names no folder of documents")
    for path in corpus():
        sources, _ = collect(source.load([path]))
        for known in sources.documents:
            monkeypatch.setattr(openapi, "_LARGE", 1 << 60)
            whole, found = collect(readers.read(known))
            monkeypatch.setattr(openapi, "_LARGE", 0)
            outlined, same = collect(readers.read(known))
            assert [str(one) for one in same] == [str(one) for one in found], path
            assert [seen(one) for one in outlined] == [seen(one) for one in whole], path


@pytest.mark.usefixtures("outlined")
class TestInOutline:
    def test_only_what_somebody_looks_at_is_read(self) -> None:
        assert faults(TEXT.replace('"Unused."', "1e999")) == []
        assert faults(TEXT.replace('"Done."', "1e999")) == [Code.BAD_JSON]
        assert faults(TEXT.replace('"Cancel a job"', "1e999")) == [Code.BAD_JSON]

    @pytest.mark.parametrize(
        "key", ["paths", "/jobs/{id}", "/jobs/{id}/cancel", "post", "summary", "Done", "schemas"]
    )
    def test_a_key_that_stands_twice_is_found_wherever_somebody_looks(self, key: str) -> None:
        before, after = TEXT.rsplit(f'"{key}": ', 1) if key in TEXT else TEXT.split('"Done": ')
        text = f'{before}"{key}": null, "{key}": {after}'
        assert faults(text) == [Code.DUPLICATE_KEY]

    def test_a_key_that_stands_twice_at_the_end_with_the_same_value_is_found(self) -> None:
        end = TEXT.rindex("}")
        assert faults(f'{TEXT[:end]}, "x-a": 1, "x-a": 1}}') == [Code.DUPLICATE_KEY]

    @pytest.mark.parametrize("cut", [",", '"paths"', "}"])
    def test_what_is_no_json_is_refused_with_its_place(self, cut: str) -> None:
        text = TEXT.replace(cut, "", 1)
        assert faults(text) == [Code.BAD_JSON]

    def test_half_a_character_is_refused(self) -> None:
        assert faults(TEXT.replace("Unused.", "\\ud800")) == [Code.BAD_JSON]

    def test_an_escaped_name_is_understood(self) -> None:
        text = TEXT.replace("Cancel a job", "\\u505c\\u6b62").replace("cancelJob", "x")
        found = select.candidates(read(text))
        assert [entry.path for entry in found] == ["/jobs/{id}/cancel", "/runs/{id}/stop"]

    def test_yaml_keys_are_put_right_only_where_somebody_looks(self) -> None:
        text = YAML.replace("'200'", "200")
        assert "\n        200:" in text
        chosen, found = selected(text)
        assert found == []
        again, _ = selected(TEXT)
        assert chosen is not None
        assert again is not None
        assert chosen.openapi == again.openapi

    def test_keys_that_only_exact_reading_understands_are_read_exactly(self) -> None:
        text = YAML.replace("description: Done.", "true: Done.")
        chosen, found = selected(text)
        assert found == []
        assert chosen is not None
        assert at(chosen.openapi, ("components", "responses")) == {"Done": {"true": "Done."}}

    def test_an_overlay_reaches_everything(self) -> None:
        overlay = {
            "overlay": "1.0.0",
            "info": {"title": "Names", "version": "1"},
            "actions": [
                {"target": "$.paths['/jobs/{id}'].get", "update": {"summary": "Stop the job"}}
            ],
        }
        notes = Document(
            "acme/overlay.json", "acme/overlay.json", "acme", None, json.dumps(overlay)
        )
        corrected, found = collect(apply(read(TEXT), [notes]))
        assert found == []
        assert at(corrected.openapi, ("paths", "/jobs/{id}", "get", "summary")) == "Stop the job"
        assert not corrected.names

    def test_what_is_included_by_hand_is_found_without_a_verb(self) -> None:
        wish = Wish("GET", "/jobs/{id}", Position("pyproject.toml"))
        found = select.candidates(read(TEXT), Choice(include=(wish,)))
        assert ("GET", "/jobs/{id}") in {(entry.method, entry.path) for entry in found}


def test_a_project_with_a_large_document_is_built(tmp_path: Path) -> None:
    unused = {f"Unused{number}": {"description": "x" * 5000} for number in range(250)}
    large = json.loads(TEXT)
    large["components"]["schemas"] = unused
    (tmp_path / "acme").mkdir()
    for text in (TEXT, json.dumps(large)):
        (tmp_path / "acme" / "stop.json").write_text(text, "utf-8")
        (providers, _), found = collect(provide(tmp_path, "en"))
        assert found == []
        assert [entry.name for entry in providers[0].operations] == ["cancel_job", "stop_run"]
    (tmp_path / "acme" / "stop.json").write_text(
        json.dumps(large).replace('"Done."', "1e999"), "utf-8"
    )
    _, found = collect(provide(tmp_path, "en"))
    assert [fault.code for fault in found] == [Code.BAD_JSON]
    _, found = collect(find([tmp_path]))
    assert found == []
