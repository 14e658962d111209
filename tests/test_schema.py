"""The schemas in ``docs/schema/`` say to editors what the readers of settings say when stopgen runs."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from stopgen import config, config_providers, provider_file
from stopgen.diagnostic import collect
from stopgen.source import Document

DOCS = Path(__file__).parents[1] / "docs"
SCHEMAS: Mapping[str, Any] = {
    name: json.loads((DOCS / "schema" / f"{name}.json").read_text("utf-8"))
    for name in ("stopgen", "provider")
}


def fits(name: str, settings: object) -> bool:
    """Tell what an editor says."""
    return jsonschema.Draft7Validator(SCHEMAS[name]).is_valid(settings)


def keys(table: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(table["properties"])


def described(schema: object) -> Iterator[bool]:
    """Yield for each property, however deep, whether it has a description."""
    if isinstance(schema, dict):
        yield from ("description" in entry for entry in schema.get("properties", {}).values())
        for inner in schema.values():
            yield from described(inner)


@pytest.mark.parametrize("name", SCHEMAS)
def test_it_is_a_schema_in_which_every_key_is_described(name: str) -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMAS[name])
    assert all(described(SCHEMAS[name]))


def test_the_keys_are_those_that_the_readers_know() -> None:
    project, provider = SCHEMAS["stopgen"], SCHEMAS["provider"]
    assert keys(project) == config._KEYS
    by_hand = keys(project["properties"]["providers"]["additionalProperties"])
    assert by_hand == config_providers._KEYS
    assert keys(provider) == provider_file._KEYS
    assert keys(provider["properties"]["environment"]) == provider_file._VARIABLES


def test_the_defaults_are_those_that_hold() -> None:
    entries = SCHEMAS["stopgen"]["properties"].items()
    defaults = {key: entry["default"] for key, entry in entries if key in config._DEFAULTS}
    assert defaults == config._DEFAULTS


@pytest.mark.parametrize(
    "table",
    [
        "",
        'specs = "apis"',
        "specs = 1",
        'specs = ""',
        'spec = "apis"',
        'locale = "zh_Hans"',
        'locale = "klingon"',
        'max-document-size = "128 MiB"',
        'max-document-size = "much"',
        "max-document-size = 1000",
        "max-document-size = 0",
        "providers = 1",
        "providers.acme = 1",
        "providers.acme.includes = []",
        "providers.acme.include = []",
        'providers.acme.include = "POST /a"',
        'providers.acme.include = ["POST /runs/{id}/stop"]',
        'providers.acme.include = ["post   /runs"]',
        'providers.acme.exclude = ["STOP /runs"]',
        "providers.acme.models = 1",
        "providers.acme.models = 0",
        "providers.acme.models = true",
        'providers.acme.exclude = ["/runs"]',
        "providers.acme.exclude = [1]",
    ],
)
def test_editors_and_stopgen_agree_on_the_settings_of_a_project(table: str, tmp_path: Path) -> None:
    text = f"[tool.stopgen]\n{table}\n"
    (tmp_path / "pyproject.toml").write_text(text)
    _, found = collect(config.load(tmp_path))
    assert fits("stopgen", tomllib.loads(text)["tool"]["stopgen"]) is (found == [])


@pytest.mark.parametrize(
    "text",
    [
        "",
        'title = "Acme"',
        'title = " "',
        "title = 1",
        'name = "Acme"',
        'locale = "de-AT"',
        'locale = "German"',
        'base_url = "https://acme.test/v2"',
        'base_url = "acme.test"',
        'include = ["POST /runs/{id}/freeze"]',
        'include = ["freeze"]',
        "environment = 1",
        'environment.api_key = "ACME_TOKEN"',
        'environment.api_key = "ACME-TOKEN"',
        'environment.key = "ACME_TOKEN"',
        'documents."stop.md" = "https://docs.acme.test/stop.md"',
        'documents."stop.md" = "http://docs.acme.test/stop.md"',
        'documents."stop.md" = "https://me@docs.acme.test/stop.md"',
        'documents."stop.html" = "https://docs.acme.test/stop.html"',
        'documents."stop.md" = 1',
        "documents = []",
    ],
)
def test_editors_and_stopgen_agree_on_the_settings_of_a_provider(text: str) -> None:
    document = Document("acme/provider.toml", "acme/provider.toml", "acme", None, text)
    _, found = collect(provider_file.read(document))
    assert fits("provider", tomllib.loads(text)) is (found == [])


@pytest.mark.parametrize("page", ["configuration.md", "guide/documents.md", "../README.md"])
def test_what_the_pages_show_fits(page: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    shown = [
        tomllib.loads(block)
        for block in re.findall(r"^```toml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    ]
    projects = [block["tool"]["stopgen"] for block in shown if "tool" in block]
    providers = [block for block in shown if block.keys() & {"title", "documents"}]
    assert projects or providers
    assert all(fits("stopgen", block) for block in projects)
    assert all(fits("provider", block) for block in providers)
