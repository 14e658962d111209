from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from descriptions import JSON, Tree
from stopgen.description import Pointer
from stopgen.references import (
    at,
    leads_somewhere,
    parse,
    read,
    refer,
    reference_of,
    references_in,
    resolve,
    spell,
)

PARTS = st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1).map(tuple)


@given(PARTS)
def test_what_is_spelled_can_be_read_back(pointer: Pointer) -> None:
    assert read(spell(pointer)) == pointer
    assert parse(refer(pointer)) == pointer


@pytest.mark.parametrize("text", ["#", "", "#foo", "other.yaml#/a", "https://a.example/b#/c", "/a"])
def test_what_points_out_of_the_document_is_no_pointer(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "pointer"), [("", ()), ("/", ("",)), ("/a~1b/m~0n", ("a/b", "m~n")), ("a", None)]
)
def test_a_plain_pointer_is_read_as_the_standard_has_it(text: str, pointer: Pointer | None) -> None:
    assert read(text) == pointer


@given(JSON, st.lists(st.text(max_size=2) | st.integers(0, 3)).map(tuple))
def test_looking_for_anything_anywhere_only_ever_finds_nothing(tree: Any, place: Pointer) -> None:
    if leads_somewhere(tree, place):
        at(tree, place)
    else:
        with pytest.raises(LookupError):
            at(tree, place)


@pytest.mark.parametrize("index", ["1", "-1", "01x", "9" * 5000, "x", ""])
def test_an_index_that_a_list_does_not_have_finds_nothing(index: str) -> None:
    assert not leads_somewhere(["only"], (index,))


def test_a_chain_of_references_is_followed_to_its_end() -> None:
    tree: Tree = {"a": {"$ref": "#/b"}, "b": {"$ref": "#/c/0"}, "c": ["end"]}
    assert resolve(tree, {"$ref": "#/a"}) == ("end", ("c", "0"))


def test_a_circle_of_references_comes_to_an_end() -> None:
    tree: Tree = {"a": {"$ref": "#/b"}, "b": {"$ref": "#/a"}}
    value, _ = resolve(tree, tree["a"])
    assert reference_of(value) is not None


def test_every_reference_is_found_with_its_place() -> None:
    tree: Tree = {
        "a": [{"$ref": "#/x"}, {"b": {"$ref": "#/y~1z"}}],
        "one": {"discriminator": {"mapping": {"d": "#/d", "name": "Dog", "n": 1}}},
        "no": {"$ref": 5},
    }
    assert list(references_in(("top",), tree)) == [
        (("top", "a", 0), ("x",)),
        (("top", "a", 1, "b"), ("y/z",)),
        (("top", "one", "discriminator", "mapping", "d"), ("d",)),
    ]


def test_nesting_of_any_depth_is_looked_through() -> None:
    tree: Any = {"$ref": "#/end"}
    for _ in range(5000):
        tree = [tree]
    assert [target for _, target in references_in((), tree)] == [("end",)]
