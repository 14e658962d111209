"""Pages written from facts are read back as the same facts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from readers.prose_pages import Result, read_page, recognised
from readers.reading import mapping
from stopgen.description import Json, JsonObject
from stopgen.diagnostic import Code, Severity

NAMES = st.from_regex(r"[a-z]{2,6}(_[a-z]{2,6})?", fullmatch=True)
CODES = st.from_regex(r"[A-Z]{2,6}_[A-Z]{2,6}", fullmatch=True)
TYPES = ("string", "integer", "number", "boolean")
EXAMPLES: dict[str, Json] = {"string": "some text", "integer": 3, "number": 2.5, "boolean": True}
REASONS = {"400": "Bad Request", "401": "Unauthorized", "404": "Not Found", "409": "Conflict"}
PERIODS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


@dataclass(frozen=True)
class Words:
    """How a language spells what a page needs."""

    path: str
    query: str
    headers: str
    response: str
    fields: str
    limits: str
    columns: tuple[str, str, str, str]
    yes: str
    no: str
    types: dict[str, str]


ENGLISH = Words(
    "Path Parameters",
    "Query Parameters",
    "Request Headers",
    "Responses",
    "Response Fields",
    "Rate Limits",
    ("Name", "Type", "Required", "Description"),
    "Yes",
    "No",
    {name: name for name in TYPES},
)
CHINESE = Words(
    "路径参数",
    "查询参数",
    "请求头",
    "响应",
    "响应字段",
    "速率限制",
    ("名称", "类型", "必填", "说明"),
    "是",
    "否",
    {"string": "字符串", "integer": "整数", "number": "数字", "boolean": "布尔"},
)


@dataclass(frozen=True)
class Facts:
    """What a page says."""

    method: str
    resource: str
    path_name: str
    query: dict[str, tuple[str, bool]]
    fields: dict[str, str]
    errors: dict[str, str]
    limits: dict[str, tuple[int, str] | None]
    key_header: str


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    names = draw(st.lists(NAMES, min_size=8, max_size=8, unique_by=lambda name: name[:2]))
    query = draw(st.lists(st.tuples(st.sampled_from(TYPES), st.booleans()), max_size=3))
    fields = draw(st.lists(st.sampled_from(TYPES), min_size=1, max_size=3))
    statuses = draw(st.lists(st.sampled_from(sorted(REASONS)), max_size=3, unique=True))
    codes = draw(st.lists(CODES, min_size=3, max_size=3, unique=True))
    limit = st.none() | st.tuples(st.integers(1, 10_000), st.sampled_from(sorted(PERIODS)))
    tiers = draw(st.lists(st.sampled_from(["free", "pro", "team_a"]), max_size=3, unique=True))
    return Facts(
        draw(st.sampled_from(["POST", "PUT", "DELETE"])),
        names[0],
        names[1],
        dict(zip(names[2:5], query, strict=False)),
        dict(zip(names[5:8], fields, strict=False)),
        dict(zip(statuses, codes, strict=False)),
        {tier: draw(limit) for tier in tiers},
        draw(st.sampled_from(["Authorization", "X-API-Key"])),
    )


@dataclass(frozen=True)
class Said:
    """What a description says, as far as the facts go."""

    parameters: list[tuple[Json, Json, Json, Json]]
    security: Json
    success: Json
    codes: JsonObject
    limits: Json


def table(heading: str, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [header, tuple("---" for _ in header), *rows]
    return f"## {heading}\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines) + "\n"


def body(heading: str, value: Json) -> str:
    return f"### {heading}\n\n```json\n{json.dumps(value, indent=2)}\n```\n\n"


def render(told: Facts, words: Words) -> str:
    path = f"/v1/{told.resource}/{{{told.path_name}}}/stop"
    described = "Bearer" if told.key_header == "Authorization" else "Your key"
    say = {True: words.yes, False: words.no}
    rows = [(f"`{n}`", words.types[t], say[r], "x") for n, (t, r) in told.query.items()]
    page = f"# Stop it\n\n```\n{told.method} {path}\n```\n\n"
    page += table(
        words.headers,
        words.columns,
        [(told.key_header, words.types["string"], words.yes, described)],
    )
    page += table(
        words.path, words.columns, [(told.path_name, words.types["string"], words.yes, "x")]
    )
    page += table(words.query, words.columns, rows) if rows else ""
    page += f"## {words.response}\n\n"
    page += body("200 OK", {"data": {name: EXAMPLES[kind] for name, kind in told.fields.items()}})
    for status, code in told.errors.items():
        page += body(f"{status} {REASONS[status]}", {"error": {"code": code}})
    names = [(f"`data.{name}`", words.types[kind]) for name, kind in told.fields.items()]
    page += table(words.fields, words.columns[:2], names)
    page += f"## {words.limits}\n\n" if told.limits else ""
    for tier, limit in told.limits.items():
        spelled = f"{limit[0]} requests per {limit[1]}" if limit else "unlimited"
        page += f"- **{tier.replace('_', ' ').title()}**: {spelled}\n"
    return page


def expected(told: Facts) -> Said:
    properties: JsonObject = {name: {"type": kind} for name, kind in told.fields.items()}
    data: Json = {"type": "object", "properties": properties}
    scheme = "bearerAuth" if told.key_header == "Authorization" else "XAPIKey"
    limits = ((tier, limit or (None, "")) for tier, limit in told.limits.items())
    return Said(
        [
            (told.path_name, "path", True, "string"),
            *((name, "query", required, kind) for name, (kind, required) in told.query.items()),
        ],
        [{scheme: []}],
        {"type": "object", "properties": {"data": data}},
        {status: [code] for status, code in told.errors.items()},
        [
            {"tier": tier, "requests": requests, "seconds": PERIODS.get(period)}
            for tier, (requests, period) in limits
        ],
    )


def seen(page: Result) -> Said:
    answers = mapping(page.operation, "responses")
    return Said(
        [
            (name, one["in"], one["required"], mapping(one, "schema")["type"])
            for name, one in page.parameters.items()
        ],
        page.operation["security"],
        page.schema("200"),
        {
            status: mapping(answers, status)["x-error-codes"]
            for status in answers
            if status != "200"
        },
        page.operation.get("x-rate-limits", []),
    )


@settings(max_examples=50)
@given(facts(), st.sampled_from([ENGLISH, CHINESE]))
def test_what_a_page_says_is_what_is_read(told: Facts, words: Words) -> None:
    text = render(told, words)
    assert recognised(text)
    page = read_page(text)
    assert page.calls == [(told.method.lower(), f"/v1/{told.resource}/{{{told.path_name}}}/stop")]
    assert seen(page) == expected(told)
    assert page.errors == []
    assert {code for code, _ in page.found(Severity.WARNING)} <= {Code.INFERRED_SCHEMA}


@settings(max_examples=50)
@given(facts(), st.data())
def test_a_damaged_page_is_read_without_an_exception(told: Facts, data: st.DataObject) -> None:
    text = render(told, ENGLISH)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 60)))
    middle = data.draw(
        st.sampled_from(["", "`", "|", "\n", "{", "*" * 7, "> ", "\x00", "é", text[start:end] * 2])
    )
    damaged = text[:start] + middle + text[end:]
    recognised(damaged)
    read_page(damaged)
