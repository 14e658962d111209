"""Rows of facts, and the tables that they come from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from stopgen.diagnostic import Position
from stopgen.readers.markdown_blocks import Table
from stopgen.readers.markdown_inline import Inline, Span
from stopgen.readers.prose.topics import role_of, topic_of
from stopgen.readers.prose.vocabulary import Role, Topic

_BRANCHES: Final = "└├»>↳∟"
_MARKS: Final = re.compile(rf"[\s\xa0{_BRANCHES}│─-]*[{_BRANCHES}]")
_HOLDER: Final = re.compile(
    r"\W*(?:(?P<list>array|list|.*\[\]|数组|列表|配列|배열)|object|dict|map|json|struct|对象|字典|オブジェクト|객체)"
)
_TREE_MARKS: Final = " \t\xa0└├│─>»↳∟•-"


@dataclass(frozen=True, slots=True)
class Row:
    """What one row of a table, or one entry of a list, says.

    Attributes:
        cells: The texts by what they are.
        position: Where the row starts.
    """

    cells: Mapping[Role, Inline]
    position: Position

    def text(self, role: Role) -> str:
        """Return a cell without styles, nothing where there is none."""
        cell = self.cells.get(role)
        return cell.plain if cell else ""

    @property
    def name(self) -> str:
        """What the row is about, as a request or answer spells it."""
        spelled = self.text(Role.NAME).strip("` ")
        is_wrapped = spelled.startswith("<") and spelled.endswith(">")
        name = spelled if is_wrapped else spelled.strip(_TREE_MARKS + "`").rstrip("*?").strip()
        return name[1:-1] if name[:1] + name[-1:] in {"{}", "<>", '""'} else name.removeprefix(":")

    def under(self, prefix: str) -> Row:
        """Return the row as that of a part of something else."""
        place = self.at(Role.NAME)
        name = Inline((Span(prefix + self.name, place),), place)
        return replace(self, cells={**self.cells, Role.NAME: name})

    def at(self, role: Role) -> Position:
        """Return where a cell stands, the row where there is none."""
        cell = self.cells.get(role)
        return cell.position if cell else self.position


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose columns are understood as far as the vocabulary goes.

    Attributes:
        roles: The columns by what they hold.
        unknown: The headers of the other columns.
        rows: The rows.
        names: What the header of the column of names says about them, such as that they are headers.
        position: Where the table starts.
    """

    roles: Mapping[Role, int]
    unknown: tuple[Inline, ...]
    rows: tuple[Row, ...]
    names: Topic | None
    position: Position


def grid(table: Table) -> Grid:
    """Understand the columns of a table."""
    roles: dict[Role, int] = {}
    unknown: list[Inline] = []
    for index, cell in enumerate(table.header):
        role = role_of(cell.plain)
        if role is None:
            unknown.append(cell)
        else:
            roles.setdefault(role, index)
    rows = tuple(
        _nested(
            Row({role: cells[index] for role, index in roles.items()}, cells[0].position)
            for cells in table.rows
        )
    )
    name = roles.get(Role.NAME)
    names = topic_of(table.header[name].plain, exact=True) if name is not None else None
    return Grid(roles, tuple(unknown), rows, names, table.position)


def _nested(rows: Iterable[Row]) -> Iterator[Row]:
    """Give the rows that marks put below an object or a list the dotted names of its parts."""
    around: list[tuple[int, str]] = []
    for row in rows:
        depth = _depth(row.text(Role.NAME))
        around = [known for known in around if known[0] < depth]
        prefix = around[-1][1] if around else ""
        inner = row.under(prefix) if prefix and row.name else row
        yield inner
        holder = _HOLDER.match(row.text(Role.TYPE).lower())
        if holder and inner.name:
            around.append((depth, f"{inner.name}{'[]' if holder['list'] else ''}."))


def _depth(name: str) -> int:
    """Return how many marks of a tree stand before a name."""
    found = _MARKS.match(name)
    return sum(found[0].count(mark) for mark in _BRANCHES) if found else 0
