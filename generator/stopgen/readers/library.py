"""The files that a description refers to: read when a reference first asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import unquote

from stopgen import neighbour, references
from stopgen.description import Json, JsonObject, Origins, Pointer
from stopgen.diagnostic import Checked, Position
from stopgen.filenames import has_known_ending
from stopgen.neighbour import Refusal
from stopgen.readers import data
from stopgen.readers.excerpt import Excerpt
from stopgen.redirect import redirected
from stopgen.references import FILES, leads_somewhere, refer
from stopgen.source import Document


@dataclass(frozen=True, slots=True)
class FiledOrigins:
    """Origins of a description of which parts stand in other files.

    Attributes:
        files: Origins of the other files, by their paths.
        rest: Origins of all other parts.
    """

    files: Mapping[str, Origins]
    rest: Origins

    def position(self, pointer: Pointer) -> Position:
        """Return the place of the part, or of the nearest part around it that is known."""
        match pointer:
            case (key, str(name), *inner) if key == FILES and name in self.files:
                return self.files[name].position(tuple(inner))
            case _:
                return self.rest.position(pointer)


@dataclass(slots=True)
class Library:
    """The other files of a description; every reference in them counts from the description's top.

    Attributes:
        document: The file of the description itself.
        trees: What the files say, by their paths.
        origins: Where the parts of the files stand.
    """

    document: Document
    trees: JsonObject = field(default_factory=dict[str, Json])
    origins: dict[str, Origins] = field(default_factory=dict[str, Origins])
    _refusals: dict[str, Refusal | None] = field(default_factory=dict[str, "Refusal | None"])

    def target(self, reference: str, base: str | None = None) -> Pointer | Refusal:
        """Return what a reference means, as a pointer into a description with the files in it.

        Args:
            reference: The reference, perhaps into another file.
            base: The path of the file that it stands in; None for the description's own.
        """
        own = neighbour.below(self.document)
        file, _, fragment = reference.partition("#")
        inner = references.read(unquote(fragment))
        name = neighbour.locate(base or own, file) if file else base or own
        if isinstance(name, Refusal):
            return name
        if inner is None:
            return Refusal("names no part of a file; what follows the '#' begins with '/'")
        return inner if name == own else (FILES, name, *inner)

    def find(self, target: Pointer) -> Checked[Refusal | None]:
        """Have the file at hand that a pointer leads into.

        Returns:
            Why there is nothing at the pointer; None if there is, or the fault has been reported.
        """
        if target[:1] != (FILES,) or len(target) == 1:
            return None
        name = str(target[1])
        if name not in self._refusals:
            self._refusals[name] = yield from self._open(name)
        refusal = self._refusals[name]
        if refusal is None and name in self.trees and not leads_somewhere(self.trees, target[1:]):
            return Refusal(
                f"leads nowhere; the file has nothing at {references.spell(target[2:])!r}"
            )
        return refusal

    def _open(self, name: str) -> Checked[Refusal | None]:
        found = yield from neighbour.load(self.document, name)
        if isinstance(found, Refusal):
            return found
        read = (yield from data.load(Excerpt.whole(found))) if found else None
        if read is not None and isinstance(read.value, dict):
            self.trees[name] = redirected(read.value, partial(self.renamed, base=name))
            self.origins[name] = read.origins
            return None
        return Refusal("holds no mapping that could be read")

    def renamed(self, reference: str, base: str | None = None) -> str:
        """Return a reference as one from the description's top; what is none stays as it is."""
        file, sign, _ = reference.partition("#")
        if not sign and not has_known_ending(file):
            return reference
        target = self.target(reference, base)
        return reference if isinstance(target, Refusal) else refer(target)
