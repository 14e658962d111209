"""Writes the docstrings of generated code from what the documents say."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from typing import Final

from stopgen.targets.python.literals import escape

WIDTH: Final = 88
"""Columns that a docstring may reach."""
_LAST_NARROW: Final = "\u2e7f"
"""Scripts behind this character are wide and have marks of their own."""
_BLOCK: Final = re.compile(r"(?:</?(?:br|div|h\d|li|note|ol|p|pre|ul)\b[^<>]*>\s*)+", re.IGNORECASE)
_INLINE: Final = re.compile(r"</?(?:a|b|code|em|i|span|strong)\b[^<>]*>", re.IGNORECASE)


def docstring(parts: Iterable[str]) -> str:
    """Join finished parts with blank lines and escape the whole for a triple-quoted string."""
    return escape("\n\n".join(part for part in parts if part))


def prose(text: str | None, indent: int) -> str:
    """Wrap a text of a document: paragraphs are filled, list items keep their lines.

    Args:
        text: The text, with whatever line breaks.
        indent: Columns that stand before each line.
    """
    blocks = (_fill(block, WIDTH - indent) for block in _blocks(_plain(text or "")))
    return "\n".join(blocks).strip("\n")


def section(title: str, entries: Sequence[tuple[str, str]], indent: int) -> str:
    """Write a section such as ``Args``: a line for each entry, longer ones hanging."""
    if not entries:
        return ""
    lines = [_entry(name, text, WIDTH - indent) for name, text in entries]
    return "\n".join([f"{title}:", *lines])


def sentence(text: str) -> str:
    """Return a text on one line with an end mark."""
    joined = " ".join(_plain(text).split())
    if not joined or joined[-1] in ".!?:。！？：":
        return joined
    return joined + ("。" if joined[-1] > _LAST_NARROW else ".")


def _plain(text: str) -> str:
    """Return a text without HTML, its paragraphs apart."""
    return _INLINE.sub("", _BLOCK.sub("\n\n", text)) if "<" in text else text


def _entry(name: str, text: str, width: int) -> str:
    whole = f"{name}: {sentence(text)}" if name else sentence(text)
    return _fill(whole, width, first="    ", rest="        " if name else "    ")


def _fill(text: str, width: int, first: str = "", rest: str = "") -> str:
    return textwrap.fill(
        text,
        _columns(text, width),
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=not text.isascii(),
        break_on_hyphens=False,
    )


def _columns(text: str, width: int) -> int:
    """Return how many characters fill a line: wide ones take two columns."""
    wide = sum(character > _LAST_NARROW for character in text)
    return width // 2 if wide * 2 > len(text) else width


def _blocks(text: str) -> list[str]:
    """Join the lines of each paragraph; blank lines and list items stay apart."""
    blocks: list[str] = [""]
    for raw in text.splitlines():
        stripped = raw.strip()
        starts_anew = not stripped or stripped.startswith(("- ", "* ")) or not blocks[-1]
        if starts_anew:
            blocks.append(stripped)
        else:
            blocks[-1] += f" {stripped}"
    return blocks
