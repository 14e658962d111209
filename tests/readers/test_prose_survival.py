"""The reader of prose ends, and ends in order, whatever a page holds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readers.prose_pages import PAGE, read_page, recognised
from readers.reading import document
from stopgen.diagnostic import Code, collect
from stopgen.readers import prose

HEAD = "# T\n\n```\nPOST /a/{id}/stop\n```\n\n"
FIELDS = "## Response Fields\n\n| Field | Type |\n|--|--|\n"
STATUS = "```js\nconst r = await fetch('https://a.b/a/${x}/status');\n"

HUGE = {
    "quotes": ">" * 100_000,
    "pipes": "|" * 1_000_000,
    "stars": "*" * 900_000,
    "backticks": "`" * 500_000 + "a",
    "brackets": "[" * 100_000,
    "rows": FIELDS + "| x | string |\n" * 40_000,
    "columns": "|a" * 20_000 + "|\n" + "|-" * 20_000 + "|\n",
    "deep name": FIELDS + "| " + "a." * 50_000 + "b | string |\n",
    "deep json": "## Response\n\n```json\n" + "[" * 100_000 + "\n```\n",
    "long json": "## Response\n\n```json\n[" + "1," * 200_000 + "1]\n```\n",
    "open quotes": "```bash\ncurl " + "'\\" * 14_000 + "\n```\n",
    "open comments": "```js\n" + "/* a " * 5_000 + "\n```\n",
    "comparisons": STATUS + "r.a.b === 'X' || " * 1_500 + "\n```\n",
    "open conditions": STATUS + "if (r.a.b === 'X' " * 1_400 + "\n```\n",
    "many requests": "```js\n" + "await fetch('https://a.b/a/1/stop')\n" * 800 + "```\n",
    "braces": "```js\nfetch('https://a/" + "{" * 900 + "/stop')\n```\n" * 50,
    "placeholders": "```\nPOST /" + "{a}" * 30_000 + "\n```\n",
    "nested list": "## Response Fields\n\n"
    + "".join("  " * n + "- `a` (object) x\n" for n in range(150)),
    "tags": "<Foo method='a' " * 20_000,
    "one word": "a" * 900_000,
    "brackets in a limit": "## Rate Limits\n\n- **Free**: " + "(" * 100_000 + "\n",
    "digits in a limit": "## Rate Limits\n\n- **Free**: " + "9" * 10_000 + " requests per hour\n",
}


@pytest.mark.parametrize("name", HUGE)
def test_absurd_pages_come_to_an_end(name: str) -> None:
    text = HEAD + HUGE[name]
    assert recognised(text)
    page = read_page(text)
    is_refused = Code.TOO_LARGE in {code for code, _ in page.errors}
    assert page.descriptions == [] if is_refused else page.calls[0] == ("post", "/a/{id}/stop")


def test_a_page_beyond_all_sizes_is_an_error() -> None:
    page = read_page(HEAD + "|" * 1_000_000)
    assert page.errors == [(Code.TOO_LARGE, 1)]
    assert page.descriptions == []


def test_calls_that_no_page_has_room_for_are_not_left_out_in_silence() -> None:
    calls = "".join(f"## Job {number}\n\n`GET /jobs/{number}`\n\n" for number in range(500))
    _, found = collect(prose.read(document(f"{calls}## Last\n\n`GET /jobs/last`\n")))
    assert found == []
    _, found = collect(prose.read(document(f"{calls}## Stop\n\n`POST /jobs/stop`\n")))
    assert [(one.code, one.position.line) for one in found] == [(Code.TOO_LARGE, 2003)]


@pytest.mark.parametrize(
    "text",
    ["\x00", "\x0b\x0c", "\u2028", "\u202e", "\ufeff", '\'"""\\', "{{ x }}", "${x}", "{%x%}"],
)
def test_strange_characters_are_only_characters(text: str) -> None:
    for old in (
        "Halt a Render",
        "Which render",
        "HALTED",
        "NO_SUCH_RENDER",
        "Free Tier",
        "r1/halt",
    ):
        read_page(PAGE.replace(old, text))


@settings(max_examples=60)
@given(st.data())
def test_lines_in_any_order_are_read_without_an_exception(data: st.DataObject) -> None:
    lines = PAGE.split("\n")
    chosen = data.draw(st.lists(st.sampled_from(lines), max_size=60))
    text = "\n".join(chosen)
    recognised(text)
    read_page(text)


@settings(max_examples=60)
@given(st.text(alphabet="POST /{}:`#|-*\n<>()\"'=[]$%.,abc1", max_size=400))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    recognised(text)
    read_page(text)
