"""Pages of other styles than the usual one, each read without an error."""

from readers.prose_pages import read_page, recognised
from readers.reading import mapping, read
from stopgen.choice import Choice, Wish
from stopgen.description import Json, JsonObject
from stopgen.diagnostic import Code, Diagnostic, Position, Severity, collect
from stopgen.select import choose

BESIDE_CODE = """\
# Jobs

## Cancel a Job

```shell
curl "https://api.kit.example/v1/jobs/42/cancel" \\
  -X POST \\
  -H "Authorization: Token sk"
```

> Returns JSON like this:

```json
{"id": 42, "status": "canceled"}
```

### HTTP Request

`POST https://api.kit.example/v1/jobs/<ID>/cancel`

### URL Parameters

Parameter | Description
--------- | -----------
ID | The job

### Errors

Error Code | Meaning
---------- | -------
400 | Bad Request -- cannot be read.
404 | Not Found -- no such job.
"""

LABELS = """\
# Terminate a Session

POST
https://api.sess.example/v2/sessions/{session_id}/terminate

**Path Params**

| Name | Type | Required | Notes |
| :--- | :--: | :------: | ----: |
| session_id | string | **Required** | Which |

**Body Params**

| Name | Type | Required | Default | Description |
|---|---|---|---|---|
| reason | string | optional | `user` | Why |

**Responses**

**200**

```json
{"success": true}
```

**404**

```json
{"success": false, "error": {"code": "not_found"}}
```
"""

KEYS_AND_VALUES = """\
# Abort a Build

| | |
|---|---|
| **Endpoint** | `POST /builds/{buildId}/abort` |
| **Auth** | Bearer token |
| **Rate limit** | 10 requests per minute |

## Request

Headers:

```
Content-Type: application/json
```

Body:

```json
{ "force": false }
```

## Responses

### `202 Accepted`

```json
{ "build": { "state": "aborting" } }
```

### `409 Conflict` – the build has ended

```json
{ "error": "ALREADY_FINISHED" }
```
"""

CHINESE = """\
# 取消任务

**接口地址：** `/api/v1/task/{task_id}/cancel`
**请求方式：** `POST`

## 请求头

| 参数名 | 必填 | 说明 |
| --- | --- | --- |
| Authorization | 是 | Bearer {KEY} |
| Content-Type | 是 | 固定为 application/json |

## 路径参数

| 参数名 | 类型 | 必填 | 说明 |
| --- | --- | --- | --- |
| task_id | string | 是 | 任务 |

## 响应示例

```json
{"code": 0, "data": {"status": "CANCELLED"}}
```

## 响应字段

| 字段 | 类型 | 说明 |
| --- | --- | --- |
| code | int | 0 表示成功 |
| data.status | string | 状态（CANCELLED） |

## 错误码

| 错误码 | HTTP 状态码 | 说明 |
| --- | --- | --- |
| TASK_NOT_FOUND | 404 | 任务不存在 |

## 限流

- 免费版：每分钟 10 次
"""

SENTENCES = """\
## Stop a run

`/v1/runs/{run_id}/stop` (POST)

#### Parameters

- `run_id` *(string, path, required)*: the run
- `force` *(boolean, query, optional, default `false`)*: at once

#### Returns

`200 OK` with the run:

```json
{"status": "stopping"}
```

`404 Not Found` if there is none.
"""

LINES = """\
# Cancel a run

`post https://api.run.example/v1/runs/{run_id}/cancel`

## Path parameters

`run_id` string **Required**
The run.

## Response

```json
{"id": "r", "usage": null}
```
"""

MESSAGES = """\
# Stop a machine

## Request

```http
DELETE /vms/{name}/session HTTP/1.1
Host: vm.example
```

## Response

```http
HTTP/1.1 404 Not Found
Content-Type: application/json

{"error": "vm_not_found"}
```

### Response codes

- `204 No Content`: it has stopped
- `429 Too Many Requests`: slow down
"""

LOCATIONS = """\
# Terminate an Execution

**Endpoint**: `/executions/{executionId}/terminate`
**HTTP Method**: POST

### Request Parameters

| Parameter | In | Type | Required |
|---|---|---|---|
| executionId | path | string (UUID) | true |
| X-Org-Id | header | string | true |
| dryRun | query | boolean | false |
| reason | body | string | false |

### Sample Response

Status: 200 OK

```json
{"terminated": true}
```

### Error Codes

| Code | Description |
|---|---|
| 400 | `INVALID_STATE` - it has ended |
"""


def test_code_beside_the_text() -> None:
    page = read_page(BESIDE_CODE)
    assert page.errors == []
    assert page.calls == [("post", "/v1/jobs/{ID}/cancel")]
    assert page.operation["summary"] == "Cancel a Job"
    assert page.parameters["ID"]["description"] == "The job"
    assert list(mapping(page.operation, "responses")) == ["400", "404", "200"]


def test_labels_instead_of_headings() -> None:
    page = read_page(LABELS)
    assert [one for one in page.diagnostics if one.code is not Code.INFERRED_SCHEMA] == []
    assert page.calls == [("post", "/v2/sessions/{session_id}/terminate")]
    assert "required" not in mapping(page.operation, "requestBody")
    assert mapping(page.operation, "responses", "404")["x-error-codes"] == ["not_found"]


def test_a_table_of_keys_and_values() -> None:
    page = read_page(KEYS_AND_VALUES)
    assert page.errors == []
    assert page.calls == [("post", "/builds/{buildId}/abort")]
    assert page.operation["security"] == [{"bearerAuth": []}]
    assert page.operation["x-rate-limits"] == [{"tier": "default", "requests": 10, "seconds": 60}]
    assert list(mapping(page.operation, "requestBody", "content")) == ["application/json"]
    conflict = mapping(page.operation, "responses", "409")
    assert conflict["x-error-codes"] == ["ALREADY_FINISHED"]


def test_another_language() -> None:
    assert recognised(CHINESE)
    page = read_page(CHINESE)
    assert page.errors == []
    assert page.calls == [("post", "/api/v1/task/{task_id}/cancel")]
    assert page.operation["security"] == [{"bearerAuth": []}]
    assert page.parameters["Content-Type"]["schema"] == {
        "type": "string",
        "enum": ["application/json"],
    }
    assert mapping(page.operation, "responses", "404")["x-error-codes"] == ["TASK_NOT_FOUND"]
    state = mapping(page.schema("200"), "properties", "data", "properties", "status")
    assert state["x-extensible-enum"] == ["CANCELLED"]
    assert page.operation["x-rate-limits"] == [{"tier": "免费版", "requests": 10, "seconds": 60}]


def test_sentences_that_start_with_a_status() -> None:
    page = read_page(SENTENCES)
    assert page.errors == []
    assert [(name, one["in"], one["required"]) for name, one in page.parameters.items()] == [
        ("run_id", "path", True),
        ("force", "query", False),
    ]
    assert list(mapping(page.operation, "responses")) == ["200", "404"]


def test_lines_that_start_with_a_name() -> None:
    page = read_page(LINES)
    assert page.errors == []
    assert page.parameters["run_id"]["schema"] == {"type": "string"}
    assert mapping(page.schema("200"), "properties")["usage"] == {}


def test_messages_as_they_are_sent() -> None:
    page = read_page(MESSAGES)
    assert page.errors == []
    assert page.openapi["servers"] == [{"url": "https://vm.example"}]
    answers = mapping(page.operation, "responses")
    assert sorted(answers) == ["204", "404", "429"]
    assert mapping(answers, "404")["x-error-codes"] == ["vm_not_found"]


def test_a_column_that_tells_where_parameters_go() -> None:
    page = read_page(LOCATIONS)
    assert page.errors == []
    assert [one["in"] for one in page.parameters.values()] == ["path", "header", "query"]
    assert page.parameters["executionId"]["schema"] == {"type": "string", "format": "uuid"}
    assert "requestBody" in page.operation
    assert page.lines(Code.INFERRED_STATUS) == []
    assert mapping(page.operation, "responses", "400")["x-error-codes"] == ["INVALID_STATE"]


SEVERAL = """\
# Renders

## Start a Render

`POST /v2/renders`

```json
{"size": }
```

## Halt a Render

`POST /v2/renders/{render_id}/halt`

### Response

```json
{"ok": true}
```
"""


def selected(text: str) -> tuple[list[tuple[str, str]], list[Diagnostic]]:
    """Return the calls of a page that are generated, and all that is said on the way there."""
    descriptions, found = read(text)
    keys, told = collect(choose(descriptions[0]))
    return sorted(keys), [*found, *told]


def errors(found: list[Diagnostic]) -> list[tuple[Code, int]]:
    return [
        (finding.code, finding.position.line)
        for finding in found
        if finding.severity is Severity.ERROR
    ]


def test_a_fault_in_a_call_that_stops_nothing_is_no_obstacle() -> None:
    keys, found = selected(SEVERAL)
    assert keys == [("/v2/renders/{render_id}/halt", "post")]
    assert errors(found) == []


def test_a_fault_in_the_call_that_stops_is_told() -> None:
    _, found = selected(SEVERAL.replace('{"ok": true}', '{"ok": }'))
    assert errors(found) == [(Code.BAD_EXAMPLE, 18)]


def test_a_code_block_that_is_not_closed_may_hide_a_call_that_stops() -> None:
    opened = SEVERAL.replace('"size": }\n```\n', '"size": 1}\n')
    _, found = read(opened)
    assert errors(found) == [(Code.UNCLOSED_FENCE, 7)]


def test_a_code_block_that_hides_nothing_is_no_obstacle() -> None:
    nothing = '{"size": 1}\n\n```json\n{"size": 2}\n```'
    keys, found = selected(SEVERAL.replace('{"size": }\n```', nothing))
    assert len(keys) == 1
    assert errors(found) == []


def test_a_call_that_is_spelled_wrongly_matters_if_it_may_stop() -> None:
    for word, expected in (("pause", []), ("stop", [(Code.MALFORMED_PATH, 23)])):
        _, found = selected(f"{SEVERAL}\n## Endpoint\n\n`POST /v2/renders/{{id/{word}`\n")
        assert errors(found) == expected


AS_TEXT = """\
Cancel job

Ends the job that a call to

https://api.kit.example/v1/jobs

has started.

Request Headers
Authorization: Bearer {token}

Examples
  • curl https://api.kit.example/v1/jobs/cancel/?job=\\
       -H "Authorization: Bearer …" \\

"""


def test_a_page_that_was_saved_as_text() -> None:
    _, found = selected(AS_TEXT)
    (description,), _ = read(AS_TEXT)
    operation = mapping(description.openapi, "paths", "/v1/jobs/cancel/", "get")
    assert operation["description"] == "Cancel job"
    assert operation["security"] == [{"bearerAuth": []}]
    assert [parameter["name"] for parameter in _listed(operation["parameters"])] == ["job"]
    assert errors(found) == []
    place = description.origins.position(("paths", "/v1/jobs/cancel/", "get"))
    assert (place.line, place.column) == (13, 10)


def test_a_text_that_speaks_of_a_command_is_no_page() -> None:
    text = "Install it with curl https://kit.example/stop.sh\n\nor with pip.\n"
    assert [finding.code for finding in read(text)[1]] == [Code.NOT_A_DESCRIPTION]


def _listed(value: Json) -> list[JsonObject]:
    assert isinstance(value, list)
    return [entry for entry in value if isinstance(entry, dict)]


LISTING = """\
# List jobs

`GET /v1/jobs`

## Response

```json
{"jobs": }
```
"""


def test_a_fault_of_a_page_about_something_else_is_told_where_its_call_is_included() -> None:
    (description,), found = read(LISTING)
    assert found == []
    assert collect(choose(description))[0] == set()
    wish = Wish("GET", "/v1/jobs", Position("pyproject.toml"))
    keys, told = collect(choose(description, Choice(include=(wish,))))
    assert keys == {("/v1/jobs", "get")}
    assert (Code.BAD_EXAMPLE, 8) in errors(told)


def test_a_page_that_states_no_call_is_a_fault_only_if_it_is_about_a_stop() -> None:
    text = "# Jobs\n\n## Endpoint\n\nAll POST requests go to our servers.\n"
    severities = {finding.code: finding.severity for finding in read(text)[1]}
    assert severities == {Code.NO_ENDPOINT: Severity.NOTE}
    assert errors(read(text.replace("Jobs", "Stop a job"))[1]) == [(Code.NO_ENDPOINT, 5)]
