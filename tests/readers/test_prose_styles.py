"""The styles of generators and exports, each with the trait that would otherwise be lost or misread."""

import pytest

from readers.prose_pages import line_of, read_page, simple
from readers.reading import mapping, part, read
from stopgen.description import Json
from stopgen.diagnostic import Code, Severity, collect
from stopgen.select import choose

MULTIPART = (
    "curl -X POST https://t.example/t/{id}/stop -H 'Content-Type: multipart/form-data' -F why=x"
)


def stops(text: str) -> list[tuple[str, str]]:
    page = read_page(text)
    found = [key for known in page.descriptions for key in collect(choose(known))[0]]
    return sorted((method, path) for path, method in found)


@pytest.mark.parametrize(
    ("stated", "path"),
    [
        ("POST http(s)://{{Host}}/q/{id}/cancel", "/q/{id}/cancel"),
        ("POST /q/(str:id)/cancel", "/q/{id}/cancel"),
        ("POST /queues/queueId/cancel", "/queues/{queueId}/cancel"),
        ("api.json POST /q/{id}/cancel", "/q/{id}/cancel"),
    ],
)
def test_placeholders_of_all_kinds_are_parameters(stated: str, path: str) -> None:
    assert simple(stated).calls == [("post", path)]


def test_a_placeholder_whose_shape_has_parts_may_hold_slashes() -> None:
    (found,), _ = read("# Cancel\n\n`POST https://q.example/v1/{name=queues/*/jobs/*}:cancel`\n")
    operation = mapping(found.openapi, "paths", "/v1/{+name}:cancel", "post")
    assert part(operation, "parameters", 0, "name") == "name"


def test_a_path_without_its_slash_is_called_with_it_and_named() -> None:
    page = read_page("# Cancel a run\n\n**Usage**: `POST api/v1/runs/:id/cancel`\n")
    assert page.calls == [("post", "/api/v1/runs/{id}/cancel")]
    assert page.found(Severity.WARNING)[0] == (Code.MALFORMED_PATH, 3)


def test_an_address_without_a_path_is_an_error() -> None:
    page = read_page("# Cancel\n\n```\nPUT https://{host}:{port}\n    /x/cancel?id\n```\n")
    assert page.errors == [(Code.MALFORMED_PATH, 4)]


@pytest.mark.parametrize(
    "text",
    [
        "# Stop a pump\n\n```\n/pumps/{id}/stop\n```\n\n| Information | |\n|-|-|\n| HTTP Method | POST |\n",
        "## End-point: Stop pump\n### Method: POST\n>```\n>{{baseUrl}}/pumps/:id/stop\n>```\n",
        "### /pumps/{id}/stop\n\n#### POST\n##### Summary:\n\nStop a pump\n",
        "# Pumps\n\n- **Stop**: `POST /pumps/{id}/stop`\n- **Read**: `GET /pumps/{id}`\n",
        "# Pumps\n\n| URL format | HTTP Verb |\n|-|-|\n| http://[host]:1/pumps/[id]/stop | POST |\n",
        "<details>\n <summary><code>POST</code> <code>/pumps/{id}/stop</code></summary>\n\n</details>\n",
        '# Stop\n\n<Endpoint\n  method={"post"}\n  path={"/pumps/{id}/stop"}\n>\n</Endpoint>\n',
        "# Stop a pump\n\n<mark>POST</mark> `https://pump.example/pumps/{id}/stop`\n",
    ],
    ids="table heading nested list columns folded component marked".split(),
)
def test_a_call_is_found_where_styles_put_it(text: str) -> None:
    assert ("post", "/pumps/{id}/stop") in stops(text)


def test_code_that_is_given_its_options_by_name_sends_their_method_and_headers() -> None:
    page = read_page(
        "# Cancel run\n\n```js\nconst options = {method: 'PUT', headers: {'X-Api-Key': 'k'}};\n"
        "fetch('https://r.example/runs/{id}/cancel', options)\n```\n"
    )
    assert page.calls == [("put", "/runs/{id}/cancel")]
    assert page.operation["security"] == [{"XApiKey": []}]


def test_the_identifier_in_an_example_is_the_parameter_that_the_page_describes() -> None:
    page = read_page(
        '# Cancel job\n\n<ParamField path="job_id" type="string" required>\n  Which\n</ParamField>\n\n'
        '```bash\ncurl -X POST "${API_URL}/v1/jobs/b2c3d4e5-6f7a-8b9c-0d1e-2f3a4b5c6d7e/cancel"\n```\n'
    )
    assert page.calls == [("post", "/v1/jobs/{job_id}/cancel")]
    assert Code.INFERRED_OPERATION in {one.code for one in page.diagnostics}


@pytest.mark.parametrize(
    "title", ["Stop a server", "Stop server", "Stopping the host", "Kill query"]
)
def test_a_heading_that_says_what_is_done_is_the_name_of_a_call(title: str) -> None:
    page = read_page(
        f"# API\n\n## Start a server\n\n`POST /s/{{n}}`\n\n## {title}\n\n`DELETE /s/{{n}}`\n"
    )
    assert page.errors == []
    assert mapping(page.openapi, "paths", "/s/{n}", "delete")["summary"] == title


def test_a_call_that_is_stated_with_and_without_its_server_is_one() -> None:
    page = read_page(
        "# Crawls\n\n## stopCrawl\n\n```http\nPOST https://c.example/api/crawls/{id}/stop HTTP/1.1\n"
        "Host: c.example\n\n```\n\n`POST /crawls/{id}/stop`\n"
    )
    assert page.errors == []
    assert page.calls == [("post", "/crawls/{id}/stop")]
    assert page.openapi["servers"] == [{"url": "https://c.example/api"}]


def test_the_heading_above_a_table_says_more_than_the_word_parameter_in_it() -> None:
    page = simple(
        "POST /k/{ID}/cancel",
        "### Query Parameters\n\nParameter | Description\n-|-\nvent | Open the vents\n",
    )
    assert page.parameters["vent"]["in"] == "query"
    assert "requestBody" not in page.operation


def test_parameters_without_a_place_go_into_the_query_where_a_body_is_described() -> None:
    table = "| Name | Type |\n|-|-|\n"
    page = simple(
        "POST /t/{id}/stop",
        f"## Parameters\n\n{table}| force | boolean |\n\n## Body\n\n{table}| why | string |\n",
    )
    assert page.parameters["force"]["in"] == "query"
    assert Code.INFERRED_PARAMETER in {one.code for one in page.diagnostics}


def test_what_stands_in_a_folded_part_of_a_component_is_part_of_its_value() -> None:
    page = read_page(
        "---\ntitle: Cancel\napi: 'POST https://t.example/t/{id}/cancel'\n---\n\n"
        '<ParamField body="options" type="object">\n  <Expandable title="more">\n'
        '    <ParamField body="keep" type="boolean" required>\n      Keep\n    </ParamField>\n'
        '  </Expandable>\n</ParamField>\n\n<ParamField body="why" type="string" />\n\n'
        '<ResponseField name="runs" type="object[]">\n  <Expandable>\n\n'
        '    <ResponseField name="state" type="string">Now</ResponseField>\n\n'
        "  </Expandable>\n</ResponseField>\n"
    )
    body = mapping(page.operation, "requestBody", "content", "application/json", "schema")
    assert list(mapping(body, "properties")) == ["options", "why"]
    assert mapping(body, "properties", "options")["required"] == ["keep"]
    items = mapping(page.schema("200"), "properties", "runs", "items", "properties")
    assert list(items) == ["state"]


def test_tags_around_parameters_say_where_they_go() -> None:
    def tag(name: str) -> str:
        parameter = (
            f'{{% api-method-parameter name="{name[0]}" type="string" required=true %}}\nIt\n'
        )
        return (
            f"{{% api-method-{name} %}}\n{parameter}{{% endapi-method-parameter %}}\n"
            f"{{% endapi-method-{name} %}}\n\n"
        )

    places = map(tag, ["path-parameters", "query-parameters", "headers", "body-parameters"])
    page = read_page(
        '# Pumps\n\n{% api-method method="post" host="https://p.example" path="/p/:p/stop" %}\n'
        "{% api-method-summary %}\nStop a pump\n{% endapi-method-summary %}\n\n"
        f"{''.join(places)}{{% api-method-response-example httpCode=202 %}}\n"
        '```\n{"ok": true}\n```\n{% endapi-method-response-example %}\n{% endapi-method %}\n'
    )
    assert page.operation["summary"] == "Stop a pump"
    assert [(name, it["in"]) for name, it in page.parameters.items()] == [
        ("p", "path"), ("q", "query"), ("h", "header"),
    ]  # fmt: skip
    body = mapping(page.operation, "requestBody", "content", "application/json", "schema")
    assert body["required"] == ["b"]
    assert list(mapping(page.schema("202"), "properties")) == ["ok"]


def test_a_key_is_where_an_export_says_that_it_is() -> None:
    def scheme(text: str) -> Json:
        page = simple("POST /t/{id}/stop", f"## Security\n\n{text}\n")
        return next(iter(mapping(page.openapi, "components", "securitySchemes").values()))

    told = "- `token` (apiKey)\n    apiKey in header X-Key\n"
    assert scheme(told) == {
        "type": "apiKey", "in": "header", "name": "X-Key", "description": told[2:].replace("    ", "").strip(),
    }  # fmt: skip
    queried = mapping(scheme("* API Key. Parameter Name: **key**, in: query."))
    assert [queried["in"], queried["name"]] == ["query", "key"]


def test_fields_of_an_answer_stand_below_its_status() -> None:
    page = simple(
        "POST /t/{id}/stop",
        "## Request fields (application/json):\n\n  - `why` (string, required)\n    Reason.\n\n"
        "## Response 202 fields (application/json):\n\n  - `state` (string, required)\n    Now.\n",
    )
    body = mapping(page.operation, "requestBody", "content", "application/json", "schema")
    assert body["required"] == ["why"]
    assert page.schema("202")["required"] == ["state"]


def test_quotations_and_html_may_be_headings() -> None:
    page = read_page(
        "## stopCrawl\n\n`POST /crawls/{id}/stop`\n\n> Body parameter\n\n"
        '```json\n{"why": "x"}\n```\n\n<h3 id="p">Parameters</h3>\n\n'
        "|Name|In|Type|Required|Description|\n|-|-|-|-|-|\n|dry|query|boolean|false|none|\n"
        "|body|body|[Stop](#stop)|true|none|\n|» why|body|string|true|Why|\n\n"
        '> Example responses\n\n> 202 Response\n\n```json\n{"stopped": true}\n```\n'
    )
    body = mapping(page.operation, "requestBody")
    schema = mapping(body, "content", "application/json", "schema")
    assert [body["required"], schema["required"]] == [True, ["why"]]
    assert page.parameters["dry"]["in"] == "query"
    assert list(mapping(page.schema("202"), "properties")) == ["stopped"]


def test_a_body_of_which_nothing_is_said_may_be_anything() -> None:
    page = simple(
        "POST /t/{id}/stop",
        "## Parameters\n\n|Name|In|Type|Required|\n|-|-|-|-|\n|body|body|[Why](#why)|Yes|\n",
    )
    assert page.operation["requestBody"] == {
        "content": {"application/json": {"schema": {}}}, "required": True,
    }  # fmt: skip
    assert page.lines(Code.INFERRED_SCHEMA) == [line_of(page, "|body|")]


def test_an_example_of_a_parameter_is_no_body() -> None:
    page = simple(
        "POST /t/{id}/stop",
        '## Parameters\n\n### signal\n\nLocation: query.\n\n```json\n{"in": "query"}\n```\n',
    )
    assert "requestBody" not in page.operation


def test_a_message_is_an_answer_wherever_it_stands() -> None:
    page = simple("POST /t/{id}/stop", "## Definition\n\n```http\nHTTP/1.1 204 No Content\n```\n")
    assert list(mapping(page.operation, "responses")) == ["204"]


def test_a_part_that_is_described_twice_only_has_to_agree_on_what_both_say() -> None:
    page = simple(
        "POST /t/{id}/stop",
        "## Headers\n\n```http\nX-Trace: abc\n```\n\n"
        "| Header | Required | Description |\n|-|-|-|\n| X-Trace | No | For the log |\n",
    )
    assert page.errors == []


def test_numbers_that_are_no_statuses_are_left_out_with_a_warning() -> None:
    page = simple(
        "POST /t/{id}/stop", "## 错误码\n\n| 错误码 | 说明 |\n|-|-|\n| 10001 | 不存在 |\n"
    )
    assert page.errors == []
    assert page.lines(Code.UNREAD) == [line_of(page, "10001")]


def test_a_status_of_nought_is_any_other_answer() -> None:
    page = simple(
        "POST /t/{id}/stop",
        "### HTTP response details\n\n| Status code | Description |\n|-|-|\n| **200** | Fine |\n| **0** | Not |\n",
    )
    assert list(mapping(page.operation, "responses")) == ["200", "default"]


@pytest.mark.parametrize(
    ("rest", "sign"),
    [
        ("## Notizen\n\n| Eins | Zwei |\n|-|-|\n| a | b |\n", "| Eins"),
        ("## Parameters\n\n* :kind is a thing.\n* name is a name.\n", "* :kind"),
        ('## More\n\nWorks:\n\n```json\n{"a": 1}\n```\n', "```json"),
    ],
    ids=["table", "list", "example"],
)
def test_what_nobody_understands_is_named(rest: str, sign: str) -> None:
    page = simple("POST /t/{id}/stop", rest)
    assert line_of(page, sign) in page.lines(Code.UNREAD)


def test_a_list_of_calls_leads_to_the_sections_that_describe_them() -> None:
    page = read_page(
        "# Robots\n\nAll calls are relative to https://r.example/v1 and need `X-Api-Key: …`.\n\n"
        "| Command | Method | Endpoint |\n|-|-|-|\n| Start robot | GET | `/start` |\n"
        "| Stop robot | GET | `/stop?robot={id}` |\n\n"
        "## Stop robot\n\nStops it.\n\nQuery parameters:\n\n- `robot` (string, required): which\n"
    )
    stop = mapping(page.openapi, "paths", "/stop", "get")
    assert [stop["summary"], stop["security"]] == ["Stop robot", [{"XApiKey": []}]]
    assert page.openapi["servers"] == [{"url": "https://r.example/v1"}]
    assert part(stop, "parameters", 0, "required") is True


@pytest.mark.parametrize(
    ("headings", "columns", "cells"),
    [
        ("En-têtes|Paramètres de chemin|Paramètres de requête|Corps de la requête|Codes d'état",
         "Nom|Type|Obligatoire|Description", "chaîne|booléen|Oui|Non"),
        ("Kopfzeilen|Pfadparameter|Abfrageparameter|Anfragetext|Statuscodes",
         "Name|Typ|Pflicht|Beschreibung", "Zeichenkette|Wahrheitswert|Ja|Nein"),
        ("Encabezados|Parámetros de ruta|Parámetros de consulta|Cuerpo de la solicitud|Códigos de estado",
         "Nombre|Tipo|Obligatorio|Descripción", "cadena|booleano|Sí|No"),
        ("Cabeçalhos|Parâmetros de caminho|Parâmetros de consulta|Corpo da requisição|Códigos de status",
         "Nome|Tipo|Obrigatório|Descrição", "texto|booleano|Sim|Não"),
        ("リクエストヘッダー|パスパラメータ|クエリパラメータ|リクエストボディ|ステータスコード",
         "名前|型|必須|説明", "文字列|真偽値|はい|いいえ"),
        ("요청 헤더|경로 파라미터|쿼리 파라미터|요청 본문|상태 코드", "이름|타입|필수|설명", "문자열|불리언|예|아니오"),
        ("Заголовки|Параметры пути|Параметры запроса|Тело запроса|Коды ответа",
         "Имя|Тип|Обязательный|Описание", "строка|булево|Да|Нет"),
    ],
    ids="fr de es pt ja ko ru".split(),
)  # fmt: skip
def test_pages_in_other_languages_tell_all_that_english_ones_do(
    headings: str, columns: str, cells: str
) -> None:
    header, path, query, body, statuses = headings.split("|")
    text, flag, yes, no = cells.split("|")

    def table(heading: str, name: str, kind: str, needed: str) -> str:
        return f"## {heading}\n\n|{columns}|\n|-|-|-|-|\n|{name}|{kind}|{needed}|…|\n\n"

    page = simple(
        "POST /t/{id}/stop",
        table(header, "X-Trace", text, yes)
        + table(path, "id", text, yes)
        + table(query, "force", flag, no)
        + table(body, "why", text, yes)
        + f"## {statuses}\n\n|Code|{columns.split('|')[3]}|\n|-|-|\n|409|…|\n",
    )
    assert page.found(Severity.ERROR) == []
    assert [(name, it["in"], it["required"]) for name, it in page.parameters.items()] == [
        ("X-Trace", "header", True), ("id", "path", True), ("force", "query", False),
    ]  # fmt: skip
    assert page.parameters["force"]["schema"] == {"type": "boolean"}
    schema = mapping(page.operation, "requestBody", "content", "application/json", "schema")
    assert schema["required"] == ["why"]
    assert list(mapping(page.operation, "responses")) == ["409"]


def test_a_german_title_has_its_verb_at_the_end() -> None:
    assert stops("# Ausführung abbrechen\n\n`DELETE /v1/laeufe/{id}`\n") == [
        ("delete", "/v1/laeufe/{id}")
    ]


def test_headings_below_one_about_parameters_may_name_them() -> None:
    page = simple(
        "POST /t/{id}/stop",
        "## Parameters\n\n### signal\n\nLocation: query. Required: yes.\n\nWhich one.\n\n"
        "#### `id`\n\nWhich.\n\n### Notes\n\nNothing to add.\n\n"
        "## Request body\n\n#### runKind (string, required)\n\nWhat.\n",
    )
    assert [(name, it["in"], it["required"]) for name, it in page.parameters.items()] == [
        ("signal", "query", True), ("id", "path", True),
    ]  # fmt: skip
    schema = mapping(page.operation, "requestBody", "content", "application/json", "schema")
    assert schema["required"] == ["runKind"]


def test_json_that_has_lost_its_fence_is_still_an_example() -> None:
    page = simple("POST /t/{id}/stop", 'Request body:\n\n{\n  "why": "x"\n}\n')
    schema = mapping(page.operation, "requestBody", "content", "application/json", "schema")
    assert list(mapping(schema, "properties")) == ["why"]


@pytest.mark.parametrize("line", ["http://t.example/stop", "accept: a/b content-type: c/d"])
def test_a_line_that_is_no_header_is_not_sent_as_one(line: str) -> None:
    page = simple("POST /t/{id}/stop", f"## Headers\n\n```\n{line}\n```\n")
    assert list(page.parameters) == ["id"]


def test_an_example_of_another_address_is_named() -> None:
    page = simple(
        "POST /v1/runs/{id}/stop", "```\ncurl -X POST https://t.example/api/runs/1/stop\n```\n"
    )
    assert (Code.EXAMPLE_MISMATCH, 4) in page.found(Severity.WARNING)


def test_an_object_in_a_path_is_any_value() -> None:
    page = simple("POST /t/{id}/stop", "## Path parameters\n\n|Name|Type|\n|-|-|\n|id|Object|\n")
    assert page.parameters["id"]["schema"] == {"type": "string"}


def test_pages_that_only_a_line_divides_are_each_read_as_plainly_as_they_tell() -> None:
    page = read_page(
        "# Start a scan\n\n`POST https://s.example/scans`\n\n---\n\n"
        "# Cancel a scan\n\n```bash\ncurl -X POST https://s.example/scans/{id}/cancel -H 'X-Api-Key: k'\n```\n\n---\n\n"
        "# Quick start\n\n```bash\ncurl https://s.example/scans\n```\n"
    )
    assert page.calls == [("post", "/scans"), ("post", "/scans/{id}/cancel")]
    stop = mapping(page.openapi, "paths", "/scans/{id}/cancel", "post")
    assert [stop["summary"], stop["x-inferred"]] == ["Cancel a scan", True]
    assert "security" not in page.operation


def test_the_title_of_a_numbered_table_says_what_it_lists() -> None:
    table = "| Parameter | Mandatory | Type |\n|-|-|-|\n"
    page = simple(
        "POST /t/{id}/stop",
        f"## Request Parameters\n\n**Table 2** Request header parameters\n\n{table}| X-Trace | No | String |\n\n"
        f"**Table 3** Request body parameters\n\n{table}| why | Yes | String |\n",
    )
    assert page.parameters["X-Trace"]["in"] == "header"
    schema = mapping(page.operation, "requestBody", "content", "application/json", "schema")
    assert list(mapping(schema, "properties")) == ["why"]


def test_a_name_between_angle_brackets_is_a_name() -> None:
    page = simple("POST /t/<db>/stop", "## Query parameters\n\n* `<label>`\n\n    Which\n")
    assert list(page.parameters) == ["label", "db"]


def test_a_method_and_a_path_may_be_paragraphs_of_their_own() -> None:
    text = "# Stop a container\n\n`post`\n\n`/v2/containers/{id}/stop`\n"
    assert stops(text) == [("post", "/v2/containers/{id}/stop")]


def test_the_heading_that_orders_to_stop_names_the_only_call_of_a_page() -> None:
    page = read_page("# Cancel video\n\n## API reference\n\n**Endpoint:** `DELETE /videos/{id}`\n")
    assert page.operation["summary"] == "Cancel video"


def test_a_table_right_below_the_call_lists_parameters_if_some_are_required() -> None:
    page = simple(
        "POST /t/:id/stop",
        "| Attribute | Type | Required | Description |\n|-|-|-|-|\n| `id` | integer | Yes | Which |\n"
        "| `force` | boolean | No | At once |\n",
    )
    assert page.parameters["id"]["schema"] == {"type": "integer"}
    assert (Code.INFERRED_PARAMETER, 7) in page.found(Severity.WARNING)
    body = mapping(page.operation, "requestBody", "content", "application/json", "schema")
    assert list(mapping(body, "properties")) == ["force"]


def test_an_example_without_a_method_gives_way_to_a_title_that_names_one() -> None:
    text = (
        "# Abort a run (PUT)\n\n## Request\n\n```\ncurl 'https://r.example/runs/{id}/abort'\n```\n"
    )
    assert read_page(text).errors == [(Code.NO_ENDPOINT, 5)]
    assert stops(text.replace("curl", "curl -X PUT")) == [("put", "/runs/{id}/abort")]


def test_a_tag_that_names_an_operation_elsewhere_is_named() -> None:
    page = read_page(
        '# Workers\n\n{% openapi src="w.yaml" path="/w/{id}/stop" method="post" %}\n[w.yaml](w.yaml)\n'
        "{% endopenapi %}\n"
    )
    assert page.lines(Code.ONLY_REFERENCED) == [3]


def test_marks_of_a_tree_put_a_row_inside_the_one_before() -> None:
    page = simple(
        "POST /t/cancel",
        "## Body\n\n| Name | Required | Type |\n|-|-|-|\n| runs | Yes | array |\n| └ id | Yes | string |\n"
        "| options | No | object |\n| └ log | No | object |\n| └└ deep | No | boolean |\n| └ force | No | boolean |\n"
        "| why | No | string |\n",
    )
    body = mapping(page.operation, "requestBody", "content", "application/json", "schema")
    assert [list(mapping(body, "properties")), body["required"]] == [
        ["runs", "options", "why"], ["runs"],
    ]  # fmt: skip
    assert mapping(body, "properties", "runs", "items")["required"] == ["id"]
    options = mapping(body, "properties", "options", "properties")
    assert list(options) == ["log", "force"]
    assert list(mapping(options, "log", "properties")) == ["deep"]


@pytest.mark.parametrize(
    ("rest", "media"),
    [
        ("## Form data\n\n- `why` (string)\n", "application/x-www-form-urlencoded"),
        ("## Body (form-data)\n\n- `why` (string)\n", "multipart/form-data"),
        ("## Parameters\n\n|Name|In|Type|\n|-|-|-|\n|why|formData|string|\n", "application/x-www-form-urlencoded"),
        (f"## Body\n\n- `why` (string)\n\n```\n{MULTIPART}\n```\n", "multipart/form-data"),
        ("## Request body information\n\n- `why` (string)\n", "application/json"),
    ],
    ids="heading brackets column example json".split(),
)  # fmt: skip
def test_a_form_is_sent_as_one(rest: str, media: str) -> None:
    page = simple("POST /t/{id}/stop", rest)
    assert list(mapping(page.operation, "requestBody", "content")) == [media]


def test_a_cookie_is_left_out_with_a_warning() -> None:
    page = simple(
        "POST /t/{id}/stop", "## Parameters\n\n|Name|In|Type|\n|-|-|-|\n|sid|cookie|string|\n"
    )
    assert page.lines(Code.UNREAD) == [line_of(page, "|sid|")]
    assert "requestBody" not in page.operation


def test_parameters_beside_a_reference_to_a_description_are_read() -> None:
    (found,), _ = read(
        "---\ntitle: Cancel job\nopenapi: POST /v1/jobs/{id}/cancel\n---\n\n"
        '<ParamField header="X-Org" type="string" required>\n  Which\n</ParamField>\n'
    )
    operation = mapping(found.openapi, "paths", "/v1/jobs/{id}/cancel", "post")
    assert part(operation, "parameters", 0, "name") == "X-Org"


@pytest.mark.parametrize(
    "code",
    [
        "curl --request=POST --url=https://a.example/jobs/{id}/cancel --header='X-Api-Key: k'",
        "curl -sX POST https://a.example/jobs/{id}/cancel -H 'X-Api-Key: k'",
        "curl -kXPOST https://a.example/jobs/{id}/cancel -H 'X-Api-Key: k'",
        "axios({ method: 'post', url: 'https://a.example/jobs/{id}/cancel', headers: {'X-Api-Key': k} })",
    ],
)
def test_a_request_is_read_however_its_options_are_written(code: str) -> None:
    page = read_page(f"# Cancel a job\n\n```\n{code}\n```\n")
    assert page.calls == [("post", "/jobs/{id}/cancel")]
    assert page.operation["security"] == [{"XApiKey": []}]


def test_a_word_in_capitals_stands_for_an_identifier() -> None:
    page = read_page(
        "# Cancel\n\n```\ncurl -X POST https://a.example/jobs/YOUR_JOB_ID/cancel\n```\n"
    )
    assert page.calls == [("post", "/jobs/{YOUR_JOB_ID}/cancel")]


def test_a_body_that_is_no_json_is_not_lost_without_a_word() -> None:
    page = simple("POST /t/{id}/stop", "```\ncurl https://a.example/t/1/stop -d 'why=x'\n```\n")
    assert page.lines(Code.UNREAD) == [line_of(page, "curl")]


def test_the_signature_of_a_client_is_no_description() -> None:
    text = "# abort_job\n\n> Answer200 abort_job(type)\n\n`GET /job/abort`\n"
    assert "description" not in read_page(text).operation


def test_comments_in_an_example_of_a_body_are_passed_over() -> None:
    page = simple(
        "POST /t/{id}/stop", '## Body\n\n```jsonc\n{\n  // why\n  "why": "x", // needed\n}\n```\n'
    )
    schema = mapping(page.operation, "requestBody", "content", "application/json", "schema")
    assert list(mapping(schema, "properties")) == ["why"]


def test_the_title_of_a_tab_says_what_stands_in_it() -> None:
    page = read_page(
        '# Cancel export\n\n`POST /exports/{id}/cancel`\n\n<Tabs>\n<Tab title="Request body">\n\n'
        '```json\n{"why": "x"}\n```\n\n</Tab>\n<Tab title="Response">\n\n'
        '```json\n{"state": "cancelled"}\n```\n\n</Tab>\n</Tabs>\n'
    )
    schema = mapping(page.operation, "requestBody", "content", "application/json", "schema")
    assert list(mapping(schema, "properties")) == ["why"]
    assert list(mapping(page.schema("200"), "properties")) == ["state"]
