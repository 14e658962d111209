"""Finds slips of the pen: names that are nearly, but not quite, what the rest of a page says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import islice
from typing import Final

from stopgen.diagnostic import Code, Diagnostic, warning
from stopgen.readers.markdown_blocks import Section
from stopgen.readers.prose.fields import Field
from stopgen.readers.prose.passages import heading_topic
from stopgen.readers.prose.topics import nearest_phrase
from stopgen.readers.prose.vocabulary import Role
from stopgen.readers.shapes import ITEMS, Path, Shape, part

_MOST_COMPARED: Final = 100
_MOST_HEADINGS: Final = 1_000
_LONGEST: Final = 100
_ALIKE: Final = 0.75


def check_fields(
    shown: Shape, fields: list[Field], others: Iterable[Shape]
) -> Iterator[Diagnostic]:
    """Yield where rows and an example differ in a letter or two of a name.

    Args:
        shown: The shape of the example.
        fields: What the rows say.
        others: The shapes of other answers; a name that these have too is the right one.
    """
    every = [shape for shape in others if shape is not shown]
    votes = Counter(
        stated.path[:end] for stated in fields for end in range(1, len(stated.path) + 1)
    )
    seen: set[Path] = set()
    for stated in fields[:_MOST_COMPARED]:
        for end in range(len(stated.path)):
            path = stated.path[: end + 1]
            holder = part(shown, path[:-1])
            if holder is None or path in seen or path[-1] in holder.properties:
                continue
            seen.add(path)
            usual = 2 if path == stated.path else 1
            least = usual if votes[path] == 1 else len(fields) + 1
            slip = _alike(path[-1], _options(holder, path[:-1], votes, least))
            if slip is not None:
                count = votes[path] + sum(1 for shape in every if part(shape, path))
                yield _finding(stated, path[-1], holder.properties, slip, is_right=count > 1)


def _options(holder: Shape, above: Path, votes: Counter[Path], least: int) -> list[str]:
    """Return the names of an example that no row tells of, or so many rows that one may be wrong."""
    counts = {name: votes[(*above, name)] for name in holder.properties}
    return [name for name, count in counts.items() if count == 0 or count >= least]


def _alike(name: str, options: list[str]) -> str | None:
    """Return the option that is nearly a name."""
    if name == ITEMS or len(name) > _LONGEST:
        return None
    close = get_close_matches(name, options[:_MOST_COMPARED], n=1, cutoff=_ALIKE)
    return close[0] if close else None


def _finding(
    stated: Field, name: str, properties: Mapping[str, Shape], slip: str, *, is_right: bool
) -> Diagnostic:
    """Say at whichever is alone that the other one differs."""
    row, example = stated.row.at(Role.NAME), properties[slip].position
    if is_right and example is not None:
        sentence = f"this example has {slip!r}, where the rest of the page says {name!r}"
        return warning(Code.EXAMPLE_MISMATCH, example, sentence, row)
    sentence = f"the example has no {name!r}, but it has {slip!r}"
    return warning(Code.EXAMPLE_MISMATCH, row, sentence, *((example,) if example else ()))


def check_shapes(shapes: list[Shape]) -> Iterator[Diagnostic]:
    """Yield where one of several examples has a name that is nearly what all others have."""
    for shape in shapes if 2 < len(shapes) < _MOST_COMPARED else ():
        yield from _compare(shape, [other for other in shapes if other is not shape])


def _compare(shape: Shape, others: list[Shape]) -> Iterator[Diagnostic]:
    usual = set(others[0].properties).intersection(*(other.properties for other in others))
    missing = sorted(usual - set(shape.properties))
    unusual = set(shape.properties).difference(*(other.properties for other in others))
    for name in sorted(unusual):
        right, place = _alike(name, missing), shape.properties[name].position
        if right is not None and place is not None:
            sentence = f"this example has {name!r}, where all others have {right!r}"
            yield warning(Code.EXAMPLE_MISMATCH, place, sentence)
    for name in sorted(usual & set(shape.properties)):
        yield from _compare(shape.properties[name], [other.properties[name] for other in others])


def check_headings(sections: Iterable[Section]) -> Iterator[Diagnostic]:
    """Yield headings that the vocabulary does not know, but nearly."""
    for section in islice(sections, _MOST_HEADINGS):
        heading = section.heading
        if heading is not None and heading.level > 1 and heading_topic(section) is None:
            meant = nearest_phrase(heading.text.plain)
            if meant is not None:
                sentence = f"this heading says nothing known; is it to be {meant!r}?"
                yield warning(Code.UNREAD, heading.text.position, sentence)
