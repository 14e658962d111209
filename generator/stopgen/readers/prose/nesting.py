"""Follows component tags through a page: which one stands in which, and what that says about its row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from stopgen.readers.markdown_blocks import Block
from stopgen.readers.prose.components import Component, component_row, tags
from stopgen.readers.prose.rows import Row
from stopgen.readers.prose.vocabulary import Topic

_MOST_NESTED: Final = 30
_PLACES: Final = {
    "path-parameters": Topic.PATH,
    "query-parameters": Topic.QUERY,
    "headers": Topic.HEADERS,
    "body-parameters": Topic.BODY,
    "form-data-parameters": Topic.BODY,
}
"""How the names of tags end that hold the parameters of one place."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A component that nothing has closed yet; its row's name if it has a row."""

    tag: str
    name: str = ""


@dataclass(slots=True)
class Nesting:
    """The components that are open at a place of a page."""

    _open: list[_Open] = field(default_factory=list[_Open])

    def rows(self, block: Block) -> Iterator[tuple[Row, Topic | None]]:
        """Yield the rows of a block's components; inside of another one they get dotted names."""
        for tag in tags(block):
            if isinstance(tag, str):
                self._close(tag)
                continue
            found = component_row(tag)
            if found is not None:
                row, topic = found
                prefix = self._prefix(tag.name)
                yield row.under(prefix) if prefix else row, topic or self._place()
            if not tag.is_empty and len(self._open) < _MOST_NESTED:
                self._open.append(_Open(tag.name, _holder(tag, found[0]) if found else ""))

    def _close(self, tag: str) -> None:
        places = [index for index, known in enumerate(self._open) if known.tag == tag]
        del self._open[places[-1] if places else len(self._open) :]

    def _prefix(self, tag: str) -> str:
        """Return the names of the same kind around a component; a row holds others in a folded part."""
        pairs = zip(self._open, self._open[1:], strict=False)
        return "".join(
            f"{outer.name}." for outer, inner in pairs if outer.tag == tag and not inner.name
        )

    def _place(self) -> Topic | None:
        names = (known.tag for known in reversed(self._open))
        found = (topic for name in names for end, topic in _PLACES.items() if name.endswith(end))
        return next(found, None)


def _holder(component: Component, row: Row) -> str:
    """Return the name of a row as the parts of its value see it: ``items[]`` for those of a list."""
    spelled = component.attributes.get("type", "").lower()
    is_list = spelled.endswith("[]") or spelled.startswith(("array", "list"))
    return f"{row.name}[]" if is_list else row.name
