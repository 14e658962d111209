"""``stopgen.lock``: what a run read, found and wrote, so that the next one does nothing twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from stopgen import __version__
from stopgen.diagnostic import Code, Diagnostic, Position, Severity
from stopgen.paths import is_safe
from stopgen.result import Operation

NAME = "stopgen.lock"
_FORMAT = 2
_OLDER = frozenset({1})
_DIGEST_LENGTH = 64
_EMPTY: Mapping[str, str] = MappingProxyType({})


class Lock(NamedTuple):
    """The record of a run; nothing in it depends on the machine or the time.

    Attributes:
        inputs: The digest of each document and overlay, by its name below the specs folder.
        outputs: The digest of each written file, by its path below the output folder.
        settings: The configuration that shapes the output.
        generator: The version of stopgen.
        code: The digest of stopgen's code and templates; empty if that is not known.
        libraries: The versions of the libraries that shape the output.
        operations: The calls that the package can make.
        diagnostics: What was found; positions name documents as ``inputs`` does.
    """

    inputs: Mapping[str, str] = _EMPTY
    outputs: Mapping[str, str] = _EMPTY
    settings: Mapping[str, str] = _EMPTY
    generator: str = __version__
    code: str = ""
    libraries: Mapping[str, str] = _EMPTY
    operations: tuple[Operation, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


class DamagedLockError(ValueError):
    """A lock that cannot be relied on; the message says why."""


def digest(content: bytes) -> str:
    """Return what content is recognised by; the line ends of a checkout make no difference."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def render(lock: Lock) -> bytes:
    """Write a lock so that line-based tools can compare and merge it."""
    members = {
        "format": _json(_FORMAT),
        "generator": _json(lock.generator),
        "code": _json(lock.code),
        "libraries": _table(lock.libraries),
        "settings": _table(lock.settings),
        "inputs": _table(lock.inputs),
        "outputs": _table(lock.outputs),
        "operations": _rows(map(_operation_row, lock.operations)),
        "diagnostics": _rows(map(_diagnostic_row, lock.diagnostics)),
    }
    lines = ",\n".join(f'  "{key}": {text}' for key, text in members.items())
    return f"{{\n{lines}\n}}\n".encode()


def parse(content: bytes) -> Lock:
    """Read a lock; of one that another version wrote, at least which files are stopgen's.

    Raises:
        DamagedLockError: This is not what ``render`` writes, or names a path outside.
    """
    try:
        tree: object = json.loads(content)
    except (ValueError, RecursionError) as problem:
        is_merged = b"<<<<<<< " in content
        reason = "it has the marks of a merge" if is_merged else "it is not JSON"
        raise DamagedLockError(reason) from problem
    if not isinstance(tree, dict) or "format" not in tree:
        raise DamagedLockError("it does not say its format")
    return _lock(cast("dict[str, Any]", tree))


def _lock(tree: Mapping[str, Any]) -> Lock:
    """Take a lock out of JSON."""
    if tree["format"] not in {_FORMAT, *_OLDER}:
        raise DamagedLockError(f"its format {tree['format']} is another version's")
    generator = tree.get("generator")
    if not isinstance(generator, str):
        raise DamagedLockError("its generator is not a version")
    inputs, outputs, settings = (_strings(tree, key) for key in ("inputs", "outputs", "settings"))
    for path, value in outputs.items():
        if not is_safe(path) or path == NAME or len(value) != _DIGEST_LENGTH:
            raise DamagedLockError(f"it lists {path!r}, which no run can have written")
    files_alone = Lock(inputs, outputs, settings, generator)
    if tree["format"] in _OLDER:
        return files_alone
    try:
        operations = tuple(_operation(*row) for row in tree["operations"])
        diagnostics = tuple(_diagnostic(*row) for row in tree["diagnostics"])
    except (KeyError, TypeError, ValueError) as problem:
        if generator != __version__:
            return files_alone
        raise DamagedLockError("its operations or diagnostics are not as written") from problem
    code, libraries = str(tree.get("code")), _strings(tree, "libraries")
    return Lock(inputs, outputs, settings, generator, code, libraries, operations, diagnostics)


def _strings(tree: Mapping[str, object], key: str) -> Mapping[str, str]:
    """Return a table of texts."""
    table = tree.get(key)
    if not isinstance(table, dict):
        raise DamagedLockError(f"its {key} are not a table")
    entries = cast("dict[str, object]", table)
    if not all(isinstance(value, str) for value in entries.values()):
        raise DamagedLockError(f"its {key} are not all text")
    return cast("dict[str, str]", table)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _table(table: Mapping[str, str]) -> str:
    """Write a table with a line for each entry, in the order of the keys."""
    lines = [f"    {_json(key)}: {_json(table[key])}" for key in sorted(table)]
    return "{\n" + ",\n".join(lines) + "\n  }" if lines else "{}"


def _rows(rows: Iterable[object]) -> str:
    """Write a list with a line for each entry."""
    lines = [f"    {_json(row)}" for row in rows]
    return "[\n" + ",\n".join(lines) + "\n  ]" if lines else "[]"


def _operation_row(found: Operation) -> tuple[object, ...]:
    return found.provider, found.name, found.method, found.path, found.documents


def _operation(provider: str, name: str, method: str, path: str, documents: list[str]) -> Operation:
    return Operation(provider, name, method, path, tuple(documents))


def _diagnostic_row(found: Diagnostic) -> tuple[object, ...]:
    places = [(place.file, place.line, place.column) for place in (found.position, *found.related)]
    return found.code, found.severity, found.message, places


def _diagnostic(code: str, severity: str, message: str, places: list[Any]) -> Diagnostic:
    first, *related = (Position(str(file), int(line), int(col)) for file, line, col in places)
    return Diagnostic(Code(code), Severity(severity), first, message, tuple(related))
