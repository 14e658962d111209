from __future__ import annotations

import copy

from hypothesis import given, settings

from descriptions import DOCUMENTS, PATH, Tree, describe, openapi, parameter, ref, response, stop
from stopgen.description import Pointer
from stopgen.references import at, leads_somewhere, refer, references_in, spell
from stopgen.select.prune import prune

STOP = {(PATH, "post")}


def pruned(whole: Tree, keys: set[tuple[str, str]] = STOP) -> Tree:
    before = copy.deepcopy(whole)
    result = prune(describe(whole), keys).openapi
    assert whole == before
    return result


def components(tree: Tree) -> dict[str, list[str]]:
    return {kind: list(names) for kind, names in tree.get("components", {}).items()}


def test_other_operations_and_what_only_they_reach_are_cut_off() -> None:
    whole = openapi(
        {
            PATH: stop(ref("Job")) | {"get": {"responses": {"200": response(ref("Log"))}}},
            "/jobs": {"get": {"responses": {"200": response(ref("Log"))}}},
        },
        {"Job": {"type": "object"}, "Log": {"type": "object"}},
        webhooks={"done": {}},
    )
    result = pruned(whole)
    assert result["paths"] == {PATH: stop(ref("Job"))}
    assert components(result) == {"schemas": ["Job"]}
    assert "webhooks" not in result


def test_references_are_followed_through_every_kind_of_component() -> None:
    item = stop(None)
    item["post"] |= {
        "parameters": [ref("JobId", "parameters")],
        "requestBody": ref("Stop", "requestBodies"),
        "responses": {"200": ref("Done", "responses")},
    }
    whole = openapi(
        {PATH: item},
        {name: {} for name in ("Id", "Body", "Answer", "Trace", "Unused")},
        components={
            "parameters": {"JobId": parameter("job_id", "path", ref("Id")), "Unused": {}},
            "requestBodies": {"Stop": {"content": {"a/b": {"schema": ref("Body")}}}},
            "responses": {
                "Done": response(ref("Answer")) | {"headers": {"t": ref("T", "headers")}}
            },
            "headers": {"T": {"schema": ref("Trace")}},
        },
    )
    assert components(pruned(whole)) == {
        "parameters": ["JobId"],
        "requestBodies": ["Stop"],
        "responses": ["Done"],
        "schemas": ["Id", "Answer", "Body", "Trace"],
        "headers": ["T"],
    }


def test_circles_of_references_are_kept_whole() -> None:
    schemas: Tree = {"A": {"properties": {"b": ref("B")}}, "B": {"items": ref("A")}, "C": {}}
    assert components(pruned(openapi({PATH: stop(ref("A"))}, schemas))) == {"schemas": ["A", "B"]}


def test_what_a_discriminator_names_is_reached() -> None:
    union: Tree = {
        "oneOf": [ref("Cat")],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {"dog": "#/components/schemas/Dog", "fox": "Fox"},
        },
    }
    schemas: Tree = {"Cat": {}, "Dog": {}, "Eel": {}}
    result = pruned(openapi({PATH: stop(union)}, schemas))
    assert components(result) == {"schemas": ["Dog", "Cat"]}


def test_a_reference_into_a_component_keeps_the_whole_of_it_with_all_that_it_reaches() -> None:
    schemas: Tree = {"A": {"properties": {"id": {}, "b": ref("B")}}, "B": {}}
    inside: Tree = {"$ref": "#/components/schemas/A/properties/id"}
    assert components(pruned(openapi({PATH: stop(inside)}, schemas))) == {"schemas": ["A", "B"]}


def test_what_stands_in_another_operation_moves_to_the_components() -> None:
    there = "#/paths/~1other/get"
    item = stop(None)
    item["post"] |= {
        "parameters": [{"$ref": f"{there}/parameters/0"}],
        "requestBody": {"$ref": f"{there}/requestBody"},
        "responses": {"200": {"$ref": f"{there}/responses/200"}},
    }
    schema: Tree = {
        "properties": {
            "again": {"$ref": f"{there}/responses/200/content/application~1json/schema"},
            "log": ref("Log"),
        }
    }
    other: Tree = {
        "parameters": [parameter("job_id", "path", {})],
        "requestBody": {"content": {}},
        "responses": {"200": response(schema)},
    }
    whole = openapi({PATH: item, "/other": {"get": other}}, {"Log": {}})
    description = prune(describe(whole), STOP)
    result = description.openapi
    assert at(result, ("paths",)) == {PATH: at(result, ("paths", PATH))}
    assert sorted(components(result)) == ["parameters", "requestBodies", "responses", "schemas"]
    assert all(leads_somewhere(result, target) for _, target in references_in((), result))
    for kind, names in components(result).items():
        for name in names:
            position = description.origins.position(("components", kind, name))
            source = "/components/schemas/Log" if name == "Log" else "/paths/~1other/get/"
            assert position.file.startswith(source)


def test_what_moves_takes_no_name_that_is_taken() -> None:
    whole = openapi(
        {
            PATH: stop(elsewhere("/a-b")),
            "/a-b": {"title": "/a-b", "items": elsewhere("/a_b")},
            "/a_b": {"title": "/a_b"},
        },
        {"AB": {"title": "mine"}},
    )
    assert at(pruned(whole), ("components", "schemas")) == {
        "AB2": {"title": "/a-b", "items": ref("AB3")},
        "AB3": {"title": "/a_b"},
    }


def test_what_moves_becomes_the_kind_of_component_that_it_is_used_as() -> None:
    union: Tree = {
        "oneOf": [{}],
        "discriminator": {"mapping": {"d": "#/paths/~1d", "e": "Eel", "f": 5}},
    }
    schema: Tree = {"properties": {"responses": {"items": elsewhere("/a")}, "headers": union}}
    item = stop(schema) | {"parameters": [elsewhere("/p")]}
    others: Tree = {path: {"title": path} for path in ("/a", "/d", "/p")}
    result = pruned(openapi({PATH: item} | others))
    assert components(result) == {"parameters": ["P"], "schemas": ["A", "D"]}
    moved = at(result, ("paths", PATH, "post", "responses", "200", "content", "application/json"))
    assert moved == {
        "schema": {
            "properties": {
                "responses": {"items": ref("A")},
                "headers": {
                    "oneOf": [{}],
                    "discriminator": {
                        "mapping": {"d": "#/components/schemas/D", "e": "Eel", "f": 5}
                    },
                },
            }
        }
    }


def elsewhere(path: str) -> Tree:
    return {"$ref": refer(("paths", path))}


def test_a_path_item_that_stands_elsewhere_is_taken_from_there_with_its_place() -> None:
    whole = openapi(
        {PATH: ref("Stop", "pathItems"), "/b/stop": {"$ref": f"#/paths/{PATH.replace('/', '~1')}"}},
        components={"pathItems": {"Stop": stop(None) | {"get": {}, "summary": "Both"}}},
    )
    description = prune(describe(whole), STOP | {("/b/stop", "post")})
    expected: Tree = stop(None) | {"summary": "Both"}
    assert description.openapi["paths"] == {PATH: expected, "/b/stop": expected}
    for path in (PATH, "/b/stop"):
        place: Pointer = ("paths", path, "post", "responses")
        there = description.origins.position(place).file
        assert there == "/components/pathItems/Stop/post/responses"


def test_security_schemes_are_kept_if_an_operation_or_the_document_asks_for_them() -> None:
    schemes: Tree = {key: {"type": "http", "scheme": "bearer"} for key in "abcd"}
    schemes["c"] = ref("d", "securitySchemes")
    whole = openapi(
        {
            PATH: stop(None, security=[{"a": []}, {"c": []}]),
            "/x": {"get": {"security": [{"e": []}]}},
        },
        security=[{"b": []}],
        components={"securitySchemes": schemes | {"e": {}}},
    )
    assert sorted(components(pruned(whole))["securitySchemes"]) == ["a", "b", "c", "d"]


def test_calls_that_the_platform_makes_are_left_out() -> None:
    item = stop(None, callbacks={"done": {"{$request.body}": {"post": ref("Event")}}})
    result = pruned(openapi({PATH: item}, {"Event": {}}))
    assert result["paths"] == {PATH: stop(None)}
    assert "components" not in result


@given(DOCUMENTS)
@settings(max_examples=50)
def test_what_is_reached_is_as_it_was_and_nothing_else_is_kept(whole: Tree) -> None:
    result = pruned(whole)
    names = set(components(result).get("schemas", ()))
    assert result["paths"] == whole["paths"]
    for name in names:
        place = ("components", "schemas", name)
        assert at(result, place) == at(whole, place)
    targets = {target for _, target in references_in((), result)}
    assert {spell(target) for target in targets} == {
        f"/components/schemas/{name}" for name in names
    }


def test_swagger_2_is_cut_down_in_its_own_terms() -> None:
    there = "#/paths/~1other/get/responses/200/schema"
    item = stop(None)
    item["post"]["parameters"] = [{"$ref": "#/parameters/Id"}]
    item["post"]["responses"] = {
        "200": {"schema": {"$ref": "#/definitions/Job"}},
        "404": {"$ref": "#/responses/Gone"},
    }
    other: Tree = {"get": {"responses": {"200": {"schema": {"title": "other"}}}}}
    result = pruned(
        {
            "swagger": "2.0",
            "paths": {PATH: item, "/other": other},
            "parameters": {"Id": parameter("job_id", "path", {}), "Unused": {}},
            "responses": {"Gone": {"schema": {"$ref": there}}, "Unused": {}},
            "definitions": {"Job": {"$ref": "#/definitions/Run"}, "Run": {}, "Unused": {}},
            "securityDefinitions": {"key": {}, "unused": {}},
            "security": [{"key": []}],
        }
    )
    kept = {key: list(result[key]) for key in result if key not in ("swagger", "security")}
    assert kept == {
        "paths": [PATH],
        "securityDefinitions": ["key"],
        "parameters": ["Id"],
        "responses": ["Gone"],
        "definitions": ["Job", "Run", "OtherGetResponses200"],
    }
    assert result["responses"]["Gone"] == {"schema": {"$ref": "#/definitions/OtherGetResponses200"}}
