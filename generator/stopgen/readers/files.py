"""Brings into a description what stands in other files below the same folder."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator

from stopgen import neighbour
from stopgen.description import Description, Json, JsonObject, MovedOrigins, Pointer
from stopgen.diagnostic import Checked, Code, error, warning
from stopgen.neighbour import Refusal
from stopgen.readers.excerpt import Data, quoted
from stopgen.readers.items import elsewhere
from stopgen.readers.library import FiledOrigins, Library
from stopgen.redirect import redirected
from stopgen.references import (
    FILES,
    at,
    beside,
    leads_somewhere,
    parse,
    path_item,
    refer,
    references_in,
    spell,
)
from stopgen.referring import referring
from stopgen.source import Document


def with_items(document: Document, data: Data) -> Checked[Data]:
    """Bring in the path items that stand in other files; without them no operation is seen."""
    tree = data.value if isinstance(data.value, dict) else {}
    paths = tree.get("paths")
    if not isinstance(paths, dict):
        return data
    library = Library(document)
    whole: JsonObject = {**tree, FILES: library.trees}
    homes: dict[str, Pointer] = {}
    for path, reference in elsewhere(data):
        home = yield from _home(library, whole, reference)
        if isinstance(home, Refusal):
            place = data.origins.position(("paths", path, "$ref"))
            sentence = f"nothing is known of this path: {quoted(reference)} {home.reason}"
            yield warning(Code.REMOTE_REFERENCE, place, sentence)
        else:
            homes[path] = home
    items: JsonObject = {}
    moves: dict[Pointer, Pointer] = {(): ()}
    for path, home in homes.items():
        items[path] = path_item(whole, {**beside(paths[path]), "$ref": refer(home)})[0]
        moves["paths", path] = home
        moves |= {("paths", path, key): ("paths", path, key) for key in beside(paths[path])}
    origins = MovedOrigins(FiledOrigins(library.origins, data.origins), moves)
    return data._replace(value={**tree, "paths": {**paths, **items}}, origins=origins)


def _home(library: Library, whole: JsonObject, reference: str) -> Checked[Pointer | Refusal]:
    """Return where a path item stands, at the end of its chain of references."""
    seen: set[Pointer] = set()
    target = library.target(reference)
    while not isinstance(target, Refusal) and target not in seen:
        seen.add(target)
        refusal = yield from library.find(target)
        if refusal:
            return refusal
        match at(whole, target) if leads_somewhere(whole, target) else None:
            case {"$ref": str(further)}:
                target = library.target(further)
            case dict():
                return target
            case _:
                return Refusal("leads to no mapping of methods")
    return target if isinstance(target, Refusal) else Refusal("leads back to itself")


def bring(
    description: Description, keys: Collection[tuple[str, str]]
) -> Checked[Description | None]:
    """Bring in what chosen operations reach in other files.

    Args:
        description: The whole.
        keys: Path and method, in lower case, of each chosen operation.

    Returns:
        The description, with other files under a key of their own and references into them like any other;
        None if something cannot be had, which then has been reported.
    """
    walk = _Walk(description, Library(description.document))
    if not (yield from walk.follow(_homes(description.openapi, keys))):
        return None
    trees = walk.library.trees
    if not trees and not walk.changed:
        return description
    tree = description.openapi
    for home, value in walk.changed.items():
        tree = _with(tree, home, value)
    return description._replace(openapi={**tree, FILES: trees}, origins=walk.origins)


def _homes(openapi: JsonObject, keys: Collection[tuple[str, str]]) -> Iterator[Pointer]:
    """Yield where the parts of chosen operations stand that can reach anything."""
    paths = openapi.get("paths")
    for path, method in sorted(keys):
        value = paths.get(path) if isinstance(paths, dict) else None
        item, elsewhere = path_item(openapi, value)
        for key, member in item.items():
            place: Pointer = (
                ("paths", path) if key in beside(value) else elsewhere or ("paths", path)
            )
            if key == "parameters":
                yield *place, key
            elif key.lower() == method and isinstance(member, dict):
                parts = (part for part in member if part != "callbacks" and part[:2] != "x-")
                yield from ((*place, key, part) for part in parts)


class _Walk:
    """Follows the references of a description into files.

    Attributes:
        library: The files.
        changed: Parts of the description itself, by where they stand, with references as local ones.
        origins: Where everything stands, in whichever file.
    """

    def __init__(self, description: Description, library: Library) -> None:
        self.library = library
        self.changed: dict[Pointer, Json] = {}
        self.origins = FiledOrigins(library.origins, description.origins)
        self._whole: JsonObject = {**description.openapi, FILES: library.trees}
        self._told: set[str] = set()

    def follow(self, homes: Iterable[Pointer]) -> Checked[bool]:
        """Follow all references from some parts on; tell whether everything is there."""
        waiting = deque(homes)
        seen = set(waiting)
        is_whole = True
        while waiting:
            home = waiting.popleft()
            value = at(self._whole, home)
            is_whole = (yield from self._check(home, value)) and is_whole
            for _, target in references_in(home, self.changed.get(home, value)):
                yield from self.library.find(target)
                if target not in seen and leads_somewhere(self._whole, target):
                    seen.add(target)
                    waiting.append(target)
        return is_whole

    def _check(self, home: Pointer, value: Json) -> Checked[bool]:
        """Report the references in a part that cannot be followed; make local ones of the others."""
        is_whole, has_others = True, False
        for place, reference in referring(home, value):
            refusal = yield from self._refusal(place, reference)
            if refusal:
                is_whole = False
                yield from self._tell(place, reference, refusal)
            has_others = has_others or not reference.startswith("#")
        if has_others and home[0] != FILES:
            self.changed[home] = redirected({"": value}, self.library.renamed)[""]
        return is_whole

    def _refusal(self, place: Pointer, reference: str) -> Checked[Refusal | None]:
        if reference.startswith("#"):
            target = parse(reference)
            return (yield from self.library.find(target)) if target else None
        file = self.origins.position(place).file
        found = self.library.target(reference, neighbour.below(self.library.document, file))
        return found if isinstance(found, Refusal) else (yield from self.library.find(found))

    def _tell(self, place: Pointer, reference: str, refusal: Refusal) -> Checked[None]:
        """Report a reference, but each missing file only once."""
        target = parse(reference)
        if target and target[0] == FILES:
            reference = f"{target[1]}#{spell(target[2:])}"
        what = f"{reference.partition('#')[0]} {refusal.reason}"
        if what not in self._told:
            self._told.add(what)
            position = self.origins.position((*place, "$ref"))
            yield error(Code.REMOTE_REFERENCE, position, f"{quoted(reference)} {refusal.reason}")


def _with(tree: JsonObject, pointer: Pointer, value: Json) -> JsonObject:
    """Return a tree with another value at a pointer; what is not on the way there is shared."""
    copy = tree.copy()
    holder: Json = copy
    for part in pointer[:-1]:
        inner = at(holder, (part,))
        inner = inner.copy() if isinstance(inner, dict | list) else inner
        _put(holder, part, inner)
        holder = inner
    _put(holder, pointer[-1], value)
    return copy


def _put(holder: Json, part: str | int, value: Json) -> None:
    match holder:
        case dict():
            holder[str(part)] = value
        case list():
            holder[int(part)] = value
        case _:
            pass
