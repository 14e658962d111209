"""Joins what two documents say about a schema beside its shape: limits, defaults, listed values."""

from __future__ import annotations

from collections.abc import Sequence

from stopgen.description import Json
from stopgen.diagnostic import Checked
from stopgen.disagreement import Pair, Side, Subject, key, listing, same, show, union
from stopgen.link.looser import looser_limit
from stopgen.model import UNSET, Schema, Unset


def sides(here: Schema, there: Schema, keyword: str, ours: str, theirs: str) -> tuple[Side, Side]:
    """Return what two schemas say, at the places of the keyword that says it."""
    return (
        Side(ours, here.origin and here.origin / keyword),
        Side(theirs, there.origin and there.origin / keyword),
    )


def join_limits(
    pair: Pair, here: Schema, there: Schema, subject: Subject
) -> Checked[dict[str, Json]]:
    """Return the validation keywords that both documents stand by, the looser value of each."""
    limits: dict[str, Json] = {}
    for name in (*here.limits, *(name for name in there.limits if name not in here.limits)):
        ours, theirs = here.limits.get(name), there.limits.get(name)
        if same(ours, theirs):
            limits[name] = ours
            continue
        says = ["none" if value is None else show(value) for value in (ours, theirs)]
        yield pair.differ(f"'{name}'", subject, *sides(here, there, name, *says))
        if isinstance(ours, int | float) and isinstance(theirs, int | float):
            limits |= looser_limit(name, ours, theirs)
    return limits


def join_defaults(
    pair: Pair, here: Schema, there: Schema, subject: Subject
) -> Checked[Json | Unset]:
    """Return the default that both documents give; without agreement it is the platform's affair."""
    if _default_key(here) == _default_key(there):
        return here.default
    says = [
        "none" if isinstance(schema.default, Unset) else show(schema.default)
        for schema in (here, there)
    ]
    both = sides(here, there, "default", *says)
    yield pair.differ("the default", subject, *both, "none is assumed")
    return UNSET


def _default_key(schema: Schema) -> str | None:
    return None if isinstance(schema.default, Unset) else key(schema.default)


def join_values(
    pair: Pair,
    subject: Subject,
    ours: tuple[Sequence[Json], Schema],
    theirs: tuple[Sequence[Json], Schema],
) -> Checked[tuple[Json, ...]]:
    """Return the values that either document lists; their order is no difference."""
    (here, schema), (there, other) = ours, theirs
    if set(map(key, here)) != set(map(key, there)):
        says = [listing(values) or "none" for values in (here, there)]
        both = sides(schema, other, "enum", *says)
        yield pair.differ("the values", subject, *both, "all of them count")
    return union(here, there)
