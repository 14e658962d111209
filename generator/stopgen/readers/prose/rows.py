"""Rows of facts, and the tables that they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stopgen.diagnostic import Position
from stopgen.readers.markdown_blocks import Table
from stopgen.readers.markdown_inline import Inline
from stopgen.readers.prose.topics import role_of, topic_of
from stopgen.readers.prose.vocabulary import Role, Topic

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
        Row({role: cells[index] for role, index in roles.items()}, cells[0].position)
        for cells in table.rows
    )
    name = roles.get(Role.NAME)
    names = topic_of(table.header[name].plain, exact=True) if name is not None else None
    return Grid(roles, tuple(unknown), rows, names, table.position)
