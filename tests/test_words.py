from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stopgen.words import pascal, singular, snake, split


@pytest.mark.parametrize(
    ("identifier", "words"),
    [
        ("getHTTPStatus-now", ("get", "http", "status", "now")),
        ("chat-messages", ("chat", "messages")),
        ("stopChatMessage", ("stop", "chat", "message")),
        ("chatId", ("chat", "id")),
        ("HTML5Parser", ("html5", "parser")),
        ("job2Id", ("job2", "id")),
        ("v1beta2", ("v1", "beta2")),
        ("2fast", ("2", "fast")),
        ("a.b/c d__e", ("a", "b", "c", "d", "e")),
        ("", ()),
        ("😀--", ()),
        ("停止Task", ("停止", "task")),
        ("arrêterTâche", ("arrêter", "tâche")),
        ("arre\u0302ter", ("arre\u0302ter",)),
        ("रोकें", ("रोकें",)),
    ],
)
def test_an_identifier_falls_into_its_words(identifier: str, words: tuple[str, ...]) -> None:
    assert split(identifier) == words


@given(st.text())
@example("a\u0301")
@example("\u0301a")
def test_words_are_pieces_of_the_identifier_in_lower_case(identifier: str) -> None:
    letters = "".join(char for char in identifier if char.isalpha() or char.isdecimal())
    assert without_marks("".join(split(identifier))) == without_marks(letters.lower())


def without_marks(text: str) -> str:
    return "".join(char for char in text if not unicodedata.category(char).startswith("M"))


@given(st.text(st.characters(codec="ascii")))
def test_a_snake_case_name_has_the_words_that_it_was_made_of(identifier: str) -> None:
    words = split(identifier)
    assert snake(words) == "_".join(words)
    assert "".join(split(snake(words))) == "".join(words)


@pytest.mark.parametrize(
    ("plural", "expected"),
    [
        ("messages", "message"),
        ("tasks", "task"),
        ("queries", "query"),
        ("processes", "process"),
        ("batches", "batch"),
        ("boxes", "box"),
        ("buses", "bus"),
        ("statuses", "status"),
        ("databases", "database"),
        ("responses", "response"),
        ("houses", "house"),
        ("caches", "cache"),
        ("sizes", "size"),
        ("cookies", "cookie"),
        ("analyses", "analysis"),
        ("children", "child"),
        ("data", "data"),
        ("status", "status"),
        ("class", "class"),
        ("bus", "bus"),
        ("series", "series"),
        ("is", "is"),
        ("", ""),
    ],
)
def test_a_plural_becomes_its_singular_and_a_singular_stays(plural: str, expected: str) -> None:
    assert singular(plural) == expected


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("stop_chat_message", "StopChatMessage"),
        ("stopHTTPTask", "StopHTTPTask"),
        ("élan vital", "ÉlanVital"),
        ("a-b.c", "ABC"),
        ("", ""),
    ],
)
def test_words_are_joined_with_capitals(text: str, joined: str) -> None:
    assert pascal(text) == joined
