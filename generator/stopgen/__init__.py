"""Turns API documents into typed Python clients that stop what a platform is running."""

from typing import TYPE_CHECKING

__version__ = "0.1.0"

__all__ = [
    "Change",
    "Choices",
    "Code",
    "Config",
    "Conflict",
    "Diagnostic",
    "Found",
    "Operation",
    "Position",
    "Result",
    "Search",
    "Severity",
    "Status",
    "check",
    "configure",
    "find",
    "generate",
]

if TYPE_CHECKING:
    from stopgen.api import check, configure, find, generate
    from stopgen.change import Change, Conflict, Status
    from stopgen.choice import Choices
    from stopgen.config import Config
    from stopgen.diagnostic import Code, Diagnostic, Position, Severity
    from stopgen.finding import Found, Search
    from stopgen.result import Operation, Result
else:
    _HOMES = {
        "api": "check configure find generate",
        "change": "Change Conflict Status",
        "choice": "Choices",
        "config": "Config",
        "diagnostic": "Code Diagnostic Position Severity",
        "finding": "Found Search",
        "result": "Operation Result",
    }

    def __getattr__(name: str) -> object:
        """Load what is asked for: importing the package alone costs nothing."""
        from importlib import import_module

        for home, names in _HOMES.items():
            if name in names.split():
                return getattr(import_module(f"stopgen.{home}"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
