"""The first waist: an OpenAPI 3.1 document, and where each part of it stands in its source."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

from stopgen.diagnostic import Diagnostic, Position
from stopgen.source import Document

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
JsonObject: TypeAlias = dict[str, Json]
Pointer: TypeAlias = tuple[str | int, ...]
"""A JSON pointer in parts: ``("paths", "/stop", "post")``."""

_NOTHING: Final[Mapping[Any, Any]] = MappingProxyType({})


class Origins(Protocol):
    """Answers where a part of a description stands in its document."""

    def position(self, pointer: Pointer) -> Position:
        """Return the place of the part, or of the nearest part around it that is known."""
        ...


class MappedOrigins:
    """Origins from a table that is computed when the first question comes."""

    def __init__(
        self, compute: Callable[[], Mapping[Pointer, Position]], fallback: Position
    ) -> None:
        """Wait for the first question.

        Args:
            compute: Makes the table; the empty pointer stands for the whole description.
            fallback: The answer where even the empty pointer is not in the table.
        """
        self._compute = compute
        self._fallback = fallback

    @cached_property
    def _table(self) -> Mapping[Pointer, Position]:
        return self._compute()

    def position(self, pointer: Pointer) -> Position:
        """Return the place of the part, or of the nearest part around it that is known."""
        for length in range(len(pointer), -1, -1):
            found = self._table.get(pointer[:length])
            if found is not None:
                return found
        return self._fallback


class MovedOrigins(NamedTuple):
    """Origins of a description whose parts a reader took from elsewhere in the source tree.

    Attributes:
        source: Origins of the tree as it stands in the document.
        moves: For each part that was put somewhere, where it came from.
    """

    source: Origins
    moves: Mapping[Pointer, Pointer]

    def position(self, pointer: Pointer) -> Position:
        """Return the place of the part, or of the nearest part around it that is known."""
        for length in range(len(pointer), -1, -1):
            found = self.moves.get(pointer[:length])
            if found is not None:
                return self.source.position(found + pointer[length:])
        return self.source.position(())


class PinnedOrigins(NamedTuple):
    """Origins of a description to which a reader added parts from outside of the source tree.

    Attributes:
        pins: Where the added parts stand.
        rest: Origins of all other parts.
    """

    pins: Mapping[Pointer, Position]
    rest: Origins

    def position(self, pointer: Pointer) -> Position:
        """Return the place of the part, or of the nearest part around it that is known."""
        for length in range(len(pointer), -1, -1):
            found = self.pins.get(pointer[:length])
            if found is not None:
                return found
        return self.rest.position(pointer)


class Origin(NamedTuple):
    """The place of one part, worked out only when somebody asks."""

    origins: Origins
    pointer: Pointer

    @property
    def position(self) -> Position:
        """The place in the document."""
        return self.origins.position(self.pointer)

    def __truediv__(self, part: str | int) -> Origin:
        return Origin(self.origins, (*self.pointer, part))


class Description(NamedTuple):
    """An OpenAPI 3.1 document with the origin of every part.

    Attributes:
        document: The file that it was read from.
        openapi: The OpenAPI 3.1 tree.
        origins: Where each part stands in the file.
        names: Of paths whose operations need not be read to be named: operationIds and summaries.
        faults: What was found to be wrong in parts that are read only when a stage looks at them.
        findings: What was found about single operations, by path and method in lower case; it matters where
            the operation does.
    """

    document: Document
    openapi: JsonObject
    origins: Origins
    names: Mapping[str, str] = _NOTHING
    faults: Sequence[Diagnostic] = ()
    findings: Mapping[tuple[str, str], Sequence[Diagnostic]] = _NOTHING
