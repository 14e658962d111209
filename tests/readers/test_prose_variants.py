"""Pages of other styles than the usual one, each read without an error."""

from readers.prose_pages import read_page, recognised
from readers.reading import mapping
from stopgen.diagnostic import Code

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
