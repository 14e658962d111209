"""Finds the path items that stand in other files."""

from __future__ import annotations

from collections.abc import Iterator

from stopgen.readers.excerpt import Data


def elsewhere(data: Data) -> Iterator[tuple[str, str]]:
    """Yield the paths whose items are in other files, with the references to them; a named one is here."""
    paths = data.value.get("paths") if isinstance(data.value, dict) else None
    items = paths if isinstance(paths, dict) else {}
    for path in items:
        match None if path in data.names else items[path]:
            case {"$ref": str(reference)} if not reference.startswith("#"):
                yield path, reference
            case _:
                pass
