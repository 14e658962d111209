"""Findings in the forms that other programs read: JSON, GitHub's annotations, SARIF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from stopgen.diagnostic import Diagnostic
from stopgen.formats import github, sarif, structured

TEXT: Final = "text"

_FORMATS: Mapping[str, Callable[[Sequence[Diagnostic]], list[str]]] = MappingProxyType(
    {"json": structured.render, "github": github.render, "sarif": sarif.render}
)

NAMES: Final = (TEXT, *_FORMATS)
"""What ``--format`` takes; text is what people read, and not made here."""

DOCUMENTS: Final = frozenset({"json", "sarif"})
"""The forms that are one document, in which nothing else may be printed."""


def render(name: str, found: Iterable[Diagnostic]) -> list[str]:
    """Return findings in a form, as lines for standard output.

    Args:
        name: One of ``NAMES`` but text.
        found: The findings; each is told once, in the order of the places.
    """
    ordered = sorted(dict.fromkeys(found), key=lambda finding: finding.position)
    return _FORMATS[name](ordered)
