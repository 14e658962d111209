"""Makes a rendered module look as if written by hand: no import that is not used, black's form."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

_ONCE = "_format_str_once"
"""What black calls twice, as commas that it adds may be magic the second time; here none is magic.

It is most of the time that a module takes. The year of black is pinned, and a test holds that a second time
would change nothing.
"""
_GAP = re.compile(r"\n{3,}(from |import |__all__)")


def tidy(source: str) -> str:
    """Return a module without unused imports, formatted by black."""
    import black
    from black.mode import TargetVersion

    python = {TargetVersion.PY311}  # otherwise black looks for signs of it in the source
    mode = black.Mode(target_versions=python, line_length=100, magic_trailing_comma=False)
    return str(vars(black).get(_ONCE, black.format_str)(_without_unused_imports(source), mode=mode))


def _without_unused_imports(source: str) -> str:
    tree = ast.parse(source)
    used = set(_used(tree))
    lines = source.split("\n")
    for node in reversed(tree.body):
        if isinstance(node, ast.ImportFrom) and node.module != "__future__":
            node.names = [name for name in node.names if (name.asname or name.name) in used]
            kept = [ast.unparse(node)] if node.names else []
            lines[node.lineno - 1 : node.end_lineno] = kept
    return _GAP.sub(r"\n\n\1", "\n".join(lines))


def _used(tree: ast.Module) -> Iterator[str]:
    """Yield the names that a module reads, and those that it offers."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name):
                yield name
            case ast.Assign(targets=[ast.Name(id="__all__")], value=listed):
                yield from ast.literal_eval(listed)
            case _:
                pass
