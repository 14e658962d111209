"""Finds operations whose path, parameters and names do not fit together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from stopgen import placeholders
from stopgen.description import Json, JsonObject, Pointer
from stopgen.diagnostic import Code, Severity
from stopgen.methods import METHODS
from stopgen.references import resolve
from stopgen.validate.finding import Finding


@dataclass(frozen=True, slots=True)
class _Operation:
    """An operation with what it needs from around it."""

    path: str
    pointer: Pointer
    value: JsonObject
    shared: Pointer
    item: JsonObject


def operation_findings(openapi: JsonObject) -> Iterator[Finding]:
    """Yield what the structure alone does not show to be wrong."""
    operations = list(_operations(openapi))
    for operation in operations:
        yield from _path_findings(openapi, operation)
        yield from _repeated(openapi, operation.value, operation.pointer)
    for path, (item, pointer) in _items(openapi).items():
        yield from _repeated(openapi, item, pointer)
        yield from _unpaired(path, ("paths", path))
    yield from _same_ids(operations)


def _items(openapi: JsonObject) -> dict[str, tuple[JsonObject, Pointer]]:
    """Return path items by path, with references followed."""
    paths = openapi.get("paths")
    items: dict[str, tuple[JsonObject, Pointer]] = {}
    for path, entry in paths.items() if isinstance(paths, dict) else ():
        item, pointer = resolve(openapi, entry)
        if isinstance(item, dict):
            items[path] = item, pointer or ("paths", path)
    return items


def _operations(openapi: JsonObject) -> Iterator[_Operation]:
    for path, (item, pointer) in _items(openapi).items():
        for method, value in item.items():
            if method.lower() in METHODS and isinstance(value, dict):
                yield _Operation(path, (*pointer, method), value, pointer, item)


def _parameters(
    openapi: JsonObject, holder: JsonObject, pointer: Pointer
) -> Iterator[tuple[str, str, Pointer]]:
    """Yield name, location and place of the parameters of an operation or a path item."""
    listed = holder.get("parameters")
    for index, entry in enumerate(listed) if isinstance(listed, list) else ():
        match resolve(openapi, entry)[0]:
            case {"name": str(name), "in": str(location)}:
                yield name, location, (*pointer, "parameters", index)
            case _:
                pass


def _path_findings(openapi: JsonObject, operation: _Operation) -> Iterator[Finding]:
    """Yield where the placeholders of a path and the path parameters of an operation differ."""
    names = placeholders.names(operation.path)
    own = list(_parameters(openapi, operation.value, operation.pointer))
    shared = list(_parameters(openapi, operation.item, operation.shared))
    declared = {name: place for name, location, place in (*shared, *own) if location == "path"}
    for name in dict.fromkeys(names) if _all_known(openapi, operation) else ():
        if name not in declared:
            message = f"the path holds {{{name}}}, but no path parameter of that name is declared"
            yield Finding(Code.UNDECLARED_PATH_PARAMETER, operation.pointer, message)
    for name, place in declared.items():
        if name not in names:
            message = f"the path parameter {name!r} has no place in the path {operation.path!r}"
            yield Finding(Code.UNUSED_PATH_PARAMETER, place, message)


def _all_known(openapi: JsonObject, operation: _Operation) -> bool:
    """Tell whether every reference to a parameter leads somewhere, so that none can be missed."""
    lists = (operation.value.get("parameters"), operation.item.get("parameters"))
    entries = [entry for listed in lists if isinstance(listed, list) for entry in listed]
    targets = [resolve(openapi, entry)[0] for entry in entries]
    return not any(isinstance(target, dict) and "$ref" in target for target in targets)


def _unpaired(path: str, pointer: Pointer) -> Iterator[Finding]:
    """Yield a path whose placeholders are cut, empty or repeated."""
    names = placeholders.names(path)
    rest = placeholders.literal(path)
    if "{" in rest or "}" in rest or "" in names:
        message = f"the placeholders of the path {path!r} cannot be told apart"
        yield Finding(Code.INVALID_DESCRIPTION, pointer, message)
    for name, count in Counter(names).items():
        if count > 1:
            message = f"the path holds {{{name}}} more than once"
            yield Finding(Code.DUPLICATE_PARAMETER, pointer, message)


def _repeated(openapi: JsonObject, holder: JsonObject, pointer: Pointer) -> Iterator[Finding]:
    """Yield parameters that one list declares twice."""
    seen: set[tuple[str, str]] = set()
    for name, location, place in _parameters(openapi, holder, pointer):
        if (name, location) in seen:
            message = f"the {location} parameter {name!r} is declared twice"
            yield Finding(Code.DUPLICATE_PARAMETER, place, message)
        seen.add((name, location))


def _same_ids(operations: list[_Operation]) -> Iterator[Finding]:
    """Yield an operationId that is not the first of its kind; methods get longer names then."""
    seen: set[Json] = set()
    for operation in operations:
        identifier = operation.value.get("operationId")
        if not isinstance(identifier, str):
            continue
        if identifier in seen:
            message = f"the operationId {identifier!r} names another operation as well"
            place = (*operation.pointer, "operationId")
            yield Finding(Code.DUPLICATE_OPERATION_ID, place, message, Severity.WARNING)
        seen.add(identifier)
