"""What the reader of prose finds in pages as platforms publish them."""

import os
from pathlib import Path

import pytest

from readers.prose_pages import Result, read_page, recognised
from readers.reading import mapping
from stopgen.diagnostic import Code, Severity

STOP = "/api/v1/conversation/{request_id}/stop"


@pytest.fixture(scope="module")
def page() -> Result:
    folder = os.environ.get("STOPGEN_ORIGINALS")
    if not folder:
        pytest.skip("STOPGEN_ORIGINALS names no folder with the pages as published")
    return read_page((Path(folder) / "fay" / "stop.md").read_text("utf-8"))


def test_the_call_its_server_and_its_credential(page: Result) -> None:
    assert page.calls == [("post", STOP), ("get", STOP.replace("/stop", "/status"))]
    assert page.openapi["servers"] == [{"url": "https://api.fay.work"}]
    assert page.operation["security"] == [{"bearerAuth": []}]
    schemes = mapping(page.openapi, "components", "securitySchemes")
    assert mapping(schemes, "bearerAuth")["scheme"] == "bearer"


def test_the_parameters(page: Result) -> None:
    assert list(page.parameters) == ["Content-Type", "request_id"]
    assert page.parameters["Content-Type"]["schema"] == {
        "type": "string",
        "enum": ["application/json"],
    }
    assert page.parameters["request_id"]["schema"] == {"type": "string"}


def test_the_answers_and_their_codes(page: Result) -> None:
    answers = mapping(page.operation, "responses")
    assert {status: mapping(answers, status).get("x-error-codes") for status in answers} == {
        "200": None,
        "404": ["REQUEST_NOT_FOUND"],
        "400": ["CONVERSATION_ALREADY_COMPLETED"],
        "401": ["INVALID_API_KEY"],
    }
    data = mapping(page.schema("200"), "properties", "data", "properties")
    assert list(data) == ["request_id", "status", "message"]
    assert mapping(data, "status")["x-extensible-enum"] == ["STOPPED"]


def test_the_rate_limits(page: Result) -> None:
    assert page.operation["x-rate-limits"] == [
        {"tier": "free", "requests": 20, "seconds": 3600},
        {"tier": "pro", "requests": 200, "seconds": 3600},
        {"tier": "enterprise", "requests": None, "seconds": None},
    ]


def test_the_status_call(page: Result) -> None:
    path = STOP.replace("/stop", "/status")
    assert page.operation["x-status-operation"] == f"GET {path}"
    call = mapping(page.openapi, "paths", path, "get")
    assert call["x-inferred"] is True
    assert call["security"] == [{"bearerAuth": []}]
    assert call["x-run-states"] == {
        "pointer": "/data/status",
        "running": ["PENDING", "PROCESSING"],
        "ended": ["COMPLETED", "FAILED", "STOPPED"],
    }


def test_the_findings_are_one_for_each_kind_of_inference(page: Result) -> None:
    assert page.errors == []
    assert page.found(Severity.WARNING) == [
        (Code.INFERRED_SERVER, 8),
        (Code.INFERRED_SCHEMA, 61),
        (Code.INFERRED_OPERATION, 139),
    ]


def test_every_page_of_the_corpus_is_read_without_an_exception() -> None:
    folder = os.environ.get("STOPGEN_CORPUS")
    if not folder:
        pytest.skip("STOPGEN_CORPUS names no folder of documents")
    pages = sorted((Path(folder) / "markdown").iterdir())
    assert pages
    for place in pages:
        text = place.read_text("utf-8").replace("\r\n", "\n")
        recognised(text)
        read_page(text)
