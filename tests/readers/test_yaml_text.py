import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from readers.reading import FILE, fault, load, pointers, text_at, value
from stopgen.description import Pointer
from stopgen.diagnostic import Code, Position
from stopgen.readers import yaml_lookup
from stopgen.readers.excerpt import Excerpt
from stopgen.readers.yaml_characters import without_breaks
from stopgen.readers.yaml_nodes import MOST_ALIASED, MOST_NESTED, exact
from stopgen.readers.yaml_text import YamlOrigins, load_plain

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=12)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**80), 2**80)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *((word, word) for word in ("on", "off", "yes", "no", "y", "n", "On", "NO")),
        *((word, word) for word in ("2024-01-01", "12:30:45", "1_000", "012", "-01", "0o8")),
        *((word, None) for word in ("null", "Null", "NULL", "~", "")),
        *((word, True) for word in ("true", "True", "TRUE")),
        *((word, False) for word in ("false", "False", "FALSE")),
        *(("0x1F", 31), ("0o17", 15), ("+1", 1), ("-0", 0), ("18446744073709551615", 2**64 - 1)),
        *(("1e3", 1000.0), (".5", 0.5), ("1.", 1.0), ("-2.5E-1", -0.25), ("1e400", "1e400")),
        *(("18446744073709551616", 2**64), ("-9223372036854775809", -(2**63) - 1)),
        *(("nan", "nan"), ("inf", "inf"), ("1.2.3", "1.2.3"), ("=", "="), ("nULL", "nULL")),
    ],
)
def test_scalars_mean_what_yaml_1_2_says(written: str, meant: object) -> None:
    found = value(f"key: {written}\n")
    assert found == {"key": meant}
    assert json.dumps(found) == json.dumps({"key": meant})
    assert exact(f"key: {written}\n")[1].value == found


@given(TREES)
def test_the_fast_way_and_the_exact_way_read_the_same(tree: object) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True)
    plain = load_plain(text)
    if plain is not None:
        assert exact(text)[1].value == plain[0]


@given(TREES)
def test_what_was_written_as_yaml_is_read_back(tree: object) -> None:
    assert value(yaml.safe_dump({"top": tree}, default_style='"')) == {"top": tree}


@given(st.text(max_size=60))
def test_no_text_makes_reading_fail_without_a_diagnostic(text: str) -> None:
    found, diagnostics = load(text.encode("utf-8", "ignore").decode("utf-8"))
    assert (found is None) == bool(diagnostics)


@given(st.text("ab:-? \n\t'\"[]{},#&*!|>%@`", max_size=40))
def test_no_yaml_like_text_makes_reading_fail_without_a_diagnostic(text: str) -> None:
    found, diagnostics = load(text)
    assert (found is None) == bool(diagnostics)
    lines = text.count("\n") + 2
    assert all(1 <= diagnostic.position.line <= lines for diagnostic in diagnostics)


def test_status_codes_become_text() -> None:
    assert value("200: a\n404: b\n") == {"200": "a", "404": "b"}
    assert value("x:\n  - 500: a\n    default: b\n") == {"x": [{"500": "a", "default": "b"}]}


def test_other_keys_keep_their_spelling() -> None:
    assert value("1.10: a\ntrue: b\nnull: c\n0x1F: d\n~: e\n7: f\n") == {
        "1.10": "a",
        "true": "b",
        "null": "c",
        "0x1F": "d",
        "~": "e",
        "7": "f",
    }


def test_a_number_and_a_text_that_are_the_same_key_are_a_duplicate() -> None:
    found = fault("200: a\n'200': b\n")
    assert (found.code, found.position.line) == (Code.DUPLICATE_KEY, 2)


def test_a_duplicate_key_is_told_with_both_places() -> None:
    found = fault("a:\n  b: 1\n  c: 2\n  b: 3\n")
    assert found.code is Code.DUPLICATE_KEY
    assert (found.position.line, found.position.column) == (4, 3)
    assert [place.line for place in found.related] == [2]


def test_a_duplicate_that_lost_its_parent_blames_the_parent() -> None:
    found = fault("a:\n  type: x\n  b:\n  type: y\n")
    assert (found.code, found.position.line) == (Code.DUPLICATE_KEY, 3)
    assert [place.line for place in found.related] == [4, 2]


def test_anchors_and_aliases_work() -> None:
    assert value("a: &x {b: [1]}\nc: *x\nd: &y text\ne: *y\n") == {
        "a": {"b": [1]},
        "c": {"b": [1]},
        "d": "text",
        "e": "text",
    }


def test_merge_keys_are_merged_and_own_keys_win() -> None:
    text = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  x: 9\nd: {<<: *b}\n"
    found = value(text)
    assert isinstance(found, dict)
    assert found["c"] == {"x": 9, "y": 1, "z": 2}
    assert found["d"] == {"y": 2, "z": 2}


def test_a_quoted_merge_key_is_a_key() -> None:
    assert value("'<<': {a: 1}\n") == {"<<": {"a": 1}}


def test_only_mappings_can_be_merged() -> None:
    found = fault("a: &a [1]\nb:\n  <<: *a\n")
    assert (found.code, found.position.line) == (Code.BAD_YAML, 3)


def test_an_alias_without_an_anchor_is_told() -> None:
    found = fault("a: &b 1\nc: *d\ne: *b\n")
    assert (found.code, found.position.line) == (Code.BAD_YAML, 2)


def test_an_alias_inside_itself_is_refused() -> None:
    found = fault("a: &a\n  b: *a\n")
    assert (found.code, found.position.line) == (Code.ALIAS_BOMB, 2)


def test_nested_aliases_that_explode_are_refused() -> None:
    levels = "".join(f"- &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 30))
    found = fault(f"- &l0 [x]\n{levels}")
    assert found.code is Code.ALIAS_BOMB


def test_many_aliases_of_one_large_value_are_refused() -> None:
    items = MOST_ALIASED // 10
    found = fault(f"- &a [{', '.join(['x'] * items)}]\n- [{', '.join(['*a'] * 20)}]\n")
    assert (found.code, found.position.line) == (Code.ALIAS_BOMB, 2)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", '{"}": ', "[ #]\n"])
def test_deep_nesting_is_refused(opening: str) -> None:
    assert fault(opening * 100_000).code is Code.TOO_DEEP


@pytest.mark.parametrize(
    "text", ["{a: " * 5000, "[" * 5000, '{"}": ' * 5000, "- [ #]\n" * 5000, "x: [\n" * 5000]
)
def test_the_fast_reader_never_gets_what_takes_it_minutes(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        pytest.fail("the fast reader was called")

    monkeypatch.setattr("ryaml.load", refuse)
    assert load_plain(text) is None


def test_reasonable_nesting_is_read() -> None:
    depth = MOST_NESTED - 1
    assert value("[" * depth + "]" * depth) is not None


def test_many_lists_beside_each_other_are_not_deep() -> None:
    assert value(f"a: [{', '.join(['[x]'] * 5000)}]\n") == {"a": [["x"]] * 5000}
    quoted = ", ".join(['["x"]'] * 3000)
    assert value(f"a: [{quoted}]\n") == {"a": [["x"]] * 3000}


@pytest.mark.parametrize("number", [".nan", ".inf", "-.Inf", ".NaN", "[1, .inf]"])
def test_what_json_has_no_number_for_is_refused(number: str) -> None:
    found = fault(f"a: 1\nb: {number}\n")
    assert (found.code, found.position.line) == (Code.BAD_YAML, 2)


def test_a_text_that_only_looks_like_an_infinity_is_a_text() -> None:
    assert value("a: see x.info and y.nano\nb: '.inf'\n") == {
        "a": "see x.info and y.nano",
        "b": ".inf",
    }


def test_core_tags_are_understood() -> None:
    assert value("a: !!str 12\nb: !!int '12'\nc: !!map {d: 1}\ne: ! 5\n") == {
        "a": "12",
        "b": 12,
        "c": {"d": 1},
        "e": "5",
    }


@pytest.mark.parametrize("tag", ["!include x.yaml", "!!python/object:os.system {}", "!x [1]"])
def test_other_tags_are_refused(tag: str) -> None:
    found = fault(f"a: 1\nb: {tag}\n")
    assert (found.code, found.position.line) == (Code.BAD_YAML, 2)


def test_line_breaks_of_older_yaml_are_ordinary_characters() -> None:
    text = "a: x\u2028y\nb: 'p\x85q'\nc: \"\u2029\"\n\u2028: d\n"
    assert value(text) == {"a": "x\u2028y", "b": "p\x85q", "c": "\u2029", "\u2028": "d"}
    found = fault("a: x\u2028y\nb: [\nc: d\n")
    assert found.position.line in {2, 3}


def test_stand_ins_for_line_breaks_are_never_characters_of_the_text() -> None:
    text = "\ue000\u2028\ue001\u2029"
    written, breaks = without_breaks(text)
    assert len(set(written)) == 4
    assert written.translate(breaks) == text


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x9b", "\ufffe"])
def test_control_characters_are_refused_where_they_stand(character: str) -> None:
    found = fault(f"a: 1\nb: x{character}y\n")
    assert (found.code, found.position.line, found.position.column) == (Code.BAD_YAML, 2, 5)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a:\n  b: 1\n   c: 2\n", 2),  # the text "1\n c" begins there
        ("a:\n\tb: 1\n", 2),
        ("a: 1\nb: [1, 2\nc: 3\n", 2),
        ("a: 1\nb: {x: 1\nc: 3\n", 2),
        ("a: 'x\nb: 1\n", 1),
        ("a: 1\nb: 'x\nc: 'y'\nd: 1\n", 2),
        ("a: 1\nb\nc: 2\n", 2),
        ("a: 1\nb: c: d\n", 2),
        ("a: 1\nb: @x\n", 2),
        ("a: 1\n? [b]\n: 2\n", 2),
        ("a: 1\n---\nb: 2\n", 2),
        ('a: 1\nb: "\\ud800"\n', 2),
        ("a: 1\nb: %x\n", 2),
    ],
)
def test_a_fault_is_told_at_its_line(text: str, line: int) -> None:
    found = fault(text)
    assert (found.code, found.position.line) == (Code.BAD_YAML, line)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        # one line stands too deep, and the lines after it do not
        ("a:\n  required:\n      - x\n    - y\n    - z\n", 3),
        ("a:\n  b:\n       c: 1\n      d: 2\n      e: 3\n", 3),
        # one key has left its block, which goes on behind what it holds
        ("a:\n  b:\n    c: 1\n  d:\n      e: 1\n      f: 2\n    g: 3\n    h: 4\n", 4),
        ("post:\n   d:\n      e: 1\n    g: 3\n", 2),
        ("a:\n  b:\n  c:\n      e: 1\n      f: 2\n    g: 3\n", 3),
        # a key is no key
        ("a:\n  b: 1\n  'c'\n    d: 1\n", 3),
        # one line stands too far left
        ("a:\n  b:\n      c: 1\n      d: 2\n    e: 3\n  f: 4\n", 5),
        ("a: 1\nb:\n      c: 1\n      d: 2\n   e: 3\n", 5),
        ("a:\n  b: 1\n  c: 2\n d: 3\n", 4),
    ],
)
def test_wrong_indentation_is_told_at_the_line_that_is_wrong(text: str, line: int) -> None:
    found = fault(text)
    assert (found.code, found.position.line) == (Code.BAD_YAML, line)


def test_places_in_a_text_that_is_no_yaml_are_its_beginning() -> None:
    assert YamlOrigins(Excerpt("f", "a: [")).position(("a",)) == Position("f", 1, 1)


def test_a_number_of_absurd_length_is_text() -> None:
    assert value(f"a: {'9' * 5000}\nb: *\n".replace("b: *", "b: &x 1\nc: *x")) == {
        "a": "9" * 5000,
        "b": 1,
        "c": 1,
    }


def test_what_a_document_says_is_cut_in_a_sentence() -> None:
    found = fault("!" * 5000)
    assert len(found.message) < 200
    assert "\u202e" not in fault("a: *\u202e\n").message


@given(st.dictionaries(TEXT, TREES, min_size=1, max_size=4))
def test_every_part_has_the_place_of_its_key(tree: dict[str, object]) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True, width=10_000)
    found = value(text)
    origins = YamlOrigins(Excerpt("f", text))
    readable, breaks = without_breaks(text)
    for pointer in pointers(found)[1:]:
        position = origins.position(pointer)
        here = text_at(readable, position.line, position.column)
        if isinstance(pointer[-1], str):
            event = next(e for e in yaml.parse(here) if isinstance(e, yaml.ScalarEvent))
            assert event.value.translate(breaks) == pointer[-1]
        else:
            before = readable.split("\n")[position.line - 1][: position.column - 1]
            assert before.rstrip().endswith(("-", "[", ","))


@given(st.dictionaries(TEXT, TREES, max_size=4), st.booleans(), st.sampled_from([None, "'", '"']))
def test_looking_up_a_place_gives_what_exact_reading_gives(
    tree: dict[str, object], flow: bool, style: str | None
) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True, default_flow_style=flow, default_style=style)
    plain = load_plain(text)
    origins = YamlOrigins(Excerpt("f", text))
    for pointer in pointers(plain[0]) if plain is not None else ():
        offset = yaml_lookup.find(text, pointer)
        assert offset is None or origins.excerpt.at(offset) == origins.position(pointer)


LOOK_UPS = """\
# comment
info:
  title: Acme
  description: |
    paths:
      /x:
        get:
paths:
  '/x':   # a comment
    get:
      tags:
      - one
      - two
      parameters:
        - name: a
          in: query

        # another comment
        - in: path
          name: b
  "/y":
    get: {}
"""


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ((), "info:"),
        (("info", "title"), "title:"),
        (("paths",), "paths:\n  '/x'"),
        (("paths", "/y"), '"/y"'),
        (("paths", "/y", "get"), "get: {}"),
        (("paths", "/x", "get", "tags", 1), "two"),
        (("paths", "/x", "get", "parameters", 0, "name"), "name: a"),
        (("paths", "/x", "get", "parameters", 1), "in: path"),
        (("paths", "/x", "get", "parameters", "1", "name"), "name: b"),
        (("paths", "/x", "get", "parameters", 1, "absent"), "in: path"),
        (("servers", 0), "info:"),
    ],
)
def test_places_in_plain_yaml_need_no_exact_reading(
    pointer: Pointer, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        pytest.fail("the text was read exactly")

    monkeypatch.setattr("stopgen.readers.yaml_nodes.exact", refuse)
    data, _ = load(LOOK_UPS)
    assert data is not None
    position = data.origins.position(pointer)
    assert "\n".join(LOOK_UPS.split("\n")[position.line - 1 :])[position.column - 1 :].startswith(
        place
    )


@pytest.mark.parametrize("pointer", [("paths", "/x"), ("paths", "/x", "get")])
def test_places_that_cannot_be_looked_up_are_found_by_exact_reading(pointer: Pointer) -> None:
    text = "paths: {/x:\n  {get: 1}}\ninfo:\n  /x: |\n    get: 1\n"
    assert yaml_lookup.find(text, pointer) is None
    data, _ = load(text)
    assert data is not None
    assert data.origins.position(pointer).line == len(pointer) - 1


@pytest.mark.parametrize("text", ["a:\n  -b: 1\n  -c:\n    d: 2\n", "a:\n- - b\n  - c\n- d: 2\n"])
def test_dashes_are_not_mistaken_for_items(text: str) -> None:
    data, _ = load(text)
    assert data is not None
    exactly = YamlOrigins(Excerpt(FILE, text))
    for pointer in pointers(data.value):
        assert data.origins.position(pointer) == exactly.position(pointer)


def test_many_questions_are_answered_alike() -> None:
    text = yaml.safe_dump({f"/x{n}": {"get": {"a": n}} for n in range(100)})
    data, _ = load(text)
    assert data is not None
    lines = [data.origins.position((f"/x{n}", "get", "a")).line for n in range(100)]
    assert sorted(lines) == list(range(3, 303, 3))


def test_places_of_aliased_and_merged_parts_are_those_of_the_anchor() -> None:
    text = "a: &a\n  x: 1\n  y: [2]\nb: *a\nc:\n  <<: *a\n  z: 3\n"
    data, _ = load(text)
    assert data is not None
    lines = [
        data.origins.position(pointer).line
        for pointer in [("b",), ("b", "x"), ("b", "y", 0), ("c", "y"), ("c", "z")]
    ]
    assert lines == [4, 2, 3, 3, 7]


def test_what_has_no_place_has_that_of_what_is_around_it() -> None:
    data, _ = load("a:\n  b: [1]\n")
    assert data is not None
    assert data.origins.position(("a", "b", 7, "x")) == Position("acme/stop.md", 2, 3)
    assert data.origins.position(("q",)) == Position("acme/stop.md", 1, 1)
    assert data.origins.position(("a", "b", "0")) == Position("acme/stop.md", 2, 7)


def test_an_excerpt_knows_what_stands_before_its_lines() -> None:
    excerpt = Excerpt("f", "a:\n  b: 1\n", first_line=10, indents=(2, 2))
    assert YamlOrigins(excerpt).position(("a", "b")) == Position("f", 11, 5)
    assert excerpt.at(3) == Position("f", 11, 3)


def test_an_empty_text_is_null() -> None:
    assert value("") is None
    assert value("# only a comment\n") is None
