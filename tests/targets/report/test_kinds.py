from __future__ import annotations

from typing import Any

import pytest

from stopgen.model import (
    Anything,
    Array,
    Enumeration,
    Intersection,
    Nothing,
    Object,
    Operation,
    RateLimit,
    Reference,
    Scalar,
    ScalarType,
    Schema,
    SchemeKind,
    SecurityScheme,
    Union,
)
from stopgen.targets.report.kinds import key, kind, often

TEXT = Scalar(type=ScalarType.STRING)


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        (Anything(), "anything"),
        (Nothing(), "nothing"),
        (TEXT, "string"),
        (Scalar(type=ScalarType.STRING, format="uuid"), "string (uuid)"),
        (Scalar(type=ScalarType.STRING, known_values=("a", "b")), 'string, such as "a", "b"'),
        (Enumeration(values=("a", 1)), 'one of "a", 1'),
        (Enumeration(values=(True,)), "true"),
        (Array(items=TEXT), "list of string"),
        (Union(options=(TEXT, Reference(name="Job"), TEXT)), "string or Job"),
        (Intersection(parts=(Reference(name="Job"), Object())), "Job and object"),
    ],
)
def test_it_says_what_a_value_may_be(schema: Schema, said: str) -> None:
    assert kind(schema) == said


SCHEMES = {
    name: SecurityScheme(key=name, kind=kind, name="x")
    for name, kind in {"a": SchemeKind.HEADER, "b": SchemeKind.QUERY, "c": SchemeKind.BASIC}.items()
}


@pytest.mark.parametrize(
    ("security", "said"),
    [
        ((), "none documented"),
        (({},), "none"),
        (({"a": ()}, {}), "key in the header x, or none"),
        (({"a": (), "b": ()},), "key in the header x and key in the query parameter x"),
        (({"c": ()}, {"c": ()}), "user and password in the header Authorization"),
    ],
)
def test_it_says_how_keys_travel(security: Any, said: str) -> None:
    operation = Operation(name="stop", method="POST", path="/stop", security=security)
    assert key(operation, SCHEMES) == said


@pytest.mark.parametrize(
    ("requests", "seconds", "said"),
    [
        (5, 3600, "5 per hour"),
        (5, 90, "5 per 90 seconds"),
        (None, None, "as the contract says"),
        (5, None, "as the contract says"),
    ],
)
def test_it_says_how_often(requests: int | None, seconds: int | None, said: str) -> None:
    assert often(RateLimit(tier="free", requests=requests, seconds=seconds)) == said
