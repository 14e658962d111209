"""Renders templates; the only module that reads them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    pass_eval_context,
    select_autoescape,
)
from jinja2.nodes import EvalContext

from stopgen.toolchain import templates

_IDENTIFIER = re.compile(r"[^\W\d]\w*")
_PLAIN = "\n\t\u00ad\u200b\u200c\u200d\u3000\u00a0"
"""Characters that Python does not call printable, but that texts of some languages are written with."""


def render(template: str, **values: object) -> str:
    """Render one template.

    Args:
        template: Its path below the templates folder, with forward slashes.
        values: What it may use; a missing one is an error.
    """
    return _environment().get_template(template).render(**values)


def copies(folder: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of every plain Python file of a template folder, in order of name."""
    for path in sorted((templates() / folder).glob("*.py"), key=lambda path: path.name):
        yield path.name, path.read_bytes().replace(b"\r\n", b"\n")


@cache
def vocabulary(folder: str) -> frozenset[str]:
    """Return every identifier that the templates of a folder spell themselves."""
    texts = (path.read_text("utf-8") for path in sorted((templates() / folder).rglob("*.j2")))
    return frozenset(word for text in texts for word in _IDENTIFIER.findall(text))


@cache
def public_names(path: str) -> tuple[str, ...]:
    """Return what a plain Python file of the templates lists in ``__all__``."""
    tree = ast.parse((templates() / path).read_text("utf-8"))
    lists = (
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    )
    return tuple(name for found in lists for name in ast.literal_eval(found))


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(templates()),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=select_autoescape(["html.j2"], default=False),  # views of Python hold literals
        finalize=pass_eval_context(_seen),
    )


def _seen(context: EvalContext, value: object) -> object:
    """Return a value for a page as text in which everything can be seen; others as they are."""
    if not context.autoescape or not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    return "".join(sign if _is_plain(sign) else _escaped(sign) for sign in value)


def _is_plain(sign: str) -> bool:
    """Tell whether a page shows a character, and nothing else happens."""
    return sign.isprintable() or sign in _PLAIN


def _escaped(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")
