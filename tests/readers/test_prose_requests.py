"""What the reader of prose makes of parameters, headers, credentials and bodies."""

from textwrap import dedent

import pytest

from readers.prose_pages import PAGE, edited, line_of, read_page, simple
from readers.reading import mapping
from stopgen.description import Json
from stopgen.diagnostic import Code, Severity

CALL = "POST /runs/{id}/stop"


def table(heading: str, *rows: str, header: str = "Name | Type | Required | Description") -> str:
    dashes = " | ".join("---" for _ in header.split("|"))
    body = "".join(f"| {row} |\n" for row in rows)
    return f"## {heading}\n\n| {header} |\n| {dashes} |\n{body}\n"


def test_a_table_row_becomes_a_parameter() -> None:
    page = simple(CALL, table("Query Parameters", "`force` | boolean | No | Do not wait"))
    assert page.parameters["force"] == {
        "name": "force",
        "in": "query",
        "required": False,
        "description": "Do not wait",
        "schema": {"type": "boolean"},
    }


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("Query Parameters", "query"),
        ("Request Headers", "header"),
        ("Headers", "header"),
        ("查询参数", "query"),
        ("请求头", "header"),
    ],
)
def test_the_heading_tells_where_parameters_go(heading: str, place: str) -> None:
    page = simple(CALL, table(heading, "mode | string | no | how"))
    assert page.parameters["mode"]["in"] == place


@pytest.mark.parametrize(
    ("text", "required"),
    [
        ("Yes", True),
        ("yes", True),
        ("**Yes**", True),
        ("true", True),
        ("Required", True),
        ("✅", True),
        ("是", True),
        ("必填", True),
        ("Yes (always)", True),
        ("No", False),
        ("false", False),
        ("optional", False),
        ("-", False),
        ("", False),
        ("否", False),
        ("Only if `x` is set", False),
    ],
)
def test_words_for_required_and_optional_are_known(text: str, required: bool) -> None:
    page = simple(CALL, table("Query Parameters", f"a | string | {text} | x"))
    assert page.errors == []
    assert page.parameters["a"]["required"] is required


def test_an_unknown_word_for_required_is_an_error_at_its_cell() -> None:
    page = simple(CALL, table("Query Parameters", "a | string | Yse | x"))
    (found,) = [one for one in page.diagnostics if one.severity is Severity.ERROR]
    assert found.code is Code.UNKNOWN_VALUE
    assert (
        page.text.split("\n")[found.position.line - 1][found.position.column - 1 :] == "Yse | x |"
    )


@pytest.mark.parametrize(
    ("text", "schema"),
    [
        ("string", {"type": "string"}),
        ("`String`", {"type": "string"}),
        ("int64", {"type": "integer"}),
        ("float", {"type": "number"}),
        ("bool", {"type": "boolean"}),
        ("uuid", {"type": "string", "format": "uuid"}),
        ("string (uuid)", {"type": "string", "format": "uuid"}),
        ("string, optional", {"type": "string"}),
        ("datetime", {"type": "string", "format": "date-time"}),
        ("string or null", {"type": ["string", "null"]}),
        ("string \\| integer", {"type": ["string", "integer"]}),
        ("array", {"type": "array", "items": {}}),
        ("array[string]", {"type": "array", "items": {"type": "string"}}),
        ("List<integer>", {"type": "array", "items": {"type": "integer"}}),
        ("array of strings", {"type": "array", "items": {"type": "string"}}),
        ("string[]", {"type": "array", "items": {"type": "string"}}),
        ("字符串", {"type": "string"}),
        ("布尔", {"type": "boolean"}),
        ("any", {}),
    ],
)
def test_types_are_understood(text: str, schema: Json) -> None:
    page = simple(CALL, table("Query Parameters", f"a | {text} | no | x"))
    assert page.diagnostics == [one for one in page.diagnostics if "'id'" in one.message]
    assert page.parameters["a"]["schema"] == schema


def test_an_unknown_type_allows_anything_and_is_named() -> None:
    page = simple(CALL, table("Query Parameters", "a | strng | no | x"))
    assert page.parameters["a"]["schema"] == {}
    assert page.lines(Code.UNKNOWN_VALUE) == [line_of(page, "strng")]


def test_values_that_a_description_names_stay_open() -> None:
    page = simple(CALL, table("Query Parameters", "mode | string | no | One of `soft`, `hard`"))
    assert page.parameters["mode"]["schema"] == {
        "type": "string",
        "x-extensible-enum": ["soft", "hard"],
    }


@pytest.mark.parametrize(
    "told",
    [
        "## Path Parameters\n\n- `id` (string, required) - Which run\n",
        "## Path Parameters\n\n- **id** (path): Which run\n",
        "**Path Parameters:**\n\n- `id` - Which run\n",
        "**Parameters:**\n\n- `{id}` - Which run\n",
        "## Path Parameters\n\n**id:** Which run\n",
        "## Query Parameters\n\n<strong>id:</strong> Which run\n",
        '<ParamField path="id" type="string" required>\n  Which run\n</ParamField>\n',
        '{% swagger-parameter in="path" name="id" type="string" %}\nWhich run\n{% endswagger-parameter %}\n',
        table(
            "Parameters",
            "id | string | yes | path | Which run",
            header="Name | Type | Required | In | Description",
        ),
        table("路径参数", "id | 字符串 | 是 | Which run", header="参数 | 类型 | 必填 | 说明"),
    ],
)
def test_path_parameters_are_understood_in_any_of_their_usual_forms(told: str) -> None:
    page = simple(CALL, told)
    assert page.diagnostics == []
    assert list(page.parameters) == ["id"]
    assert page.parameters["id"]["in"] == "path"
    assert page.parameters["id"]["description"] == "Which run"


def test_a_path_parameter_that_nothing_describes_is_inferred() -> None:
    page = simple(CALL)
    assert page.parameters["id"] == {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": {"type": "string"},
    }
    assert page.found(Severity.WARNING) == [(Code.INFERRED_PARAMETER, 4)]


def test_a_row_about_a_parameter_that_the_path_lacks_is_an_error() -> None:
    page = simple(CALL, table("Path Parameters", "idd | string | yes | x"))
    assert page.errors == [(Code.CONTRADICTION, line_of(page, "idd"))]
    assert page.parameters["id"]["required"] is True


def test_a_path_parameter_may_be_spelled_in_another_case() -> None:
    page = simple("POST /runs/{run_id}/stop", table("Path Parameters", "runId | string | yes | x"))
    assert page.diagnostics == []
    assert list(page.parameters) == ["run_id"]


def test_a_query_parameter_of_the_address_is_inferred() -> None:
    page = simple("GET /jobs/cancel?job=1")
    assert page.parameters["job"]["in"] == "query"
    assert page.lines(Code.INFERRED_PARAMETER) == [4]


def test_parameters_without_a_place_go_where_examples_send_them() -> None:
    rows = table("Parameters", "a | string | no | x", "b | string | no | y")
    example = "```\ncurl -X POST 'https://h.example/runs/1/stop?a=1' -d '{\"b\": \"2\"}'\n```\n"
    page = simple(CALL, rows + example)
    assert page.parameters["a"]["in"] == "query"
    schema = mapping(page.operation, "requestBody", "content", "application/json", "schema")
    assert list(mapping(schema, "properties")) == ["b"]
    assert page.lines(Code.INFERRED_PARAMETER) == [4]


def test_parameters_without_any_hint_go_into_the_body_with_a_warning() -> None:
    page = simple(CALL, table("Parameters", "a | string | no | x"))
    assert "requestBody" in page.operation
    assert line_of(page, "a | string") in page.lines(Code.INFERRED_PARAMETER)


def test_content_type_without_a_body_is_a_constant_header() -> None:
    assert read_page(PAGE).parameters["Content-Type"] == {
        "name": "Content-Type",
        "in": "header",
        "required": True,
        "description": "Must be `application/json`",
        "schema": {"type": "string", "enum": ["application/json"]},
    }


def test_content_type_with_a_body_is_the_kind_of_the_body() -> None:
    rows = table("Headers", "Content-Type | string | Yes | `application/merge-patch+json`")
    page = simple(CALL, rows + table("Request Body", "user | string | Yes | who"))
    assert "Content-Type" not in page.parameters
    assert list(mapping(page.operation, "requestBody", "content")) == [
        "application/merge-patch+json"
    ]


def test_any_header_with_one_value_is_a_constant() -> None:
    page = simple(CALL, table("Headers", "X-Version | string | Yes | Always `2024-01`"))
    assert page.parameters["X-Version"]["schema"] == {"type": "string", "enum": ["2024-01"]}


def test_headers_are_read_as_they_are_sent() -> None:
    told = "**Headers:**\n\n- `Authorization: Bearer <KEY>`\n- `Content-Type: application/json`\n"
    page = simple(CALL, told)
    assert page.operation["security"] == [{"bearerAuth": []}]
    assert page.parameters["Content-Type"]["schema"] == {
        "type": "string",
        "enum": ["application/json"],
    }


@pytest.mark.parametrize(
    ("row", "scheme"),
    [
        ("Authorization | string | Yes | Bearer token", {"type": "http", "scheme": "bearer"}),
        ("Authorization | string | Yes | Basic credentials", {"type": "http", "scheme": "basic"}),
        (
            "X-API-Key | string | Yes | Yours",
            {"type": "apiKey", "in": "header", "name": "X-API-Key"},
        ),
        ("api-key | string | Yes | Yours", {"type": "apiKey", "in": "header", "name": "api-key"}),
    ],
)
def test_headers_that_show_who_is_calling_are_security_schemes(
    row: str, scheme: dict[str, str]
) -> None:
    page = simple(CALL, table("Request Headers", row))
    (found,) = mapping(page.openapi, "components", "securitySchemes").values()
    assert isinstance(found, dict)
    assert {key: found[key] for key in found if key != "description"} == scheme
    assert page.parameters.keys() == {"id"}


def test_an_optional_credential_leaves_calls_without_it_allowed() -> None:
    page = simple(CALL, table("Headers", "X-API-Key | string | No | Yours"))
    assert page.operation["security"] == [{"XAPIKey": []}, {}]


def test_two_required_credentials_are_needed_together() -> None:
    rows = ("X-API-Key | string | Yes | Yours", "Authorization | string | Yes | Bearer token")
    page = simple(CALL, table("Headers", *rows))
    assert page.operation["security"] == [{"XAPIKey": [], "bearerAuth": []}]


def test_other_headers_with_key_in_their_name_are_parameters() -> None:
    page = simple(CALL, table("Headers", "Idempotency-Key | string | No | Any text"))
    assert page.parameters["Idempotency-Key"]["in"] == "header"
    assert "security" not in page.operation


def test_a_credential_that_only_examples_show_is_inferred() -> None:
    page = simple(CALL, "```\ncurl -X POST https://h.example/runs/1/stop -H 'X-API-Key: k'\n```\n")
    assert page.operation["security"] == [{"XAPIKey": []}]
    assert page.lines(Code.INFERRED_SECURITY) == [line_of(page, "curl")]


def test_examples_tell_the_scheme_that_a_table_leaves_out() -> None:
    page = edited("A Bearer token", "Your key")
    assert page.operation["security"] == [{"bearerAuth": []}]
    assert page.lines(Code.INFERRED_SECURITY) == [line_of(page, "Your key")]


def test_an_example_with_another_scheme_is_named() -> None:
    page = edited("Bearer SECRET", "Baerer SECRET")
    assert page.lines(Code.EXAMPLE_MISMATCH) == [line_of(page, "Baerer")]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("`Content-Type`", "`Contnt-Type`", "Contnt-Type"),
        ("Content-Type: app", "Contnt-Type: app", "`Content-Type`"),
        ("Content-Type: application/json", "Content-Type: text/json", "text/json"),
        ('-H "Authorization', '-H "X-Other', "`Authorization`"),
    ],
)
def test_headers_that_tables_and_examples_disagree_on_are_named(
    old: str, new: str, line: str
) -> None:
    page = edited(old, new)
    assert line_of(page, line) in page.lines(Code.EXAMPLE_MISMATCH)


def test_a_body_comes_from_its_table() -> None:
    rows = ("user | string | Yes | Who asks", "options.force | boolean | No | At once")
    page = simple(CALL, table("Request Body", *rows))
    body = mapping(page.operation, "requestBody")
    assert body["required"] is True
    assert mapping(body, "content", "application/json", "schema") == {
        "type": "object",
        "properties": {
            "user": {"type": "string", "description": "Who asks"},
            "options": {
                "type": "object",
                "properties": {"force": {"type": "boolean", "description": "At once"}},
            },
        },
        "required": ["user"],
    }


def test_a_body_that_only_examples_show_is_inferred() -> None:
    page = simple(CALL, '## Request Body\n\n```json\n{"user": "u", "n": 1}\n```\n')
    media = mapping(page.operation, "requestBody", "content", "application/json")
    assert mapping(media, "schema", "properties") == {
        "user": {"type": "string"},
        "n": {"type": "integer"},
    }
    assert mapping(media, "examples") == {"example": {"value": {"user": "u", "n": 1}}}
    assert page.lines(Code.INFERRED_SCHEMA) == [line_of(page, '"user"')]


def test_nested_lists_describe_nested_parts_of_a_body() -> None:
    told = "## Request Body\n\n- `options` (object)\n  - `force` (boolean, required) - At once\n"
    page = simple(CALL, told)
    schema = mapping(page.operation, "requestBody", "content", "application/json", "schema")
    assert mapping(schema, "properties", "options") == {
        "type": "object",
        "properties": {"force": {"type": "boolean", "description": "At once"}},
        "required": ["force"],
    }


@pytest.mark.parametrize(
    ("damage", "line", "code"),
    [
        (("| Header |", "| Hedder |"), "Hedder", Code.MALFORMED_TABLE),
        (("|--------|------|----------|-------------|\n", ""), "| Header |", Code.MALFORMED_TABLE),
        (
            ("|--------|------|----------|-------------|", "|--------|------|----------|"),
            "|--------|",
            Code.MALFORMED_TABLE,
        ),
        (("| Header | Type | Required | Description |\n", ""), "|--------|", Code.MALFORMED_TABLE),
        (("| A Bearer token |", "| A Bearer | token |"), "A Bearer |", Code.MALFORMED_TABLE),
        (("`Authorization`", ""), "|  | string", Code.UNKNOWN_VALUE),
        (("`Content-Type`", "Content Type"), "Content Type |", Code.UNKNOWN_VALUE),
    ],
)
def test_a_damaged_table_is_an_error_in_its_line(
    damage: tuple[str, str], line: str, code: Code
) -> None:
    page = edited(*damage)
    assert (code, line_of(page, line)) in page.errors


def test_a_column_that_is_not_understood_is_named_where_one_is_missing() -> None:
    page = simple(
        CALL,
        table(
            "Query Parameters",
            "a | string | Yes | x",
            header="Name | Kind | Required | Description",
        ),
    )
    assert page.lines(Code.UNREAD) == [line_of(page, "Kind")]


def test_a_table_without_a_word_about_what_it_lists_is_named() -> None:
    page = simple(CALL, table("Odds and ends", "a | string | Yes | x"))
    assert page.lines(Code.UNREAD) == [line_of(page, "Odds")]


def test_the_same_parameter_twice_is_an_error() -> None:
    page = simple(CALL, table("Query Parameters", "a | string | no | x", "a | integer | no | x"))
    assert page.errors == [(Code.CONTRADICTION, line_of(page, "a | integer"))]


SCRIPTS = (
    """
    python
    import requests
    h = {'X-API-Key': k}
    requests.post(f'https://h.example/runs/{id}/stop', headers=h)
    """,
    """
    python
    url = 'https://h.example/runs/1/stop'
    httpx.request('POST', url, headers={'X-API-Key': k})
    """,
    """
    js
    const headers = {'X-API-Key': k};
    await fetch(`https://h.example/runs/${id}/stop`, { method: 'POST', headers });
    """,
    """
    ts
    const BASE = 'https://h.example';
    axios.post(`${BASE}/runs/${id}/stop`, {}, { headers: { 'X-API-Key': k } })
    """,
    """
    bash
    curl --request POST --header 'X-API-Key: k' --url https://h.example/runs/1/stop
    """,
    """
    bash
    # "quoted" and 'unclosed in a comment
    curl https://h.example/runs/1/stop \\
      -XPOST -H "X-API-Key: k"
    """,
    """
    http
    POST /runs/1/stop HTTP/1.1
    Host: h.example
    X-API-Key: k
    """,
)


@pytest.mark.parametrize("code", SCRIPTS)
def test_examples_in_many_languages_tell_host_and_credential(code: str) -> None:
    page = simple(CALL, f"## Example\n\n```{dedent(code).lstrip()}```\n")
    assert page.openapi["servers"] == [{"url": "https://h.example"}]
    assert page.operation["security"] == [{"XAPIKey": []}]
    assert page.lines(Code.EXAMPLE_MISMATCH) == []


def test_a_block_of_headers_is_read_as_it_is_sent() -> None:
    page = simple(
        CALL, "## Request\n\n```\nHeaders:\nAuthorization: Basic abc\nX-Mode: soft\n```\n"
    )
    assert page.operation["security"] == [{"basicAuth": []}]
    assert page.parameters["X-Mode"]["schema"] == {"type": "string", "enum": ["soft"]}


def test_a_block_with_anything_else_is_no_list_of_headers() -> None:
    page = simple(CALL, "## Request\n\n```\nX-Mode: soft\nand more\n```\n")
    assert page.parameters.keys() == {"id"}


@pytest.mark.parametrize(
    ("told", "scheme"),
    [
        ("Send your key as a Bearer token.", "bearerAuth"),
        ("- `Authorization: Bearer <key>`", "bearerAuth"),
        ("Send it in the `X-API-Key` header.", "XAPIKey"),
        (
            "| Header | Required | Description |\n|--|--|--|\n| X-API-Key | Yes | Yours |",
            "XAPIKey",
        ),
    ],
)
def test_a_section_about_authentication_states_the_credential(told: str, scheme: str) -> None:
    page = simple(CALL, f"## Authentication\n\n{told}\n")
    assert page.operation["security"] == [{scheme: []}]
    assert page.lines(Code.INFERRED_SECURITY) == []


@pytest.mark.parametrize(
    ("told", "scheme"),
    [
        (
            "We use `API-Key` authentication.\n\nPut it into the `Authorization` header.",
            "Authorization",
        ),
        ("Use an `API-Key`.\n\nSend the `Authorization` header as a Bearer token.", "bearerAuth"),
        (
            "Use an `API-Key`.\n\nThat is the `Authorization` header.\n\nA Bearer token.",
            "bearerAuth",
        ),
        ("Send the `X-API-Key` header, or, in old programs, a Bearer token.", "XAPIKey"),
    ],
)
def test_of_several_credentials_a_header_counts(told: str, scheme: str) -> None:
    page = simple(CALL, f"## Authentication\n\n{told}\n")
    assert page.operation["security"] == [{scheme: []}]


def test_of_several_credentials_the_one_in_examples_counts() -> None:
    told = "Send the `X-API-Key` header.\n\nOr put it into the `Authorization` header."
    curl = "curl -X POST https://h.example/runs/1/stop -H 'Authorization: Bearer k'"
    page = simple(CALL, f"## Authentication\n\n{told}\n\n## Example\n\n```bash\n{curl}\n```\n")
    assert page.operation["security"] == [{"bearerAuth": []}]
    assert page.lines(Code.INFERRED_SECURITY) == [line_of(page, "Or put it")]


def test_a_scheme_that_nothing_tells_is_up_to_the_caller() -> None:
    page = simple(CALL, table("Headers", "Authorization | string | Yes | Your key"))
    assert page.operation["security"] == [{"Authorization": []}]
    assert page.lines(Code.INFERRED_SECURITY) == [line_of(page, "Your key")]


def test_user_and_password_of_curl_are_basic_credentials() -> None:
    page = simple(CALL, "```bash\ncurl -u me:secret -X POST https://h.example/runs/1/stop\n```\n")
    assert page.operation["security"] == [{"basicAuth": []}]


def test_a_value_that_all_examples_send_differently_is_named_where_it_is_stated() -> None:
    more = edited("Content-Type: application/json", "Content-Type: text/json; charset=utf-8").text
    again = "```bash\ncurl -X POST https://api.studio.example/v2/renders/r1/halt -H 'Content-Type: text/json'\n```\n"
    page = read_page(more.replace("## Response\n", f"{again}\n## Response\n", 1))
    assert line_of(page, "Must be") in page.lines(Code.EXAMPLE_MISMATCH)


def test_a_content_type_that_only_examples_show_is_taken_from_them() -> None:
    page = edited("Must be `application/json`", "What you send")
    assert page.parameters["Content-Type"]["schema"] == {
        "type": "string",
        "enum": ["application/json"],
    }


def test_a_path_parameter_cannot_be_optional() -> None:
    page = simple(CALL, table("Path Parameters", "id | string | No | x"))
    assert page.parameters["id"]["required"] is True
    assert page.lines(Code.CONTRADICTION) == [line_of(page, "id | string")]


def test_a_table_below_a_type_describes_the_parts_of_that_type() -> None:
    page = simple(
        CALL,
        table("Request Body", "opts | [Opts](#opts) | Yes | x")
        + "### Opts\n\n| Name | Type | Required |\n|--|--|--|\n| force | boolean | No |\n",
    )
    schema = mapping(page.operation, "requestBody", "content", "application/json", "schema")
    assert mapping(schema, "properties", "opts", "properties") == {"force": {"type": "boolean"}}


def test_a_body_name_that_is_no_path_is_an_error() -> None:
    page = simple(CALL, table("Request Body", "a..b | string | Yes | x"))
    assert page.errors == [(Code.UNKNOWN_VALUE, line_of(page, "a..b"))]


def test_data_in_a_shell_that_is_no_json_is_no_fault() -> None:
    page = simple(CALL, "```bash\ncurl https://h.example/runs/1/stop -d '{\"a\": $A}'\n```\n")
    assert page.errors == []
    assert "requestBody" not in page.operation


def test_data_makes_curl_post() -> None:
    page = simple(CALL, "```bash\ncurl https://h.example/runs/1/stop -d '{\"a\": 1}'\n```\n")
    assert page.lines(Code.EXAMPLE_MISMATCH) == []
    assert "requestBody" in page.operation


def test_absurdly_many_rows_are_read_in_part() -> None:
    rows = (f"a{n} | string | no | x" for n in range(1500))
    page = simple(CALL, table("Query Parameters", *rows))
    assert len(page.parameters) == 1001
