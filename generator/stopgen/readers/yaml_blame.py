"""Guesses which line of a faulty YAML text was meant otherwise: often not the one where reading ends."""

from __future__ import annotations

from collections.abc import Sequence


def misplaced(lines: Sequence[str], line: int) -> int:
    """Find the line whose indentation is wrong.

    Args:
        lines: The text.
        line: The line, from 1, that fits nowhere: most often it stands less deep than the block before
            it, but deeper than the key that this block belongs to.

    Returns:
        That line itself; or the first line of the block, if it looks pushed in; or the key, if it looks
        pulled out of an earlier block that the line goes on with.
    """
    here = line - 1
    own = depth(lines[here]) if here < len(lines) else 0
    key = _last(lines, here, own - 1)
    if key < 0:
        return line
    block = key + 1
    if block == here:
        return line if lines[key].rstrip().endswith((":", "-")) else block
    inner = depth(lines[block])
    if inner <= own:
        return line
    before = sum(depth(other) == inner for other in lines[block:here])
    if own - depth(lines[key]) == 1:
        return key + 1 if (inner - depth(lines[key])) % 2 else line
    if before > 1 and inner - own > 1 and _has_left(lines, key, here):
        return key + 1
    return block + 1 if before <= _siblings(lines, here) else line


def parent_at_same_depth(lines: Sequence[str], line: int) -> int | None:
    """Return the line above if it announces a block and stands as deep as the given line, from 1."""
    above, here = line - 2, line - 1
    if above < 0 or not lines[above].rstrip().endswith(":"):
        return None
    return line - 1 if depth(lines[above]) == depth(lines[here]) else None


def _has_left(lines: Sequence[str], key: int, here: int) -> bool:
    """Tell whether the key before this one holds a block like the line, or nothing at all."""
    earlier = _last(lines, key, depth(lines[key]))
    if earlier < 0 or depth(lines[earlier]) < depth(lines[key]):
        return False
    if not lines[earlier].rstrip().endswith(":"):
        return False
    return earlier + 1 == key or _kind(lines[earlier + 1]) == _kind(lines[here])


def _kind(line: str) -> tuple[int, bool]:
    """Return what lines of one block have in common."""
    return depth(line), line.lstrip().startswith("- ")


def _last(lines: Sequence[str], before: int, most: int) -> int:
    """Return the index of the nearest line above that stands at most so deep; -1 if none does."""
    return next((i for i in range(before - 1, -1, -1) if depth(lines[i]) <= most), -1)


def _siblings(lines: Sequence[str], here: int) -> int:
    """Count the lines of a block from one on that stand exactly as deep."""
    own = depth(lines[here])
    count = 0
    for line in lines[here:]:
        if depth(line) < own:
            break
        count += depth(line) == own
    return count


def depth(line: str) -> int:
    """Return the indentation of a line; an empty one belongs to whatever is around it."""
    stripped = line.lstrip(" ")
    return len(line) - len(stripped) if stripped else 1_000
