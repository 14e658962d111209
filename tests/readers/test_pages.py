import pytest

from readers.prose_pages import PAGE
from readers.reading import read
from stopgen.description import Description
from stopgen.diagnostic import Code, Diagnostic, collect
from stopgen.readers.pages import Page, pages
from stopgen.select import choose

BLOCK = """\
# Stop a run

````yaml api.json post /runs/{id}/stop
openapi: 3.1.0
info: {title: Acme, version: '1'}
paths: {'/runs/{id}/stop': {post: {responses: {'200': {description: ok}}}}}
````
"""
NAMING = "---\ntitle: Cancel\nopenapi: 'api.json DELETE /jobs/{id}/cancel'\n---\n\nMore.\n"
CALLS = {
    PAGE: ("/v2/renders/{render_id}/halt", "post"),
    BLOCK: ("/runs/{id}/stop", "post"),
    NAMING: ("/jobs/{id}/cancel", "delete"),
}
BANNER = "> ## Documentation Index\n> All pages: https://acme.example/llms.txt\n\n"
SOURCE = "# Source: https://acme.example/docs/stop\n\n"
WRAPPERS = [
    (BANNER, ""),
    (SOURCE, ""),
    ("Source: https://acme.example/docs/stop\n\n", ""),
    ("Title: Acme\n\nURL Source: https://acme.example/docs\n\nMarkdown Content:\n", ""),
    ("<!-- Source: https://acme.example/docs -->\n", ""),
    (f"{SOURCE}{BANNER}", "\n---\n\nWas this page helpful?\n"),
    (
        '<documents>\n<document index="1">\n<source>a.md</source>\n<document_content>\n',
        "</document_content>\n</document>\n</documents>\n",
    ),
    ("\n\n\n", ""),
]


def calls(text: str) -> tuple[list[tuple[str, str]], list[Description], list[Diagnostic]]:
    descriptions, found = read(text)
    return (
        sorted(key for known in descriptions for key in collect(choose(known))[0]),
        (descriptions),
        found,
    )


@pytest.mark.parametrize("page", CALLS, ids=["prose", "block", "front matter"])
@pytest.mark.parametrize(("before", "after"), WRAPPERS)
def test_what_was_put_around_a_page_changes_nothing_but_its_lines(
    page: str, before: str, after: str
) -> None:
    plain, (alone,), found = calls(page)
    wrapped, (inside,), others = calls(f"{before}{page}{after}")
    assert plain == wrapped == [CALLS[page]]
    skipped = before.count("\n")
    lines = [finding.position.line for finding in found]
    assert [finding.position.line - skipped for finding in others] == lines
    path, method = CALLS[page]
    assert inside.openapi == alone.openapi
    for part in ((), ("paths", path, method)):
        place = alone.origins.position(part)
        assert inside.origins.position(part).line - skipped == place.line
        assert inside.origins.position(part).column == place.column


def test_pages_that_stand_in_one_file_are_read_each_by_itself() -> None:
    text = "".join(f"{SOURCE}{page}\n" for page in CALLS)
    assert calls(text)[0] == sorted(CALLS.values())


def test_a_title_above_its_source_belongs_to_the_page() -> None:
    one = "# Stop a run\nSource: https://acme.example/stop\n\n`POST /runs/{id}/stop`\n\n"
    two = "# Cancel a job\nSource: https://acme.example/cancel\n\n`POST /jobs/{id}/cancel`\n"
    _, descriptions, _ = calls(one + two)
    titles = [
        operation["summary"]
        for known in descriptions
        if isinstance(paths := known.openapi["paths"], dict)
        for item in paths.values()
        if isinstance(item, dict)
        for operation in item.values()
        if isinstance(operation, dict)
    ]
    assert titles == ["Stop a run", "Cancel a job"]


def test_the_faults_of_a_later_page_are_told_at_their_lines() -> None:
    broken = BLOCK.replace("paths: {", "paths: {{")
    _, found = read(f"{SOURCE}{PAGE}{SOURCE}{broken}")
    (fault,) = [finding for finding in found if finding.code is Code.BAD_YAML]
    assert fault.position.line == 2 + PAGE.count("\n") + 2 + 6


def test_pages_that_describe_nothing_are_told_once() -> None:
    _, found = read(f"{SOURCE}Hello.\n{SOURCE}Good bye.\n")
    assert [finding.code for finding in found] == [Code.NOT_A_DESCRIPTION]
    _, found = read(f"{SOURCE}Hello.\n{SOURCE}{BLOCK}")
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        PAGE,
        BLOCK,
        NAMING,
        "# A\n\n---\n\n# B\n",
        "# A\n\n---\nno entry\n---\n",
        f"# A\n\n```md\n{SOURCE}---\ntitle: x\n---\n```\n",
        f"# A\n\n````\n```\n````x\n{SOURCE}````\n",
        "See the source: https://acme.example\n",
    ],
)
def test_a_page_is_not_divided_without_need(text: str) -> None:
    assert pages(text) == [Page(text, 0)]
