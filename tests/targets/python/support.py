"""Generates packages from small documents, and looks at what came out."""

from __future__ import annotations

import ast
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from descriptions import PATH, Tree, lowered, openapi, stop
from stopgen.classify import classify
from stopgen.diagnostic import Diagnostic, collect
from stopgen.hoist import hoist
from stopgen.model import Provider
from stopgen.targets.python import generate
from stopgen.targets.python.audit import SPELLED, foreign
from stopgen.targets.python.build import build
from stopgen.targets.python.view import Module


def platform(whole: Tree) -> Provider:
    """Return the provider of a document as targets get it."""
    classified, _ = collect(classify(lowered(whole)[0]))
    return hoist(classified)


def view(whole: Tree) -> Module:
    """Return what templates see of a document."""
    return build(platform(whole), "acme", ("NotFoundError", "Outcome"))


def attempt(*providers: Provider) -> tuple[dict[str, str], list[Diagnostic]]:
    """Generate, whatever is found; files by path."""
    files, found = collect(generate(providers))
    return {file.path: file.content.decode() for file in files}, found


def package(*providers: Provider) -> dict[str, str]:
    """Generate from providers without faults."""
    files, found = attempt(*providers)
    assert found == []
    return files


def generated(whole: Tree) -> dict[str, str]:
    """Return the modules of the only platform of a document, by name."""
    files = package(platform(whole))
    return {
        path.removeprefix("acme/").removesuffix(".py"): text
        for path, text in files.items()
        if path.startswith("acme/")
    }


def answering(schema: Any, **named: Any) -> Tree:
    """Return a document whose only call answers with a schema."""
    return openapi({PATH: stop(schema)}, named)


def load(source: str, name: str) -> ModuleType:
    """Execute a module that imports nothing of its own package; any warning is an error."""
    module = ModuleType(name)
    sys.modules[name] = module
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            exec(compile(source, f"{name}.py", "exec"), module.__dict__)
    finally:
        del sys.modules[name]
    return module


def models_of(whole: Tree) -> ModuleType:
    """Return the loaded models of a document."""
    return load(generated(whole)["models"], "stopgen_test_models")


def raw_models_of(whole: Tree) -> ModuleType:
    """Return the loaded models of a document as they are before black makes them pleasant to read."""
    models = view(whole).models
    code = models.code()
    lines = ["from __future__ import annotations", code.imports, code.body]
    assert (
        foreign("\n".join(lines), SPELLED | models.allowed | set(models.names) | {"__future__"})
        == []
    )
    return load("\n".join([*lines, f"__all__ = {models.names!r}"]), "stopgen_test_models")


def write(files: dict[str, str], folder: Path) -> Path:
    """Write a package and return its folder."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def docstrings(source: str) -> str:
    """Return all docstrings of a module, without any white space."""
    texts = (n.value for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Constant))
    return "".join("".join(text.split()) for text in texts if isinstance(text, str))


def constants(source: str) -> Iterator[object]:
    """Yield every literal value of a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant):
            yield node.value
