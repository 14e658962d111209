import json

import pytest
import yaml

from readers.reading import clean, document, findings, line_of, read
from stopgen.description import JsonObject
from stopgen.diagnostic import Code, Severity
from stopgen.readers import openapi

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
TREE: JsonObject = {
    "openapi": "3.1.0",
    "info": {"title": "Acme", "version": "1"},
    "paths": {"/runs/{id}/stop": {"post": {"responses": {"200": {"description": "ok"}}}}},
}
YAML = """\
openapi: 3.1.0
info: {title: Acme, version: '1'}
paths:
  /runs/{id}/stop:
    post:
      responses:
        200: {description: ok}
"""


@pytest.mark.parametrize("text", [YAML, json.dumps(TREE), json.dumps(TREE, indent=2)])
def test_a_document_is_read_whichever_language_it_is_in(text: str) -> None:
    assert clean(text).openapi == TREE


def test_comments_quotes_and_order_do_not_hide_what_a_document_is() -> None:
    assert clean(f"# {'x' * 500}\n---\n{YAML}").openapi == TREE
    assert clean(yaml.safe_dump(TREE, sort_keys=True)).openapi == TREE
    assert clean(yaml.safe_dump(TREE, default_style='"')).openapi == TREE
    assert clean(yaml.safe_dump(TREE, default_style="'")).openapi == TREE


def test_a_description_of_code_does_not_make_a_document_a_page() -> None:
    text = f"components: {{}}\ninfo:\n  title: t\n  description: |\n    ```\n    x\n    ```\n{YAML}"
    text = text.replace("info: {title: Acme, version: '1'}\n", "")
    assert openapi.recognises(document(text))
    assert list(clean(text).openapi) == ["components", "info", "openapi", "paths"]


def test_a_page_with_a_document_in_it_is_none_as_a_whole() -> None:
    assert not openapi.recognises(document(f"# Title\n\n```yaml\n{YAML}```\n"))
    assert not openapi.recognises(document("---\nopenapi: 'file.json POST /x'\n---\n"))


@pytest.mark.parametrize("version", ["3.0.0", "3.0.4", "3.1.0", "3.1.1", "3.2.0", "'3.0'", "3.1"])
def test_every_version_3_is_read(version: str) -> None:
    clean(YAML.replace("3.1.0", version))


@pytest.mark.parametrize("version", ["2.0", "4.0.0", "3.9", "1.2", "'3'"])
def test_other_versions_are_told(version: str) -> None:
    text = YAML.replace("3.1.0", version)
    assert findings(f"# a comment\n{text}") == [(Code.UNSUPPORTED_VERSION, ERROR, 2)]


def test_a_swagger_that_is_too_old_is_told_at_its_key() -> None:
    text = "info: {title: t, version: '1'}\nswagger: '1.2'\npaths: {/x: {get: {}}}\n"
    assert findings(text) == [(Code.UNSUPPORTED_VERSION, ERROR, 2)]


def test_paths_without_a_version_are_told() -> None:
    assert findings(YAML.replace("openapi: 3.1.0\n", "")) == [(Code.MISSING_VERSION, ERROR, 1)]
    assert findings(json.dumps({"paths": TREE["paths"]})) == [(Code.MISSING_VERSION, ERROR, 1)]


def test_a_version_deep_inside_is_no_version() -> None:
    text = json.dumps({"x": {"openapi": "3.1.0"}})
    assert findings(text) == [(Code.MISSING_VERSION, ERROR, 1)]


@pytest.mark.parametrize("paths", ["[]", "''", "null", "5"])
def test_paths_that_are_no_mapping_are_told(paths: str) -> None:
    assert findings(f"openapi: 3.1.0\npaths: {paths}\n") == [(Code.WRONG_SHAPE, ERROR, 2)]


def test_no_paths_are_told() -> None:
    assert findings("openapi: 3.1.0\ninfo: {}\n") == [(Code.WRONG_SHAPE, ERROR, 1)]
    assert findings("openapi: 3.1.0\npahts: {}\ncomponents: {}\n") == [
        (Code.UNKNOWN_KEY, WARNING, 2),
        (Code.WRONG_SHAPE, ERROR, 1),
    ]


@pytest.mark.parametrize("only", ["webhooks", "components"])
def test_a_document_that_needs_no_paths_is_only_noted(only: str) -> None:
    assert findings(f"openapi: 3.1.0\n{only}: {{}}\n") == [(Code.NO_OPERATION, NOTE, 2)]


@pytest.mark.parametrize("paths", ["{}", "{/x: {}}", "{/x: {summary: s}}", "{x-a: {get: {}}}"])
def test_paths_without_operations_are_noted(paths: str) -> None:
    assert findings(f"openapi: 3.1.0\npaths: {paths}\n") == [(Code.NO_OPERATION, NOTE, 2)]


def test_a_misspelled_method_that_hides_a_path_is_told() -> None:
    assert findings(YAML.replace("post:", "psot:")) == [
        (Code.UNKNOWN_KEY, ERROR, 5),
        (Code.NO_OPERATION, NOTE, 3),
    ]


def test_a_misspelled_method_beside_another_one_is_a_warning() -> None:
    text = f"{YAML}    psot: {{}}\n"
    assert findings(text) == [(Code.UNKNOWN_KEY, WARNING, 8)]
    assert len(read(text)[0]) == 1


def test_what_hides_in_a_path_is_told_and_the_rest_is_read() -> None:
    text = f"{YAML}  runs: {{get: {{}}}}\n  /y: 5\n  x-note: 5\n"
    assert findings(text) == [(Code.WRONG_SHAPE, WARNING, 8), (Code.WRONG_SHAPE, WARNING, 9)]
    assert len(read(text)[0]) == 1


def test_a_path_that_is_a_reference_may_hold_operations() -> None:
    clean("openapi: 3.1.0\npaths: {/x: {$ref: '#/components/pathItems/x'}}\n")


def test_extensions_are_known_everywhere() -> None:
    clean(f"x-top: 1\n{YAML}    x-item: 1\n")


def test_a_method_without_anything_inside_is_told() -> None:
    assert findings(YAML.replace("    post", "      post")) == [
        (Code.WRONG_SHAPE, ERROR, 5),
        (Code.UNKNOWN_KEY, ERROR, 6),
        (Code.NO_OPERATION, NOTE, 3),
    ]


def test_unknown_keys_at_the_top_are_a_warning() -> None:
    assert findings(f"{YAML}servrs: []\n") == [(Code.UNKNOWN_KEY, WARNING, 8)]


def test_lost_indentation_is_told() -> None:
    flat = "\n".join(line.lstrip() for line in YAML.split("\n"))
    assert findings(flat) == [(Code.INDENTATION_LOST, ERROR, 1)]


@pytest.mark.parametrize(
    ("broken", "code", "line"),
    [
        (YAML.replace("      responses", "   responses"), Code.BAD_YAML, 6),
        (YAML.replace("    post", "\tpost"), Code.BAD_YAML, 5),
        (YAML + "    post: {}\n", Code.DUPLICATE_KEY, 8),
        (json.dumps(TREE, indent=1).replace(",", "", 1), Code.BAD_JSON, 2),
        ('{"openapi": "3.1.0", "openapi": "3.0.0"}', Code.DUPLICATE_KEY, 1),
    ],
)
def test_a_fault_in_the_text_is_told(broken: str, code: Code, line: int) -> None:
    assert findings(broken) == [(code, ERROR, line)]


def test_parts_know_where_they_stand() -> None:
    description = clean(YAML)
    stop = ("paths", "/runs/{id}/stop", "post", "responses", "200")
    assert line_of(description, *stop) == 7
    assert line_of(description, *stop[:3]) == 5
    assert line_of(description) == 1


def test_a_text_that_only_quotes_a_document_is_none() -> None:
    assert findings('"quoted\nopenapi: 3.1.0\n"') == [(Code.WRONG_SHAPE, ERROR, 1)]


def test_a_path_that_cannot_be_about_a_stop_is_no_obstacle() -> None:
    other = YAML.replace("stop", "log")
    assert findings(other.replace("post:", "psot:"))[0] == (Code.UNKNOWN_KEY, WARNING, 5)
    found = findings(other.replace("    post", "      post"))
    assert {severity for _, severity, _ in found} == {WARNING, NOTE}
    assert findings(f"{YAML}  /log:\n    get:\n") == [(Code.WRONG_SHAPE, WARNING, 9)]
