"""Whatever a platform answers, a call ends with what its document makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from descriptions import Tree, ref, response
from loopback import LoopbackServer, Reply
from targets.python.wire import FLAVOURS, Case, call, document, generated

TEXT: Tree = {"type": "string"}
SCHEMAS: Tree = {
    "Job": {
        "properties": {"state": TEXT, "secret": TEXT | {"writeOnly": True}},
        "required": ["secret"],
    },
    "A": {"properties": {"kind": TEXT, "state": TEXT}},
    "B": {"properties": {"kind": TEXT, "state": TEXT}},
    "Either": {
        "oneOf": [ref("A"), ref("B")],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {"a": "#/components/schemas/A", "b": "B"},
        },
    },
    "Fault": {
        "type": "object",
        "properties": {"error": {"type": "object", "properties": {"code": TEXT, "message": TEXT}}},
    },
}
FAULT = b'{"error": {"code": "E1", "message": "no"}}'


def _of(*forms: tuple[str, Any]) -> Tree:
    return {"description": "", "content": {name: {"schema": schema} for name, schema in forms}}


ANSWERS: list[tuple[str, Tree, int, bytes, Any]] = [
    ("no content", {"204": response()}, 204, b"", None),
    ("empty though documented", {"200": response(ref("Job"))}, 200, b"", None),
    ("another success", {"202": response(ref("Job"))}, 200, b"{}", None),
    ("range", {"2XX": response(ref("Job"))}, 202, b'{"state": "x"}', "x"),
    ("default", {"default": response(ref("Job"))}, 200, b'{"state": "x"}', "x"),
    ("none", {}, 200, b'{"state": "x"}', None),
    ("only errors", {"404": response(ref("Fault"))}, 200, b"{}", None),
    ("any type", {"200": _of(("*/*", ref("Job")))}, 200, b'{"state": "x"}', "x"),
    ("any text", {"200": _of(("*/*", TEXT))}, 200, b"stopped", "stopped"),
    ("text", {"200": _of(("text/plain", TEXT))}, 200, "gestoppt é".encode(), "gestoppt é"),
    ("text of digits", {"200": _of(("text/plain", TEXT))}, 200, b"123", "123"),
    ("xml", {"200": _of(("application/xml", ref("Job")))}, 200, b"<a/>", "<a/>"),
    ("json or text", {"200": _of(("text/plain", TEXT), ("application/json", ref("Job")))},
     200, b'{"state": "x"}', "x"),
    ("text or json", {"200": _of(("text/plain", TEXT), ("application/json", ref("Job")))},
     200, b"done", "done"),
    ("json by other names",
     {"200": _of(("text/plain", ref("Job")), ("application/json", ref("Job")), ("text/json", ref("Job")))},
     200, b'{"state": "x"}', "x"),
    ("marked as utf-8", {"200": response(ref("Job"))}, 200, b'\xef\xbb\xbf{"state": "x"}', "x"),
    ("without what only requests hold", {"200": response(ref("Job"))}, 200, b'{"state": "x"}', "x"),
    ("one of two that only a value tells apart", {"200": response(ref("Either"))},
     200, b'{"kind": "b", "state": "x"}', "x of B"),
    ("html instead", {"200": response(ref("Job"))}, 200, b"<html>", None),
]  # fmt: skip
ERRORS: Tree = {
    "range": {"200": response(), "4XX": response(ref("Fault"), "No.")},
    "default": {"200": response(), "default": response(ref("Fault"), "No.")},
}


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    answers = [*(entry[1] for entry in ANSWERS), *ERRORS.values()]
    cases = [Case(name="", operation={"responses": each}) for each in answers]
    folder = tmp_path_factory.mktemp("answers")
    with generated(folder, "wire_answers", document(cases, schemas=SCHEMAS)) as module:
        yield module


@pytest.fixture(scope="module")
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as running:
        yield running


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("number", range(len(ANSWERS)), ids=[entry[0] for entry in ANSWERS])
def test_a_success_never_raises_and_says_what_it_can(
    acme: Any, server: LoopbackServer, flavour: str, number: int
) -> None:
    _, _, status, raw, expected = ANSWERS[number]
    stage = server.play(Reply(status, raw))
    result = call(flavour, acme, stage.url, f"stop{number}", Case(name=""))
    body = result.body.state if isinstance(result.body, acme.Job) else result.body
    body = f"{body.state} of B" if isinstance(body, acme.B) else body
    assert (str(result.outcome), body, result.raw) == ("ACCEPTED", expected, raw)


@pytest.mark.parametrize("kind", ERRORS)
@pytest.mark.parametrize(
    ("status", "name"),
    [
        (400, "BadRequestError"),
        (404, "NotFoundError"),
        (409, "ConflictError"),
        (429, "RateLimitError"),
        (418, "StatusError"),
        (503, "ServerError"),
    ],
)
def test_an_error_of_a_range_is_as_typed_as_any_other(
    acme: Any, server: LoopbackServer, kind: str, status: int, name: str
) -> None:
    number = len(ANSWERS) + list(ERRORS).index(kind)
    stage = server.play(Reply(status, FAULT))
    with pytest.raises(getattr(acme, name)) as caught:
        call("sync", acme, stage.url, f"stop{number}", Case(name=""))
    error: Any = caught.value
    assert type(error) is getattr(acme, name)
    assert (error.code, error.message) == ("E1", "no")
    if (kind, status) != ("range", 503):
        assert isinstance(error.body, acme.Fault)
    if name not in ("StatusError", "ServerError"):
        assert error.error == acme.FaultError(code="E1", message="no")
