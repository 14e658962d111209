from __future__ import annotations

import copy
import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stopgen.description import Description, Json, JsonObject
from stopgen.diagnostic import Code, Diagnostic, Severity, collect
from stopgen.overlay import apply, apply_all
from stopgen.readers import data
from stopgen.readers.excerpt import Excerpt
from stopgen.source import Document

PAGE = """\
openapi: 3.1.0
info:
  title: Tasks
  version: '1'
tags: [one, two, three, four]
paths:
  /tasks/{id}/stop:
    post:
      operationId: stopTask
      parameters:
        - name: id
          in: path
          schema:
            type: string
            format: uuid
        - name: mode
          in: query
      responses:
        '200':
          description: Stopped
"""


def file(text: str, name: str = "p/overlay.yaml", provider: str = "p") -> Document:
    return Document(f"specs/{name}", name, provider, None, text)


def describe(text: str = PAGE, name: str = "p/stop.en.yaml", provider: str = "p") -> Description:
    document = file(text, name, provider)
    loaded, found = collect(data.load(Excerpt.whole(document)))
    assert not found
    assert loaded is not None
    assert isinstance(loaded.value, dict)
    return Description(document, loaded.value, loaded.origins)


def overlay(actions: str, head: str = "") -> Document:
    """Return an overlay whose first action stands on line 6."""
    head = head or "overlay: 1.0.0\ninfo:\n  title: Corrections\n  version: '1'\n"
    return file(f"{head}actions:\n{actions}")


def change(actions: str, page: str = PAGE) -> tuple[JsonObject, list[Diagnostic], Description]:
    description = describe(page)
    before = copy.deepcopy(description.openapi)
    corrected, found = collect(apply(description, [overlay(actions)]))
    assert description.openapi == before
    return corrected.openapi, found, corrected


def at(tree: Json, *path: str | int) -> Json:
    for part in path:
        if isinstance(tree, dict):
            tree = tree[str(part)]
        elif isinstance(tree, list):
            tree = tree[int(part)]
    return tree


POST = ("paths", "/tasks/{id}/stop", "post")


def test_without_overlays_everything_stays_as_it_is() -> None:
    description = describe()
    corrected, found = collect(apply(description, []))
    assert corrected == description
    assert found == []


def test_an_update_merges_objects_down_to_the_last_one() -> None:
    tree, found, _ = change("""\
  - target: $.info
    update: {title: Jobs, contact: {name: Support}}
  - target: $
    update: {info: {contact: {email: a@example.com}}}
""")
    assert found == []
    assert tree["info"] == {
        "title": "Jobs",
        "version": "1",
        "contact": {"name": "Support", "email": "a@example.com"},
    }


def test_an_update_of_a_list_appends_one_item() -> None:
    tree, found, _ = change("  - {target: '$.tags', update: [five]}\n")
    assert found == []
    assert tree["tags"] == ["one", "two", "three", "four", ["five"]]


def test_a_list_inside_an_update_is_appended_item_by_item() -> None:
    tree, _, _ = change("  - {target: '$', update: {tags: [five, six]}}\n")
    assert tree["tags"] == ["one", "two", "three", "four", "five", "six"]


def test_a_member_of_another_kind_is_replaced() -> None:
    tree, found, _ = change("  - {target: '$', update: {tags: none, openapi: [3, 1]}}\n")
    assert found == []
    assert (tree["tags"], tree["openapi"]) == ("none", [3, 1])


def test_an_update_reaches_everything_that_is_selected() -> None:
    tree, found, _ = change("""\
  - target: $..parameters[?@.in == 'query']
    update: {required: true}
  - target: $.paths[*][*].parameters[*]
    update: {x-seen: true}
""")
    assert found == []
    assert at(tree, *POST, "parameters", 0, "x-seen") is True
    assert at(tree, *POST, "parameters", 1) == {
        "name": "mode",
        "in": "query",
        "required": True,
        "x-seen": True,
    }


def test_a_value_without_parts_can_be_replaced_by_another() -> None:
    tree, found, _ = change("  - {target: '$.info.title', update: Jobs}\n")
    assert found == []
    assert at(tree, "info", "title") == "Jobs"


def test_actions_build_on_each_other() -> None:
    tree, found, _ = change("""\
  - {target: '$', update: {components: {schemas: {A: {type: string}}}}}
  - {target: '$.components.schemas.A', update: {format: uuid}}
  - {target: '$.components.schemas.A.type', remove: true}
""")
    assert found == []
    assert tree["components"] == {"schemas": {"A": {"format": "uuid"}}}


def test_removing_takes_out_members_and_items() -> None:
    tree, found, _ = change("""\
  - {target: '$.tags[0,2]', remove: true}
  - {target: '$..format', remove: true}
""")
    assert found == []
    assert tree["tags"] == ["two", "four"]
    assert at(tree, *POST, "parameters", 0, "schema") == {"type": "string"}


def test_removing_wins_over_an_update_in_one_action() -> None:
    tree, found, _ = change("  - {target: '$.tags', remove: true, update: five}\n")
    assert found == []
    assert "tags" not in tree


def test_removing_a_part_and_something_inside_it_is_removing_the_part() -> None:
    tree, found, _ = change("  - {target: '$.paths..*', remove: true}\n")
    assert found == []
    assert tree["paths"] == {}


def test_what_is_selected_twice_is_updated_once() -> None:
    tree, _, _ = change("""  - {target: "$['tags', 'tags']", update: five}\n""")
    assert tree["tags"] == ["one", "two", "three", "four", "five"]


def test_an_update_that_replaces_what_is_selected_further_down_is_no_error() -> None:
    page = "a: {b: {c: {d: {e: 1}}}}\n"
    tree, found, _ = change("  - {target: '$..*[?@.c || @.e]', update: {c: 5}}\n", page)
    assert found == []
    assert tree == {"a": {"b": {"c": 5}}}


class TestPositions:
    def corrected(self, actions: str) -> Description:
        _, found, corrected = change(actions)
        assert found == []
        return corrected

    def where(self, description: Description, *pointer: str | int) -> tuple[str, int]:
        position = description.origins.position(pointer)
        return position.file.rpartition("/")[2], position.line

    def test_what_an_overlay_put_in_stands_in_the_overlay(self) -> None:
        corrected = self.corrected("""\
  - target: $.info
    update:
      title: Jobs
      contact:
        name: Support
""")
        assert self.where(corrected, "info", "title") == ("overlay.yaml", 8)
        assert self.where(corrected, "info", "contact") == ("overlay.yaml", 9)
        assert self.where(corrected, "info", "contact", "name") == ("overlay.yaml", 10)

    def test_what_an_overlay_left_alone_stands_where_it_stood(self) -> None:
        corrected = self.corrected("  - {target: '$.info', update: {title: Jobs}}\n")
        assert self.where(corrected, "info") == ("stop.en.yaml", 2)
        assert self.where(corrected, "info", "version") == ("stop.en.yaml", 4)

    def test_an_appended_item_stands_in_the_overlay(self) -> None:
        corrected = self.corrected("""\
  - target: $..parameters
    update: {name: more, in: query}
  - target: $..post
    update:
      parameters:
        - name: most
""")
        assert self.where(corrected, *POST, "parameters", 1) == ("stop.en.yaml", 16)
        assert self.where(corrected, *POST, "parameters", 2, "in") == ("overlay.yaml", 7)
        assert self.where(corrected, *POST, "parameters", 3, "name") == ("overlay.yaml", 11)

    def test_an_item_that_moves_up_keeps_its_place(self) -> None:
        corrected = self.corrected("""\
  - {target: '$..parameters[0]', remove: true}
  - {target: '$..parameters[0]', update: {x-note: moved}}
""")
        assert self.where(corrected, *POST, "parameters", 0, "name") == ("stop.en.yaml", 16)
        assert self.where(corrected, *POST, "parameters", 0, "in") == ("stop.en.yaml", 17)
        assert self.where(corrected, *POST, "parameters", 0, "x-note") == ("overlay.yaml", 7)

    def test_many_removals_one_after_the_other_are_no_burden(self) -> None:
        page = "tags:\n" + "".join(f"  - tag{number}\n" for number in range(300))
        action = "  - {target: '$.tags[0]', remove: true}\n"
        tree, found, corrected = change(action * 299, page)
        assert found == []
        assert tree == {"tags": ["tag299"]}
        assert self.where(corrected, "tags", 0) == ("stop.en.yaml", 301)


class TestSeveralDescriptions:
    def test_an_action_has_to_match_in_one_of_them(self) -> None:
        english, chinese = describe(), describe("x-only: here\n", "p/stop.zh-hans.yaml")
        actions = overlay("  - {target: '$.x-only', update: there}\n")
        corrected, found = collect(apply_all([english, chinese], [actions]))
        assert found == []
        assert corrected[0] is english
        assert corrected[1].openapi == {"x-only": "there"}

    def test_it_does_not_matter_which_of_them(self) -> None:
        english, chinese = describe(), describe("x-only: here\n", "p/stop.zh-hans.yaml")
        actions = overlay("  - {target: '$.x-only', update: there}\n")
        corrected, found = collect(apply_all([chinese, english], [actions]))
        assert found == []
        assert corrected[1] is english

    def test_a_target_that_none_of_them_has_is_one_error_at_its_line(self) -> None:
        actions = overlay("  - description: why\n    target: $.info.titel\n    remove: true\n")
        _, found = collect(apply_all([describe(), describe()], [actions]))
        sentence = "nothing is selected by '$.info.titel'"
        assert [str(item) for item in found] == [
            f"specs/p/overlay.yaml:7:5: error: {sentence} [overlay-no-match]"
        ]

    def test_other_providers_are_left_alone(self) -> None:
        other = describe(name="q/stop.yaml", provider="q")
        actions = overlay("  - {target: '$.info', update: {title: Jobs}}\n")
        corrected, found = collect(apply_all([describe(), other], [actions]))
        assert found == []
        assert at(corrected[0].openapi, "info", "title") == "Jobs"
        assert corrected[1] is other

    def test_an_overlay_without_documents_is_a_warning(self) -> None:
        other = describe(name="q/stop.yaml", provider="q")
        actions = overlay("  - {target: '$.info', update: {title: Jobs}}\n")
        corrected, found = collect(apply_all([other], [actions]))
        assert corrected == [other]
        assert [(item.code, item.severity) for item in found] == [
            (Code.OVERLAY_NO_MATCH, Severity.WARNING)
        ]

    @pytest.mark.parametrize("name", ["stop.en.yaml", "./stop.en.yaml", "../p/stop.en.yaml"])
    def test_an_overlay_can_name_the_document_that_it_speaks_about(self, name: str) -> None:
        english, chinese = describe(), describe(name="p/stop.zh-hans.yaml")
        head = f"overlay: 1.0.0\ninfo: {{title: T, version: '1'}}\nextends: {name}\n"
        actions = overlay("  - {target: '$.info', update: {title: Jobs}}\n", head)
        corrected, found = collect(apply_all([english, chinese], [actions]))
        assert found == []
        assert at(corrected[0].openapi, "info", "title") == "Jobs"
        assert corrected[1] is chinese

    def test_naming_a_document_that_is_not_there_is_an_error(self) -> None:
        head = "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nextends: start.yaml\n"
        actions = overlay("  - {target: '$.info', update: {title: Jobs}}\n", head)
        corrected, found = collect(apply_all([describe()], [actions]))
        assert at(corrected[0].openapi, "info", "title") == "Tasks"
        assert [(item.code, item.position.line) for item in found] == [(Code.OVERLAY_NO_MATCH, 3)]

    def test_overlays_are_applied_in_their_order(self) -> None:
        first = overlay("  - {target: '$.info', update: {title: Jobs}}\n")
        second = overlay("  - {target: \"$.info[?@ == 'Jobs']\", update: Runs}\n")
        corrected, found = collect(apply_all([describe()], [first, second]))
        assert found == []
        assert at(corrected[0].openapi, "info", "title") == "Runs"


INFO = "info: {title: T, version: '1'}\n"
ACTIONS = "actions:\n  - {target: $.info, update: {}}\n"
WRONG = [
    ("- 1\n", 1, "an overlay is an object with 'overlay', 'info' and 'actions'"),
    (f"{INFO}{ACTIONS}", 1, "'overlay' is the version of the format, which is 1.0.0"),
    (
        f"{INFO}overlay: 2.0.0\n{ACTIONS}",
        2,
        "'overlay' is the version of the format, which is 1.0.0",
    ),
    (f"overlay: 1.0.0\n{ACTIONS}", 1, "'info' is an object with 'title' and 'version'"),
    (
        f"overlay: 1.0.0\ninfo:\n  title: T\n  version: 1\n{ACTIONS}",
        4,
        "'info' has a text as its 'version'; quote a number",
    ),
    (
        f"overlay: 1.0.0\ninfo:\n  version: '1'\n{ACTIONS}",
        2,
        "'info' has a text as its 'title'; quote a number",
    ),
    (f"overlay: 1.0.0\nextends: 5\n{INFO}{ACTIONS}", 2, "'extends' is the name of a document"),
    (f"overlay: 1.0.0\n{INFO}actions: []\n", 3, "'actions' is a list of at least one action"),
    (f"overlay: 1.0.0\n{INFO}", 1, "'actions' is a list of at least one action"),
    (f"overlay: 1.0.0\n{INFO}{ACTIONS}action: 1\n", 5, "an overlay has no field 'action'"),
    (
        f"overlay: 1.0.0\n{INFO}actions:\n  - remove\n",
        4,
        "an action is an object with 'target' and 'update' or 'remove'",
    ),
    (
        f"overlay: 1.0.0\n{INFO}actions:\n  - remove: true\n",
        4,
        "an action has a JSONPath as its 'target'",
    ),
    (
        f"overlay: 1.0.0\n{INFO}actions:\n  - target: $.info\n",
        4,
        "an action has an 'update', or 'remove: true'",
    ),
    (
        f"overlay: 1.0.0\n{INFO}actions:\n  - target: $.info\n    remove: 'true'\n    update: 1\n",
        5,
        "'remove' is true or false",
    ),
    (
        f"overlay: 1.0.0\n{INFO}actions:\n  - target: $.info\n    replace: 1\n    remove: true\n",
        5,
        "an action has no field 'replace'",
    ),
    (
        f"overlay: 1.0.0\n{INFO}actions:\n  - remove: true\n    target: $.info[\n",
        5,
        "'$.info[' is no JSONPath as RFC 9535 has it: ",
    ),
    (
        f"overlay: 1.0.0\n{INFO}actions:\n  - remove: true\n    target: info\n",
        5,
        "'info' is no JSONPath as RFC 9535 has it: ",
    ),
    (
        f"overlay: 1.0.0\n{INFO}actions:\n  - target: $.info\n    update: 5\n",
        5,
        "this does not fit what is selected at '/info'",
    ),
    (
        f"overlay: 1.0.0\n{INFO}actions:\n  - target: $.info.title\n    update: {{}}\n",
        5,
        "this does not fit what is selected at '/info/title'",
    ),
    (
        f"overlay: 1.0.0\n{INFO}actions:\n  - target: ${'.a' * 2000}\n    remove: true\n",
        4,
        "the target cannot be looked for: ",
    ),
    (
        f"overlay: 1.0.0\n{INFO}actions:\n  - target: $\n    remove: true\n",
        4,
        "this would leave no description",
    ),
]


@pytest.mark.parametrize(("text", "line", "message"), WRONG)
def test_a_faulty_overlay_changes_nothing_and_says_why(text: str, line: int, message: str) -> None:
    description = describe()
    corrected, found = collect(apply(description, [file(text)]))
    assert corrected.openapi == description.openapi
    assert [(item.code, item.position.line) for item in found] == [(Code.OVERLAY_INVALID, line)]
    assert found[0].message.startswith(message)
    assert "\n" not in found[0].message


def test_every_fault_of_an_overlay_is_reported() -> None:
    text = "overlay: 1\ninfo: {}\nactions:\n  - target: 5\n  - {}\n"
    _, found = collect(apply(describe(), [file(text)]))
    assert [item.position.line for item in found] == [1, 2, 2, 4, 4, 5, 5]


def test_every_wrong_target_is_reported() -> None:
    actions = "  - {target: '$.[', remove: true}\n  - {target: '$$', remove: true}\n"
    _, found, _ = change(actions)
    assert [item.position.line for item in found] == [6, 7]


def test_a_faulty_text_is_reported_by_its_reader() -> None:
    description = describe()
    corrected, found = collect(apply(description, [file("overlay: [\n")]))
    assert corrected == description
    assert [item.severity for item in found] == [Severity.ERROR]


def test_extensions_are_allowed_everywhere() -> None:
    head = "overlay: 1.0.0\nx-a: 1\ninfo: {title: T, version: '1', x-b: 2}\n"
    actions = overlay("  - {target: $.tags, update: five, x-c: 3, description: why}\n", head)
    corrected, found = collect(apply(describe(), [actions]))
    assert found == []
    assert at(corrected.openapi, "tags", 4) == "five"


def test_a_target_that_selects_without_measure_ends_with_an_error() -> None:
    page = "tags:\n" + "  - 1\n" * 400
    everything_often = f"$['tags'][{','.join(['*'] * 300)}]"
    _, found, _ = change(f'  - {{target: "{everything_often}", remove: true}}\n', page)
    assert [(item.code, item.message) for item in found] == [
        (
            Code.OVERLAY_INVALID,
            "the target cannot be looked for: it selects more than 100000 parts",
        )
    ]


def test_a_description_that_is_too_deep_for_a_target_ends_with_an_error() -> None:
    page = "a: " + "[" * 120 + "]" * 120 + "\n"
    _, found, _ = change("  - {target: '$..b', remove: true}\n", page)
    assert [item.code for item in found] == [Code.OVERLAY_INVALID]
    assert found[0].message.startswith("the target cannot be looked for: ")


def test_jsonpath_is_not_imported_before_an_overlay_needs_it() -> None:
    code = "import sys, stopgen.overlay; sys.exit('jsonpath' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=3)
trees: st.SearchStrategy[Json] = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b", "c"]), inner, max_size=3)
    ),
    max_leaves=8,
)
objects = st.dictionaries(st.sampled_from(["a", "b", "c"]), trees, max_size=3)
targets = st.sampled_from(
    ["$", "$.a", "$.*", "$..a", "$..*", "$.a[0]", "$..[0]", "$..[1:]", "$[?@.a]", "$..b.c"]
)


@settings(deadline=None)
@given(objects, st.lists(st.tuples(targets, trees | st.just("remove")), max_size=3))
def test_nothing_is_raised_and_nothing_that_was_given_is_changed(
    tree: JsonObject, changes: list[tuple[str, Json]]
) -> None:
    actions: list[Json] = [
        {"target": target, "remove": True}
        if update == "remove"
        else {"target": target, "update": update}
        for target, update in changes
    ]
    text: Json = {
        "overlay": "1.0.0",
        "info": {"title": "T", "version": "1"},
        "actions": actions or [{"target": "$", "update": {}}],
    }
    before = copy.deepcopy(tree)
    description = describe("{}\n")
    description = Description(description.document, tree, description.origins)
    corrected, _ = collect(apply(description, [file(json.dumps(text))]))
    assert description.openapi == before
    assert isinstance(corrected.openapi, dict)


@given(objects, objects)
@settings(deadline=None)
def test_everything_in_an_update_of_an_object_is_there_afterwards(
    tree: JsonObject, update: JsonObject
) -> None:
    description = describe("{}\n")
    description = Description(description.document, tree, description.origins)
    text = json.dumps(
        {
            "overlay": "1.0.0",
            "info": {"title": "T", "version": "1"},
            "actions": [{"target": "$", "update": update}],
        }
    )
    corrected, found = collect(apply(description, [file(text)]))
    assert found == []
    assert set(corrected.openapi) == set(tree) | set(update)
    for key, value in update.items():
        if key not in tree or isinstance(value, str):
            assert corrected.openapi[key] == value
    again, _ = collect(apply(corrected, [file(text)]))
    assert {k for k, v in again.openapi.items() if v != corrected.openapi[k]} <= {
        key for key in tree | update if holds_list(update.get(key))
    }


def holds_list(value: Json) -> bool:
    match value:
        case list():
            return True
        case dict():
            return any(map(holds_list, value.values()))
        case _:
            return False
