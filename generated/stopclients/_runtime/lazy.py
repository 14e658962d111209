"""Loads the modules of a platform's package when their names are first used, not before."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def loader(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """Make a package's `__getattr__`.

    Args:
        package: The package's full name.
        homes: Public names, each with the module that defines it.

    Returns:
        A function that finds a public name, or a module that defines one.
    """

    def load(name: str) -> object:
        if name in homes:
            value: object = getattr(import_module(f"{package}.{homes[name]}"), name)
        elif name in homes.values():
            value = import_module(f"{package}.{name}")
        else:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        setattr(sys.modules[package], name, value)
        return value

    return load
