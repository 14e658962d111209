"""Fakes take what clients send as documented, and refuse what is spelled otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from descriptions import Tree
from targets.python import test_wire_access, test_wire_bodies, test_wire_parameters
from targets.python.wire import Case, document, generated

CASES = [*test_wire_parameters.CASES, *test_wire_bodies.CASES, test_wire_bodies.UPLOADS]
WAYS = test_wire_access.WAYS
REQUIRED: Tree = {
    "parameters": [
        {"name": "sid", "in": "cookie", "required": True, "schema": {"type": "string"}},
        {"name": "ids", "in": "query", "required": True, "style": "pipeDelimited",
         "explode": False, "schema": {"type": "array", "items": {"type": "string"}}},
        {"name": "where", "in": "query", "required": True, "style": "deepObject",
         "schema": {"type": "object"}},
    ],
    "requestBody": {
        "required": True,
        "content": {"application/x-www-form-urlencoded": {"schema": {
            "type": "object", "properties": {"why": {"type": "string"}}, "required": ["why"]}}},
    },
}  # fmt: skip
RIGHT: Tree = {
    "params": {"ids": "a|b", "where[x]": "1"},
    "headers": {"cookie": "sid=1"},
    "data": {"why": "x"},
}
WRONG: list[tuple[str, Tree, int]] = [
    ("the cookie sid is missing", {"headers": {}}, 400),
    ("the query parameter ids is missing", {"params": {"where[x]": "1"}}, 400),
    ("pipeDelimited", {"params": {"ids": ["a", "b"], "where[x]": "1"}}, 400),
    ("the query parameter where is missing", {"params": {"ids": "a"}}, 400),
    ("deepObject", {"params": {"ids": "a", "where": "x"}}, 400),
    ("why is missing", {"data": {"how": "x"}}, 400),
    ("the content type must be", {"data": None, "json": {"why": "x"}}, 415),
    ("the body is missing",
     {"data": None, "headers": {"cookie": "sid=1",
                                "content-type": "application/x-www-form-urlencoded"}}, 400),
]  # fmt: skip


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    ways = [Case(name=name, operation={"security": security}) for name, security, _, _ in WAYS]
    elsewhere = Case(name="", operation={"servers": [{"url": "https://own.example/there"}]})
    cases = [*CASES, *ways, elsewhere, Case(name="required", operation=REQUIRED)]
    schemas = {"F": test_wire_parameters.FILTER, **test_wire_bodies.SCHEMAS}
    schemes = {"securitySchemes": test_wire_access.SCHEMES}
    whole = document(cases, schemas=schemas, components=schemes)
    with generated(tmp_path_factory.mktemp("fakes"), "wire_fakes", whole) as module:
        yield module


def _problem(acme: Any, number: int, case: Case, **options: Any) -> str | None:
    """Call an operation of a fake that answers anyway, and return what it finds wrong."""
    fake = acme.Fake()
    fake.always(acme.fake.Reply(status=200))
    with httpx2.Client(transport=httpx2.MockTransport(fake)) as http:
        client = acme.Client(http_client=http, max_retries=0, **options)
        getattr(client, f"stop{number}")(*case.arguments, **case.keywords)
    (seen,) = fake.seen
    assert seen.operation == f"stop{number}"
    return str(seen.problem) if seen.problem else None


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.name for case in CASES])
def test_a_fake_takes_what_clients_send(acme: Any, number: int) -> None:
    assert _problem(acme, number, CASES[number]) is None


@pytest.mark.parametrize("index", range(len(WAYS)), ids=[entry[0] for entry in WAYS])
def test_a_fake_takes_every_way_of_access(acme: Any, index: int) -> None:
    assert _problem(acme, len(CASES) + index, Case(name=""), **WAYS[index][2]) is None


def test_a_fake_answers_where_its_operations_are(acme: Any) -> None:
    assert _problem(acme, len(CASES) + len(WAYS), Case(name="")) is None


@pytest.mark.parametrize(("expected", "change", "status"), WRONG, ids=lambda value: str(value)[:30])
def test_a_fake_refuses_what_is_spelled_otherwise(
    acme: Any, expected: str, change: Tree, status: int
) -> None:
    fake = acme.Fake()
    url = f"https://api.acme.example/{len(CASES) + len(WAYS) + 1}/stop"
    with httpx2.Client(transport=httpx2.MockTransport(fake)) as http:
        right = http.post(url, **RIGHT)
        wrong = http.post(url, **(RIGHT | change))
    assert fake.seen[0].problem is None
    assert expected in (fake.seen[1].problem or "")
    assert (right.status_code, wrong.status_code) == (200, status)
