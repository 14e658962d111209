"""Compares a rendered module with what the view allows, so that text of a document never becomes code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

_MODULES: Final = frozenset("__future__ collections.abc datetime pydantic typing uuid".split())
"""What a module may import from outside of its package."""

_SIBLINGS: Final = frozenset("_runtime async_client client errors fake models operations".split())
"""What a module may import from within its package."""

_CALLED: Final = frozenset(
    "Answer ApiKey Basic Bearer Body ConfigDict ContractRateLimit Error Field Member Operation PathValue "
    "Platform RateLimit RateLimits Route Rule RunStates Sample Server Style "
    "__init__ _error_as _status _stop given loader model_rebuild super".split()
)
"""What a module may call."""

_NODES: Final = (
    *(ast.Module, ast.ImportFrom, ast.alias, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef),
    *(ast.arguments, ast.arg, ast.Return, ast.Assign, ast.AnnAssign, ast.If, ast.Pass, ast.Expr),
    *(ast.Call, ast.keyword, ast.Await, ast.Attribute, ast.Name, ast.Load, ast.Store, ast.Constant),
    *(ast.Tuple, ast.List, ast.Dict, ast.Subscript, ast.BinOp, ast.BitOr, ast.UnaryOp, ast.USub),
    *(ast.BoolOp, ast.Or, ast.IfExp, ast.Compare, ast.IsNot),
)
"""Everything that the templates and the models are made of."""

SPELLED: Final = frozenset(
    "Any ApiKey BaseModel Basic Bearer ConfigDict Field JsonValue Literal Outcome PathValue UNSET UUID "
    "Unset annotations body bool bytes cookies credential date datetime default dict explode extra float format frozen "
    "headers int list media model_config model_rebuild models populate_by_name prefix pydantic query reserved "
    "serialization_alias str style typing uuid validation_alias".split()
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
    except (SyntaxError, ValueError, RecursionError, MemoryError) as fault:
        return [f"a syntax error: {fault}"]
    return list(_strange(tree, allowed))


def _strange(tree: ast.Module, allowed: frozenset[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, _NODES) or not _is_plain(node):
            yield f"a {type(node).__name__} on line {getattr(node, 'lineno', 0)}"
        yield from (f"the name {name!r}" for name in _identifiers(node) if name not in allowed)


def _is_plain(node: ast.AST) -> bool:
    """Tell whether an allowed kind of node holds nothing but what that kind is there for."""
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in _CALLED
        case ast.Call():
            return False
        case ast.ImportFrom():
            return _is_expected(node)
        case ast.Expr(value=value):
            return isinstance(value, ast.Call) or _is_text(value)
        case ast.Constant(value=value):
            return value is None or value is ... or isinstance(value, str | int | float)
        case ast.keyword(arg=name):
            return name is not None
        case ast.Dict(keys=keys):
            return None not in keys
        case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
            return all(isinstance(d, ast.Name) and d.id == "property" for d in node.decorator_list)
        case _:
            return True


def _is_expected(node: ast.ImportFrom) -> bool:
    """Tell whether an import is from a module that is known, under no name of a document."""
    renamed = (alias for alias in node.names if alias.asname not in (None, alias.name))
    if any(not str(alias.asname).startswith("_") for alias in renamed):
        return False
    if node.level == 0:
        return node.module in _MODULES
    sources = [node.module] if node.module else [alias.name for alias in node.names]
    return all(source.partition(".")[0] in _SIBLINGS for source in sources)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


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
