"""A document that uses everything that clients can do."""

from __future__ import annotations

from typing import Any

from descriptions import Tree, json_content, openapi, parameter, ref, response

STRING: Tree = {"type": "string"}


def thing(**properties: Any) -> Tree:
    return {"type": "object", "properties": properties}


_STOP: Tree = {
    "summary": "Stop a job",
    "description": "At once.",
    "parameters": [
        parameter("job-id", "path", {"type": "string", "format": "uuid"}),
        parameter("ids", "query", {"items": {"type": "integer"}}),
        parameter("limit", "query", {"type": "integer", "default": 5}),
        parameter("mode", "query", {"enum": ["fast", "slow"]}, required=True),
        parameter("X-Trace", "header", STRING),
        parameter("Content-Type", "header", {"enum": ["application/json"]}, required=True),
        parameter("session", "cookie", {"type": ["string", "null"]}),
    ],
    "requestBody": {
        "required": True,
        "content": json_content(
            thing(
                user=STRING,
                force={"type": "boolean", "default": False},
                note={"type": ["string", "null"]},
                state=ref("State"),
                job=ref("Job"),
                ids={"items": STRING},
                anything={},
                id=STRING,
                self=STRING,
            )
            | {"required": ["user"]}
        ),
    },
    "responses": {
        "200": response({"oneOf": [ref("Job"), ref("Queued")]}),
        "202": response(thing(**{"queued-at": {"type": "string", "format": "date-time"}})),
        "400": response(ref("Fault"), "Malformed."),
        "404": response(ref("Fault"), "No such job.") | {"x-error-codes": ["GONE", "NEVER"]},
        "4XX": response(thing(detail=STRING)),
        "default": response(STRING),
    },
    "security": [{"bearer": []}, {"key": [], "query": []}, {}],
    "x-rate-limits": [
        {"tier": "free", "requests": 20, "seconds": 3600},
        {"tier": "enterprise", "requests": None, "seconds": None},
    ],
    "x-stop-outcomes": [
        {"status": "200", "pointer": "/state", "equals": "STOPPED", "outcome": "STOPPED"},
        {"status": "409", "outcome": "ALREADY_FINISHED"},
    ],
}

_CANCEL: Tree = {
    "parameters": [parameter("run", "path", {"type": "integer"})],
    "requestBody": {"required": True, "content": json_content(ref("Reason"))},
    "responses": {"204": response()},
    "security": [{"basic": []}],
}

_ABORT: Tree = {
    "parameters": [parameter("class", "path", {"enum": ["a", "b"]})],
    "requestBody": {"content": json_content({"items": ref("Job")})},
    "responses": {"200": response({"items": ref("State")}), "500": response(ref("Fault"), "Down.")},
    "security": [{"cookie": []}],
}

_KILL: Tree = {
    "parameters": [parameter("ids", "query", {"items": STRING}, explode=False)],
    "requestBody": {
        "content": {
            "multipart/form-data": {
                "schema": thing(file={"type": "string", "format": "binary"}, why=STRING),
                "encoding": {"why": {"contentType": "text/csv"}},
            }
        }
    },
    "responses": {"200": {"description": "", "content": {"text/plain": {"schema": STRING}}}},
    "security": [{"bearer": [], "query": []}],
    "servers": [{"url": "https://own.example"}],
}

_HALT: Tree = {
    "requestBody": {"content": {"multipart/form-data": {"schema": {}}}},
    "responses": {"default": response(ref("Job"))},
}

_TERMINATE: Tree = {"responses": {"2XX": response({"type": "object"})}}

FEATURES = openapi(
    {
        "/jobs/{job-id}/stop": {"post": _STOP},
        "/runs/{run}:cancel": {"post": _CANCEL},
        "/trees/{class}/abort": {"put": _ABORT},
        "/processes/kill": {"post": _KILL},
        "/machines/halt": {"post": _HALT},
        "/all/terminate": {"delete": _TERMINATE | {"operationId": "terminateAll"}},
    },
    {
        "State": {"type": "string", "x-extensible-enum": ["RUNNING", "STOPPED"]},
        "Job": thing(
            id={"type": "string", "format": "uuid"},
            state=ref("State"),
            parent=ref("Job"),
            children={"items": ref("Job")},
            createdAt={"type": "string", "format": "date-time"},
            labels={"type": "object", "additionalProperties": STRING},
            model_config=STRING,
        )
        | {"required": ["id"]},
        "Queued": {"allOf": [ref("Job"), thing(position={"type": "integer"})]},
        "Reason": thing(**{f"part-{number}": STRING for number in range(20)}),
        "Fault": thing(error=thing(code=STRING, message=STRING)),
    },
    servers=[
        {
            "url": "https://{region}.acme.example/v1",
            "variables": {"region": {"default": "eu", "enum": ["eu", "us"]}},
        }
    ],
    components={
        "securitySchemes": {
            "bearer": {"type": "http", "scheme": "bearer"},
            "basic": {"type": "http", "scheme": "basic"},
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "query": {"type": "apiKey", "in": "query", "name": "key"},
            "cookie": {"type": "apiKey", "in": "cookie", "name": "sid"},
        }
    },
)

USAGE = """
from typing import Literal, assert_type
from uuid import UUID

from clients import Outcome, StopResult, acme
from clients.acme.models import Job, Queued, StopJobResponse


def stops(client: acme.Client, job: UUID) -> None:
    result = client.stop_job(job, mode="fast", user="me")
    assert_type(result, StopResult[Job | Queued | StopJobResponse])
    assert_type(result.outcome, Outcome)
    client.stop_job(
        str(job), mode="slow", user="me", ids=[1], x_trace="t", session=None, note=None,
        state="NEW", job=Job(id=job, created_at=None), ids_2=["a"], anything={"a": [1]},
    )


async def cancels(client: acme.AsyncClient) -> None:
    await client.cancel_run(1, body=acme.Reason(part_0="a"))
    done = await client.abort_tree("a", body=[])
    assert_type(done, StopResult[list[Literal["RUNNING", "STOPPED"] | str]])


def fails(client: acme.Client) -> None:
    try:
        client.terminate_all()
    except acme.NotFoundError as error:
        assert_type(error.error, acme.FaultError | None)
        assert_type(error.code, Literal["GONE", "NEVER"] | str | None)
    except acme.ServerError as error:
        assert_type(error.error, acme.FaultError | None)


def regions() -> None:
    acme.Client("key", region="us", username="me", password="pass", query="key", cookie="sid")


def forms(client: acme.Client) -> None:
    assert_type(client.kill_process(file=b"", why="x", ids=["a"]), StopResult[str])
    assert_type(client.halt_machine(body={"file": b"", "n": 1}), StopResult[Job])
    acme.AsyncClient(region="eu", rate_limit=acme.operations.RATE_LIMITS.free)
"""
