from __future__ import annotations

import json
import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from stopgen.compare import Change, Kind, Subject
from stopgen.compare.change import say
from stopgen.compare.formats import Comparison, as_json, markdown, text
from stopgen.diagnostic import Position

REQUIRED = Change(
    Kind.PARAMETER_REQUIRED,
    Subject("acme", "stop_run", "argument user"),
    say("callers must give it now"),
    Position("HEAD:specs/acme/stop.yaml", 9, 5),
    Position("specs/acme/stop.yaml", 10, 5),
)
ADDED = Change(
    Kind.ANSWER_VALUE_ADDED,
    Subject("acme", "stop_run", "answer 200, status"),
    say("it can be {} now", "gone"),
)
REWORDED = Change(Kind.DESCRIPTION_CHANGED, Subject("zeta"), say("the words are others"))
MIXED = Comparison("HEAD:specs", "specs", [REWORDED, ADDED, REQUIRED])


def hostile(text: str) -> Comparison:
    """A comparison with a document's text wherever there can be some."""
    place = Position(text, 1, 1)
    changes = [
        Change(kind, Subject(text, text, text), say("it can be {} now", text), place, place)
        for kind in (Kind.ANSWER_VALUE_ADDED, Kind.DESCRIPTION_CHANGED)
    ]
    return Comparison(text, text, changes)


def test_the_text_has_the_verdict_first_and_then_each_platform_with_the_worst_first() -> None:
    assert text(MIXED) == [
        "HEAD:specs -> specs: major (1 breaking, 1 additive, 1 documentation)",
        "",
        "acme",
        "  breaking: stop_run, argument user: callers must give it now [parameter-required]",
        "    HEAD:specs/acme/stop.yaml:9:5 -> specs/acme/stop.yaml:10:5",
        "  additive: stop_run, answer 200, status: it can be 'gone' now [answer-value-added]",
        "",
        "zeta",
        "  documentation: the words are others [description-changed]",
    ]


def test_nothing_is_said_in_one_line() -> None:
    assert text(Comparison("a", "b", [])) == ["a -> b: none"]


def test_the_markdown_folds_words_away() -> None:
    assert markdown(MIXED) == [
        "## Stop API: breaking changes (major)",
        "",
        "`HEAD:specs` → `specs`: 1 breaking, 1 additive, 1 documentation.",
        "",
        "### `acme`",
        "",
        (
            "- **breaking** `stop_run`, `argument user`: callers must give it now (`parameter-required`)"
            "<br>`HEAD:specs/acme/stop.yaml:9:5` → `specs/acme/stop.yaml:10:5`"
        ),
        "- **additive** `stop_run`, `answer 200, status`: it can be `gone` now (`answer-value-added`)",
        "",
        "<details><summary>Documentation alone: 1</summary>",
        "",
        "- **documentation** `zeta`: the words are others (`description-changed`)",
        "",
        "</details>",
    ]


def test_the_json_has_what_programs_need() -> None:
    made = json.loads("\n".join(as_json(MIXED)))
    assert made.pop("changes")[0] == {
        "kind": "parameter-required",
        "level": "breaking",
        "provider": "acme",
        "operation": "stop_run",
        "where": "argument user",
        "sentence": "callers must give it now",
        "before": {"file": "HEAD:specs/acme/stop.yaml", "line": 9, "column": 5},
        "after": {"file": "specs/acme/stop.yaml", "line": 10, "column": 5},
    }
    assert made == {
        "version": 1,
        "old": "HEAD:specs",
        "new": "specs",
        "verdict": "major",
        "counts": {"breaking": 1, "additive": 1, "documentation": 1},
    }


EVIL = st.text(
    st.sampled_from("`@<>&[]()*_#|\\!~:/\n\r\t \u2028\x1b\u202eab") | st.characters(), max_size=30
)


@given(EVIL)
def test_text_of_a_document_is_nothing_but_code_in_markdown(content: str) -> None:
    made = "\n".join(markdown(hostile(content)))
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(made)
    inline = [child for token in tokens for child in token.children or ()]
    html = {token.content.strip() for token in [*tokens, *inline] if token.type.startswith("html")}
    assert html <= {
        "<br>",
        "<details><summary>Documentation alone: 1</summary>",
        "</details>",
    }
    assert {child.type for child in inline} <= {
        *("text", "code_inline", "html_inline", "strong_open", "strong_close"),
    }
    said = "".join(child.content for child in inline if child.type == "text")
    assert set(re.findall(r"[^\w\s]", said)) <= set("→:,().")
    assert "@" not in said


@given(EVIL)
def test_text_of_a_document_cannot_steer_a_terminal(content: str) -> None:
    assert all(line.isprintable() for line in text(hostile(content)))


@given(EVIL)
def test_text_of_a_document_comes_through_json(content: str) -> None:
    made = json.loads("\n".join(as_json(hostile(content))))
    assert made["changes"][0]["provider"] == content


def test_a_comment_is_never_longer_than_hosts_allow() -> None:
    others = [replace(ADDED, subject=Subject(f"p{n}", "stop_run", "a" * 200)) for n in range(9)]
    made = markdown(Comparison("a", "b", [*[ADDED] * 5000, *others * 500, *[REWORDED] * 5000]))
    assert sum(map(len, made)) + len(made) < 65536
    assert len([line for line in made if re.fullmatch(r"- and \d+ more", line)]) == 11
