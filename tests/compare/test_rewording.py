"""Documents in which nothing but words for people is another, through all stages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.pairs import API, DOCUMENTS, PAGE, PROSE
from compare.provided import provided
from stopgen.compare import Level, changes, verdict

LOADED = st.sampled_from(
    "stop stopped cancelled finished already required deprecated optional error 404 POST {id} key".split()
)
# No articles: what is called "a stop" is one of a bus, and nothing that can be ended.
SENTENCES = st.lists(LOADED | st.text("xyz é:#'\"-", min_size=1, max_size=8), min_size=1).map(
    " ".join
)
PLAIN = st.lists(st.sampled_from("the run you gave it once came from here".split()), min_size=1)
IN_YAML = re.compile(r"(?m)(^ *(?:- )?(?:description|summary|title): )(?!Something else).+$")
IN_PROSE = re.compile(r"Ends a conversation while it is at work\.|What creating .* gave back")


def quoted(word: Callable[[], str]) -> Callable[[re.Match[str]], str]:
    return lambda found: found[1] + json.dumps(word())


@pytest.mark.parametrize("name", [API, PAGE])
@settings(max_examples=12)
@given(data=st.data())
def test_any_words_in_openapi_are_documentation(name: str, data: st.DataObject) -> None:
    text = (DOCUMENTS / name).read_text(encoding="utf-8")
    other = IN_YAML.sub(quoted(lambda: data.draw(SENTENCES)), text)
    assert other != text
    made = changes(provided(name, text), provided(name, other))
    assert {change.level for change in made} == {Level.DOCUMENTATION}
    assert verdict(made) == "patch"


@settings(max_examples=12)
@given(data=st.data())
def test_plain_words_in_prose_are_documentation(data: st.DataObject) -> None:
    text = (DOCUMENTS / PROSE).read_text(encoding="utf-8")
    other = IN_PROSE.sub(lambda _: " ".join(data.draw(PLAIN)).capitalize(), text)
    assert other != text
    made = changes(provided(PROSE, text), provided(PROSE, other))
    assert {change.level for change in made} <= {Level.DOCUMENTATION}
