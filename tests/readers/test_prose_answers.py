"""What the reader of prose makes of answers: statuses, examples, fields, codes, limits."""

import pytest

from readers.prose_pages import PAGE, edited, line_of, read_page, simple
from readers.reading import mapping
from stopgen.description import Json
from stopgen.diagnostic import Code, Severity

CALL = "POST /runs/{id}/stop"
EXAMPLE = '```json\n{"ok": true}\n```\n'


def test_an_answer_is_its_heading_and_its_example() -> None:
    page = read_page(PAGE)
    assert list(mapping(page.operation, "responses")) == ["200", "404", "409"]
    assert mapping(page.operation, "responses", "404")["description"] == "Not Found"
    media = mapping(page.operation, "responses", "200", "content", "application/json")
    example: Json = {"ok": True, "data": {"id": "r1", "state": "HALTED"}}
    assert media["examples"] == {"example": {"value": example}}


def test_the_shape_is_inferred_and_described_and_nothing_is_required() -> None:
    assert read_page(PAGE).schema("200") == {
        "type": "object",
        "properties": {
            "ok": {"type": "boolean", "description": "Whether it worked"},
            "data": {
                "type": "object",
                "properties": {
                    "id": {"type": "string", "description": "Which render"},
                    "state": {
                        "type": "string",
                        "description": "How it stands now (HALTED)",
                        "examples": ["HALTED"],
                        "x-extensible-enum": ["HALTED"],
                    },
                },
            },
        },
    }


def test_error_codes_belong_to_their_status() -> None:
    page = read_page(PAGE)
    for status, code in (("404", "NO_SUCH_RENDER"), ("409", "RENDER_IS_DONE")):
        assert mapping(page.operation, "responses", status)["x-error-codes"] == [code]
        schema = mapping(page.schema(status), "properties", "error", "properties", "code")
        assert schema == {"type": "string", "x-extensible-enum": [code]}


def test_errors_of_one_shape_differ_in_nothing_but_their_codes() -> None:
    page = read_page(PAGE)
    shapes = [page.schema(status) for status in ("404", "409")]
    for shape in shapes:
        mapping(shape, "properties", "error", "properties", "code").pop("x-extensible-enum")
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize(
    ("told", "status", "reason"),
    [
        ("## Response (200 OK)\n\n" + EXAMPLE, "200", "OK"),
        ("## Response\n\n### 201 Created\n\n" + EXAMPLE, "201", "Created"),
        ("## 404 Not Found\n\n" + EXAMPLE, "404", "Not Found"),
        ("## Errors\n\n### Not Found\n\n" + EXAMPLE, "404", "Not Found"),
        ("## Response\n\n**Status: 202 Accepted**\n\n" + EXAMPLE, "202", "Accepted"),
        ("## Success Response\n\n**Code** : `200 OK`\n\n" + EXAMPLE, "200", "OK"),
        ("## Success response\n\n```\nStatus code: 200 Ok\n```\n", "200", "Ok"),
        ("## Responses\n\n- **200**: It has stopped\n", "200", "It has stopped"),
        ("## Errors\n\n- 404, nobody knows it\n", "404", "nobody knows it"),
        ("## Errors\n\n- 400 Bad Request\n\n  ```json\n  {}\n  ```\n", "400", "Bad Request"),
        ("## Status Codes\n\n| Code | Meaning |\n|--|--|\n| 204 | Stopped |\n", "204", "Stopped"),
        ("## Response\n\n```http\nHTTP/1.1 200 OK\n\n{}\n```\n", "200", "OK"),
        (
            "## Response\n\n```json 422 Unprocessable Entity\n{}\n```\n",
            "422",
            "Unprocessable Entity",
        ),
        ("## 响应\n\n### 错误响应 404\n\n" + EXAMPLE, "404", "Not Found"),
        ("## 返回码\n\n|返回码|描述|\n|--|--|\n|200|好|\n", "200", "好"),
        (
            '{% swagger-response status="403: Forbidden" %}\n\n{% endswagger-response %}\n',
            "403",
            "Forbidden",
        ),
        ("## Errors\n\n### 4XX\n\n" + EXAMPLE, "4XX", "Status 4XX"),
    ],
)
def test_statuses_are_understood_in_any_of_their_usual_forms(
    told: str, status: str, reason: str
) -> None:
    page = simple(CALL, told)
    assert page.errors == []
    assert mapping(page.operation, "responses", status)["description"] == reason


@pytest.mark.parametrize("heading", ["999 Whatever", "4O4", "40 Not Found", "4o4 Not Found", "6xx"])
def test_a_heading_that_is_no_status_is_an_error(heading: str) -> None:
    page = edited("404 Not Found", heading)
    expected = [] if heading == "6xx" else [(Code.UNKNOWN_STATUS, line_of(page, heading))]
    assert page.errors == expected


def test_a_status_that_a_table_misspells_is_an_error_at_its_cell() -> None:
    rows = "| 200 | fine |\n| 4O4 | gone |\n| 500 | broken |\n"
    page = simple(CALL, f"## Status Codes\n\n| Status | Meaning |\n|--|--|\n{rows}")
    assert page.errors == [(Code.UNKNOWN_STATUS, line_of(page, "4O4"))]


def test_words_that_belong_to_another_status_are_named() -> None:
    page = edited("404 Not Found", "403 Not Found")
    assert page.lines(Code.CONTRADICTION) == [line_of(page, "403")]


def test_an_answer_without_a_status_counts_as_200_with_a_warning() -> None:
    page = simple(CALL, "## Response\n\n" + EXAMPLE)
    assert list(mapping(page.operation, "responses")) == ["200"]
    assert page.lines(Code.INFERRED_STATUS) == [line_of(page, '{"ok"')]


def test_an_error_without_a_status_stands_for_any() -> None:
    page = simple(CALL, "## Error Response\n\n" + EXAMPLE)
    assert list(mapping(page.operation, "responses")) == ["default"]


def test_an_example_below_the_request_is_its_answer() -> None:
    told = "```\ncurl -X POST https://h.example/runs/1/stop\n```\n\nReturns:\n\n" + EXAMPLE
    assert list(mapping(simple(CALL, told).operation, "responses")) == ["200"]


def test_an_example_without_a_status_joins_the_only_success() -> None:
    page = simple(CALL, f"## Response\n\n{EXAMPLE}\n## Status Codes\n\n- `202` - taken\n")
    assert list(mapping(page.operation, "responses")) == ["202"]
    assert page.lines(Code.INFERRED_STATUS) == []


def test_several_examples_of_a_status_share_a_shape_and_their_codes() -> None:
    first = '```json\n{"error": {"code": "A_B", "at": 1}}\n```\n'
    second = '```json\n{"error": {"code": "C_D", "at": null}}\n```\n'
    page = simple(CALL, f"## Errors\n\n### 400 Bad Request\n\n{first}\n{second}")
    error = mapping(page.schema("400"), "properties", "error", "properties")
    assert error["code"] == {"type": "string", "x-extensible-enum": ["A_B", "C_D"]}
    assert error["at"] == {"type": ["integer", "null"]}
    answer = mapping(page.operation, "responses", "400")
    assert answer["x-error-codes"] == ["A_B", "C_D"]
    assert list(mapping(answer, "content", "application/json", "examples")) == [
        "example",
        "example2",
    ]


@pytest.mark.parametrize(
    "body",
    [
        '{"code": "NOT_HERE", "message": "m"}',
        '{"error_code": "NOT_HERE"}',
        '{"error": {"code": "NOT_HERE"}}',
        '{"errors": [{"code": "NOT_HERE"}]}',
        '{"error": "NOT_HERE"}',
    ],
)
def test_error_codes_are_found_where_platforms_put_them(body: str) -> None:
    page = simple(CALL, f"## Errors\n\n### 404\n\n```json\n{body}\n```\n")
    assert mapping(page.operation, "responses", "404")["x-error-codes"] == ["NOT_HERE"]


def test_sentences_and_numbers_are_no_error_codes() -> None:
    page = simple(CALL, '## 404 Not Found\n\n```json\n{"error": "No such run", "code": 404}\n```\n')
    assert "x-error-codes" not in mapping(page.operation, "responses", "404")


def test_a_table_of_error_codes_adds_codes_and_statuses() -> None:
    rows = "| 404 | `NO_SUCH_RENDER` | gone |\n| 404 | `HIDDEN` | hidden |\n| 429 | `SLOW` | slow down |\n"
    page = edited(
        "## Rate Limits",
        f"## Error Codes\n\n| Status | Code | Meaning |\n|--|--|--|\n{rows}\n## Rate Limits",
    )
    assert page.errors == []
    answers = mapping(page.operation, "responses")
    assert mapping(answers, "404")["x-error-codes"] == ["NO_SUCH_RENDER", "HIDDEN"]
    assert answers["429"] == {"description": "slow down", "x-error-codes": ["SLOW"]}
    code = mapping(page.schema("404"), "properties", "error", "properties", "code")
    assert code["x-extensible-enum"] == ["NO_SUCH_RENDER", "HIDDEN"]


def test_fields_are_required_only_where_the_page_says_so() -> None:
    table = (
        "| Field | Type | Required |\n|--|--|--|\n| ok | boolean | Yes |\n| at | string | No |\n"
    )
    page = simple(
        CALL, f"## Response (200 OK)\n\n{EXAMPLE}\n### Fields\n\n**Response Fields:**\n\n{table}"
    )
    assert page.schema("200")["required"] == ["ok"]


@pytest.mark.parametrize(
    "name", ["items[].id", "items[*].id", "items[0].id", "items.[].id", "$.items[].id", "items.id"]
)
def test_dotted_names_reach_into_lists(name: str) -> None:
    told = '## Response (200 OK)\n\n```json\n{"items": [{"id": 1}]}\n```\n'
    table = f"## Response Fields\n\n| Field | Type |\n|--|--|\n| {name} | number |\n"
    page = simple(CALL, told + "\n" + table)
    assert page.diagnostics == [one for one in page.diagnostics if "infer" in one.code]
    items = mapping(page.schema("200"), "properties", "items", "items")
    assert items == {"type": "object", "properties": {"id": {"type": "number"}}}


def test_a_field_that_the_example_lacks_is_added() -> None:
    page = edited(
        "| `ok` | boolean | Whether it worked |", "| `left` | integer | How many are left |"
    )
    left = mapping(page.schema("200"), "properties", "left")
    assert left == {"type": "integer", "description": "How many are left"}


def test_a_field_of_the_errors_describes_the_errors() -> None:
    page = edited(
        "| `ok` | boolean |", "| `error.code` | string | What went wrong |\n| `ok` | boolean |"
    )
    assert "error" not in mapping(page.schema("200"), "properties")
    code = mapping(page.schema("404"), "properties", "error", "properties", "code")
    assert code["description"] == "What went wrong"


def test_a_type_that_the_example_does_not_have_is_named_and_both_are_allowed() -> None:
    page = edited("| `ok` | boolean |", "| `ok` | string |")
    assert page.lines(Code.EXAMPLE_MISMATCH) == [line_of(page, "| `ok`")]
    assert mapping(page.schema("200"), "properties", "ok")["type"] == ["string", "boolean"]


def test_null_in_an_example_makes_the_stated_type_nullable() -> None:
    page = edited('"id": "r1"', '"id": null')
    assert page.lines(Code.EXAMPLE_MISMATCH) == []
    data = mapping(page.schema("200"), "properties", "data", "properties")
    assert mapping(data, "id")["type"] == ["string", "null"]


def test_a_state_that_the_table_does_not_name_is_named() -> None:
    page = edited("(HALTED)", "(HALTD)")
    assert page.lines(Code.EXAMPLE_MISMATCH) == [line_of(page, "HALTD")]


def test_a_part_of_something_without_parts_is_an_error() -> None:
    page = edited("| `data.id` |", "| `ok.id` |")
    assert page.errors == [(Code.CONTRADICTION, line_of(page, "`ok.id`"))]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("`data.state`", "`data.stte`", "`data.stte`"),
        ("`data.id`", "`dta.id`", "`dta.id`"),
        ('"data": {', '"dta": {', '"dta"'),
    ],
)
def test_a_slip_in_a_name_is_named_where_it_is(old: str, new: str, line: str) -> None:
    page = edited(old, new)
    assert page.lines(Code.EXAMPLE_MISMATCH) == [line_of(page, line)]


def test_an_example_whose_names_differ_from_all_others_is_named() -> None:
    more = '#### 429 Too Many Requests\n\n```json\n{"ok": false, "eror": {"code": "SLOW"}}\n```\n\n'
    page = edited("## Response Fields", f"{more}## Response Fields")
    assert page.lines(Code.EXAMPLE_MISMATCH) == [line_of(page, "eror")]


@pytest.mark.parametrize(
    ("old", "new", "line", "column"),
    [
        ('"id": "r1",', '"id": "r1"', '"id"', 15),
        ('"ok": true,', '"ok": tru,', "tru,", 9),
        ('"ok": true,', "'ok': true,", "'ok'", 3),
        ('"state": "HALTED"', '"state" "HALTED"', '"state"', None),
        ('"ok": true,', '"ok": true, "ok": false,', '"ok"', 15),
    ],
)
def test_bad_json_is_an_error_at_the_fault(
    old: str, new: str, line: str, column: int | None
) -> None:
    page = edited(old, new)
    (found,) = [one for one in page.diagnostics if one.severity is Severity.ERROR]
    assert found.code is Code.BAD_EXAMPLE
    if column is not None:
        assert (found.position.line, found.position.column) == (line_of(page, line), column)


def test_a_comma_that_nothing_follows_is_passed_over_with_a_warning() -> None:
    page = edited('"state": "HALTED"', '"state": "HALTED",')
    assert page.errors == []
    assert page.lines(Code.BAD_EXAMPLE) == [line_of(page, '"state"')]


def test_a_shortened_example_is_left_out_with_a_warning() -> None:
    page = edited('"id": "r1",', '"id": "r1", ...')
    assert page.errors == []
    assert page.lines(Code.UNREAD) == [line_of(page, '"r1", ...')]


def test_an_answer_in_plain_text_has_that_type() -> None:
    page = simple(CALL, "## Success Response\n\n**Code** : `200 OK`\n\n```text\nBye\n```\n")
    content = mapping(page.operation, "responses", "200", "content")
    assert content == {"text/plain": {"schema": {"type": "string"}}}


@pytest.mark.parametrize(
    ("told", "limits"),
    [
        ("- **Free Tier**: 20 stop requests per hour", [("free", 20, 3600)]),
        ("- Pro: 1,000 requests/minute", [("pro", 1000, 60)]),
        ("- **Team plan** - 5 calls every 10 seconds", [("team", 5, 10)]),
        ("- **Enterprise**: Custom limits", [("enterprise", None, None)]),
        ("You may send 60 requests per minute.", [("default", 60, 60)]),
        ("- **免费版**：每小时 20 次", [("免费版", 20, 3600)]),
        (
            "| Plan | Limit |\n|--|--|\n| Free | 10 per day |\n| Big | Unlimited |",
            [("free", 10, 86400), ("big", None, None)],
        ),
    ],
)
def test_rate_limits_are_data(told: str, limits: list[tuple[str, int | None, int | None]]) -> None:
    page = simple(CALL, f"## Rate Limits\n\n{told}\n")
    assert page.operation["x-rate-limits"] == [
        {"tier": tier, "requests": requests, "seconds": seconds}
        for tier, requests, seconds in limits
    ]


def test_a_rate_limit_without_a_known_period_is_an_error() -> None:
    page = edited("5 requests per minute", "5 requests per mnute")
    assert page.errors == [(Code.UNKNOWN_VALUE, line_of(page, "mnute"))]


def test_a_plan_without_a_known_limit_is_named() -> None:
    page = edited("Custom limits", "Cstom lmits")
    assert page.lines(Code.UNREAD) == [line_of(page, "Cstom")]


def test_notes_below_another_heading_are_no_rate_limits() -> None:
    page = edited(
        "- **Enterprise**", "### Notes\n\n- **Beware**: 9 requests per hour\n- **Enterprise**"
    )
    limits = page.operation["x-rate-limits"]
    assert isinstance(limits, list)
    assert len(limits) == 1


def test_codes_without_a_status_belong_to_any_error() -> None:
    page = edited(
        "## Rate Limits",
        "## Error Codes\n\n- `NO_SUCH_RENDER` - gone\n- `ODD` - strange\n\n## Rate Limits",
    )
    answers = mapping(page.operation, "responses")
    assert answers["default"] == {"description": "Any error", "x-error-codes": ["ODD"]}


def test_codes_below_a_status_belong_to_it() -> None:
    page = simple(CALL, "## Errors\n\n### 400 Bad Request\n\n**Errors:**\n\n- `ODD` - strange\n")
    assert mapping(page.operation, "responses", "400")["x-error-codes"] == ["ODD"]


def test_an_answer_table_without_names_is_an_error() -> None:
    page = edited("| Field | Type |", "| Fild | Type |")
    assert page.errors == [(Code.MALFORMED_TABLE, line_of(page, "| Fild"))]


def test_absurdly_many_fields_are_read_in_part() -> None:
    rows = "".join(f"| f{n} | string |\n" for n in range(1200))
    page = simple(CALL, f"## Response Fields\n\n| Field | Type |\n|--|--|\n{rows}")
    assert len(mapping(page.schema("200"), "properties")) == 1000
    assert line_of(page, "| f1000 |") in page.lines(Code.UNREAD)


@pytest.mark.parametrize(("language", "is_read"), [("js", True), ("jsn", True), ("python", False)])
def test_json_is_read_whatever_its_fence_calls_it(language: str, is_read: bool) -> None:
    page = simple(CALL, f'## Response (200 OK)\n\n```{language}\n{{"a": 1}}\n```\n')
    assert ("content" in mapping(page.operation, "responses", "200")) is is_read


def test_code_in_an_answer_is_no_bad_json() -> None:
    page = simple(CALL, "## Response (200 OK)\n\n```js\n{ a: 1 }\n```\n")
    assert page.errors == []


def test_a_response_component_describes_a_field() -> None:
    page = simple(
        CALL, '<ResponseField name="ok" type="boolean">\n  Whether it worked\n</ResponseField>\n'
    )
    ok = mapping(page.schema("200"), "properties", "ok")
    assert ok == {"type": "boolean", "description": "Whether it worked"}
