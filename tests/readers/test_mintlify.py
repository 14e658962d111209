import pytest

from readers.reading import clean, document, findings, line_of, mapping, read
from stopgen.diagnostic import Code, Severity
from stopgen.readers import mintlify

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

BLOCK = """\
openapi: 3.1.0
info: {title: Acme, version: '1'}
paths:
  /runs/{id}/stop:
    post:
      responses:
        '200': {description: ok}
"""
EXPANDED = """\
paths:
  path: /runs/{id}/cancel
  method: delete
  request: {security: [], parameters: {path: {id: {schema: [{type: string}]}}}, body: {}}
  response: {'204': {_mintlify/placeholder: {description: gone}}}
  type: path
components: {schemas: {}}
"""
BANNER = "> ## Documentation Index\n> All pages: https://acme.example/llms.txt\n\n"
STOP = ("paths", "/runs/{id}/stop", "post")


def page(
    block: str = BLOCK, info: str = "yaml api.json post /runs/{id}/stop", fence: str = "````"
) -> str:
    head = "# Stop a run\n\n> Ends `it`.\n> At once.\n\nMore text.\n\n## OpenAPI\n\n"
    return f"{head}{fence}{info}\n{block}{fence}\n"


def test_a_page_is_read_with_its_title_and_quotation() -> None:
    description = clean(page())
    assert mapping(description.openapi, *STOP) == {
        "summary": "Stop a run",
        "description": "Ends `it`.\nAt once.",
        "responses": {"200": {"description": "ok"}},
    }
    assert line_of(description, *STOP, "summary") == 1
    assert line_of(description, *STOP, "description") == 3
    assert line_of(description, *STOP) == 15
    assert line_of(description, *STOP, "responses", "200") == 17
    assert line_of(description) == 11


def test_what_an_operation_says_itself_goes_before_the_page() -> None:
    own = BLOCK.replace("post:\n", "post:\n      summary: S\n      description: D\n")
    description = clean(page(own))
    found = mapping(description.openapi, *STOP)
    assert (found["summary"], found["description"]) == ("S", "D")
    assert line_of(description, *STOP, "summary") == 16


@pytest.mark.parametrize(
    "text",
    [
        page().rstrip("\n"),
        page(fence="~~~~"),
        page(fence="``````"),
        page(fence="```"),
        page(info="yaml POST /runs/{id}/stop"),
        page(info="yml a/b.json Post /runs/{id}/stop"),
        page(info="yaml"),
        BANNER + page(),
        f"# Source: https://acme.example/stop.md\n\n{page()}",
        f"<!-- Source: x -->\n\n{page()}",
        f"---\nsidebar: Stop\n---\n\n{page()}",
        f"{page()}\n---\n\n> To find other pages, fetch https://acme.example/llms.txt",
        f"{page()}\n# Not this page's title\n\n> Nor its quotation.\n",
        page().replace("````\n", "``````\n").replace("# Stop", "\n# Stop"),
    ],
)
def test_wrappers_and_other_fences_change_nothing(text: str) -> None:
    description = clean(text)
    found = mapping(description.openapi, *STOP)
    assert (found["summary"], found["description"]) == ("Stop a run", "Ends `it`.\nAt once.")


def test_of_several_operations_the_announced_one_is_introduced() -> None:
    both = BLOCK.replace("    post:\n", "    get: {}\n    post:\n")
    found = mapping(clean(page(both)).openapi, "paths", "/runs/{id}/stop")
    assert found["get"] == {}
    assert "summary" in mapping(found["post"])
    neither = mapping(clean(page(both, info="yaml")).openapi, "paths", "/runs/{id}/stop")
    assert "summary" not in mapping(neither["post"])


def test_three_backticks_without_a_call_are_an_example() -> None:
    text = page().replace("## OpenAPI\n", "```yaml\nopenapi: 3.0.0\n```\n")
    assert mapping(clean(text).openapi, *STOP)["summary"] == "Stop a run"


def test_a_fence_that_is_part_of_the_block_does_not_close_it() -> None:
    block = BLOCK.replace(
        "post:\n", "post:\n      description: |\n        ```\n        x\n        ```\n"
    )
    assert mapping(clean(page(block)).openapi, *STOP)["description"] == "```\nx\n```\n"


def test_columns_count_what_stands_before_the_block() -> None:
    indented = "\n".join(f"  {line}" for line in page().split("\n"))
    description = clean(indented)
    position = description.origins.position(STOP)
    assert (position.line, position.column) == (15, 7)
    quoted = "\n".join(f"> {line}" for line in page().split("\n"))
    position = clean(quoted).origins.position(STOP)
    assert (position.line, position.column) == (15, 7)


def test_a_quotation_may_stand_before_the_title() -> None:
    text = page().replace(
        "# Stop a run\n\n> Ends `it`.\n> At once.\n", "> Ends it.\n\n# Stop a run\n"
    )
    found = mapping(clean(BANNER + text).openapi, *STOP)
    assert (found["summary"], found["description"]) == ("Stop a run", "Ends it.")


def test_a_quotation_further_down_is_no_description() -> None:
    text = page().replace("> Ends `it`.\n> At once.\n\nMore text.", "More text.\n\n> A note.")
    assert "description" not in mapping(clean(text).openapi, *STOP)


def test_only_the_banner_is_no_description() -> None:
    text = page().replace("> Ends `it`.\n> At once.\n", BANNER)
    assert "description" not in mapping(clean(text).openapi, *STOP)


def test_front_matter_gives_title_and_description() -> None:
    head = "---\ntitle: 'Stop it'\ndescription: Ends it.\n---\n\n"
    text = head + page().partition("## OpenAPI\n\n")[2]
    found = mapping(clean(text).openapi, *STOP)
    assert (found["summary"], found["description"]) == ("Stop it", "Ends it.")


def test_several_pages_in_one_file_are_told_apart() -> None:
    second = page(EXPANDED, "yaml delete /runs/{id}/cancel").replace("Stop a run", "Cancel a run")
    text = f"{page()}\n{BANNER}{second}\n# Appendix\n\nText.\n"
    descriptions, diagnostics = read(text)
    assert diagnostics == []
    found = [mapping(d.openapi, "paths") for d in descriptions]
    assert [list(paths) for paths in found] == [["/runs/{id}/stop"], ["/runs/{id}/cancel"]]
    cancel = ("paths", "/runs/{id}/cancel", "delete")
    assert mapping(descriptions[1].openapi, *cancel)["summary"] == "Cancel a run"
    assert line_of(descriptions[1], *cancel) == 34


@pytest.mark.parametrize(
    "text",
    [
        page().replace(f"{BLOCK}````\n", BLOCK),
        page().replace(f"{BLOCK}````\n", BLOCK.rstrip("\n")),
        page().replace(f"{BLOCK}````\n", f"{BLOCK}```\n"),
        page().replace(f"{BLOCK}````\n", f"{BLOCK}~~~~\n"),
        page().replace(f"{BLOCK}````\n", f"{BLOCK}````yaml\n"),
    ],
)
def test_a_fence_that_nothing_closes_is_told_where_it_opens(text: str) -> None:
    assert findings(text) == [(Code.UNCLOSED_FENCE, ERROR, 10)]


def test_a_fence_that_the_next_page_closes_is_told_where_it_opens() -> None:
    first = page().replace(f"{BLOCK}````\n", BLOCK)
    _, [found] = read(first + page())
    assert (found.code, found.position.line) == (Code.UNCLOSED_FENCE, 10)
    assert [place.line for place in found.related] == [27]


def test_too_few_backticks_are_told() -> None:
    assert findings(page(fence="``")) == [(Code.UNCLOSED_FENCE, ERROR, 10)]


@pytest.mark.parametrize(
    "info", ["yaml get /runs/{id}/stop", "yaml post /runs/stop", "yaml psot /runs/{id}/stop"]
)
def test_an_opening_line_that_disagrees_is_a_warning(info: str) -> None:
    assert findings(page(info=info)) == [(Code.FENCE_MISMATCH, WARNING, 10)]
    assert len(read(page(info=info))[0]) == 1


def test_an_opening_line_that_disagrees_names_what_is_described() -> None:
    _, [found] = read(page(info="yaml get /runs/{id}/stop"))
    assert [place.line for place in found.related] == [15]


def test_lost_indentation_is_told() -> None:
    flat = "\n".join(line.lstrip() for line in BLOCK.split("\n"))
    assert findings(page(flat)) == [(Code.INDENTATION_LOST, ERROR, 11)]
    assert findings(page("paths:\npath: /x\nmethod: get\n  servers: []\n"))[0][1] is ERROR


@pytest.mark.parametrize(
    ("block", "code", "line"),
    [
        (BLOCK.replace("  /runs", "\t/runs"), Code.BAD_YAML, 14),
        (BLOCK.replace("    post:", "    post"), Code.BAD_YAML, 15),
        (BLOCK.replace("'200'", "'200"), Code.BAD_YAML, 17),
        (f"{BLOCK}        '200': {{}}\n", Code.DUPLICATE_KEY, 18),
        (BLOCK.replace("openapi: 3.1.0", "swagger: '1.2'"), Code.UNSUPPORTED_VERSION, 11),
        (BLOCK.replace("openapi: 3.1.0\n", ""), Code.MISSING_VERSION, 11),
        ("paths:\n", Code.WRONG_SHAPE, 11),
        ("a: 1\nb: {c: 1}\n", Code.WRONG_SHAPE, 11),
        ("- paths\n", Code.WRONG_SHAPE, 11),
        ("", Code.WRONG_SHAPE, 11),
    ],
)
def test_a_fault_in_the_block_is_told_at_its_line(block: str, code: Code, line: int) -> None:
    assert findings(page(block)) == [(code, ERROR, line)]


def test_a_fault_in_one_page_does_not_hide_the_others() -> None:
    broken = page("a: [\n")
    descriptions, diagnostics = read(f"{broken}\n{page()}")
    assert (len(descriptions), len(diagnostics)) == (1, 1)


def test_a_channel_is_only_noted() -> None:
    text = "# T\n\n## AsyncAPI\n\n````yaml asyncapi.json events\nid: events\n````\n"
    assert findings(text) == [(Code.NO_OPERATION, NOTE, 5)]


def test_webhooks_are_only_noted() -> None:
    webhooks = "openapi: 3.1.0\nwebhooks: {done: {post: {}}}\n"
    assert findings(page(webhooks, "yaml WEBHOOK done")) == [(Code.NO_OPERATION, NOTE, 12)]


@pytest.mark.parametrize(
    "text",
    [
        "# T\n\n```yaml\na: 1\n```\n",
        "# T\n\n````yaml\na: 1\n````\n",
        "# T\n\n```http\nPOST /x\n```\n",
        "Use `yaml api.json post /x` in a fence.\n",
        '{"openapi": "3.1.0"}',
    ],
)
def test_other_pages_are_not_recognised(text: str) -> None:
    assert not mintlify.recognises(document(text))


REFERENCE = "---\ntitle: 'Stop'\nopenapi: 'v1/api.json DELETE /runs/{id}/now/{how}'\n---\n\nText.\n"


def test_a_page_that_only_names_its_operation_is_read_with_a_warning() -> None:
    assert findings(REFERENCE) == [(Code.ONLY_REFERENCED, WARNING, 3)]
    [description], _ = read(REFERENCE)
    operation = mapping(description.openapi, "paths", "/runs/{id}/now/{how}", "delete")
    parameters = operation["parameters"]
    assert operation["summary"] == "Stop"
    assert isinstance(parameters, list)
    assert [mapping(parameter)["name"] for parameter in parameters] == ["id", "how"]
    assert line_of(description, "paths") == 3


def test_front_matter_without_a_call_names_no_operation() -> None:
    assert not mintlify.recognises(document("---\nopenapi: v1/api.json\n---\n"))
    assert not mintlify.recognises(document("---\ntitle: x\n---\nopenapi: a.json GET /x\n"))


def test_a_page_longer_than_people_read_is_refused() -> None:
    assert findings("\n" * 200_000 + page()) == [(Code.TOO_LARGE, ERROR, 1)]


def test_a_fault_in_a_page_about_something_else_is_a_note() -> None:
    other = BLOCK.replace("stop", "start").replace("'200'", "'200")
    start = page(other, "yaml post /runs/{id}/start").replace("Stop a run", "Start a run")
    descriptions, found = read(f"{start}\n{page()}")
    assert len(descriptions) == 1
    assert [(finding.code, finding.severity) for finding in found] == [(Code.BAD_YAML, NOTE)]


def test_a_block_that_does_not_close_may_hide_a_page_that_matters() -> None:
    start = page(BLOCK.replace("stop", "start"), "yaml post /runs/{id}/start")
    start = start.replace("Stop a run", "Start a run").removesuffix("````\n")
    assert findings(f"{start}\n{page()}") == [(Code.UNCLOSED_FENCE, ERROR, 10)]


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("yaml", BLOCK),
        (
            "json",
            '{"openapi": "3.1.0", "paths": {"/runs/{id}/stop": {"post": {"responses": {}}}}}\n',
        ),
    ],
)
def test_a_common_fence_below_a_heading_that_says_so_is_a_description(
    language: str, written: str
) -> None:
    (found,), _ = read(
        f"# Stop\n\nPOST https://a.example/other\n\n## OpenAPI Specification\n\n```{language}\n{written}```\n"
    )
    assert list(mapping(found.openapi, "paths")) == ["/runs/{id}/stop"]


def test_a_common_fence_below_another_heading_is_only_an_example() -> None:
    assert read(f"# How to write a description\n\n```yaml\n{BLOCK}```\n")[0] == []
