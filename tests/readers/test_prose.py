"""What the reader of prose makes of whole pages."""

import pytest

from readers.prose_pages import PAGE, edited, line_of, read_page, recognised, simple
from readers.reading import mapping
from stopgen.diagnostic import Code, Severity


def test_a_page_becomes_one_operation_at_its_server() -> None:
    page = read_page(PAGE)
    assert page.openapi["info"] == {"title": "acme", "version": "1"}
    assert page.openapi["servers"] == [{"url": "https://api.studio.example"}]
    assert page.calls == [("post", "/v2/renders/{render_id}/halt")]
    assert page.operation["summary"] == "Halt a Render"
    assert page.operation["description"] == "Ends a render that is under way."
    assert page.operation["security"] == [{"bearerAuth": []}]


def test_a_sound_page_gets_only_warnings_about_what_it_does_not_state() -> None:
    page = read_page(PAGE)
    assert page.errors == []
    assert page.found(Severity.WARNING) == [
        (Code.INFERRED_SERVER, line_of(page, "POST /v2")),
        (Code.INFERRED_SCHEMA, line_of(page, '"ok": true') - 1),
    ]


def test_every_part_stands_where_the_page_states_it() -> None:
    page = read_page(PAGE)
    assert page.stands_at() == "POST /v2/renders/{render_id}/halt"
    assert page.stands_at("summary") == "Halt a Render"
    assert page.stands_at("parameters", 1) == "`render_id` | string | Yes | Which render |"
    assert page.stands_at("parameters", 1, "required") == "Yes | Which render |"
    assert page.stands_at("parameters", 1, "description") == "Which render |"
    assert page.stands_at("responses", "404") == "404 Not Found"
    schema = ("responses", "200", "content", "application/json", "schema", "properties", "data")
    assert page.stands_at(*schema, "properties", "id") == '"id": "r1",'
    assert page.stands_at(*schema, "properties", "id", "description") == "Which render |"
    codes = ("responses", "404", "x-error-codes", 0)
    assert page.stands_at(*codes) == '"code": "NO_SUCH_RENDER",'
    assert page.stands_at("x-rate-limits", 0) == "**Free Tier**: 5 requests per minute"


@pytest.mark.parametrize(
    "statement",
    [
        "```\nPOST /runs/{id}/stop\n```",
        "```http\nPOST /runs/:id/stop HTTP/1.1\n```",
        "`POST /runs/<id>/stop`",
        "**POST** `/runs/{id}/stop`",
        "**Endpoint:** `POST /runs/{id}/stop`",
        "Endpoint: POST /runs/{id}/stop",
        "> POST /runs/{id}/stop",
        "**Method:** `POST`\n\n**URL:** `/runs/{id}/stop`",
        "**URL** : `/runs/:id/stop`\n\n**Method** : `POST`",
        "| Method | Path |\n|---|---|\n| POST | /runs/{id}/stop |",
        "| Method | POST |\n|---|---|\n| URL | `/runs/{id}/stop` |",
        "## POST /runs/{id}/stop",
        "## Stop: `POST /runs/{id}/stop`",
        "- `POST /runs/{id}/stop` - stops it",
        "## 请求方式\n\nPOST\n\n## 请求地址\n\n/runs/{id}/stop",
        '{% swagger method="post" path="/runs/{id}/stop" summary="Stop" %}',
        "<Heading url='/runs/:id/stop' method='POST' title='Stop' />",
    ],
)
def test_a_call_is_understood_in_any_of_its_usual_forms(statement: str) -> None:
    text = f"# Stop a run\n\n{statement}\n"
    assert recognised(text)
    page = read_page(text)
    assert page.calls == [("post", "/runs/{id}/stop")]
    assert page.errors == []
    assert [page.parameters["id"]["in"], page.parameters["id"]["required"]] == ["path", True]


def test_front_matter_can_state_the_call() -> None:
    page = read_page("---\ntitle: 'Stop it'\nopenapi: 'spec.json DELETE /runs/{id}'\n---\n")
    assert page.calls == [("delete", "/runs/{id}")]
    assert page.operation["summary"] == "Stop it"


@pytest.mark.parametrize(
    ("spelled", "path"),
    [
        ("/a/{id}/stop", "/a/{id}/stop"),
        ("/a/:runId/stop", "/a/{runId}/stop"),
        ("/a/<run id>/stop", "/a/{run_id}/stop"),
        ("/a/${runId}/stop", "/a/{runId}/stop"),
        ("/a/{{run_id}}/stop", "/a/{run_id}/stop"),
        ("/a/<uuid:run>/stop", "/a/{run}/stop"),
        ("/a/{id}:stop", "/a/{id}:stop"),
        ("{base}/a/{id}/stop", "/a/{id}/stop"),
    ],
)
def test_path_parameters_are_written_in_one_way(spelled: str, path: str) -> None:
    assert simple(f"POST {spelled}").calls == [("post", path)]


def test_a_whole_url_states_the_server() -> None:
    page = simple("POST https://api.studio.example/v1/runs/{id}/stop")
    assert page.openapi["servers"] == [{"url": "https://api.studio.example"}]
    assert page.calls == [("post", "/v1/runs/{id}/stop")]
    assert page.lines(Code.INFERRED_SERVER) == []


@pytest.mark.parametrize(
    "told",
    [
        "**Base URL:** `https://api.studio.example/v1`",
        "All paths are relative to https://api.studio.example/v1.",
    ],
)
def test_a_base_url_states_the_server(told: str) -> None:
    page = simple("POST /runs/{id}/stop", told)
    assert page.openapi["servers"] == [{"url": "https://api.studio.example/v1"}]
    assert page.lines(Code.INFERRED_SERVER) == []


def test_a_page_without_a_host_has_no_server() -> None:
    page = simple("POST /runs/{id}/stop", "```bash\ncurl -X POST $HOST/runs/1/stop\n```\n")
    assert "servers" not in page.openapi


def test_the_odd_one_out_among_the_hosts_of_examples_is_named() -> None:
    good = "```bash\ncurl -X POST https://api.studio.example/runs/1/stop\n```\n\n"
    odd = "```js\nfetch(`https://spi.studio.example/runs/${id}/stop`, {method: 'POST'})\n```\n\n"
    page = simple("POST /runs/{id}/stop", good + odd + good)
    assert page.openapi["servers"] == [{"url": "https://api.studio.example"}]
    assert page.lines(Code.EXAMPLE_MISMATCH) == [line_of(page, "spi.studio")]


def test_a_longer_address_in_an_example_puts_the_rest_into_the_server() -> None:
    page = simple(
        "POST /runs/{id}/stop", "```\ncurl -X POST https://x.example/api/v3/runs/7/stop\n```\n"
    )
    assert page.openapi["servers"] == [{"url": "https://x.example/api/v3"}]


def test_an_example_that_calls_something_nearly_the_same_is_named() -> None:
    page = edited("renders/r1/halt", "rendrs/r1/halt")
    assert page.lines(Code.EXAMPLE_MISMATCH) == [line_of(page, "POST /v2")]


def test_an_example_that_differs_from_the_others_is_named_itself() -> None:
    more = "```js\nfetch('https://api.studio.example/v2/rendrs/r1/halt', {method: 'POST'})\n```\n"
    page = edited("## Response\n", f"{more}\n## Response\n")
    assert page.lines(Code.EXAMPLE_MISMATCH) == [line_of(page, "rendrs")]


def test_an_example_with_another_method_is_named() -> None:
    page = edited("curl -X POST", "curl -X PUT")
    assert page.lines(Code.EXAMPLE_MISMATCH) == [line_of(page, "curl")]


def test_two_calls_in_one_place_contradict_each_other() -> None:
    page = edited(
        "## Request Headers", "```\nDELETE /v2/renders/{render_id}\n```\n\n## Request Headers"
    )
    assert page.errors == [(Code.CONTRADICTION, line_of(page, "DELETE"))]


def test_calls_in_sections_of_their_own_are_several_operations() -> None:
    page = read_page(
        "# Runs\n\n"
        "## Stop a run\n\n`POST /runs/{id}/stop`\n\n### Query Parameters\n\n- `force` (boolean) - now\n\n"
        "## Start a run\n\n`POST /runs`\n\n### Request Body\n\n- `name` (string, required) - its name\n\n"
        "## Authentication\n\nSend `X-API-Key: <key>`.\n"
    )
    assert page.errors == []
    assert page.calls == [("post", "/runs/{id}/stop"), ("post", "/runs")]
    assert list(page.parameters) == ["force", "id"]
    start = mapping(page.openapi, "paths", "/runs", "post")
    assert "parameters" not in start
    assert mapping(start, "requestBody")["required"] is True
    assert [page.operation["security"], start["security"]] == [[{"XAPIKey": []}], [{"XAPIKey": []}]]


def test_a_list_of_calls_is_that_many_operations() -> None:
    page = read_page(
        "# API\n\n| Method | Endpoint | Description |\n|--|--|--|\n"
        "| `POST` | `/jobs/{id}/cancel` | Cancel it |\n| `GET` | `/jobs` | List them |\n"
    )
    assert page.calls == [("post", "/jobs/{id}/cancel"), ("get", "/jobs")]
    assert page.operation["summary"] == "Cancel it"


def test_a_call_that_only_examples_show_is_inferred() -> None:
    page = read_page(
        "# Jobs\n\n## Cancel\n\n```\ncurl -X PUT https://x.example/jobs/{id}/cancel\n```\n"
    )
    assert page.calls == [("put", "/jobs/{id}/cancel")]
    assert page.operation["x-inferred"] is True
    assert Code.INFERRED_OPERATION in {one.code for one in page.diagnostics}


def test_a_concrete_address_alone_is_no_call() -> None:
    text = "# Jobs\n\n## Endpoint\n\n```\ncurl -X PUT https://x.example/jobs/4711/cancel\n```\n"
    assert recognised(text)
    page = read_page(text)
    assert page.descriptions == []
    assert page.errors == [(Code.NO_ENDPOINT, 5)]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("POST /v2", "PSOT /v2", Code.UNKNOWN_METHOD),
        ("POST /v2/renders/{render_id}/halt", "POST https://{host}", Code.MALFORMED_PATH),
        ("POST /v2/renders/{render_id}", "POST /v2/renders/{render_id", Code.MALFORMED_PATH),
        ("POST /v2/renders/{render_id}", "POST /v2//renders/{render_id}", Code.MALFORMED_PATH),
        ("POST /v2/renders/{render_id}", "POST /{render_id}/x/{render_id}", Code.MALFORMED_PATH),
    ],
)
def test_a_damaged_call_is_an_error_in_its_line(old: str, new: str, code: Code) -> None:
    page = edited(old, new)
    assert (code, line_of(page, new)) in page.errors


@pytest.mark.parametrize("mark", ["", "`", "``"])
def test_a_code_block_that_nothing_closes_is_an_error(mark: str) -> None:
    lines: list[str] = list(PAGE.split("\n"))
    closing = next(n for n, line in enumerate(lines) if "Content-Type: app" in line) + 1
    lines[closing] = mark
    page = read_page("\n".join(lines))
    expected = closing + 1 if mark else closing - 3
    assert (Code.UNCLOSED_FENCE, expected) in page.errors


def test_a_heading_that_is_nearly_known_is_named() -> None:
    page = edited("## Response Fields", "## Respnse Filds")
    assert (Code.UNREAD, line_of(page, "Respnse")) in page.found(Severity.WARNING)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Notes\n\nNothing about any interface.\n",
        "# Install\n\n```bash\ncurl -sSL https://get.example/install.sh | sh\n```\n",
        "Post a letter to the office.\n",
    ],
)
def test_pages_about_something_else_are_not_recognised(text: str) -> None:
    assert not recognised(text)


def test_a_page_that_sets_out_to_state_a_call_is_recognised() -> None:
    assert recognised("# Stop\n\n## Endpoint\n\n```\nPOST v1/stop\n```\n")


def test_component_tags_open_calls_of_their_own() -> None:
    page = read_page(
        "# API\n\n"
        "<Heading url='/runs/:id/stop' method='POST' title='Stop a run' />\n"
        "<Row>\n  <Col>\n  ### Path\n  - `id` (string) Which run\n"
        "  ### Request Body\n  - `user` (string) Required\n    Who asks\n"
        "  ### Response\n  - `result` (string) Always the same\n  </Col>\n</Row>\n\n"
        "<Heading url='/runs' method='GET' title='List runs' />\n"
        "<Properties>\n  ### Query\n  <Property name='limit' type='int' key='limit'>\n    How many\n  </Property>\n"
    )
    assert page.errors == []
    assert page.calls == [("post", "/runs/{id}/stop"), ("get", "/runs")]
    assert page.operation["summary"] == "Stop a run"
    assert page.parameters["id"]["description"] == "Which run"
    body = mapping(page.operation, "requestBody", "content", "application/json", "schema")
    assert body["required"] == ["user"]
    assert list(mapping(page.schema("200"), "properties")) == ["result"]
    limit = mapping(page.openapi, "paths", "/runs", "get", "parameters", 0)
    assert (limit["name"], limit["description"], limit["schema"]) == (
        "limit",
        "How many",
        {"type": "integer"},
    )


def test_more_calls_in_one_section_than_people_describe_are_a_list() -> None:
    page = read_page("# API\n\n" + "".join(f"```\nPOST /runs/{n}/stop\n```\n\n" for n in range(30)))
    assert len(page.calls) == 30
    assert page.parameters == {}


def test_hosts_with_gaps_to_fill_in_are_no_servers() -> None:
    page = simple("POST https://<your-host>/runs/{id}/stop")
    assert page.calls == [("post", "/runs/{id}/stop")]
    assert "servers" not in page.openapi


def test_a_base_path_that_the_call_repeats_counts_once() -> None:
    page = simple("POST /v1/runs/{id}/stop", "**Base URL:** `https://h.example/v1`")
    assert page.openapi["servers"] == [{"url": "https://h.example"}]


def test_examples_tell_the_base_path_that_a_stated_host_leaves_out() -> None:
    told = "**Base URL:** `https://h.example`\n\n```\ncurl -X POST https://h.example/api/runs/1/stop\n```\n"
    page = simple("POST /runs/{id}/stop", told)
    assert page.openapi["servers"] == [{"url": "https://h.example/api"}]


def test_a_call_that_is_no_http_call_is_none() -> None:
    assert not recognised("# Events\n\n```\nWS /runs/{id}/events\n```\n")
