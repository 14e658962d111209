"""How the reader of prose finds the call that tells how a run stands, and its states."""

from textwrap import dedent

import pytest

from readers.prose_pages import Result, line_of, read_page
from readers.reading import mapping
from stopgen.description import JsonObject
from stopgen.diagnostic import Code

PAGE = """\
# Halt

```
POST /runs/{run_id}/halt
```

## Path Parameters

| Name | Type | Required |
|------|------|----------|
| run_id | string | Yes |

## Before You Halt

%s

### Cannot Stop

%s
"""
NOTES = "- Finished runs (status: DONE)\n- Broken runs (status: BROKEN)"
JAVASCRIPT = """\
```javascript
const answer = await fetch(`https://h.example/runs/${runId}/status`, {
  headers: { 'X-API-Key': key }
});
const result = await answer.json();
const current = result.data.state;
if (current === 'QUEUED' || current === 'BUSY') {
  await fetch(`https://h.example/runs/${runId}/halt`, { method: 'POST' });
}
```"""


def read(code: str = JAVASCRIPT, notes: str = NOTES) -> Result:
    return read_page(PAGE % (code, notes))


def status(page: Result) -> JsonObject:
    return mapping(page.openapi, "paths", "/runs/{run_id}/status", "get")


def test_the_status_call_supports_the_call_that_halts() -> None:
    page = read()
    assert page.operation["x-status-operation"] == "GET /runs/{run_id}/status"
    call = status(page)
    assert call["x-inferred"] is True
    assert call["x-run-states"] == {
        "pointer": "/data/state",
        "running": ["QUEUED", "BUSY"],
        "ended": ["DONE", "BROKEN"],
    }


def test_the_status_call_has_parameters_credentials_and_an_answer() -> None:
    page = read()
    call = status(page)
    assert call["parameters"] == page.operation["parameters"]
    assert call["security"] == [{"XAPIKey": []}]
    assert "XAPIKey" in mapping(page.openapi, "components", "securitySchemes")
    media = mapping(call, "responses", "200", "content", "application/json", "schema")
    assert mapping(media, "properties", "data", "properties", "state") == {
        "type": "string",
        "x-extensible-enum": ["QUEUED", "BUSY", "DONE", "BROKEN"],
    }


def test_the_status_call_is_a_warning_at_its_example() -> None:
    page = read()
    assert page.lines(Code.INFERRED_OPERATION) == [line_of(page, "/status")]
    origin = page.descriptions[0].origins.position(("paths", "/runs/{run_id}/status", "get"))
    assert origin.line == line_of(page, "/status")


SCRIPTS = (
    """
    python
    r = requests.get(f'https://h.example/runs/{run_id}/status').json()
    if r['state'] in ('QUEUED', 'BUSY'):
        requests.post(f'https://h.example/runs/{run_id}/halt')
    """,
    """
    python
    r = httpx.get(f'https://h.example/runs/{run_id}/status')
    state = r.json().get('state')
    while state in ['QUEUED', 'BUSY']:
        sleep(1)
    """,
    """
    js
    const r = await axios.get(`https://h.example/runs/${id}/status`);
    if (['QUEUED', 'BUSY'].includes(r.data.state)) {
      await haltRun(id);
    }
    """,
    """
    ts
    const r = await fetch(`https://h.example/runs/${id}/status`);
    const run = await r.json();
    if (run.state !== 'QUEUED' && run.state !== 'BUSY') {
      return;
    }
    """,
    """
    js
    const r = await (await fetch(`https://h.example/runs/${id}/status`)).json();
    if (r.state == 'QUEUED' || r.state == 'BUSY') {
      haltRun(id);
    }
    """,
    """
    python
    r = requests.get(f'https://h.example/runs/{run_id}/status')
    if r.json()["state"] not in ("QUEUED", "BUSY"):
        return None
    """,
)


@pytest.mark.parametrize("code", SCRIPTS)
def test_states_are_found_in_code_of_several_kinds(code: str) -> None:
    page = read(f"```{dedent(code).lstrip()}```")
    states = mapping(status(page), "x-run-states")
    assert (states["pointer"], states["running"]) == ("/state", ["QUEUED", "BUSY"])


def test_states_that_end_the_example_have_ended() -> None:
    code = JAVASCRIPT.replace("=== 'QUEUED' || current === 'BUSY') {", "=== 'GONE') {\n  return;\n")
    code = code.replace(
        "  await fetch(`https://h.example/runs/${runId}/halt`, { method: 'POST' });\n", ""
    )
    assert mapping(status(read(code)), "x-run-states")["ended"] == ["GONE", "DONE", "BROKEN"]


@pytest.mark.parametrize("notes", ["- `DONE` runs\n- `BROKEN` ones", '- DONE\n- "BROKEN"'])
def test_notes_name_states_in_several_ways(notes: str) -> None:
    assert mapping(status(read(notes=notes)), "x-run-states")["ended"] == ["DONE", "BROKEN"]


def test_a_state_that_is_said_to_be_both_is_neither() -> None:
    page = read(notes="- (status: BUSY)\n- (status: DONE)")
    states = mapping(status(page), "x-run-states")
    assert (states["running"], states["ended"]) == (["QUEUED"], ["DONE"])
    assert page.lines(Code.CONTRADICTION) == [line_of(page, "status: BUSY")]


def test_a_status_call_whose_answer_nothing_reads_is_left_out() -> None:
    page = read("```js\nconst r = await fetch(`https://h.example/runs/${id}/status`);\n```")
    assert page.calls == [("post", "/runs/{run_id}/halt")]
    assert page.lines(Code.UNREAD) == [line_of(page, "/status")]


def test_a_call_about_something_else_is_no_status_call() -> None:
    page = read(JAVASCRIPT.replace("/runs/${runId}/status", "/users/${runId}/status"))
    assert page.calls == [("post", "/runs/{run_id}/halt")]


def test_a_call_with_its_verb_behind_a_colon_has_a_status_call_too() -> None:
    page = read_page((PAGE % (JAVASCRIPT, NOTES)).replace("/halt", ":halt"))
    assert page.calls[1] == ("get", "/runs/{run_id}/status")


def test_states_below_a_heading_about_running_are_running() -> None:
    page = read(notes=f"{NOTES}\n\n### Can Stop\n\nRuns in `HELD` or `BUSY`.")
    assert mapping(status(page), "x-run-states")["running"] == ["QUEUED", "BUSY", "HELD"]


def test_optional_chaining_is_followed() -> None:
    page = read(JAVASCRIPT.replace("result.data.state", "result?.data?.state"))
    assert mapping(status(page), "x-run-states")["pointer"] == "/data/state"
