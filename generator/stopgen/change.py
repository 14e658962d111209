"""What a run does, or would do, to one file of the output."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    """What a run does to a file."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REMOVED = "removed"


class Conflict(StrEnum):
    """Why a file must not be touched: nobody could bring back what it holds."""

    EDITED = "edited"
    FOREIGN = "foreign"
    BLOCKED = "blocked"


class Change(NamedTuple):
    """One file on the disk, compared with what was generated.

    Attributes:
        path: The path below the output folder.
        status: What a run would do to it.
        before: What stands there; None for nothing that could be shown, and for a file that was
            recognised by its digest as unchanged.
        after: What was generated; None for nothing, and for such a file.
        conflict: Why a run does not do it.
    """

    path: str
    status: Status
    before: bytes | None = None
    after: bytes | None = None
    conflict: Conflict | None = None
