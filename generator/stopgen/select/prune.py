"""Cuts a description down to chosen operations and what they reach."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from stopgen.description import Description, Json, JsonObject, MovedOrigins, Pointer
from stopgen.redirect import redirected
from stopgen.references import (
    FILES,
    OLD_HOLDERS,
    at,
    beside,
    label,
    leads_somewhere,
    parse,
    path_item,
    refer,
    references_in,
    resolve,
)

_SHARED = ("summary", "description", "servers", "parameters")
_IGNORED = ("callbacks",)
"""Members of an operation that tell what the platform calls by itself."""
_KINDS = {
    **{kind: kind for kind in ("parameters", "responses", "requestBodies", "headers", "examples")},
    **{kind: kind for kind in ("links", "pathItems", "securitySchemes")},
    "paths": "pathItems",
}


def prune(description: Description, keys: Collection[tuple[str, str]]) -> Description:
    """Keep chosen operations and what they reach.

    Args:
        description: The whole.
        keys: Path and method, in lower case, of each chosen operation.

    Returns:
        The smaller description. What stays keeps its pointer. What is reached, and belongs neither to the
        components nor to a chosen operation, moves to the components; origins still tell where it stands.
    """
    openapi = description.openapi
    paths, moves = _paths(openapi, keys)
    closure = _Closure(openapi, paths, dict.fromkeys(_security_schemes(openapi, paths)))
    closure.follow()
    components = closure.components()
    old = OLD_HOLDERS if "swagger" in openapi else ()
    dropped = ("components", "webhooks", "paths", FILES, *old)
    pruned = {key: openapi[key] for key in openapi if key not in dropped}
    pruned |= {"paths": paths} | components
    moves |= {new: old for old, new in closure.moved.items()}
    if not moves and not closure.aliases:
        return Description(description.document, pruned, description.origins)
    origins = MovedOrigins(description.origins, {(): ()} | moves)
    return Description(description.document, redirected(pruned, closure.renamed), origins)


def _paths(
    openapi: JsonObject, keys: Collection[tuple[str, str]]
) -> tuple[JsonObject, dict[Pointer, Pointer]]:
    """Return the path items of chosen operations; one that stands elsewhere is taken from there."""
    paths: JsonObject = {}
    moves: dict[Pointer, Pointer] = {}
    items, chosen = _mapping(openapi, "paths"), _methods(keys)
    for path in filter(chosen.__contains__, items):
        item = items[path]
        resolved, pointer = path_item(openapi, item)
        if resolved:
            paths[path] = dict(_members(resolved, chosen[path]))
            if pointer is not None:
                moves["paths", path] = pointer
                moves |= {("paths", path, key): ("paths", path, key) for key in beside(item)}
    return paths, moves


def _methods(keys: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return the methods of each path."""
    found: dict[str, set[str]] = {}
    for path, method in keys:
        found.setdefault(path, set()).add(method)
    return found


def _members(item: JsonObject, methods: Collection[str]) -> Iterator[tuple[str, Json]]:
    """Yield of a path item what the chosen methods need."""
    for key, value in item.items():
        if key.lower() in methods and isinstance(value, dict):
            yield key, {name: part for name, part in value.items() if name not in _IGNORED}
        elif key in _SHARED:
            yield key, value


@dataclass(slots=True)
class _Closure:
    """What chosen operations reach.

    Attributes:
        openapi: The whole.
        paths: The chosen operations.
        kept: Components that stay where they are; at first those that no reference leads to.
        moved: Other parts, and where they will stand.
        aliases: Parts of other files that only refer to a part elsewhere, and to which.
    """

    openapi: JsonObject
    paths: JsonObject
    kept: dict[Pointer, None]
    moved: dict[Pointer, Pointer] = field(default_factory=dict[Pointer, Pointer])
    aliases: dict[Pointer, Pointer] = field(default_factory=dict[Pointer, Pointer])
    _used: Counter[Pointer] = field(default_factory=Counter[Pointer])

    def follow(self) -> None:
        """Follow all references, however they run."""
        waiting = deque[tuple[Pointer, Json]]([(("paths",), self.paths)])
        waiting.extend((pointer, at(self.openapi, pointer)) for pointer in self.kept)
        while waiting:
            for place, target in references_in(*waiting.popleft()):
                home = self._home(self._end(target))
                if self._is_new(home):
                    self._take(place, home)
                    waiting.append((home, at(self.openapi, home)))

    def renamed(self, reference: str) -> str:
        """Return what a reference is in the smaller description."""
        target = parse(reference) or ()
        end = self.aliases.get(target, target)
        new = self.moved.get(end, end)
        return reference if new == target else refer(new)

    def _end(self, target: Pointer) -> Pointer:
        """Return what a part of another file stands for that does nothing but refer."""
        if target[0] != FILES or not leads_somewhere(self.openapi, target):
            return target
        here = at(self.openapi, target)
        end = resolve(self.openapi, here)[1] if isinstance(here, dict) and len(here) == 1 else None
        if end is not None:
            self.aliases[target] = end
        return end or target

    @property
    def _is_old(self) -> bool:
        return "swagger" in self.openapi

    @property
    def _depth(self) -> int:
        """How many parts the pointer of a component has."""
        return 2 if self._is_old else 3

    def _is_component(self, pointer: Pointer) -> bool:
        return pointer[0] in (OLD_HOLDERS if self._is_old else ("components",))

    def _home(self, target: Pointer) -> Pointer:
        """Return the component that a pointer leads into; the pointer itself if it is elsewhere."""
        return target[: self._depth] if self._is_component(target) else target

    def _is_new(self, home: Pointer) -> bool:
        is_known = home in self.kept or home in self.moved
        is_whole = self._is_component(home) and len(home) < self._depth
        stays = is_known or is_whole or leads_somewhere({"paths": self.paths}, home)
        return not stays and leads_somewhere(self.openapi, home)

    def _take(self, place: Pointer, home: Pointer) -> None:
        if self._is_component(home):
            self.kept[home] = None
        else:
            self.moved[home] = self._free(_kind(place), home)

    def _free(self, kind: str, target: Pointer) -> Pointer:
        """Return a free place among the components."""
        name = label(target)
        holder: Pointer = ("components", kind)
        if self._is_old:
            holder = ("definitions" if kind == "schemas" else kind,)
        new: Pointer = (*holder, name)
        while new in self._used or leads_somewhere(self.openapi, new):
            self._used[*holder, name] += 1
            new = (*holder, f"{name}{self._used[*holder, name] + 1}")
        self._used[new] += 0
        return new

    def components(self) -> JsonObject:
        """Return the holders of what is reached, as they stand at the top of the smaller description."""
        found: JsonObject = {}
        homes = {pointer: pointer for pointer in self.kept} | self.moved
        for old, new in homes.items():
            holder = found
            for part in new[:-1]:
                inner = holder.setdefault(str(part), {})
                holder = inner if isinstance(inner, dict) else {}
            holder[str(new[-1])] = at(self.openapi, old)
        return found


def _kind(place: Pointer) -> str:
    """Return which kind of component a reference at a place means."""
    match place:
        case (*_, "requestBody"):
            return "requestBodies"
        case (*_, "content", _):
            return "mediaTypes"
        case (*_, "properties", _, _):
            return "schemas"
        case (*_, holder, _):
            return _KINDS.get(str(holder), "schemas")
        case _:
            return "schemas"


def _security_schemes(openapi: JsonObject, paths: JsonObject) -> Iterator[Pointer]:
    """Yield where the security schemes stand that are asked for."""
    asked = {key for holder in _holders(openapi, paths) for key in _requirements(holder)}
    declared: Pointer = ("components", "securitySchemes")
    if "swagger" in openapi:
        declared = ("securityDefinitions",)
    holder = openapi
    for part in declared:
        holder = _mapping(holder, str(part))
    for key in holder:
        if key in asked:
            yield *declared, key


def _holders(openapi: JsonObject, paths: JsonObject) -> Iterator[JsonObject]:
    """Yield everything that can ask for a security scheme."""
    yield openapi
    for item in paths.values():
        members = item.values() if isinstance(item, dict) else ()
        yield from (member for member in members if isinstance(member, dict))


def _requirements(holder: JsonObject) -> Iterator[str]:
    listed = holder.get("security")
    for entry in listed if isinstance(listed, list) else ():
        yield from entry if isinstance(entry, dict) else ()


def _mapping(holder: JsonObject, key: str) -> JsonObject:
    value = holder.get(key)
    return value if isinstance(value, dict) else {}
