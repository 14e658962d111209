"""Small descriptions, and ways to make up more of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from hypothesis import strategies as st

from stopgen.description import Description, Pointer
from stopgen.diagnostic import Diagnostic, Position, collect
from stopgen.hoist import hoist
from stopgen.lower import lower
from stopgen.model import Provider
from stopgen.references import refer, spell
from stopgen.source import Document
from stopgen.validate import objections, validate

Tree: TypeAlias = dict[str, Any]
"""A JSON object that a test may take apart without asking what stands where."""


@dataclass(frozen=True)
class PointerOrigins:
    """Answers with the pointer itself, so that a test can read it in the position."""

    def position(self, pointer: Pointer) -> Position:
        return Position(spell(pointer))


def describe(openapi: Tree, provider: str = "acme", name: str | None = None) -> Description:
    name = name or f"{provider}/api.yaml"
    document = Document(f"specs/{name}", name, provider, None, "")
    return Description(document, openapi, PointerOrigins())


def validated(description: Description) -> tuple[Description | None, list[Diagnostic]]:
    """Check a description; openapi-spec-validator has the last word."""
    valid, found = collect(validate(description))
    _, objected = collect(objections([valid] if valid else []))
    return valid.description if valid else None, [*found, *objected]


def openapi(paths: Tree, schemas: Tree | None = None, **members: Any) -> Tree:
    """Return a whole document."""
    components = members.pop("components", {}) | ({"schemas": schemas} if schemas else {})
    whole: Tree = {"openapi": "3.1.0", "info": {"title": "Acme", "version": "1"}}
    whole |= {"servers": [{"url": "https://api.acme.example"}], "paths": paths} | members
    return whole | ({"components": components} if components else {})


def stop(answer: Any = None, body: Any = None, **members: Any) -> Tree:
    """Return the path item of a call that stops a job.

    Args:
        answer: The schema of its success; None for one without a body.
        body: The schema of its required JSON body; None for none.
        members: What else the operation says.
    """
    operation: Tree = {"parameters": [parameter("job_id", "path", {"type": "string"})]}
    if body is not None:
        operation["requestBody"] = {"required": True, "content": json_content(body)}
    operation["responses"] = {"200": response(answer)}
    return {"post": operation | members}


def parameter(name: str, location: str, schema: Any, **members: Any) -> Tree:
    required: Tree = {"required": True} if location == "path" else {}
    return {"name": name, "in": location, "schema": schema} | required | members


def response(schema: Any = None, description: str = "Done.") -> Tree:
    content: Tree = {} if schema is None else {"content": json_content(schema)}
    return {"description": description} | content


def json_content(schema: Any) -> Tree:
    return {"application/json": {"schema": schema}}


def ref(name: str, kind: str = "schemas") -> Tree:
    return {"$ref": refer(("components", kind, name))}


PATH = "/jobs/{job_id}/stop"
"""The path of the call that ``stop`` describes."""


def lowered(whole: Tree) -> tuple[Provider, list[Diagnostic]]:
    return collect(lower(describe(whole)))


def provider(whole: Tree) -> Provider:
    """Return the provider of a document without faults, ready for targets."""
    made, found = lowered(whole)
    assert found == []
    return hoist(made)


SCALARS: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
)
JSON: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
"""Any small JSON value."""

NAMES = ("A", "b", "Job2", "C_d")
"""Names that made up schemas may refer to."""

_WORDS = st.sampled_from("id data Data status error job_id class a-b é items copy".split())
_NOTES = st.fixed_dictionaries(
    {},
    optional={
        "description": st.text(max_size=12),
        "title": st.text(max_size=6),
        "deprecated": st.booleans(),
        "default": SCALARS,
        "examples": st.lists(SCALARS, max_size=2),
    },
)


def _both(one: Tree, other: Tree) -> Tree:
    return one | other


def _with_notes(shapes: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(_both, shapes, _NOTES)


_PLAIN = _with_notes(
    st.one_of(
        st.just({}),
        st.fixed_dictionaries(
            {"type": st.sampled_from(["string", "integer", "number", "boolean", "null"])},
            optional={"format": st.sampled_from(["uuid", "date-time", "int64"])},
        ),
        st.fixed_dictionaries(
            {"type": st.just("string")},
            optional={
                "x-extensible-enum": st.lists(st.text(max_size=4), min_size=1, max_size=3),
                "minLength": st.integers(0, 5),
            },
        ),
        st.fixed_dictionaries({"enum": st.lists(SCALARS, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"const": SCALARS}),
        st.just({"type": ["string", "null"]}),
    )
)


_LEAVES = _PLAIN | _with_notes(st.sampled_from(NAMES).map(ref)) | st.booleans()


def _objects(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {"type": st.just("object"), "properties": st.dictionaries(_WORDS, inner, max_size=3)},
        optional={
            "required": st.lists(_WORDS, unique=True, max_size=2),
            "additionalProperties": inner | st.booleans(),
        },
    )


def _arrays(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({"type": st.just("array")}, optional={"items": inner})


def _composed(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.sampled_from(["allOf", "anyOf", "oneOf"]).flatmap(
        lambda key: st.fixed_dictionaries({key: several})
    )


def _around(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    objects, composed = _objects(inner), _composed(inner)
    both = st.builds(_both, objects, composed)
    return _with_notes(st.one_of(objects, _arrays(inner), composed, both))


SCHEMAS: st.SearchStrategy[Any] = st.recursive(_LEAVES, _around, max_leaves=6)
"""Sound schemas that refer to those of ``NAMES``."""

NAMED: st.SearchStrategy[Any] = _PLAIN | _with_notes(_objects(SCHEMAS) | _arrays(SCHEMAS))
"""Schemas that may stand under ``NAMES``: recursive ones among them, but none that is only itself."""


def _document(answer: Any, body: Any, fault: Any, schemas: list[Any]) -> Tree:
    responses = {"200": response(answer), "4XX": response(fault, "No.")}
    named: Tree = dict(zip(NAMES, schemas, strict=True))
    return openapi({PATH: stop(body=body, responses=responses)}, named)


DOCUMENTS: st.SearchStrategy[Tree] = st.builds(
    _document,
    SCHEMAS,
    SCHEMAS,
    SCHEMAS,
    st.lists(NAMED, min_size=len(NAMES), max_size=len(NAMES)),
)
"""Sound documents."""
