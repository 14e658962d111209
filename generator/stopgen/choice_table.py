"""Reads ``include`` and ``exclude``, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, cast

from stopgen.choice import Choice, Wish
from stopgen.diagnostic import Checked, each
from stopgen.toml_table import Table

KEYS: Final = ("include", "exclude")
_METHODS: Final = frozenset("GET PUT POST DELETE OPTIONS HEAD PATCH TRACE".split())
_CALL: Final = re.compile(r"\s*([A-Za-z]+)\s+(\S+)\s*")


def choice(table: Table, members: Mapping[str, object]) -> Checked[Choice]:
    """Check what a table includes and excludes.

    Args:
        table: The table.
        members: Its entries; others than ``include`` and ``exclude`` do not matter.
    """
    include = yield from _wishes(table, "include", members.get("include", []))
    exclude = yield from _wishes(table, "exclude", members.get("exclude", []))
    included = {wish.call for wish in include}
    for wish in exclude:
        if wish.call in included:
            yield table.invalid(f"{wish} is both included and excluded", wish.position)
    return Choice(include, exclude)


def _wishes(table: Table, key: str, value: object) -> Checked[tuple[Wish, ...]]:
    if not isinstance(value, list):
        reason = f'{key} must be a list of operations, such as ["POST /runs/{{id}}/halt"]'
        yield table.invalid(reason, table.word(key))
        return ()
    entries = [(table, key, entry) for entry in cast("list[object]", value)]
    return tuple((yield from each(_wish, entries)))


def _wish(named: tuple[Table, str, object]) -> Checked[Wish | None]:
    table, key, entry = named
    found = _CALL.fullmatch(entry) if isinstance(entry, str) else None
    place = table.word(entry if isinstance(entry, str) else key, after=key)
    if found and found[1].upper() in _METHODS and found[2].isprintable():
        return Wish(found[1].upper(), found[2], place)
    reason = f"{entry!r} in {key} is no operation; write its method and path: 'POST /runs/{{id}}'"
    yield table.invalid(reason, place)
    return None
