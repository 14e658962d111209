"""Compares a rendered module with what the view allows, so that text of a document never becomes code."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_FORBIDDEN = (
    ast.Lambda,
    ast.Global,
    ast.Nonlocal,
    ast.Delete,
    ast.While,
    ast.With,
    ast.AsyncWith,
    ast.Try,
    ast.TryStar,
    ast.JoinedStr,
    ast.NamedExpr,
    ast.Yield,
    ast.YieldFrom,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
    ast.Raise,
    ast.Assert,
)

SPELLED = frozenset(
    "Any ApiKey BaseModel Basic Bearer ConfigDict Field JsonValue Literal Outcome PathValue RootModel "
    "TypeAlias UNSET UUID Unset alias annotations bool date datetime default dict extra field float "
    "format frozen int list model_config models populate_by_name pydantic root str typing uuid".split()
)
"""Identifiers that the view and the models spell besides those that they name."""


def foreign(source: str, allowed: frozenset[str]) -> list[str]:
    """Return what stands in a module and should not; empty for a module that is as it was meant.

    Args:
        source: The text of the module.
        allowed: Identifiers that templates, view and models may use.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError) as fault:
        return [f"a syntax error: {fault}"]
    return list(_strange(tree, allowed))


def _strange(tree: ast.Module, allowed: frozenset[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, _FORBIDDEN):
            yield f"a {type(node).__name__} on line {getattr(node, 'lineno', 0)}"
        yield from (f"the name {name!r}" for name in _identifiers(node) if name not in allowed)


def _identifiers(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
            yield name
        case ast.keyword(arg=str(name)):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.alias(name=name, asname=alias):
            yield from name.split(".")
            yield from (alias,) if alias else ()
        case ast.ImportFrom(module=str(module)):
            yield from module.split(".")
        case _:
            pass
