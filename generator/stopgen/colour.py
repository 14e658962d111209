"""Colour on a terminal, and nowhere else.

Source of the rule that NO_COLOR, set to anything, asks for none: no-color.org.
"""

from __future__ import annotations

import os
from typing import TextIO

import click


def is_wanted(stream: TextIO | None) -> bool:
    """Tell whether a person reads a stream on a terminal that knows colours, and wants them."""
    asked_not_to = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return stream is not None and stream.isatty() and not asked_not_to


def paint(text: str, style: str) -> str:
    """Give a text a style: a colour, ``bold`` or ``dim``."""
    if style in {"bold", "dim"}:
        return click.style(text, **{style: True})
    return click.style(text, fg=style, bold=True)
